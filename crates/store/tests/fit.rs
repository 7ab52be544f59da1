//! The story of what members said about suggestions, told to both databases.

#![cfg(test)]

use domain::kernel::id::MemberId;
use domain::kernel::text::Line;
use domain::kernel::time::Time;
use store::{Store, fit, on_both};

on_both!(what_is_hidden_can_be_shown_again, a_reason_is_kept_and_replaced);

const ANA: MemberId = MemberId::from_bits(1);
const BEN: MemberId = MemberId::from_bits(2);

async fn what_is_hidden_can_be_shown_again(store: Store) {
    let mut tx = store.write().await.unwrap();
    fit::hide(&mut tx, ANA, BEN, Time(1)).await.unwrap();
    fit::hide(&mut tx, ANA, BEN, Time(2)).await.unwrap();
    assert_eq!(fit::hidden(&mut tx, ANA).await.unwrap(), [BEN]);
    // What one hides is nothing to the other.
    assert_eq!(fit::hidden(&mut tx, BEN).await.unwrap(), []);
    fit::unhide(&mut tx, ANA, BEN).await.unwrap();
    assert_eq!(fit::hidden(&mut tx, ANA).await.unwrap(), []);
}

async fn a_reason_is_kept_and_replaced(store: Store) {
    let mut tx = store.write().await.unwrap();
    for reason in ["They have room and we have not", "We share the fair"] {
        let reason = Line::parse(reason).unwrap();
        fit::put_despite(&mut tx, ANA, BEN, &reason, Time(1)).await.unwrap();
        let said = fit::said(&mut tx, ANA).await.unwrap();
        assert_eq!(said.despite.into_iter().collect::<Vec<_>>(), [(BEN, reason)]);
        assert!(said.hidden.is_empty());
    }
    assert_eq!(fit::said(&mut tx, BEN).await.unwrap(), fit::Said::default());
    fit::drop_despite(&mut tx, ANA, BEN).await.unwrap();
    fit::hide(&mut tx, ANA, BEN, Time(1)).await.unwrap();
    let said = fit::said(&mut tx, ANA).await.unwrap();
    assert_eq!((said.despite.len(), said.hidden.into_iter().collect::<Vec<_>>()), (0, vec![BEN]));
}
