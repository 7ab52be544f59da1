//! Backup, restore and compare, on both engines and from each to the other.

#![cfg(test)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use domain::kernel::event::Event;
use domain::kernel::id::{EventId, MemberId};
use domain::kernel::text::{Handle, Name};
use domain::kernel::time::Time;
use domain::members::change::Change;
use domain::members::member::{Member, Profile};
use domain::members::parts::{Kind, Standing};
use domain::members::visibility::Visibility;
use store::backup::{self, TABLES};
use store::testing::{Engine, damage, fresh};
use store::{Store, StoreError, alliance, events, members, replay};

/// More than one page of the copier.
const MEMBERS: u128 = 600;

fn member(number: u128) -> Member {
    let member = Member {
        id: MemberId::from_bits(number),
        handle: Handle::parse(&format!("member-{number}")).unwrap(),
        name: Name::parse(&format!("Ünïted “Müll” {number}")).unwrap(),
        kind: Kind::Organisation,
        standing: Standing::Contact,
        since: Time(1),
        changed: Time(1),
        profile: Profile::default(),
        visibility: Visibility::default(),
        version: 1,
    };
    let story = Change::parse("story", "A line\nand another, 中文 \u{1f41d}", Time(2)).unwrap();
    member.apply(vec![story], Time(3)).unwrap().0
}

async fn fill(store: &Store) {
    let mut tx = store.write().await.unwrap();
    alliance::server_key(&mut tx, [7; 32]).await.unwrap();
    replay::take(&mut tx, "a key, 'quoted'", Time(4)).await.unwrap();
    for number in 1..=MEMBERS {
        let member = member(number);
        members::insert(&mut tx, &member).await.unwrap();
        let event = Event::of_member("member.described", member.id, "changed the profile");
        let id = EventId::from_bits(number);
        events::record(&mut tx, id, Time(5), None, &event).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn file(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join("hanse-tests");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("backup-{}-{name}.db", std::process::id()));
    let _ = std::fs::remove_file(&file);
    file
}

/// From one engine into a file, and from the file into a fresh database of the other.
async fn there_and_back(from: Engine, to: Engine, name: &str) {
    let (Some(source), Some(target)) = (fresh(from).await.unwrap(), fresh(to).await.unwrap())
    else {
        println!("skipped: TEST_POSTGRES_URL is not set");
        return;
    };
    fill(&source).await;
    let file = file(name);
    backup::to_file(&source, &file).await.unwrap();
    backup::from_file(&target, &file, false).await.unwrap();

    let before = backup::summary(&source).await.unwrap();
    assert_eq!(backup::summary(&target).await.unwrap(), before);
    assert_eq!(before.iter().find(|it| it.table == "member").unwrap().rows, 600);
    assert_eq!(backup::examine(&target).await.unwrap(), []);

    let mut tx = target.read().await.unwrap();
    let found = members::find(&mut tx, MemberId::from_bits(3)).await.unwrap();
    assert_eq!(found, Some(member(3)));
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_comes_back_as_sqlite() {
    there_and_back(Engine::Sqlite, Engine::Sqlite, "ss").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_comes_back_as_postgres() {
    there_and_back(Engine::Sqlite, Engine::Postgres, "sp").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_comes_back_as_sqlite() {
    there_and_back(Engine::Postgres, Engine::Sqlite, "ps").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_comes_back_as_postgres() {
    there_and_back(Engine::Postgres, Engine::Postgres, "pp").await;
}

async fn nothing_is_overwritten_unasked(store: Store) {
    fill(&store).await;
    let name = if store.file().is_some() { "unasked-s" } else { "unasked-p" };
    let file = file(name);
    backup::to_file(&store, &file).await.unwrap();
    let again = backup::to_file(&store, &file).await;
    assert!(matches!(again, Err(StoreError::File(_))), "{again:?}");

    let mut tx = store.write().await.unwrap();
    members::delete(&mut tx, MemberId::from_bits(9)).await.unwrap();
    tx.commit().await.unwrap();
    let changed = backup::summary(&store).await.unwrap();
    let refused = backup::from_file(&store, &file, false).await;
    assert!(matches!(refused, Err(StoreError::Taken)), "{refused:?}");
    assert_eq!(backup::summary(&store).await.unwrap(), changed);

    backup::from_file(&store, &file, true).await.unwrap();
    assert_ne!(backup::summary(&store).await.unwrap(), changed);
    let mut tx = store.read().await.unwrap();
    let found = members::find(&mut tx, MemberId::from_bits(9)).await.unwrap();
    assert_eq!(found, Some(member(9)));
}

/// The list of tables is written by hand; this is what keeps it whole.
async fn the_list_of_tables_is_complete(store: Store) {
    let made: BTreeSet<String> = backup::tables_made(&store).await.unwrap().into_iter().collect();
    let listed: BTreeSet<String> = TABLES.iter().map(|it| it.name.to_owned()).collect();
    assert_eq!(made, listed);
}

/// Damage of each kind that is not the engine's own.
async fn damage_is_found(store: Store) {
    fill(&store).await;
    assert_eq!(backup::examine(&store).await.unwrap(), []);
    for (sql, found) in [
        ("update member set style = 'no style' where handle = 'member-7'", "row of member"),
        ("update member set style = '' where handle = 'member-7'", ""),
        ("delete from search_document where title like '% 9'", "not found by what it says"),
    ] {
        damage(&store, sql).await.unwrap();
        let findings = backup::examine(&store).await.unwrap();
        let texts: Vec<&str> = findings.iter().map(|it| it.0.as_str()).collect();
        assert_eq!(texts.is_empty(), found.is_empty(), "{sql}: {texts:?}");
        assert!(texts.iter().all(|it| it.contains(found)), "{sql}: {texts:?}");
    }
}

store::on_both!(damage_is_found, nothing_is_overwritten_unasked, the_list_of_tables_is_complete);
