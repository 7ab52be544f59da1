//! The story of members, told to both databases.

#![cfg(test)]

use domain::kernel::event::Event;
use domain::kernel::id::{EventId, LogoId, MemberId, NeedId, OfferId, PersonId};
use domain::kernel::text::{Handle, Line, Name};
use domain::kernel::time::Time;
use domain::members::change::{Change, FIELDS};
use domain::members::member::{Member, Profile};
use domain::members::offers::{Enjoyment, Need, Offer, Reach, When};
use domain::members::parts::{Kind, Scope, Standing, Tags};
use domain::members::visibility::Visibility;
use store::{Store, StoreError, events, members, on_both};

on_both!(a_member_comes_back_as_it_was, lists_go_on_where_they_stopped, history_is_kept);

fn member(number: u128, name: &str) -> Member {
    Member {
        id: MemberId::from_bits(number),
        handle: Handle::suggest(name, 1),
        name: Name::parse(name).unwrap(),
        kind: Kind::FreeAgent,
        standing: Standing::Member,
        since: Time(1),
        changed: Time(1),
        profile: Profile::default(),
        visibility: Visibility::default(),
        version: 1,
    }
}

/// Every field filled, so that a column that is forgotten is noticed.
fn full() -> Member {
    let text = |field: &str| match field {
        "name" => "Quay Stories",
        "handle" => "quay-stories",
        "kind" => "organisation",
        "places" => "Bristol, GB\nUlrichskirchen, AT @48.4,16.493",
        "languages" => "en, de",
        "style" => "-2!,,0,1,,2",
        "size" => "2-5",
        "turnover" => "50k-250k",
        "stage" => "established",
        "free_from" => "2026-06",
        "open_to" => "guide, one_off",
        "web" => "https://quay.example",
        _ => "some words, and more",
    };
    let mut changes: Vec<Change> =
        FIELDS.iter().map(|it| Change::parse(it, text(it), Time(5)).unwrap()).collect();
    changes.push(Change::parse("visibility.story", "members", Time(5)).unwrap());
    changes.push(Change::SealFrom(MemberId::from_bits(9)));
    changes.push(Change::Logo(Some(LogoId::from_bits(7))));
    changes.push(Change::Offer(Offer {
        id: OfferId::from_bits(11),
        title: Line::parse("Film").unwrap(),
        detail: None,
        tags: Tags::parse("film, video").unwrap(),
        scope: Some(Scope::Regional),
        reach: Some(Reach::PlaceBound),
        enjoyment: Some(Enjoyment::new(5).unwrap()),
        used_ourselves: true,
        fresh: Time(5),
    }));
    changes.push(Change::Need(Need {
        id: NeedId::from_bits(12),
        title: Line::parse("Posters").unwrap(),
        detail: None,
        tags: Tags::default(),
        when: When::Regular,
        fresh: Time(6),
    }));
    member(1, "x x").apply(changes, Time(5)).unwrap().0
}

async fn a_member_comes_back_as_it_was(store: Store) {
    let full = full();
    let mut tx = store.write().await.unwrap();
    members::insert(&mut tx, &full).await.unwrap();
    assert_eq!(members::find(&mut tx, full.id).await.unwrap().as_ref(), Some(&full));
    drop(tx);

    // Not before it is committed.
    let mut tx = store.read().await.unwrap();
    assert_eq!(members::find(&mut tx, full.id).await.unwrap(), None);
    drop(tx);

    let mut tx = store.write().await.unwrap();
    members::insert(&mut tx, &full).await.unwrap();
    tx.commit().await.unwrap();

    // A save moves the version on; a save over a newer version is refused.
    let mut renamed = full.clone();
    renamed.handle = Handle::parse("quay").unwrap();
    renamed.profile.needs.clear();
    let mut tx = store.write().await.unwrap();
    members::save(&mut tx, &renamed).await.unwrap();
    assert!(matches!(members::save(&mut tx, &renamed).await, Err(StoreError::Stale)));
    tx.commit().await.unwrap();

    // Both addresses lead to it, and nobody else can have either.
    let mut tx = store.write().await.unwrap();
    renamed.version = 2;
    for handle in ["quay", "quay-stories"] {
        let found = members::at_handle(&mut tx, &Handle::parse(handle).unwrap()).await.unwrap();
        assert_eq!(found.as_ref(), Some(&renamed));
        let handle = Handle::parse(handle).unwrap();
        let both = members::at_handle_and(&mut tx, &handle, renamed.id).await.unwrap();
        assert_eq!(both, (Some(renamed.clone()), Some(renamed.clone())), "its own page");
        let stranger = MemberId::from_bits(77);
        let both = members::at_handle_and(&mut tx, &handle, stranger).await.unwrap();
        assert_eq!(both, (Some(renamed.clone()), None));
    }
    let nowhere = Handle::parse("nowhere").unwrap();
    let both = members::at_handle_and(&mut tx, &nowhere, renamed.id).await.unwrap();
    assert_eq!(both, (None, Some(renamed.clone())));
    let thief = Member { handle: full.handle.clone(), ..member(2, "Thief") };
    assert!(matches!(members::insert(&mut tx, &thief).await, Err(StoreError::Taken)));
    drop(tx);

    let mut tx = store.write().await.unwrap();
    members::delete(&mut tx, full.id).await.unwrap();
    assert_eq!(members::find(&mut tx, full.id).await.unwrap(), None);
    tx.commit().await.unwrap();
}

async fn lists_go_on_where_they_stopped(store: Store) {
    let mut tx = store.write().await.unwrap();
    for number in 1..=50 {
        members::insert(&mut tx, &member(number, &format!("Name {number:02}"))).await.unwrap();
    }
    let contact = Member { standing: Standing::Contact, ..member(60, "Aaa") };
    members::insert(&mut tx, &contact).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = store.read().await.unwrap();
    let first = (String::new(), MemberId::from_bits(0));
    let (mut seen, mut after) = (0, first);
    loop {
        let page =
            members::by_name(&mut tx, Standing::Member, (&after.0, after.1), 7).await.unwrap();
        let Some(last) = page.last() else { break };
        after = (domain::kernel::words::fold(last.name.as_str()), last.id);
        seen += page.len();
    }
    assert_eq!(seen, 50);
    assert_eq!(members::count(&mut tx, Standing::Member).await.unwrap(), 50);

    let newest = members::newest(&mut tx, 3).await.unwrap();
    assert_eq!(newest.iter().map(|it| it.id.bits()).collect::<Vec<_>>(), [50, 49, 48]);

    let behind = MemberId::from_bits(45);
    let places = members::places_after(&mut tx, Standing::Member, behind, 100).await.unwrap();
    assert_eq!(places.iter().map(|it| it.0.bits()).collect::<Vec<_>>(), [46, 47, 48, 49, 50]);
    let all = members::after(&mut tx, behind, 100).await.unwrap();
    assert_eq!(all.len(), 6);
    let ids: Vec<MemberId> = (1..=50).rev().chain([99]).map(MemberId::from_bits).collect();
    let found = members::by_ids(&mut tx, &ids).await.unwrap();
    assert_eq!(found.iter().map(|it| it.id).collect::<Vec<_>>(), ids[..50]);
}

async fn history_is_kept(store: Store) {
    let (ana, id) = (PersonId::from_bits(7), MemberId::from_bits(1));
    let mut tx = store.write().await.unwrap();
    for number in 1..=3 {
        let event = Event::of_member("member.described", id, format!("change {number}"));
        let event_id = EventId::from_bits(number);
        events::record(&mut tx, event_id, Time(9), Some(ana), &event).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut tx = store.read().await.unwrap();
    let newest = events::of_member(&mut tx, id, EventId::from_bits(u128::MAX), 2).await.unwrap();
    assert_eq!(
        newest.iter().map(|it| it.words.as_str()).collect::<Vec<_>>(),
        ["change 3", "change 2"]
    );
    assert_eq!(events::newest(&mut tx).await.unwrap(), EventId::from_bits(3));
    let feed = events::after(&mut tx, EventId::from_bits(1), 10).await.unwrap();
    assert_eq!(feed.len(), 2);
    assert_eq!((feed[0].person, feed[0].member, feed[0].at), (Some(ana), Some(id), Time(9)));
}
