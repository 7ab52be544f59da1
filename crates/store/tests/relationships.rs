//! The story of relationships, told to both databases.

#![cfg(test)]

use domain::kernel::event::Event;
use domain::kernel::id::{
    EventId, InteractionId, IntroductionId, MemberId, MessageId, PersonId, RelationshipId,
    ReviewId, StepId, ValueId,
};
use domain::kernel::text::{Handle, Line, Name, Prose};
use domain::kernel::time::{Day, Time};
use domain::people::person::Person;
use domain::relationships::interaction::{Circumstance, Did, Interaction};
use domain::relationships::introduction::Introduction;
use domain::relationships::ladder::{Kind, Rung};
use domain::relationships::party::{Decline, Shelf};
use domain::relationships::relationship::{Hello, Known, Relationship};
use domain::relationships::review::{Review, Useful};
use domain::relationships::step::{Step, Wish};
use domain::relationships::words::{Field, Value};
use store::relationships::talk::{self, Message};
use store::relationships::{self, calendar, introductions};
use store::{Store, StoreError, events, on_both, people};

on_both!(
    a_relationship_comes_back_as_it_was,
    the_same_members_have_one_open_relationship,
    lists_are_by_shelf_and_go_on_where_they_stopped,
    what_is_given_said_and_done_is_kept,
    introductions_are_for_those_they_concern,
    a_calendar_has_one_address,
    whom_one_is_in_touch_with,
);

/// Reads everything.
const ALWAYS: (Time, Time) = (Time(0), Time(i64::MAX));

fn id(number: u128) -> MemberId {
    MemberId::from_bits(number)
}

fn wish(number: u128, what: Step, why: Option<Line>) -> Wish {
    Wish { id: StepId::from_bits(number), what, why }
}

fn prose(text: &str) -> Prose {
    Prose::parse(text).unwrap()
}

fn hello(number: u128, by: u128, to: &[u128]) -> Relationship {
    let hello = Hello {
        by: id(by),
        at: Time(5),
        purpose: Line::parse("work together").unwrap(),
        word: prose("Shall we?\n\nWe liked your film."),
    };
    let to: Vec<MemberId> = to.iter().map(|it| id(*it)).collect();
    let slug = Handle::parse(&format!("tie-{number}")).unwrap();
    let of = RelationshipId::from_bits(number);
    Relationship::say_hello(of, slug, Kind::Collaboration, hello, &to).unwrap().0
}

fn active(number: u128, by: u128, to: u128, now: Time) -> Relationship {
    hello(number, by, &[to]).accept(id(to), now).unwrap().0
}

/// Saved, with the version it has then.
async fn saved(store: &Store, it: Relationship) -> Relationship {
    let mut tx = store.write().await.unwrap();
    relationships::save(&mut tx, &it).await.unwrap();
    tx.commit().await.unwrap();
    Relationship { version: it.version + 1, ..it }
}

async fn inserted(store: &Store, it: &Relationship) {
    let mut tx = store.write().await.unwrap();
    relationships::insert(&mut tx, it).await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_relationship_comes_back_as_it_was(store: Store) {
    let words = Some(Line::parse("Next year, gladly").unwrap());
    let it = hello(1, 1, &[2, 3, 4]).set_aside(id(4), Time(6)).unwrap().0;
    inserted(&store, &it).await;
    let it = it.accept(id(2), Time(7)).unwrap().0;
    let it = it.decline(id(3), Decline::NotNow, words, Time(8)).unwrap().0;
    let it = saved(&store, it).await;

    let now = Day(20_000).start();
    let known = Known { since: Day(15_000), how: Some(Line::parse("at a fair").unwrap()) };
    let mut it = it.say_known(id(1), known, now).unwrap().0;
    for (number, field) in (0..).zip(Field::ALL) {
        it = it.write(id(1), *field, Some(prose(&format!("words {number}"))), now).unwrap().0;
    }
    let why = Line::parse("We know each other well").unwrap();
    let up = Step::Move { from: Rung::InTouch, to: Rung::OneOff };
    let it = it.propose(id(1), wish(1, up, Some(why)), now).unwrap().0;
    let it = saved(&store, it).await;
    let it = saved(&store, it.agree(id(2), StepId::from_bits(1), now).unwrap().0).await;
    let steps = [
        Step::Convert { from: Kind::Collaboration, to: Kind::Friendship },
        Step::Include(id(5)),
        Step::Pause,
        Step::Wake,
        Step::End { plan: Some(prose("Each keeps its films")) },
    ];
    let mut it = it;
    for (number, step) in (2..).zip(steps) {
        let step_id = StepId::from_bits(number);
        it = saved(&store, it.propose(id(2), wish(number, step, None), now).unwrap().0).await;
        let mut tx = store.read().await.unwrap();
        assert_eq!(relationships::by_slug(&mut tx, &it.slug).await.unwrap().as_ref(), Some(&it));
        drop(tx);
        it = saved(&store, it.agree(id(1), step_id, now).unwrap().0).await;
    }

    let mut tx = store.read().await.unwrap();
    assert_eq!(relationships::find(&mut tx, it.id).await.unwrap().as_ref(), Some(&it));
    assert_eq!(relationships::parties(&mut tx, it.id).await.unwrap(), it.parties);
    let steps = relationships::steps(&mut tx, it.id, 10).await.unwrap();
    assert_eq!(steps.len(), 6);
    assert_eq!(steps.last(), it.step.as_ref());
    assert_eq!(relationships::steps(&mut tx, it.id, 2).await.unwrap(), steps[4..]);
    assert_eq!(
        relationships::by_slug(&mut tx, &Handle::parse("tie-2").unwrap()).await.unwrap(),
        None
    );
    drop(tx);

    let mut tx = store.write().await.unwrap();
    let old = Relationship { version: 1, ..it };
    assert!(matches!(relationships::save(&mut tx, &old).await, Err(StoreError::Stale)));
}

async fn the_same_members_have_one_open_relationship(store: Store) {
    let first = hello(1, 1, &[2]);
    inserted(&store, &first).await;
    let mut tx = store.write().await.unwrap();
    let second = hello(2, 2, &[1]);
    assert!(matches!(relationships::insert(&mut tx, &second).await, Err(StoreError::Taken)));
    drop(tx);
    let together = second.together().unwrap();
    let mut tx = store.read().await.unwrap();
    assert_eq!(relationships::between(&mut tx, &together).await.unwrap().as_ref(), Some(&first));
    drop(tx);
    let no = hello(4, 1, &[9]).decline(id(9), Decline::NotNow, None, Time(8)).unwrap().0;
    inserted(&store, &no).await;
    let mut tx = store.read().await.unwrap();
    assert_eq!(
        relationships::said_no(&mut tx, id(9), id(1), Time(0)).await.unwrap(),
        Some(Time(8))
    );
    assert_eq!(relationships::said_no(&mut tx, id(9), id(1), Time(9)).await.unwrap(), None);
    assert_eq!(relationships::said_no(&mut tx, id(1), id(9), Time(0)).await.unwrap(), None);
    drop(tx);
    // Once it is over they may begin anew.
    saved(&store, first.withdraw_hello(id(1), Time(6)).unwrap().0).await;
    inserted(&store, &second).await;
    inserted(&store, &hello(3, 1, &[2, 3])).await;
}

async fn lists_are_by_shelf_and_go_on_where_they_stopped(store: Store) {
    for number in 1..=50_u128 {
        inserted(&store, &hello(number, 100 + number, &[1])).await;
    }
    let open = active(60, 1, 2, Time(9));
    inserted(&store, &open).await;
    let review = Review {
        id: ReviewId::from_bits(1),
        by: id(1),
        at: Day(100).start(),
        useful: Useful::Yes,
        words: None,
    };
    let open = saved(&store, open.hold_review(&review).unwrap().0).await;

    let mut tx = store.read().await.unwrap();
    let mut before = (Time(i64::MAX), RelationshipId::from_bits(u128::MAX));
    let mut seen = 0;
    loop {
        let page =
            relationships::of_member(&mut tx, id(1), Shelf::Waiting, before, 21).await.unwrap();
        let Some(last) = page.last() else { break };
        assert!(page.iter().all(|it| it.shelf(id(1)) == Shelf::Waiting));
        before = (last.changed, last.id);
        seen += page.len();
    }
    assert_eq!((seen, relationships::waiting(&mut tx, id(1)).await.unwrap()), (50, 50));
    let start = (Time(i64::MAX), RelationshipId::from_bits(u128::MAX));
    let of = relationships::of_member(&mut tx, id(1), Shelf::Active, start, 20).await.unwrap();
    assert_eq!(of, std::slice::from_ref(&open));
    let asked = relationships::of_member(&mut tx, id(101), Shelf::Asked, start, 20).await.unwrap();
    assert_eq!(asked.len(), 1);

    let due = relationships::reviews_of(&mut tx, id(2), Day(152), 5).await.unwrap();
    assert_eq!(due, std::slice::from_ref(&open));
    assert!(relationships::reviews_of(&mut tx, id(2), Day(151), 5).await.unwrap().is_empty());
    let both = [RelationshipId::from_bits(60), RelationshipId::from_bits(7)];
    let found = relationships::by_ids(&mut tx, &both).await.unwrap();
    assert_eq!(found.iter().map(|it| it.id).collect::<Vec<_>>(), both);
}

fn done(number: u128, at: i64) -> Interaction {
    Interaction {
        id: InteractionId::from_bits(number),
        by: id(1),
        at: Time(at),
        day: Day(0),
        what: Did::TryOut,
        circumstance: Circumstance::Competitive,
        words: Line::parse("A weekend").unwrap(),
    }
}

fn said(number: u128, at: i64) -> Message {
    Message {
        id: MessageId::from_bits(number),
        member: id(2),
        person: Some(PersonId::from_bits(7)),
        at: Time(at),
        words: prose("Hello\nagain"),
    }
}

async fn what_is_given_said_and_done_is_kept(store: Store) {
    let it = active(1, 1, 2, Time(5));
    inserted(&store, &it).await;
    let ana = PersonId::from_bits(7);
    let value = Value {
        id: ValueId::from_bits(1),
        giver: id(1),
        receiver: id(2),
        words: Line::parse("Posters at cost").unwrap(),
        at: Time(6),
        until: None,
    };
    let review = Review {
        id: ReviewId::from_bits(1),
        by: id(2),
        at: Time(8),
        useful: Useful::Partly,
        words: Some(prose("Let us meet more often")),
    };
    let mut tx = store.write().await.unwrap();
    talk::put_value(&mut tx, it.id, &value).await.unwrap();
    for number in 1..=3 {
        let at = i64::try_from(number).unwrap() + 10;
        talk::add_interaction(&mut tx, it.id, Some(ana), &done(number, at)).await.unwrap();
        talk::add_message(&mut tx, it.id, &said(number, at)).await.unwrap();
        let event = Event::of("relationship.value", it.id.bits(), "gives: Posters");
        events::record(&mut tx, EventId::from_bits(number), Time(at), Some(ana), &event)
            .await
            .unwrap();
    }
    talk::add_review(&mut tx, it.id, None, &review).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = store.read().await.unwrap();
    assert_eq!(talk::values(&mut tx, it.id, 9).await.unwrap(), std::slice::from_ref(&value));
    let last = InteractionId::from_bits(u128::MAX);
    let found = talk::interactions(&mut tx, it.id, ALWAYS, last, 2).await.unwrap();
    assert_eq!(found, [done(3, 13), done(2, 12)]);
    let window = (Time(12), Time(12));
    let found = talk::interactions(&mut tx, it.id, window, last, 9).await.unwrap();
    assert_eq!(found, [done(2, 12)]);
    let last = MessageId::from_bits(3);
    let found = talk::messages(&mut tx, it.id, ALWAYS, last, 9).await.unwrap();
    assert_eq!(found, [said(2, 12), said(1, 11)]);
    let found = talk::messages(&mut tx, it.id, window, last, 9).await.unwrap();
    assert_eq!(found, [said(2, 12)]);
    assert_eq!(talk::reviews(&mut tx, it.id, ALWAYS, 9).await.unwrap(), [review]);
    assert!(talk::reviews(&mut tx, it.id, window, 9).await.unwrap().is_empty());
    let first = EventId::from_bits(u128::MAX);
    let found = events::of_subject(&mut tx, it.id.bits(), window, first, 9).await.unwrap();
    assert_eq!(found.iter().map(|it| it.id.bits()).collect::<Vec<_>>(), [2]);
    drop(tx);

    let mut tx = store.write().await.unwrap();
    let gone = Value { until: Some(Time(9)), ..value.clone() };
    talk::put_value(&mut tx, it.id, &gone).await.unwrap();
    assert!(talk::values(&mut tx, it.id, 9).await.unwrap().is_empty());
    assert_eq!(talk::find_value(&mut tx, it.id, value.id).await.unwrap(), Some(gone));
    let other = RelationshipId::from_bits(2);
    assert_eq!(talk::find_value(&mut tx, other, value.id).await.unwrap(), None);
}

async fn introductions_are_for_those_they_concern(store: Store) {
    let make = |number: u128, about: Option<(u128, bool)>, from: Option<u128>| {
        let about = about.map(|(it, asks)| (id(it), asks));
        let from = from.map(IntroductionId::from_bits);
        let this = IntroductionId::from_bits(number);
        Introduction::new(this, (id(1), id(2)), about, (prose("Worth a look"), from), Time(5))
            .unwrap()
            .0
    };
    let all = [make(1, Some((3, true)), None), make(2, Some((4, false)), None)];
    let chance = make(3, None, Some(1));
    let mut tx = store.write().await.unwrap();
    for it in all.iter().chain([&chance]) {
        introductions::insert(&mut tx, Some(PersonId::from_bits(7)), it).await.unwrap();
    }
    tx.commit().await.unwrap();

    let mut tx = store.write().await.unwrap();
    let last = IntroductionId::from_bits(u128::MAX);
    for (member, expected) in [(1, vec![3, 2, 1]), (2, vec![3, 2, 1]), (3, vec![1]), (4, vec![])] {
        let found = introductions::of_member(&mut tx, id(member), last, 9).await.unwrap();
        let found: Vec<u128> = found.iter().map(|it| it.id.bits()).collect();
        assert_eq!(found, expected, "{member}");
    }
    assert_eq!(introductions::waiting(&mut tx, id(2), 9).await.unwrap().len(), 3);
    assert_eq!(introductions::waiting(&mut tx, id(3), 9).await.unwrap(), all[..1]);
    assert!(introductions::waiting(&mut tx, id(1), 9).await.unwrap().is_empty());
    assert_eq!(introductions::find(&mut tx, chance.id).await.unwrap(), Some(chance));
    let (answered, _) = all[0].clone().answer(id(3), true).unwrap();
    introductions::save(&mut tx, &answered).await.unwrap();
    assert!(matches!(introductions::save(&mut tx, &answered).await, Err(StoreError::Stale)));
    assert!(introductions::waiting(&mut tx, id(3), 9).await.unwrap().is_empty());
}

async fn a_calendar_has_one_address(store: Store) {
    let ana = Person {
        id: PersonId::from_bits(7),
        name: Name::parse("Ana").unwrap(),
        email: None,
        zone: "UTC".to_owned(),
        steward: false,
        since: Time(1),
    };
    let mut tx = store.write().await.unwrap();
    people::insert(&mut tx, &ana).await.unwrap();
    assert_eq!(calendar::made(&mut tx, ana.id).await.unwrap(), None);
    calendar::put(&mut tx, ana.id, [1; 32], Time(2)).await.unwrap();
    calendar::put(&mut tx, ana.id, [2; 32], Time(3)).await.unwrap();
    assert_eq!(calendar::owner(&mut tx, [1; 32]).await.unwrap(), None);
    assert_eq!(calendar::owner(&mut tx, [2; 32]).await.unwrap(), Some(ana.id));
    assert_eq!(calendar::made(&mut tx, ana.id).await.unwrap(), Some(Time(3)));
    calendar::forget(&mut tx, ana.id).await.unwrap();
    assert_eq!(calendar::owner(&mut tx, [2; 32]).await.unwrap(), None);
}

async fn whom_one_is_in_touch_with(store: Store) {
    inserted(&store, &active(1, 1, 2, Time(5))).await;
    inserted(&store, &hello(2, 1, &[3])).await;
    let ended = active(3, 4, 1, Time(5)).leave(id(4), Time(6)).unwrap().0;
    inserted(&store, &ended).await;
    let three = hello(4, 1, &[5, 2]).accept(id(5), Time(6)).unwrap().0;
    inserted(&store, &three.accept(id(2), Time(7)).unwrap().0).await;
    let mut tx = store.read().await.unwrap();
    assert_eq!(relationships::partners(&mut tx, id(1)).await.unwrap(), [id(2), id(5)]);
    assert_eq!(relationships::partners(&mut tx, id(3)).await.unwrap(), []);
    let pairs = relationships::partners_of(&mut tx, &[id(2), id(3), id(4)]).await.unwrap();
    assert_eq!(pairs, [(id(2), id(1)), (id(2), id(5))]);
}
