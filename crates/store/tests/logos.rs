//! The story of logos, told to both databases.

#![cfg(test)]

use domain::kernel::id::{LogoId, MemberId};
use domain::kernel::text::{Handle, Name};
use domain::kernel::time::Time;
use domain::members::change::Change;
use domain::members::member::{Member, Profile};
use domain::members::parts::{Kind, Standing};
use domain::members::visibility::Visibility;
use store::members::{self, logos};
use store::{Store, on_both};

on_both!(a_member_shows_one_logo_and_the_one_before_is_kept_for_a_while);

const QUAY: MemberId = MemberId::from_bits(1);
const A: LogoId = LogoId::from_bits(10);
const B: LogoId = LogoId::from_bits(11);
const C: LogoId = LogoId::from_bits(12);

fn quay() -> Member {
    Member {
        id: QUAY,
        handle: Handle::parse("quay").unwrap(),
        name: Name::parse("Quay").unwrap(),
        kind: Kind::Organisation,
        standing: Standing::Member,
        since: Time(1),
        changed: Time(1),
        profile: Profile::default(),
        visibility: Visibility::default(),
        version: 1,
    }
}

async fn a_member_shows_one_logo_and_the_one_before_is_kept_for_a_while(store: Store) {
    let mut tx = store.write().await.unwrap();
    members::insert(&mut tx, &quay()).await.unwrap();
    let (shown, _) = quay().apply(vec![Change::Logo(Some(A))], Time(2)).unwrap();
    members::save(&mut tx, &shown).await.unwrap();
    let read = members::find(&mut tx, QUAY).await.unwrap().unwrap();
    assert_eq!(read.profile.logo, Some(A));

    logos::put(&mut tx, QUAY, A, b"a").await.unwrap();
    logos::put(&mut tx, QUAY, A, b"again").await.unwrap();
    logos::turn(&mut tx, QUAY, Some(A), None, Time(2)).await.unwrap();
    logos::put(&mut tx, QUAY, B, b"b").await.unwrap();
    logos::turn(&mut tx, QUAY, Some(B), Some(A), Time(3)).await.unwrap();
    assert_eq!(logos::find(&mut tx, QUAY, A).await.unwrap().as_deref(), Some(&b"a"[..]));
    assert_eq!(logos::find(&mut tx, MemberId::from_bits(2), A).await.unwrap(), None);

    // A third makes the first go.
    logos::put(&mut tx, QUAY, C, b"c").await.unwrap();
    logos::turn(&mut tx, QUAY, Some(C), Some(B), Time(4)).await.unwrap();
    assert_eq!(logos::find(&mut tx, QUAY, A).await.unwrap(), None);
    // Back to the second, which is shown now and does not fade.
    logos::turn(&mut tx, QUAY, Some(B), Some(C), Time(5)).await.unwrap();
    assert_eq!(logos::forget(&mut tx, Time(5)).await.unwrap(), 0);
    assert_eq!(logos::forget(&mut tx, Time(6)).await.unwrap(), 1);
    assert_eq!(logos::find(&mut tx, QUAY, C).await.unwrap(), None);
    assert_eq!(logos::find(&mut tx, QUAY, B).await.unwrap().as_deref(), Some(&b"b"[..]));
    members::delete(&mut tx, QUAY).await.unwrap();
    assert_eq!(logos::find(&mut tx, QUAY, B).await.unwrap(), None);
    tx.commit().await.unwrap();
}
