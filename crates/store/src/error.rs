use thiserror::Error;

/// Why the store could not do it. "Not there" is no error: lookups return `Option`.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Someone saved a newer version first; load again and decide again.
    #[error("changed by someone else meanwhile")]
    Stale,
    /// Something that must be there once, such as a handle or an address, is there already.
    #[error("this is already there")]
    Taken,
    /// There is no room left on the disk. Reads go on; writes work again as soon as there is.
    #[error("the disk of the server is full")]
    Full,
    /// A statement took longer than [`crate::db::STATEMENT_SECONDS_MAX`] and was stopped.
    #[error("this took too long and was stopped")]
    Slow,
    /// A newer Hanse has changed the tables; this one would not know them.
    #[error("it was last used by a newer Hanse; use that, or restore the copy made before")]
    Newer,
    /// A row that the rules could never have written.
    #[error("row of {table} cannot be read back: {what}")]
    Corrupt {
        /// Which table.
        table: &'static str,
        /// What is wrong with it.
        what: &'static str,
    },
    /// Files could not be read or written.
    #[error("a file could not be read or written")]
    File(#[source] std::io::Error),
    /// The database did not answer, or not as expected.
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let Some(known) = error.as_database_error() else { return Self::Database(error) };
        if known.is_unique_violation() {
            return Self::Taken;
        }
        match known.code().as_deref().unwrap_or_default() {
            // PostgreSQL 40001 serialization_failure, 40P01 deadlock_detected; SQLite 5 BUSY,
            // 517 BUSY_SNAPSHOT, after `busy_timeout` ran out.
            "40001" | "40P01" | "5" | "517" => Self::Stale,
            // PostgreSQL 53100 disk_full; SQLite 13 FULL and the I/O errors of a write, a sync, a
            // truncation and a shared index that found no room.
            "53100" | "13" | "778" | "1034" | "1546" | "4874" => Self::Full,
            // PostgreSQL 57014 query_canceled; SQLite 9 INTERRUPT.
            "57014" | "9" => Self::Slow,
            _ => Self::Database(error),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::VersionMissing(_) => Self::Newer,
            error => Self::from(sqlx::Error::from(error)),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        Self::File(error)
    }
}
