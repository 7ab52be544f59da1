//! Letters go out at least once, and those that cannot are told apart and kept.

#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use actions::letters::{self, Letter};
use actions::{App, Config, secret};
use domain::kernel::text::Email;
use domain::kernel::time::Time;
use store::testing::Engine;
use store::{StoreError, outbox};
use worker::{Post, TRIES_MAX, tell};

const FROM: &str = "Tideway <hanse@tideway.example>";

struct House {
    app: App,
    clock: Arc<AtomicI64>,
    folder: PathBuf,
}

async fn house() -> House {
    let store = store::testing::fresh(Engine::Sqlite).await.unwrap().unwrap();
    let folder = store.file().unwrap().with_file_name("mail");
    let (clock, drawn) = (Arc::new(AtomicI64::new(1_000_000_000)), AtomicU64::new(1));
    let now = clock.clone();
    let now = Arc::new(move || Time(now.load(Ordering::Relaxed)));
    let chance = move || {
        let number = drawn.fetch_add(1, Ordering::Relaxed);
        secret::hash(&number.to_string())
    };
    let base_url = "http://localhost:4747".to_owned();
    let config = Config { base_url, mail: true, behind_proxy: false };
    let app = App::new(store, now, Arc::new(chance), config).await.unwrap();
    House { app, clock, folder }
}

impl House {
    fn post(&self) -> Post {
        Post::open(&format!("file:{}", self.folder.display()), FROM).unwrap()
    }

    fn wait_seconds(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }

    /// Has a letter sent that is good for a day.
    async fn write_to(&self, email: Option<&str>) {
        let email = email.map(|it| Email::parse(it).unwrap());
        let mut tx = self.app.store.write().await.unwrap();
        let letter = Letter::SignInCode { alliance: "Tideway".into(), code: "042917".into() };
        let until = self.app.now().plus_days(1);
        letters::send(&self.app, &mut tx, email.as_ref(), letter, until).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn given_up(&self) -> Vec<outbox::Errand> {
        let mut tx = self.app.store.read().await.unwrap();
        outbox::given_up(&mut tx, 10).await.unwrap()
    }
}

fn letters_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let files = entries.map(|it| it.unwrap().path());
    let files = files.filter(|it| it.extension().is_some_and(|it| it == "eml"));
    files.map(|it| fs::read_to_string(it).unwrap()).collect()
}

#[tokio::test]
async fn a_letter_goes_out_once_after_it_was_committed() {
    let house = house().await;
    let post = house.post();
    let mut tx = house.app.store.write().await.unwrap();
    let letter = Letter::SignInCode { alliance: "Tideway".into(), code: "111111".into() };
    let ana = Email::parse("ana@example.org").unwrap();
    letters::send(&house.app, &mut tx, Some(&ana), letter, Time(i64::MAX)).await.unwrap();
    drop(tx); // It did not happen, so nobody is told.
    assert_eq!(tell(&house.app, &post).await.unwrap(), 0);

    house.write_to(Some("ana@example.org")).await;
    assert_eq!(tell(&house.app, &post).await.unwrap(), 1);
    assert_eq!(tell(&house.app, &post).await.unwrap(), 0);
    let letters = letters_in(&house.folder);
    assert_eq!(letters.len(), 1);
    for part in ["To: ana@example.org", "From: ", "042917 is your code for Tideway", "    042917"] {
        assert!(letters[0].contains(part), "{part} is not in\n{}", letters[0]);
    }
}

#[tokio::test]
async fn what_waits_tells_nobody_its_code() {
    let house = house().await;
    house.write_to(Some("ana@example.org")).await;
    let mut tx = house.app.store.write().await.unwrap();
    let waiting = outbox::take(&mut tx, house.app.now(), house.app.now(), 10).await.unwrap();
    assert_eq!(waiting.len(), 1);
    for part in ["042917", "ana@example.org", "Tideway"] {
        assert!(!waiting[0].payload.contains(part), "{part} can be read");
    }
}

#[tokio::test]
async fn a_letter_to_nobody_and_a_late_one_are_dropped() {
    let house = house().await;
    house.write_to(None).await;
    assert_eq!(tell(&house.app, &house.post()).await.unwrap(), 1);
    house.write_to(Some("ana@example.org")).await;
    house.wait_seconds(25 * 3_600);
    assert_eq!(tell(&house.app, &house.post()).await.unwrap(), 1);
    assert_eq!(letters_in(&house.folder), Vec::<String>::new());
    house.wait_seconds(99 * 3_600);
    assert_eq!(tell(&house.app, &house.post()).await.unwrap(), 0);
}

#[tokio::test]
async fn a_letter_that_was_not_taken_is_tried_again_later() {
    let house = house().await;
    let post = house.post();
    fs::remove_dir(&house.folder).unwrap();
    house.write_to(Some("ana@example.org")).await;
    assert_eq!(tell(&house.app, &post).await.unwrap(), 1);
    assert_eq!(tell(&house.app, &post).await.unwrap(), 0, "not at once");
    fs::create_dir(&house.folder).unwrap();
    house.wait_seconds(5);
    assert_eq!(tell(&house.app, &post).await.unwrap(), 1);
    assert_eq!(letters_in(&house.folder).len(), 1);
}

#[tokio::test]
async fn a_letter_is_given_up_after_many_tries_and_kept_with_its_failure() {
    let house = house().await;
    let post = house.post();
    fs::remove_dir(&house.folder).unwrap();
    house.write_to(Some("ana@example.org")).await;
    let mut tries = 0;
    while house.given_up().await.is_empty() {
        tries += tell(&house.app, &post).await.unwrap();
        assert!(tries <= 99, "it is never given up");
        house.wait_seconds(3_600);
    }
    assert_eq!(i64::try_from(tries).unwrap(), TRIES_MAX);
    let given_up = house.given_up().await.remove(0);
    assert_eq!(given_up.payload, "", "what was in it is nobody's business any more");
    let failure = given_up.failure.unwrap();
    assert!(failure.contains("folder"), "{failure}");
}

#[tokio::test]
async fn what_a_worker_took_and_lost_is_told_by_the_next() {
    let house = house().await;
    house.write_to(Some("ana@example.org")).await;
    let mut tx = house.app.store.write().await.unwrap();
    let lease = house.app.now().plus_seconds(300);
    outbox::take(&mut tx, house.app.now(), lease, 10).await.unwrap();
    tx.commit().await.unwrap(); // And here it was killed.
    assert_eq!(tell(&house.app, &house.post()).await.unwrap(), 0);
    house.wait_seconds(301);
    assert_eq!(tell(&house.app, &house.post()).await.unwrap(), 1);
    assert_eq!(letters_in(&house.folder).len(), 1);
}

#[tokio::test]
async fn what_nobody_understands_is_given_up_at_once() -> Result<(), StoreError> {
    let house = house().await;
    let mut tx = house.app.store.write().await?;
    outbox::put(&mut tx, 1, "pigeon", "{}", house.app.now()).await?;
    tx.commit().await?;
    assert_eq!(tell(&house.app, &house.post()).await.unwrap(), 1);
    assert_eq!(house.given_up().await.len(), 1);
    Ok(())
}
