//! The story of the alliance and of how one joins it, told to both databases.

#![cfg(test)]

use domain::alliance::candidates::Objection;
use domain::alliance::joining::Invitation;
use domain::alliance::settings::{Alliance, FIELDS};
use domain::kernel::id::{InvitationId, MemberId, PersonId};
use domain::kernel::text::{Email, Handle, Line, Name};
use domain::kernel::time::Time;
use domain::members::member::{Member, Profile};
use domain::members::parts::{Kind, Standing};
use domain::members::visibility::Visibility;
use domain::people::person::Person;
use store::alliance::Made;
use store::{Store, StoreError, alliance, invitations, members, objections, on_both, people};

on_both!(
    an_alliance_and_its_versions_come_back,
    the_set_up_code_is_replaced_and_forgotten,
    the_last_place_of_a_link_is_given_once,
    open_invitations_are_listed,
    objections_stand_until_withdrawn,
);

fn named(name: &str) -> Name {
    Name::parse(name).unwrap()
}

fn tideway() -> Alliance {
    let mut alliance = Alliance::new(named("Tideway"), Time(5));
    for (field, _) in FIELDS.iter().filter(|(it, _)| !["name", "open_directory"].contains(it)) {
        let text = if *field == "joining" { "consent:7" } else { "Some, words" };
        alliance.set(field, text).unwrap();
    }
    alliance
}

fn member(number: u128, standing: Standing) -> Member {
    Member {
        id: MemberId::from_bits(number),
        handle: Handle::suggest(&format!("Member {number}"), 1),
        name: named(&format!("Member {number}")),
        kind: Kind::Organisation,
        standing,
        since: Time(1),
        changed: Time(1),
        profile: Profile::default(),
        visibility: Visibility::default(),
        version: 1,
    }
}

async fn an_alliance_and_its_versions_come_back(store: Store) {
    let mut tx = store.write().await.unwrap();
    assert_eq!(alliance::find(&mut tx).await.unwrap(), None);
    let first = tideway();
    alliance::insert(&mut tx, &first).await.unwrap();
    let ana = Person {
        id: PersonId::from_bits(7),
        name: named("Ana"),
        email: None,
        zone: "UTC".to_owned(),
        steward: true,
        since: Time(1),
    };
    people::insert(&mut tx, &ana).await.unwrap();
    let quay = member(1, Standing::Member);
    members::insert(&mut tx, &quay).await.unwrap();
    let made = Made { at: Time(5), person: Some(ana.id), member: Some(quay.id), words: "began" };
    alliance::keep_version(&mut tx, &first, &made).await.unwrap();
    assert_eq!(alliance::find(&mut tx).await.unwrap().as_ref(), Some(&first));

    let second = Alliance { open_directory: false, ..first.clone() };
    alliance::save(&mut tx, &second).await.unwrap();
    let second = Alliance { version: 2, ..second };
    let by_command = Made { at: Time(6), person: None, member: None, words: "closed the list" };
    alliance::keep_version(&mut tx, &second, &by_command).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = store.write().await.unwrap();
    assert!(matches!(alliance::save(&mut tx, &first).await, Err(StoreError::Stale)));
    drop(tx);
    let mut tx = store.read().await.unwrap();
    let versions = alliance::versions(&mut tx, i64::MAX, 10).await.unwrap();
    assert_eq!(versions.iter().map(|it| &it.alliance).collect::<Vec<_>>(), [&second, &first]);
    assert_eq!((versions[0].words.as_str(), &versions[0].member), ("closed the list", &None));
    assert_eq!(versions[1].person, Some(ana.name));
    assert_eq!(versions[1].member, Some((quay.handle, quay.name)));
    assert_eq!(alliance::versions(&mut tx, 2, 10).await.unwrap(), versions[1..]);
    drop(tx);

    let mut tx = store.write().await.unwrap();
    let again = alliance::insert(&mut tx, &first).await;
    assert!(matches!(again, Err(StoreError::Taken)), "there is one alliance");
}

async fn the_set_up_code_is_replaced_and_forgotten(store: Store) {
    let mut tx = store.write().await.unwrap();
    assert_eq!(alliance::setup(&mut tx).await.unwrap(), None);
    for number in [1, 2] {
        alliance::put_setup(&mut tx, [number; 32], Time(1)).await.unwrap();
        assert_eq!(alliance::setup(&mut tx).await.unwrap(), Some(vec![number; 32]));
    }
    alliance::forget_setup(&mut tx).await.unwrap();
    assert_eq!(alliance::setup(&mut tx).await.unwrap(), None);
    let key = alliance::server_key(&mut tx, [3; 32]).await.unwrap();
    assert_eq!(alliance::server_key(&mut tx, [4; 32]).await.unwrap(), key);
}

fn invitation(number: u8) -> Invitation {
    Invitation {
        id: InvitationId::from_bits(number.into()),
        by: Some(PersonId::from_bits(7)),
        by_member: Some(MemberId::from_bits(1)),
        to: Some(named("Bo")),
        email: Some(Email::parse("bo@example.org").unwrap()),
        into: Some(MemberId::from_bits(2)),
        hash: [number; 32],
        uses_max: 2,
        uses: 0,
        at: Time(1),
        until: Time(100),
        withdrawn: false,
    }
}

async fn the_last_place_of_a_link_is_given_once(store: Store) {
    let mut tx = store.write().await.unwrap();
    let link = invitation(1);
    invitations::insert(&mut tx, &link).await.unwrap();
    assert_eq!(invitations::with_hash(&mut tx, [1; 32]).await.unwrap(), Some(link.clone()));
    assert_eq!(invitations::with_hash(&mut tx, [2; 32]).await.unwrap(), None);
    assert_eq!(invitations::find(&mut tx, link.id).await.unwrap(), Some(link.clone()));
    let bare = Invitation {
        by: None,
        by_member: None,
        to: None,
        email: None,
        into: None,
        ..invitation(2)
    };
    invitations::insert(&mut tx, &bare).await.unwrap();
    assert_eq!(invitations::find(&mut tx, bare.id).await.unwrap(), Some(bare));

    let used = link.enter(Time(2)).unwrap();
    invitations::save(&mut tx, &used, 0).await.unwrap();
    let late = invitations::save(&mut tx, &used, 0).await;
    assert!(matches!(late, Err(StoreError::Stale)), "it was used since");
    assert_eq!(invitations::find(&mut tx, used.id).await.unwrap().unwrap().uses, 1);
}

async fn open_invitations_are_listed(store: Store) {
    let mut tx = store.write().await.unwrap();
    let withdrawn = Invitation { withdrawn: true, ..invitation(2) };
    let late = Invitation { until: Time(50), ..invitation(3) };
    let used = Invitation { uses: 2, ..invitation(4) };
    let other = Invitation { by_member: Some(MemberId::from_bits(9)), ..invitation(5) };
    for it in [invitation(1), withdrawn, late, used, other, invitation(6)] {
        invitations::insert(&mut tx, &it).await.unwrap();
    }
    let (member, end) = (MemberId::from_bits(1), InvitationId::from_bits(u128::MAX));
    let open = invitations::open_of_member(&mut tx, member, Time(50), end, 10).await.unwrap();
    assert_eq!(open, [invitation(6), invitation(1)]);
    let before = InvitationId::from_bits(6);
    let rest = invitations::open_of_member(&mut tx, member, Time(50), before, 10).await.unwrap();
    assert_eq!(rest, [invitation(1)]);
}

async fn objections_stand_until_withdrawn(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (candidate, joined) = (member(1, Standing::Candidate), member(2, Standing::Member));
    members::insert(&mut tx, &candidate).await.unwrap();
    members::insert(&mut tx, &joined).await.unwrap();
    let objection = Objection {
        candidate: candidate.id,
        member: joined.id,
        person: PersonId::from_bits(7),
        reason: Line::parse("They sell what we give").unwrap(),
        at: Time(3),
        withdrawn: false,
    };
    let elsewhere = Objection { candidate: joined.id, ..objection.clone() };
    objections::put(&mut tx, &objection).await.unwrap();
    objections::put(&mut tx, &elsewhere).await.unwrap();
    let found = objections::find(&mut tx, candidate.id, joined.id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&objection));
    assert_eq!(
        objections::standing(&mut tx, candidate.id).await.unwrap(),
        std::slice::from_ref(&objection)
    );
    assert_eq!(objections::all_standing(&mut tx).await.unwrap(), std::slice::from_ref(&objection));

    objections::put(&mut tx, &Objection { withdrawn: true, ..objection }).await.unwrap();
    assert_eq!(objections::standing(&mut tx, candidate.id).await.unwrap(), []);
    assert_eq!(objections::all_standing(&mut tx).await.unwrap(), []);
}
