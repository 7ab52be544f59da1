//! Fresh, empty databases for tests: a SQLite file of its own, and a PostgreSQL database of its
//! own on the server that `TEST_POSTGRES_URL` names.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions};

use crate::{Store, StoreError};

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// The engine a fresh database is made on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file in the folder for temporary files.
    Sqlite,
    /// A database on the server of `TEST_POSTGRES_URL`.
    Postgres,
}

/// The URL of a fresh database. `None` when there is no PostgreSQL to test with, which is allowed
/// on a developer's machine but not where `CI` is set.
///
/// # Errors
/// [`StoreError`] when the server refuses.
///
/// # Panics
/// When `CI` is set and `TEST_POSTGRES_URL` is not: then a green run would prove nothing.
pub async fn fresh_url(engine: Engine) -> Result<Option<String>, StoreError> {
    let name = format!("t{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    if engine == Engine::Sqlite {
        let folder: PathBuf = std::env::temp_dir().join("hanse-tests").join(&name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder)?;
        return Ok(Some(format!("sqlite:{}", folder.join("hanse.db").display())));
    }
    let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
        assert!(std::env::var("CI").is_err(), "with CI set, TEST_POSTGRES_URL must be set too");
        return Ok(None);
    };
    let options = PgConnectOptions::from_str(&server)?;
    let mut connection = options.connect().await?;
    for sql in [format!("drop database if exists {name}"), format!("create database {name}")] {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await?;
    }
    let (base, _) = server.rsplit_once('/').unwrap_or((&server, ""));
    Ok(Some(format!("{base}/{name}")))
}

/// A fresh store; `None` as in [`fresh_url`].
///
/// # Errors
/// [`StoreError`] when it cannot be made.
pub async fn fresh(engine: Engine) -> Result<Option<Store>, StoreError> {
    match fresh_url(engine).await? {
        Some(url) => Store::open(&url).await.map(Some),
        None => Ok(None),
    }
}

/// Runs a statement that the product never would, for a test that looks whether it is noticed.
///
/// # Errors
/// [`StoreError`] when it cannot be run.
pub async fn damage(store: &Store, sql: &'static str) -> Result<(), StoreError> {
    let mut tx = store.write().await?;
    tx.query(sql).run().await?;
    tx.commit().await
}

/// Writes a test that runs on both engines: `on_both!(story);` runs `async fn story(store: Store)`
/// once as `story::sqlite` and once as `story::postgres`.
#[macro_export]
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {$(
        mod $story {
            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                let store = $crate::testing::fresh($crate::testing::Engine::Sqlite).await.unwrap();
                super::$story(store.unwrap()).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                match $crate::testing::fresh($crate::testing::Engine::Postgres).await.unwrap() {
                    Some(store) => super::$story(store).await,
                    None => println!("skipped: TEST_POSTGRES_URL is not set"),
                }
            }
        }
    )+};
}
