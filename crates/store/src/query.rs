//! One SQL text, run on whichever engine holds the data. The two typed drivers stay behind this
//! file, so that the rooms know neither (ADR 0002).

use std::time::Duration;

use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, PgConnection, Row as _, SqliteConnection};

use crate::db::STATEMENT_SECONDS_MAX;
use crate::error::StoreError;
use crate::limits::Brake;

/// A connection of either engine, inside a transaction.
pub(crate) enum Connection<'c> {
    Sqlite(&'c mut SqliteConnection, &'c Brake),
    Postgres(&'c mut PgConnection),
}

/// A value for `$1`, `$2` … Only what both engines have: text, whole numbers, bytes.
#[derive(Debug, Clone)]
pub enum Value {
    /// `text`
    Text(Option<String>),
    /// `bigint`
    Int(Option<i64>),
    /// `bytea`
    Bytes(Option<Vec<u8>>),
}

macro_rules! values {
    ($($from:ty => $variant:ident($it:ident, $value:expr);)*) => {$(
        impl From<$from> for Value {
            fn from($it: $from) -> Self { Self::$variant($value) }
        }
    )*};
}

values! {
    &str => Text(it, Some(it.to_owned()));
    String => Text(it, Some(it));
    Option<&str> => Text(it, it.map(str::to_owned));
    Option<String> => Text(it, it);
    i64 => Int(it, Some(it));
    bool => Int(it, Some(i64::from(it)));
    Option<i64> => Int(it, it);
    [u8; 16] => Bytes(it, Some(it.to_vec()));
    [u8; 32] => Bytes(it, Some(it.to_vec()));
    &[u8] => Bytes(it, Some(it.to_vec()));
    Vec<u8> => Bytes(it, Some(it));
    Option<[u8; 16]> => Bytes(it, it.map(|it| it.to_vec()));
    Option<[u8; 32]> => Bytes(it, it.map(|it| it.to_vec()));
}

/// A statement with its values, ready to run.
pub struct Query<'c> {
    connection: Connection<'c>,
    sql: &'static str,
    values: Vec<Value>,
}

impl<'c> Query<'c> {
    pub(crate) fn new(connection: Connection<'c>, sql: &'static str) -> Self {
        crate::record::note(sql);
        Self { connection, sql, values: Vec::new() }
    }

    /// The next value.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Runs it and answers how many rows it changed.
    pub async fn run(self) -> Result<u64, StoreError> {
        match self.connection {
            Connection::Sqlite(connection, brake) => {
                let query = sqlx::query_with(self.sql, for_sqlite(self.values)?);
                let done = braked(brake, query.execute(connection)).await?;
                Ok(done.rows_affected())
            }
            Connection::Postgres(connection) => {
                let query = sqlx::query_with(self.sql, for_postgres(self.values)?);
                Ok(query.execute(connection).await?.rows_affected())
            }
        }
    }

    /// All rows.
    pub async fn all(self) -> Result<Vec<Row>, StoreError> {
        match self.connection {
            Connection::Sqlite(connection, brake) => {
                let query = sqlx::query_with(self.sql, for_sqlite(self.values)?);
                let rows = braked(brake, query.fetch_all(connection)).await?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
            Connection::Postgres(connection) => {
                let query = sqlx::query_with(self.sql, for_postgres(self.values)?);
                let rows = query.fetch_all(connection).await?;
                Ok(rows.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    /// The first row, if there is one.
    pub async fn first(self) -> Result<Option<Row>, StoreError> {
        match self.connection {
            Connection::Sqlite(connection, brake) => {
                let query = sqlx::query_with(self.sql, for_sqlite(self.values)?);
                Ok(braked(brake, query.fetch_optional(connection)).await?.map(Row::Sqlite))
            }
            Connection::Postgres(connection) => {
                let query = sqlx::query_with(self.sql, for_postgres(self.values)?);
                Ok(query.fetch_optional(connection).await?.map(Row::Postgres))
            }
        }
    }

    /// The one row that must be there, such as that of an aggregate.
    pub async fn one(self) -> Result<Row, StoreError> {
        self.first().await?.ok_or(StoreError::Database(sqlx::Error::RowNotFound))
    }
}

/// SQLite has no statement timeout of its own: after the time the brake is pulled, and the
/// engine, which looks at it every few thousand steps, stops.
async fn braked<T>(
    brake: &Brake,
    work: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, StoreError> {
    let mut work = std::pin::pin!(work);
    match tokio::time::timeout(Duration::from_secs(STATEMENT_SECONDS_MAX), &mut work).await {
        Ok(done) => Ok(done?),
        Err(_) => {
            brake.pull();
            let done = work.await;
            brake.release();
            Ok(done?)
        }
    }
}

fn for_sqlite(values: Vec<Value>) -> Result<SqliteArguments, StoreError> {
    let mut arguments = SqliteArguments::default();
    for value in values {
        match value {
            Value::Text(it) => arguments.add(it),
            Value::Int(it) => arguments.add(it),
            Value::Bytes(it) => arguments.add(it),
        }
        .map_err(|it| StoreError::Database(sqlx::Error::Encode(it)))?;
    }
    Ok(arguments)
}

fn for_postgres(values: Vec<Value>) -> Result<PgArguments, StoreError> {
    let mut arguments = PgArguments::default();
    for value in values {
        match value {
            Value::Text(it) => arguments.add(it),
            Value::Int(it) => arguments.add(it),
            Value::Bytes(it) => arguments.add(it),
        }
        .map_err(|it| StoreError::Database(sqlx::Error::Encode(it)))?;
    }
    Ok(arguments)
}

/// A row of either engine.
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident -> $type:ty;)*) => {$(
        $(#[$doc])*
        pub fn $name(&self, column: &str) -> Result<$type, StoreError> {
            match self {
                Self::Sqlite(row) => Ok(row.try_get(column)?),
                Self::Postgres(row) => Ok(row.try_get(column)?),
            }
        }
    )*};
}

impl Row {
    columns! {
        /// A text column.
        text -> String;
        /// A text column that may be null.
        text_or_none -> Option<String>;
        /// A whole number.
        int -> i64;
        /// A whole number that may be null.
        int_or_none -> Option<i64>;
        /// A column of bytes.
        bytes -> Vec<u8>;
        /// A column of bytes that may be null.
        bytes_or_none -> Option<Vec<u8>>;
    }

    /// A yes (1) or no (0).
    pub fn flag(&self, column: &str) -> Result<bool, StoreError> {
        Ok(self.int(column)? == 1)
    }
}
