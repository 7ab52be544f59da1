//! Backup and restore: every table, row by row, from one database into another of either engine.
//! The tables hold only text, whole numbers and bytes, so that one copier serves all.

mod copy;
mod doctor;
mod tables;

use std::path::{Path, PathBuf};

pub use doctor::{Finding, examine};
pub use tables::{TABLES, Table};

use crate::db::Store;
use crate::error::StoreError;

/// One table, for comparing two databases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Its name.
    pub table: &'static str,
    /// How many rows it has.
    pub rows: u64,
    /// The same in two databases when all their rows are, in whatever order.
    pub fingerprint: u64,
}

/// Copies the database, as it is at one moment, to a new SQLite file while it is in use. A file
/// of that name appears only when the copy is whole and on the disk.
///
/// # Errors
/// [`StoreError`] when the file exists or cannot be written.
pub async fn to_file(store: &Store, file: &Path) -> Result<(), StoreError> {
    refuse_existing(file)?;
    let part = beside(file, "part");
    remove_database(&part)?;
    if store.file().is_some() {
        store.copy_to(&part).await?;
    } else {
        let target = Store::open(&part.to_string_lossy()).await?;
        let copied = copy::all(store, &target).await;
        // Closing folds the journal into the file: the copy is one file.
        target.close().await?;
        copied?;
    }
    std::fs::File::open(&part)?.sync_all()?;
    std::fs::rename(&part, file)?;
    Ok(())
}

/// Fills `store` with what a backup holds, all or nothing. The backup itself is not touched, and
/// may be from an older Hanse.
///
/// # Errors
/// [`StoreError::Taken`] when `store` has rows already and `replace` is false; otherwise when the
/// backup cannot be read or the database cannot be written.
pub async fn from_file(store: &Store, file: &Path, replace: bool) -> Result<(), StoreError> {
    if !replace && !is_empty(store).await? {
        return Err(StoreError::Taken);
    }
    // A copy, because opening brings its tables up to date.
    let part = beside(file, "restoring");
    remove_database(&part)?;
    std::fs::copy(file, &part)?;
    let source = Store::open(&part.to_string_lossy()).await?;
    let copied = copy::all(&source, store).await;
    source.close().await?;
    remove_database(&part)?;
    copied
}

/// Whether nobody has written to it yet; what a server writes at its first start does not count.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
pub async fn is_empty(store: &Store) -> Result<bool, StoreError> {
    copy::is_empty(store).await
}

/// A summary of every table.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
pub async fn summary(store: &Store) -> Result<Vec<Summary>, StoreError> {
    copy::summary(store).await
}

/// The names of the tables that migrations and search have made, without those that an engine
/// keeps for itself.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
pub async fn tables_made(store: &Store) -> Result<Vec<String>, StoreError> {
    copy::tables_made(store).await
}

fn refuse_existing(file: &Path) -> Result<(), StoreError> {
    if file.exists() {
        return Err(std::io::Error::from(std::io::ErrorKind::AlreadyExists).into());
    }
    Ok(())
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{ending}"));
    PathBuf::from(name)
}

/// A SQLite file and what may lie beside it.
fn remove_database(file: &Path) -> Result<(), StoreError> {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        match std::fs::remove_file(PathBuf::from(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}
