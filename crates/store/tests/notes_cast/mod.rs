//! Four members: Ana, who tells; Ben, who makes the same; Cleo, who is in her circle; and Dora.

use std::collections::{BTreeMap, BTreeSet};

use domain::kernel::id::{CircleId, MemberId, NoteId, PersonId, RelationshipId};
use domain::kernel::text::{Handle, Line, Name, Prose};
use domain::kernel::time::Time;
use domain::members::member::{Member, Profile};
use domain::members::parts::{Kind, Standing};
use domain::members::visibility::Visibility;
use domain::notes::audience::{Audience, Reach};
use domain::notes::circle::Circle;
use domain::notes::note::Note;
use domain::notes::telling::Telling;
use domain::relationships::party::Stand;
use domain::relationships::relationship::{Hello, Relationship};
use store::Store;
use store::notes::{Reader, Span, Told, circles, one};

pub const ANA: u128 = 1;
pub const BEN: u128 = 2;
pub const CLEO: u128 = 3;
pub const DORA: u128 = 4;

pub struct Cast {
    pub ana: Reader,
    pub ben: Reader,
    pub cleo: Reader,
    pub dora: Reader,
}

impl Cast {
    pub async fn gather(store: &Store) -> Self {
        let mut tx = store.write().await.unwrap();
        for (number, name) in [(ANA, "Ana"), (BEN, "Ben"), (CLEO, "Cleo"), (DORA, "Dora")] {
            store::members::insert(&mut tx, &member(number, name)).await.unwrap();
        }
        let owned = Circle {
            id: circle(),
            owner: MemberId::from_bits(ANA),
            name: Name::parse("Close by").unwrap(),
            gone: false,
            version: 1,
        };
        circles::insert(&mut tx, &owned, Time(1)).await.unwrap();
        circles::add(&mut tx, circle(), MemberId::from_bits(CLEO), Time(1)).await.unwrap();
        tx.commit().await.unwrap();
        let reader =
            |it: u128, works: &[&str]| Reader::new(MemberId::from_bits(it), works.iter().copied());
        Self {
            ana: reader(ANA, &["film", "radio"]),
            ben: reader(BEN, &["accounts", "film"]),
            cleo: reader(CLEO, &[]),
            dora: reader(DORA, &["filming"]),
        }
    }

    /// Ana tells one note for each audience but a relationship, each with a word of its own.
    pub async fn tell_one_of_each(&self, store: &Store) -> BTreeMap<Reach, u128> {
        let audiences = [
            Audience::Sealed,
            Audience::Circle(circle()),
            Audience::Makers,
            Audience::Members,
            Audience::Everyone,
        ];
        let works: BTreeSet<String> = ["film".to_owned(), "radio".to_owned()].into();
        let mut tx = store.write().await.unwrap();
        let mut numbers = BTreeMap::new();
        for (number, audience) in (1..).zip(audiences) {
            let word = format!("word{}", audience.reach().wire());
            one::insert(&mut tx, &note(number, ANA, audience, &word), &works).await.unwrap();
            numbers.insert(audience.reach(), number);
        }
        tx.commit().await.unwrap();
        numbers
    }
}

pub fn circle() -> CircleId {
    CircleId::from_bits(77)
}

pub fn person(number: u128) -> PersonId {
    PersonId::from_bits(number)
}

pub fn note(number: u128, author: u128, audience: Audience, text: &str) -> Note {
    Note {
        id: NoteId::from_bits(number),
        author: MemberId::from_bits(author),
        person: person(author),
        audience,
        telling: Telling::Plain(Prose::parse(text).unwrap()),
        placed: number,
        at: Time(1),
        edited: None,
        gone: false,
        version: 1,
    }
}

/// The newest `limit`.
pub fn span(limit: i64) -> Span {
    Span { before: u128::MAX, from: 0, limit }
}

pub fn ids(told: &[Told]) -> Vec<u128> {
    told.iter().map(|it| it.note.id.bits()).collect()
}

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

/// A relationship that Ana began with Cleo and Dora; Dora has left it since.
pub async fn tie(store: &Store) -> RelationshipId {
    let member = MemberId::from_bits;
    let hello = Hello {
        by: member(ANA),
        at: Time(0),
        purpose: Line::parse("work together").unwrap(),
        word: Prose::parse("Shall we?").unwrap(),
    };
    let id = RelationshipId::from_bits(88);
    let slug = Handle::parse("a-tie").unwrap();
    let to = [member(CLEO), member(DORA)];
    let kind = domain::relationships::ladder::Kind::Friendship;
    let said = Relationship::say_hello(id, slug, kind, hello, &to).unwrap().0;
    let one = said.accept(member(CLEO), Time(1)).unwrap().0;
    let mut all = one.accept(member(DORA), Time(1)).unwrap().0;
    all.parties.iter_mut().filter(|it| it.member == member(DORA)).for_each(|it| {
        it.stand = Stand::Left;
    });
    let mut tx = store.write().await.unwrap();
    store::relationships::insert(&mut tx, &all).await.unwrap();
    tx.commit().await.unwrap();
    id
}
