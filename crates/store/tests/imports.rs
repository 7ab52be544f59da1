//! The story of a file of members that was imported, told to both databases.

#![cfg(test)]

use domain::alliance::joining::Invitation;
use domain::kernel::id::{BatchId, InvitationId, MemberId, PersonId};
use domain::kernel::text::{Handle, Name};
use domain::kernel::time::Time;
use domain::members::change::Change;
use domain::members::member::{Member, Profile};
use domain::members::parts::{Kind, Standing};
use domain::members::visibility::Visibility;
use domain::people::person::Person;
use store::members::alike;
use store::members::imports::{self, Batch, Counts, Stage};
use store::{Store, StoreError, members, on_both};

on_both!(a_batch_is_looked_at_taken_and_undone, who_is_listed_already_is_found);

const ANA: PersonId = PersonId::from_bits(7);

fn batch(number: u128) -> Batch {
    Batch {
        id: BatchId::from_bits(number),
        by_person: Some(ANA),
        by_member: Some(MemberId::from_bits(8)),
        file_name: "list.csv".into(),
        encoding: "utf-8".into(),
        counts: Counts { fresh: 2, alike: 1, refused: 0 },
        stage: Stage::Preview,
        at: Time(9),
    }
}

fn contact(number: u128, name: &str, fields: &[(&str, &str)]) -> Member {
    let blank = Member {
        id: MemberId::from_bits(number),
        handle: Handle::suggest(name, 1),
        name: Name::parse(name).unwrap(),
        kind: Kind::Organisation,
        standing: Standing::Contact,
        since: Time(1),
        changed: Time(1),
        profile: Profile::default(),
        visibility: Visibility::default(),
        version: 1,
    };
    let changes = fields.iter().map(|(field, text)| Change::parse(field, text, Time(1)).unwrap());
    blank.apply(changes.collect(), Time(1)).unwrap().0
}

async fn a_batch_is_looked_at_taken_and_undone(store: Store) {
    let first = batch(1);
    let mut tx = store.write().await.unwrap();
    imports::insert(&mut tx, &first, "name\nOne\nTwo", "2 n\n3 n").await.unwrap();
    let found = imports::find(&mut tx, first.id, Some(ANA)).await.unwrap();
    assert_eq!(found.as_ref(), Some(&first));
    for other in [None, Some(PersonId::from_bits(6))] {
        assert_eq!(imports::find(&mut tx, first.id, other).await.unwrap(), None);
    }
    let (content, verdicts) = imports::content(&mut tx, first.id).await.unwrap();
    assert_eq!((content.as_str(), verdicts.as_str()), ("name\nOne\nTwo", "2 n\n3 n"));

    // The batches of the command line are nobody's.
    let operators = Batch { by_person: None, by_member: None, ..batch(2) };
    imports::insert(&mut tx, &operators, "name\nx", "2 n").await.unwrap();
    assert_eq!(imports::find(&mut tx, operators.id, None).await.unwrap(), Some(operators));

    // Taken once.
    let mut taken = Batch { stage: Stage::Taken, ..first.clone() };
    taken.counts.fresh = 3;
    let numbers = [(2, 11, "One"), (3, 12, "Two"), (4, 13, "Three")];
    for (line, number, name) in numbers {
        members::insert(&mut tx, &contact(number, name, &[])).await.unwrap();
        imports::came(&mut tx, taken.id, line, MemberId::from_bits(number)).await.unwrap();
    }
    imports::save(&mut tx, &taken, Stage::Preview, "2 n\n3 n\n4 n").await.unwrap();
    let again = imports::save(&mut tx, &taken, Stage::Preview, "").await;
    assert!(matches!(again, Err(StoreError::Stale)));
    assert_eq!(imports::find(&mut tx, taken.id, Some(ANA)).await.unwrap(), Some(taken.clone()));
    let came = imports::came_from(&mut tx, taken.id, 3, 4).await.unwrap();
    let told: Vec<_> = came.iter().map(|it| (it.line, it.handle.as_str())).collect();
    assert_eq!(told, [(3, "two"), (4, "three")]);

    // One was changed and one claimed: only the third can go.
    let changed = contact(11, "One", &[("line", "Changed")]);
    members::save(&mut tx, &changed).await.unwrap();
    let person = Person {
        id: ANA,
        name: Name::parse("Ana").unwrap(),
        email: None,
        zone: "UTC".into(),
        steward: false,
        since: Time(1),
    };
    store::people::insert(&mut tx, &person).await.unwrap();
    store::people::add_hat(&mut tx, ANA, MemberId::from_bits(12), Time(1)).await.unwrap();
    let third = MemberId::from_bits(13);
    let invitation = Invitation {
        id: InvitationId::from_bits(1),
        by: None,
        by_member: None,
        to: None,
        email: None,
        into: Some(third),
        hash: [7; 32],
        uses_max: 1,
        uses: 0,
        at: Time(1),
        until: Time(100),
        withdrawn: false,
    };
    store::invitations::insert(&mut tx, &invitation).await.unwrap();
    // Nor can one that somebody is invited to take over, as long as the way in is open.
    assert_eq!(imports::untouched(&mut tx, taken.id, Time(99)).await.unwrap(), []);
    let untouched = imports::untouched(&mut tx, taken.id, Time(100)).await.unwrap();
    assert_eq!(untouched, [third]);
    members::delete(&mut tx, untouched[0]).await.unwrap();
    assert_eq!(imports::forget_gone(&mut tx, taken.id).await.unwrap(), 2);
    tx.commit().await.unwrap();
}

async fn who_is_listed_already_is_found(store: Store) {
    let quay =
        contact(1, "Café Quay", &[("places", "Bristol, GB"), ("web", "https://quay.example")]);
    let gone = Member { standing: Standing::Left, ..contact(2, "Gone Away", &[]) };
    let mut tx = store.write().await.unwrap();
    members::insert(&mut tx, &quay).await.unwrap();
    members::insert(&mut tx, &gone).await.unwrap();
    let many: Vec<String> = (0..100).map(|it| format!("name {it}")).collect();
    let mut names: Vec<&str> = many.iter().map(String::as_str).collect();
    names.extend(["cafe quay", "gone away"]);
    let found = alike::by_names(&mut tx, &names).await.unwrap();
    assert_eq!(found.iter().map(|it| it.id).collect::<Vec<_>>(), [quay.id]);
    assert_eq!(found[0].places, quay.profile.places);
    let found = alike::by_webs(&mut tx, &["http://x.example", "https://quay.example"]).await;
    assert_eq!(found.unwrap()[0].name.as_str(), "Café Quay");
    assert_eq!(alike::by_webs(&mut tx, &[]).await.unwrap(), []);
    let taken = alike::taken_handles(&mut tx, &["cafe-quay", "gone-away", "free"]).await.unwrap();
    assert_eq!(taken.into_iter().collect::<Vec<_>>(), ["cafe-quay", "gone-away"]);

    // Of a person's files that were only looked at, the newest stay.
    for number in 1..=4 {
        imports::insert(&mut tx, &batch(number), "", "").await.unwrap();
    }
    imports::forget_previews(&mut tx, ANA, 2).await.unwrap();
    let newest = BatchId::from_bits(u128::MAX);
    let left = imports::of_person(&mut tx, ANA, newest, 9).await.unwrap();
    assert_eq!(left.iter().map(|it| it.id.bits()).collect::<Vec<_>>(), [4, 3]);
    let older = imports::of_person(&mut tx, ANA, BatchId::from_bits(4), 9).await.unwrap();
    assert_eq!(older.len(), 1);
}
