//! Opening databases that an older or a newer Hanse has written.

#![cfg(test)]

use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Row, SqliteConnection};
use store::testing::{Engine, fresh_url};
use store::{Store, StoreError, alliance};

async fn raw(file: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(file).connect().await.unwrap()
}

async fn run(connection: &mut SqliteConnection, sql: &str) {
    sqlx::query(AssertSqlSafe(sql.to_owned())).execute(connection).await.unwrap();
}

/// A database with a key of its own, as the last Hanse left it.
async fn written() -> PathBuf {
    let url = fresh_url(Engine::Sqlite).await.unwrap().unwrap();
    let store = Store::open(&url).await.unwrap();
    let mut tx = store.write().await.unwrap();
    alliance::server_key(&mut tx, [9; 32]).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await.unwrap();
    Store::file_of(&url).unwrap()
}

async fn newest(connection: &mut SqliteConnection) -> i64 {
    let sql = "select max(version) as newest from _sqlx_migrations";
    sqlx::query(sql).fetch_one(connection).await.unwrap().get("newest")
}

/// What takes back the migration of this number, the last of its statements first.
fn undoing(number: i64) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let files = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let is_it = |it: &PathBuf| {
        let name = it.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with(&format!("{number:04}_"))
    };
    let text = std::fs::read_to_string(files.into_iter().find(is_it).unwrap()).unwrap();
    let undo = |line: &str| {
        let words: Vec<&str> = line.split([' ', '(', ';']).filter(|it| !it.is_empty()).collect();
        match words[..] {
            ["create", "table", table, ..] => Some(format!("drop table {table}")),
            ["create", "index", index, ..] | ["create", "unique", "index", index, ..] => {
                Some(format!("drop index {index}"))
            }
            ["alter", "table", table, "add", "column", column, ..] => {
                Some(format!("alter table {table} drop column {column}"))
            }
            _ => None,
        }
    };
    let mut undone: Vec<String> = text.lines().filter_map(undo).collect();
    assert!(!undone.is_empty(), "migration {number} makes nothing that this knows to undo");
    undone.reverse();
    undone
}

#[tokio::test]
async fn before_a_migration_a_copy_is_put_beside_it() {
    let file = written().await;
    let mut connection = raw(&file).await;
    let number = newest(&mut connection).await;
    // As if the newest migration were still to come.
    for undo in undoing(number) {
        run(&mut connection, &undo).await;
    }
    let forget = format!("delete from _sqlx_migrations where version = {number}");
    run(&mut connection, &forget).await;
    let before = newest(&mut connection).await;
    drop(connection);

    Store::open(&file.to_string_lossy()).await.unwrap().close().await.unwrap();

    let mut connection = raw(&file).await;
    assert_eq!(newest(&mut connection).await, number);
    let copy = PathBuf::from(format!("{}.before-{number}", file.display()));
    let mut connection = raw(&copy).await;
    assert_eq!(newest(&mut connection).await, before);
    let kept: Vec<u8> = sqlx::query("select bytes from server_key")
        .fetch_one(&mut connection)
        .await
        .unwrap()
        .get("bytes");
    assert_eq!(kept, [9; 32]);
}

#[tokio::test]
async fn without_a_migration_to_come_there_is_no_copy() {
    let file = written().await;
    Store::open(&file.to_string_lossy()).await.unwrap().close().await.unwrap();
    let beside = std::fs::read_dir(file.parent().unwrap()).unwrap();
    let names: Vec<String> =
        beside.map(|it| it.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert!(!names.iter().any(|it| it.contains("before")), "{names:?}");
}

#[tokio::test]
async fn what_a_newer_hanse_wrote_is_left_alone() {
    let file = written().await;
    let mut connection = raw(&file).await;
    run(
        &mut connection,
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         values (9999, 'from the future', true, x'00', 0)",
    )
    .await;
    drop(connection);
    let refused = Store::open(&file.to_string_lossy()).await.err().unwrap();
    assert!(matches!(refused, StoreError::Newer), "{refused:?}");
}
