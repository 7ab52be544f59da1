//! The story of searching, told to both databases.

#![cfg(test)]

use domain::kernel::event::Event;
use domain::kernel::id::{ClaimId, EventId, MemberId, NeedId, OfferId};
use domain::kernel::text::{Email, Handle, Line, Name};
use domain::kernel::time::Time;
use domain::members::change::Change;
use domain::members::claim::Claim;
use domain::members::member::{Member, Profile};
use domain::members::offers::{Need, Offer, When};
use domain::members::parts::{Kind, Standing, Tags};
use domain::members::search::Query;
use domain::members::visibility::{Level, Part, Visibility};
use store::members::taken_back::TakenBack;
use store::{Store, events, members, on_both, search};

on_both!(
    members_are_found_by_their_words,
    names_are_found_by_how_they_begin,
    what_was_taken_back_is_found_again,
    claims_wait_until_they_are_answered,
);

fn member(number: u128, name: &str) -> Member {
    Member {
        id: MemberId::from_bits(number),
        handle: Handle::suggest(name, u32::try_from(number).unwrap()),
        name: Name::parse(name).unwrap(),
        kind: Kind::Organisation,
        standing: Standing::Member,
        since: Time(1),
        changed: Time(1),
        profile: Profile::default(),
        visibility: Visibility::default(),
        version: 1,
    }
}

fn with(member: Member, field: &str, text: &str) -> Member {
    let change = Change::parse(field, text, Time(1)).unwrap();
    member.apply(vec![change], Time(1)).unwrap().0
}

async fn found(store: &Store, words: &str, audience: Level) -> Vec<u128> {
    let query = Query::parse(words).unwrap();
    let mut tx = store.read().await.unwrap();
    let hits = search::with_words(&mut tx, &query, audience, 0, 50).await.unwrap();
    hits.iter().map(|it| it.member.bits()).collect()
}

async fn members_are_found_by_their_words(store: Store) {
    let quay = with(member(1, "Quay Stories"), "story", "We film Straßen and cafés in 日本");
    let mut quiet = with(member(2, "Copper Lane"), "story", "We film at night");
    quiet.visibility.set(Part::Story, Level::Members);
    let mut tx = store.write().await.unwrap();
    members::insert(&mut tx, &quay).await.unwrap();
    members::insert(&mut tx, &quiet).await.unwrap();
    tx.commit().await.unwrap();

    assert_eq!(found(&store, "film", Level::Members).await, [1, 2]);
    assert_eq!(found(&store, "film", Level::Everyone).await, [1]);
    assert_eq!(
        found(&store, "strasse", Level::Everyone).await,
        [1],
        "the last word is a beginning"
    );
    assert_eq!(found(&store, "cafes quay", Level::Everyone).await, [1]);
    assert_eq!(found(&store, "日本", Level::Everyone).await, [1]);
    assert!(found(&store, "film tomorrow", Level::Members).await.is_empty());
    // What means something to a search engine is a word like any other.
    for odd in ["film OR night", "\"film", "film*", "film & !night", "words:film", "near(film"] {
        let ids = found(&store, odd, Level::Members).await;
        assert!(ids.len() <= 2, "{odd}");
    }

    // A change is found, what it replaced is not; who has left is not found.
    let quay = with(quay, "story", "We paint");
    let mut tx = store.write().await.unwrap();
    members::save(&mut tx, &quay).await.unwrap();
    let (left, _) = quiet.leave(Time(3)).unwrap();
    members::save(&mut tx, &left).await.unwrap();
    tx.commit().await.unwrap();
    assert!(found(&store, "film", Level::Members).await.is_empty());
    assert_eq!(found(&store, "paint", Level::Members).await, [1]);
    let mut tx = store.write().await.unwrap();
    members::delete(&mut tx, quay.id).await.unwrap();
    tx.commit().await.unwrap();
    assert!(found(&store, "paint", Level::Members).await.is_empty());

    // A list goes on where it stopped.
    let mut tx = store.write().await.unwrap();
    for number in 10..20 {
        let one = with(member(number, &format!("Number {number}")), "line", "Bread");
        members::insert(&mut tx, &one).await.unwrap();
    }
    tx.commit().await.unwrap();
    let query = Query::parse("bread").unwrap();
    let mut tx = store.read().await.unwrap();
    let (mut after, mut seen) = (0, 0);
    while let Some(last) = {
        let page = search::with_words(&mut tx, &query, Level::Members, after, 3).await.unwrap();
        seen += page.len();
        page.last().cloned()
    } {
        after = last.number;
    }
    assert_eq!(seen, 10);
}

async fn names_are_found_by_how_they_begin(store: Store) {
    let names = ["Quay", "Quay Stories", "Quayside", "Quarry", "Ábaco", "The Quay"];
    let mut tx = store.write().await.unwrap();
    for (number, name) in (1..).zip(names) {
        members::insert(&mut tx, &member(number, name)).await.unwrap();
    }
    let contact = Member { standing: Standing::Contact, ..member(9, "Quay Books") };
    members::insert(&mut tx, &contact).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = store.read().await.unwrap();
    let nobody = ("", MemberId::from_bits(0));
    let quay = search::with_name(&mut tx, "quay", Standing::Member, nobody, 9).await.unwrap();
    assert_eq!(quay.iter().map(|it| it.bits()).collect::<Vec<_>>(), [1, 2, 3]);
    let after = ("quay stories", MemberId::from_bits(2));
    let rest = search::with_name(&mut tx, "quay", Standing::Member, after, 9).await.unwrap();
    assert_eq!(rest, [MemberId::from_bits(3)]);
    let abaco = search::with_name(&mut tx, "abaco", Standing::Member, nobody, 9).await.unwrap();
    assert_eq!(abaco, [MemberId::from_bits(5)]);
}

async fn what_was_taken_back_is_found_again(store: Store) {
    let offer = Offer {
        id: OfferId::from_bits(11),
        title: Line::parse("Film").unwrap(),
        detail: None,
        tags: Tags::default(),
        scope: None,
        reach: None,
        enjoyment: None,
        used_ourselves: true,
        fresh: Time(5),
    };
    let need = Need {
        id: NeedId::from_bits(12),
        title: Line::parse("Posters").unwrap(),
        detail: None,
        tags: Tags::default(),
        when: When::Now,
        fresh: Time(6),
    };
    let changes = vec![Change::Offer(offer.clone()), Change::Need(need.clone())];
    let (one, _) = member(1, "Quay").apply(changes, Time(1)).unwrap();
    let mut tx = store.write().await.unwrap();
    members::insert(&mut tx, &one).await.unwrap();
    for id in [offer.id.to_bytes(), need.id.to_bytes(), offer.id.to_bytes()] {
        members::taken_back::keep(&mut tx, one.id, id).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut tx = store.read().await.unwrap();
    let again = members::taken_back::find_again(&mut tx, one.id, offer.id.to_bytes()).await;
    assert_eq!(again.unwrap(), Some(TakenBack::Offer(offer.clone())));
    let again = members::taken_back::find_again(&mut tx, one.id, need.id.to_bytes()).await;
    assert_eq!(again.unwrap(), Some(TakenBack::Need(need)));
    let other = MemberId::from_bits(2);
    let again = members::taken_back::find_again(&mut tx, other, offer.id.to_bytes()).await;
    assert_eq!(again.unwrap(), None, "nobody takes up again what another took back");
}

async fn claims_wait_until_they_are_answered(store: Store) {
    let contact = Member { standing: Standing::Contact, ..member(1, "Quay") };
    let claim = Claim {
        id: ClaimId::from_bits(5),
        contact: contact.id,
        name: Name::parse("Ana").unwrap(),
        email: Email::parse("ana@quay.example").unwrap(),
        at: Time(7),
    };
    let mut tx = store.write().await.unwrap();
    members::insert(&mut tx, &contact).await.unwrap();
    members::claims::add(&mut tx, &claim).await.unwrap();
    let listed = Event::of_member("contact.listed", contact.id, "listed");
    events::record(&mut tx, EventId::from_bits(1), Time(1), None, &listed).await.unwrap();
    events::record(&mut tx, EventId::from_bits(2), Time(2), None, &listed).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = store.write().await.unwrap();
    let waiting = members::claims::of_contact(&mut tx, contact.id, 9).await.unwrap();
    assert_eq!(waiting, std::slice::from_ref(&claim));
    assert_eq!(members::claims::one(&mut tx, claim.id).await.unwrap(), Some(claim.clone()));
    members::claims::forget(&mut tx, claim.id).await.unwrap();
    assert_eq!(members::claims::one(&mut tx, claim.id).await.unwrap(), None);
    let first = events::first_of_member(&mut tx, contact.id).await.unwrap().unwrap();
    assert_eq!((first.at, first.words.as_str()), (Time(1), "listed"));
}
