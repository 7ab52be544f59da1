//! Opening the database, and transactions.

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::{Migrate, Migrator};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, PgPool, Postgres, SqliteConnection, Transaction};

use crate::error::StoreError;
use crate::group::{self, Turn, Writer};
use crate::limits::Brake;
use crate::query::{Connection, Query};
use crate::readers::{Readers, Reading};

static MIGRATIONS: Migrator = sqlx::migrate!();

/// A statement that takes longer is stopped, on both engines.
pub const STATEMENT_SECONDS_MAX: u64 = 10;
/// Reading connections to SQLite. More than cores only queue inside SQLite.
const SQLITE_READERS: usize = 8;
/// Connections of one app node to PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 16;

/// The database: a SQLite file, or a PostgreSQL server.
#[derive(Clone)]
pub struct Store(Engine);

#[derive(Clone)]
enum Engine {
    Sqlite { file: PathBuf, read: Readers, write: Writer },
    Postgres(PgPool),
}

/// A consistent view of the data. Dropped, it leaves no trace.
pub struct ReadTx(Inner);

/// May also change data; dropped without [`WriteTx::commit`], it changed nothing.
pub struct WriteTx(ReadTx);

enum Inner {
    Sqlite(Reading),
    Turn(Turn),
    Postgres(Transaction<'static, Postgres>),
    PostgresAlone(PoolConnection<Postgres>),
}

impl Store {
    /// Opens `url` (a file name, `sqlite:FILE`, or `postgres://…`) and brings its tables up to
    /// date. Before an existing SQLite file is changed by a migration, a copy is put beside it.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be opened, or was written by a newer Hanse.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        match Self::file_of(url) {
            Some(file) => open_sqlite(&file).await,
            None => open_postgres(url).await,
        }
    }

    /// The SQLite file that `url` means; `None` when it means a PostgreSQL server.
    pub fn file_of(url: &str) -> Option<PathBuf> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return None;
        }
        let file = url.strip_prefix("sqlite:").unwrap_or(url);
        let file = file.strip_prefix("//").unwrap_or(file);
        Some(PathBuf::from(file.split('?').next().unwrap_or(file)))
    }

    /// The SQLite file, when it is one.
    pub fn file(&self) -> Option<&Path> {
        match &self.0 {
            Engine::Sqlite { file, .. } => Some(file),
            Engine::Postgres(_) => None,
        }
    }

    /// Begins reading.
    pub async fn read(&self) -> Result<ReadTx, StoreError> {
        match &self.0 {
            Engine::Sqlite { read, .. } => Ok(ReadTx(Inner::Sqlite(read.begin().await?))),
            Engine::Postgres(pool) => {
                let begin = "begin isolation level repeatable read read only";
                Ok(ReadTx(Inner::Postgres(pool.begin_with(begin).await?)))
            }
        }
    }

    /// For a single statement, which is a consistent view by itself: what every page asks first
    /// takes one round trip instead of three. A second statement would see a later moment.
    pub async fn glance(&self) -> Result<ReadTx, StoreError> {
        match &self.0 {
            Engine::Sqlite { read, .. } => Ok(ReadTx(Inner::Sqlite(read.alone().await?))),
            Engine::Postgres(pool) => Ok(ReadTx(Inner::PostgresAlone(pool.acquire().await?))),
        }
    }

    /// Begins writing. On SQLite there is one writer at a time; on PostgreSQL writers that get in
    /// each other's way are told by [`StoreError::Stale`].
    pub async fn write(&self) -> Result<WriteTx, StoreError> {
        match &self.0 {
            Engine::Sqlite { write, .. } => Ok(WriteTx(ReadTx(Inner::Turn(write.turn().await?)))),
            Engine::Postgres(pool) => {
                let begin = "begin isolation level serializable";
                Ok(WriteTx(ReadTx(Inner::Postgres(pool.begin_with(begin).await?))))
            }
        }
    }

    /// Looks after the file: what SQLite has learned about its tables is kept, and the journal is
    /// folded into the file. PostgreSQL does both by itself.
    ///
    /// # Errors
    /// [`StoreError`] when that fails; nothing is lost then.
    pub async fn look_after(&self) -> Result<(), StoreError> {
        match &self.0 {
            Engine::Sqlite { write, .. } => write.look_after().await,
            Engine::Postgres(_) => Ok(()),
        }
    }

    /// Writes everything to its place and closes.
    ///
    /// # Errors
    /// [`StoreError`] when that fails; what was acknowledged is safe in any case.
    pub async fn close(self) -> Result<(), StoreError> {
        match self.0 {
            Engine::Sqlite { read, write, .. } => {
                read.close().await;
                group::close(write).await
            }
            Engine::Postgres(pool) => {
                pool.close().await;
                Ok(())
            }
        }
    }

    /// Copies a SQLite database, as it is now, to a new file, while it is in use.
    ///
    /// # Errors
    /// [`StoreError`] when the file exists or cannot be written, or this is no SQLite database.
    pub async fn copy_to(&self, file: &Path) -> Result<(), StoreError> {
        match &self.0 {
            Engine::Sqlite { file: from, .. } => copy_sqlite(from, file).await,
            Engine::Postgres(_) => Err(StoreError::Database(sqlx::Error::Configuration(
                "a PostgreSQL database is copied table by table".into(),
            ))),
        }
    }
}

async fn open_postgres(url: &str) -> Result<Store, StoreError> {
    let timeout = format!("{STATEMENT_SECONDS_MAX}s");
    let options =
        PgConnectOptions::from_str(url)?.options([("statement_timeout", timeout.as_str())]);
    let mut first = options.connect().await?;
    MIGRATIONS.run_direct(None, &mut first, false).await?;
    sqlx::raw_sql(include_str!("../search/postgres.sql")).execute(&mut first).await?;
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(Duration::from_secs(STATEMENT_SECONDS_MAX))
        .connect_with(options)
        .await?;
    Ok(Store(Engine::Postgres(pool)))
}

async fn open_sqlite(file: &Path) -> Result<Store, StoreError> {
    if let Some(folder) = file.parent().filter(|it| !it.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let existed = file.exists();
    let brake = Brake::default();
    let mut writer = sqlite_options(file).create_if_missing(true).connect().await?;
    install(&mut writer, &brake).await?;
    if existed && needs_migration(&mut writer).await? {
        copy_before_migration(file).await?;
    }
    MIGRATIONS.run_direct(None, &mut writer, false).await?;
    sqlx::raw_sql(include_str!("../search/sqlite.sql")).execute(&mut writer).await?;

    let read = Readers::new(&sqlite_options(file).pragma("query_only", "on"), SQLITE_READERS);
    let write = Writer::new(writer, brake);
    Ok(Store(Engine::Sqlite { file: file.to_owned(), read, write }))
}

fn sqlite_options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        // What is acknowledged is durable: with NORMAL a power cut loses the last commits.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .statement_cache_capacity(256)
        .pragma("cache_size", "-20000")
        .pragma("mmap_size", "268435456")
        .pragma("temp_store", "memory")
        .pragma("journal_size_limit", "67108864")
}

pub(crate) async fn install(
    connection: &mut SqliteConnection,
    brake: &Brake,
) -> Result<(), sqlx::Error> {
    let brake = brake.clone();
    let mut handle = connection.lock_handle().await?;
    handle.set_progress_handler(Brake::STEPS, move || brake.is_free());
    Ok(())
}

async fn needs_migration(connection: &mut SqliteConnection) -> Result<bool, StoreError> {
    connection.ensure_migrations_table(&MIGRATIONS.table_name).await?;
    let applied = connection.list_applied_migrations(&MIGRATIONS.table_name).await?.len();
    Ok(applied > 0 && applied < MIGRATIONS.iter().count())
}

/// `hanse.db` becomes `hanse.db.before-7`, with the number of the newest migration to come.
async fn copy_before_migration(file: &Path) -> Result<(), StoreError> {
    let newest = MIGRATIONS.iter().map(|it| it.version).max().unwrap_or_default();
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".before-{newest}"));
    let copy = PathBuf::from(name);
    if copy.exists() {
        return Ok(());
    }
    tracing::info!(copy = %copy.display(), "copying the database before changing its tables");
    copy_sqlite(file, &copy).await
}

async fn copy_sqlite(from: &Path, to: &Path) -> Result<(), StoreError> {
    if to.exists() {
        return Err(std::io::Error::from(std::io::ErrorKind::AlreadyExists).into());
    }
    let mut connection = sqlite_options(from).connect().await?;
    sqlx::query("vacuum into $1")
        .bind(to.to_string_lossy().into_owned())
        .execute(&mut connection)
        .await?;
    Ok(())
}

impl ReadTx {
    /// A statement in this transaction.
    pub(crate) fn query(&mut self, sql: &'static str) -> Query<'_> {
        let connection = match &mut self.0 {
            Inner::Sqlite(reading) => {
                let (connection, brake) = reading.connection();
                Connection::Sqlite(connection, brake)
            }
            Inner::Turn(turn) => {
                let (connection, brake) = turn.connection();
                Connection::Sqlite(connection, brake)
            }
            Inner::Postgres(tx) => Connection::Postgres(&mut *tx),
            Inner::PostgresAlone(connection) => Connection::Postgres(&mut *connection),
        };
        Query::new(connection, sql)
    }

    /// Of two texts, the one for this engine. For full-text search only.
    pub(crate) fn by_engine(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        let is_postgres = matches!(self.0, Inner::Postgres(_) | Inner::PostgresAlone(_));
        if is_postgres { postgres } else { sqlite }
    }
}

impl WriteTx {
    /// Makes every change of this transaction real, all at once. When it answers, the changes are
    /// on the disk.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self.0.0 {
            Inner::Turn(turn) => turn.keep().await,
            Inner::Postgres(tx) => Ok(tx.commit().await?),
            // Those only read.
            Inner::Sqlite(_) | Inner::PostgresAlone(_) => Ok(()),
        }
    }
}

impl Deref for WriteTx {
    type Target = ReadTx;

    fn deref(&self) -> &ReadTx {
        &self.0
    }
}

impl DerefMut for WriteTx {
    fn deref_mut(&mut self) -> &mut ReadTx {
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn setting(tx: &mut ReadTx, sql: &'static str, column: &str) -> String {
        let row = tx.query(sql).one().await.unwrap();
        row.text(column).or_else(|_| row.int(column).map(|it| it.to_string())).unwrap()
    }

    /// With `synchronous=NORMAL` a power cut takes acknowledged commits with it.
    #[tokio::test]
    async fn what_is_acknowledged_is_on_the_disk() {
        let folder = std::env::temp_dir().join("hanse-tests");
        let file = folder.join(format!("durable-{}.db", std::process::id()));
        let store = open_sqlite(&file).await.unwrap();
        let mut tx = store.write().await.unwrap();
        assert_eq!(setting(&mut tx, "pragma synchronous", "synchronous").await, "2");
        assert_eq!(setting(&mut tx, "pragma journal_mode", "journal_mode").await, "wal");
        assert_eq!(setting(&mut tx, "pragma foreign_keys", "foreign_keys").await, "1");
        drop(tx);
        let mut tx = store.read().await.unwrap();
        assert_eq!(setting(&mut tx, "pragma query_only", "query_only").await, "1");
    }

    /// Counts for far longer than a test takes, unless it is stopped.
    async fn count(tx: &mut ReadTx, most: i64) -> Result<i64, StoreError> {
        let query = tx.query(
            "with recursive n (i) as (select 1 union all select i + 1 from n where i < $1)
             select count(*) as n from n",
        );
        query.bind(most).one().await?.int("n")
    }

    #[tokio::test]
    async fn a_reader_that_is_stopped_stops_no_other() {
        let folder = std::env::temp_dir().join("hanse-tests");
        let file = folder.join(format!("brakes-{}.db", std::process::id()));
        let store = open_sqlite(&file).await.unwrap();
        let (mut one, mut other) = (store.read().await.unwrap(), store.read().await.unwrap());
        let Inner::Sqlite(reading) = &mut one.0 else { panic!("no SQLite") };
        let brake = reading.connection().1.clone();
        brake.pull();
        let (stopped, counted) =
            tokio::join!(count(&mut one, i64::MAX), count(&mut other, 100_000));
        assert!(matches!(stopped, Err(StoreError::Slow)), "{stopped:?}");
        assert_eq!(counted.unwrap(), 100_000);
        brake.release();
        assert_eq!(count(&mut one, 10).await.unwrap(), 10);
        // Every connection is given back, and there are several at once.
        drop((one, other));
        for _ in 0..3 {
            let mut all = Vec::new();
            for _ in 0..SQLITE_READERS {
                all.push(store.read().await.unwrap());
            }
            for tx in &mut all {
                assert_eq!(count(tx, 1).await.unwrap(), 1);
            }
        }
        store.close().await.unwrap();
    }
}
