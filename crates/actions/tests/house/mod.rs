//! An alliance on a fresh database, with a clock that only moves when it is told to.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use actions::{App, Config, secret};
use domain::alliance::joining::Joining;
use domain::alliance::settings::Alliance;
use domain::kernel::id::{MemberId, PersonId};
use domain::kernel::text::{Handle, Name};
use domain::kernel::time::Time;
use domain::kernel::who::{Actor, Who};
use domain::members::member::{Member, Profile};
use domain::members::parts::{Kind, Standing};
use domain::members::visibility::Visibility;
use domain::people::person::Person;
use store::Store;

/// 23 November 2026, noon, UTC.
pub const NOON: Time = Time(1_795_435_200_000_000);

/// An alliance and its clock.
pub struct House {
    pub app: App,
    clock: Arc<AtomicI64>,
}

impl House {
    /// An alliance with an open directory that whoever is invited joins at once.
    pub async fn new(store: Store) -> Self {
        let (clock, drawn) = (Arc::new(AtomicI64::new(NOON.0)), AtomicU64::new(1));
        let chance = move || {
            let number = drawn.fetch_add(1, Ordering::Relaxed).to_be_bytes();
            secret::hash(&format!("{number:?}"))
        };
        let now = clock.clone();
        let now = Arc::new(move || Time(now.fetch_add(1, Ordering::Relaxed)));
        let config =
            Config { base_url: "http://localhost:4747".into(), mail: false, behind_proxy: false };
        let app = App::new(store, now, Arc::new(chance), config).await.unwrap();
        let house = Self { app, clock };
        house.open_directory(true).await;
        house
    }

    /// Opens the directory to everyone, or closes it.
    pub async fn open_directory(&self, open: bool) {
        let mut tx = self.app.store.write().await.unwrap();
        match store::alliance::find(&mut tx).await.unwrap() {
            Some(alliance) => {
                let alliance = Alliance { open_directory: open, ..alliance };
                store::alliance::save(&mut tx, &alliance).await.unwrap();
            }
            None => store::alliance::insert(&mut tx, &tideway(open)).await.unwrap(),
        }
        tx.commit().await.unwrap();
    }

    /// Time goes by.
    pub fn wait_days(&self, days: i64) {
        self.clock.fetch_add(days * 86_400_000_000, Ordering::Relaxed);
    }

    /// A person who acts for a new member of this name and standing.
    pub async fn someone(&self, name: &str, standing: Standing) -> (Who, MemberId) {
        let (app, now) = (&self.app, self.app.now());
        let member = Member {
            id: MemberId::from_bits(app.new_id()),
            handle: Handle::suggest(name, 1),
            name: Name::parse(name).unwrap(),
            kind: Kind::Organisation,
            standing,
            since: now,
            changed: now,
            profile: Profile::default(),
            visibility: Visibility::default(),
            version: 1,
        };
        let mut tx = app.store.write().await.unwrap();
        store::members::insert(&mut tx, &member).await.unwrap();
        tx.commit().await.unwrap();
        (self.person_of(member.id, standing).await, member.id)
    }

    /// One more person who acts for a member.
    pub async fn person_of(&self, member: MemberId, standing: Standing) -> Who {
        let (app, now) = (&self.app, self.app.now());
        let person = Person {
            id: PersonId::from_bits(app.new_id()),
            name: Name::parse("Ana Silva").unwrap(),
            email: None,
            zone: "Europe/London".into(),
            steward: false,
            since: now,
        };
        let mut tx = app.store.write().await.unwrap();
        store::people::insert(&mut tx, &person).await.unwrap();
        store::people::add_hat(&mut tx, person.id, member, now).await.unwrap();
        tx.commit().await.unwrap();
        let joined = standing == Standing::Member;
        Who::Person(Actor { person: person.id, hat: Some(member), joined, steward: false })
    }
}

fn tideway(open_directory: bool) -> Alliance {
    Alliance {
        name: Name::parse("Tideway").unwrap(),
        line: None,
        meaning: None,
        goals: None,
        interests: None,
        causes: Default::default(),
        joining: Joining::Invited,
        open_directory,
        since: NOON,
        version: 1,
    }
}
