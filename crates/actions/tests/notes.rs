//! Stories of notes, told on both engines.

#![cfg(test)]

mod house;

use std::collections::BTreeSet;

use actions::ActionError;
use actions::notes::stream::{self, PAGE, Show};
use actions::notes::tell::{Words, few, tell};
use actions::notes::{change, circles, comments, live, read, search};
use domain::kernel::id::{MemberId, NoteId, RelationshipId};
use domain::kernel::text::{Handle, Line, Prose};
use domain::kernel::who::Who;
use domain::members::parts::Standing;
use domain::notes::audience::Audience;
use domain::notes::note::Note;
use domain::relationships::ladder::Kind;
use domain::relationships::party::Stand;
use domain::relationships::relationship::{Hello, Relationship};
use house::House;
use store::testing::{Engine, fresh_url};
use store::{Store, on_both};

on_both!(
    a_note_goes_outward_step_by_step_and_back,
    a_stream_shows_each_reader_exactly_what_is_for_them,
    a_long_stream_shows_every_note_once,
    what_is_edited_at_once_is_not_lost,
    who_may_not_see_a_note_may_do_nothing_with_it,
    news_reach_those_they_are_for,
    only_us_means_those_who_belong_now,
);

fn words(text: &str) -> Words {
    Words { body: text.into(), ..Words::default() }
}

async fn told(house: &House, who: Who, audience: &str, text: &str) -> Note {
    tell(&house.app, who, &words(text), audience).await.unwrap()
}

async fn offers(house: &House, who: Who, member: MemberId, title: &str) {
    let fields = [("title".to_owned(), title.to_owned())];
    actions::members::offers::put_offer(&house.app, who, member, None, &fields).await.unwrap();
}

async fn at_home(house: &House, who: Who) -> BTreeSet<NoteId> {
    let page = stream::home(&house.app, who, Show::All, None).await.unwrap();
    assert!(page.items.is_sorted_by(|a, b| a.told.note.placed > b.told.note.placed));
    page.items.iter().map(|it| it.told.note.id).collect()
}

async fn a_note_goes_outward_step_by_step_and_back(store: Store) {
    let house = House::new(store).await;
    let app = &house.app;
    let (ana, _) = house.someone("Ana Print", Standing::Member).await;
    let (cleo, _) = house.someone("Cleo Care", Standing::Member).await;
    let circle = circles::make(app, ana, "Close by").await.unwrap();
    circles::add(app, ana, circle.id, "cleo-care").await.unwrap();
    let note = told(&house, ana, &format!("circle:{}", circle.id), "A draft").await;
    comments::say(app, cleo, note.id, "Between us").await.unwrap();
    let skipped = change::move_to(app, ana, note.id, "everyone", true).await;
    assert!(matches!(skipped, Err(ActionError::Rule(_))));
    for (step, public) in [("makers", false), ("members", false), ("everyone", true)] {
        change::move_to(app, ana, note.id, step, false).await.unwrap();
        let seen = read::read(app, Who::Guest, note.id, None).await;
        assert_eq!(seen.is_ok(), public, "{step}");
    }
    // What Cleo said in the circle, and what the note was then, stay there.
    let seen = read::read(app, Who::Guest, note.id, None).await.unwrap();
    assert!(seen.comments.is_empty() && seen.versions.is_empty() && !seen.own);
    let seen = read::read(app, cleo, note.id, None).await.unwrap();
    assert_eq!((seen.comments.len(), seen.versions.len()), (1, 3));
    let unsure = change::move_to(app, ana, note.id, "members", false).await.unwrap_err();
    assert!(change::asks_to_confirm(&unsure));
    let back = change::move_to(app, ana, note.id, "members", true).await.unwrap();
    assert_eq!(back.audience, Audience::Members);
    assert!(read::read(app, Who::Guest, note.id, None).await.is_err());
    change::take_back(app, ana, note.id).await.unwrap();
    assert!(read::read(app, cleo, note.id, None).await.is_err());
    change::put_back(app, ana, note.id).await.unwrap();
    assert!(read::read(app, cleo, note.id, None).await.is_ok());
}

async fn a_stream_shows_each_reader_exactly_what_is_for_them(store: Store) {
    let house = House::new(store).await;
    let app = &house.app;
    let (ana, member) = house.someone("Ana Film", Standing::Member).await;
    let (ben, rival) = house.someone("Ben Film", Standing::Member).await;
    let (cleo, _) = house.someone("Cleo Care", Standing::Member).await;
    let (asking, _) = house.someone("Asking", Standing::Candidate).await;
    offers(&house, ana, member, "Film").await;
    offers(&house, ben, rival, "Short videos").await;
    let circle = circles::make(app, ana, "Close by").await.unwrap();
    circles::add(app, ana, circle.id, "cleo-care").await.unwrap();
    let in_circle = format!("circle:{}", circle.id);
    let mut notes = Vec::new();
    for audience in ["sealed", in_circle.as_str(), "makers", "members", "everyone"] {
        notes.push(told(&house, ana, audience, "Our recipe").await.id);
    }
    // Notes of one millisecond stand in the order of chance.
    let newest_first = |from: usize| notes[from..].iter().copied().collect::<BTreeSet<_>>();
    assert_eq!(at_home(&house, ana).await, newest_first(1));
    assert_eq!(at_home(&house, cleo).await, newest_first(1));
    assert_eq!(at_home(&house, ben).await, newest_first(3));
    let public =
        |page: stream::Page| page.items.iter().map(|it| it.told.note.id).collect::<BTreeSet<_>>();
    assert_eq!(public(stream::public(app, asking, None).await.unwrap()), newest_first(4));
    let refused = stream::home(app, asking, Show::All, None).await;
    assert!(matches!(refused, Err(ActionError::Refused(_))));
    for (who, count, sealed) in
        [(ana, 4, 1), (cleo, 4, 1), (ben, 2, 1), (asking, 1, 0), (Who::Guest, 1, 0)]
    {
        let story = stream::of_member(app, who, member, None).await.unwrap();
        assert_eq!((story.page.items.len(), story.sealed.len()), (count, sealed), "{who:?}");
        let found = search::search(app, who, "recipe", None, 9).await.unwrap();
        assert_eq!(found.items.len(), count, "{who:?}");
        let all: Vec<NoteId> = notes.clone();
        let batch = live::Batch { upto: domain::kernel::id::EventId::from_bits(1), notes: all };
        assert_eq!(live::seen(app, who, &batch).await.unwrap().len(), count, "{who:?}");
    }
    // Out of the circle, nothing of it is left to read.
    circles::remove(app, ana, circle.id, "cleo-care").await.unwrap();
    assert_eq!(at_home(&house, cleo).await, newest_first(2));
}

async fn a_long_stream_shows_every_note_once(store: Store) {
    let house = House::new(store).await;
    let app = &house.app;
    let (ana, member) = house.someone("Ana Film", Standing::Member).await;
    let (ben, rival) = house.someone("Ben Film", Standing::Member).await;
    let (cleo, _) = house.someone("Cleo Care", Standing::Member).await;
    offers(&house, ana, member, "Film").await;
    offers(&house, ben, rival, "Film").await;
    let circle = circles::make(app, ana, "Close by").await.unwrap();
    circles::add(app, ana, circle.id, "cleo-care").await.unwrap();
    let in_circle = format!("circle:{}", circle.id);
    let audiences = ["makers", "members", "everyone", in_circle.as_str(), "makers"];
    let (mut for_cleo, mut for_ben) = (BTreeSet::new(), BTreeSet::new());
    for number in 0..130 {
        let audience = audiences[number % audiences.len()];
        let place = told(&house, ana, audience, "x").await.placed;
        for_cleo.insert(place);
        if matches!(audience, "members" | "everyone") {
            for_ben.insert(place);
        }
        if number % 20 == 0 {
            house.wait_days(3);
        }
    }
    // So many that are kept from Ben that one look does not get past them.
    for _ in 0..230 {
        for_cleo.insert(told(&house, ana, "makers", "x").await.placed);
    }
    for (who, expected) in [(cleo, for_cleo), (ben, for_ben)] {
        for story in [false, true] {
            let mut seen = Vec::new();
            let mut before = None;
            loop {
                let page = match story {
                    false => stream::home(app, who, Show::All, before).await.unwrap(),
                    true => stream::of_member(app, who, member, before).await.unwrap().page,
                };
                assert!(page.items.len() <= PAGE);
                seen.extend(page.items.iter().map(|it| it.told.note.placed));
                before = page.next;
                if before.is_none() {
                    break;
                }
            }
            let expected: Vec<u128> = expected.iter().rev().copied().collect();
            assert!(seen == expected, "{} of {}", seen.len(), expected.len());
        }
    }
}

async fn what_is_edited_at_once_is_not_lost(store: Store) {
    let house = House::new(store).await;
    let app = &house.app;
    let (ana, _) = house.someone("Ana Print", Standing::Member).await;
    let note = told(&house, ana, "members", "One").await;
    let (one, other) = (words("Two"), words("Three"));
    let (one, other) = tokio::join!(
        change::edit(app, ana, note.id, note.version, &one),
        change::edit(app, ana, note.id, note.version, &other),
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let lost = if one.is_ok() { other } else { one };
    assert!(matches!(lost, Err(ActionError::Stale)), "{lost:?}");
    let seen = read::read(app, ana, note.id, None).await.unwrap();
    assert_eq!(seen.versions.len(), 1);
    assert_eq!(seen.versions[0].telling.body().as_str(), "One");
}

async fn who_may_not_see_a_note_may_do_nothing_with_it(store: Store) {
    let house = House::new(store).await;
    let app = &house.app;
    let (ana, _) = house.someone("Ana Print", Standing::Member).await;
    let (eve, _) = house.someone("Eve", Standing::Member).await;
    let circle = circles::make(app, ana, "Close by").await.unwrap();
    let note = told(&house, ana, &format!("circle:{}", circle.id), "A draft").await;
    let comment = comments::say(app, ana, note.id, "To myself").await.unwrap();
    let outcomes = [
        read::read(app, eve, note.id, None).await.map(drop),
        comments::say(app, eve, note.id, "Hello").await.map(drop),
        comments::set_gone(app, eve, comment.id, true).await.map(drop),
        change::used(app, eve, note.id, "").await,
        change::edit(app, eve, note.id, 1, &words("x")).await.map(drop),
        change::move_to(app, eve, note.id, "members", true).await.map(drop),
        change::take_back(app, eve, note.id).await,
        circles::read(app, eve, circle.id).await.map(drop),
        circles::add(app, eve, circle.id, "eve").await,
        circles::rename(app, eve, circle.id, "Mine").await.map(drop),
        circles::set_gone(app, eve, circle.id, true).await,
    ];
    for (number, outcome) in outcomes.into_iter().enumerate() {
        assert!(matches!(outcome, Err(ActionError::NotFound(_))), "{number}: {outcome:?}");
    }
    // Another's circle is no audience either.
    let words = words("x");
    let told = tell(app, eve, &words, &format!("circle:{}", circle.id)).await;
    assert!(matches!(told, Err(ActionError::Fields(_))));
}

async fn news_reach_those_they_are_for(store: Store) {
    let house = House::new(store).await;
    let app = &house.app;
    let (ana, _) = house.someone("Ana Print", Standing::Member).await;
    let (ben, _) = house.someone("Ben Film", Standing::Member).await;
    let mut listener = app.live.listen();
    let following = tokio::spawn(live::follow(app.clone()));
    let note = told(&house, ana, "members", "Hello").await;
    let batch = listener.next().await.unwrap();
    assert_eq!(batch.notes, [note.id]);
    assert_eq!(live::seen(app, ben, &batch).await.unwrap(), [note.id]);
    assert!(live::seen(app, Who::Guest, &batch).await.unwrap().is_empty());
    let again = live::since(app, batch.upto).await.unwrap().unwrap();
    assert_eq!(again.notes, [note.id]);
    app.live.close();
    assert!(listener.next().await.is_none());
    following.abort();
}

async fn only_us_means_those_who_belong_now(store: Store) {
    let house = House::new(store).await;
    let app = &house.app;
    let (ana, member) = house.someone("Ana Print", Standing::Member).await;
    let (cleo, party) = house.someone("Cleo Care", Standing::Member).await;
    let (dora, former) = house.someone("Dora Dance", Standing::Member).await;
    let hello = Hello {
        by: member,
        at: app.now(),
        purpose: Line::parse("work together").unwrap(),
        word: Prose::parse("Shall we?").unwrap(),
    };
    let (id, slug) = (RelationshipId::from_bits(app.new_id()), Handle::parse("a-tie").unwrap());
    let said = Relationship::say_hello(id, slug, Kind::Friendship, hello, &[party, former]);
    let one = said.unwrap().0.accept(party, app.now()).unwrap().0;
    let mut tie = one.accept(former, app.now()).unwrap().0;
    tie.parties.iter_mut().filter(|it| it.member == former).for_each(|it| it.stand = Stand::Left);
    let mut tx = app.store.write().await.unwrap();
    store::relationships::insert(&mut tx, &tie).await.unwrap();
    tx.commit().await.unwrap();

    let us = format!("us:{id}");
    let note = told(&house, ana, &us, "Between us").await;
    let offered = few(app, ana).await.unwrap();
    assert_eq!((offered.len(), offered[0].name.as_str()), (1, "Cleo Care"));
    for (who, sees) in [(ana, true), (cleo, true), (dora, false), (Who::Guest, false)] {
        assert_eq!(read::read(app, who, note.id, None).await.is_ok(), sees, "{who:?}");
        let found = search::search(app, who, "between", None, 9).await.unwrap();
        assert_eq!(!found.items.is_empty(), sees, "{who:?}");
        if who != Who::Guest {
            assert_eq!(at_home(&house, who).await.contains(&note.id), sees, "{who:?}");
        }
    }
    let page = stream::home(app, cleo, Show::Partners, None).await.unwrap();
    assert_eq!(page.items.len(), 1);
    let page = stream::home(app, dora, Show::Partners, None).await.unwrap();
    assert!(page.items.is_empty());
    // Who has left writes nothing more there.
    let refused = tell(app, dora, &words("x"), &us).await;
    assert!(matches!(refused, Err(ActionError::Fields(_))));
}

/// What is told on one node is heard on another that shares the database and nothing else.
#[tokio::test(flavor = "multi_thread")]
async fn news_reach_the_other_node() {
    let Some(url) = fresh_url(Engine::Postgres).await.unwrap() else {
        println!("skipped: TEST_POSTGRES_URL is not set");
        return;
    };
    let here = House::new(Store::open(&url).await.unwrap()).await;
    let there = House::new(Store::open(&url).await.unwrap()).await;
    let (ana, _) = here.someone("Ana Print", Standing::Member).await;
    let mut listener = there.app.live.listen();
    let following = tokio::spawn(live::follow(there.app.clone()));
    let note = told(&here, ana, "members", "Hello").await;
    assert_eq!(listener.next().await.unwrap().notes, [note.id]);
    following.abort();
}
