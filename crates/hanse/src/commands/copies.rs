//! `hanse backup`, `hanse restore` and `hanse doctor`.

use std::path::{Path, PathBuf};

use serde_json::json;
use store::StoreError;
use store::backup::{self, Summary};

use crate::arguments::Place;
use crate::clock;
use crate::config::{must_be_there, open_store, without_password};
use crate::failure::{Failure, Outcome};

/// Copies the database to a new file while it is in use.
///
/// # Errors
/// [`Failure`] when the file exists or cannot be written.
pub(crate) async fn back_up(place: &Place, file: &Path) -> Outcome {
    must_be_there(place)?;
    if file.exists() {
        return Err(Failure::new(format!(
            "{} is there already, and a backup overwrites nothing. Choose another name.",
            file.display()
        )));
    }
    let store = open_store(&place.database).await?;
    backup::to_file(&store, file).await.map_err(|error| {
        Failure::of(&format!("The backup {} could not be written", file.display()), &error)
    })?;
    store.close().await?;
    println!("Copied {} to {}.", without_password(&place.database), file.display());
    Ok(())
}

/// Fills the database with what a backup holds.
///
/// # Errors
/// [`Failure`] when there is something in the database and nobody said to replace it.
pub(crate) async fn restore(place: &Place, file: &Path, force: bool) -> Outcome {
    if !file.is_file() {
        return Err(Failure::new(format!("There is no backup {}.", file.display())));
    }
    let store = open_store(&place.database).await?;
    let database = without_password(&place.database);
    if force && !backup::is_empty(&store).await? {
        let kept = kept_before(file);
        backup::to_file(&store, &kept).await?;
        println!("What was in {database} is kept in {}.", kept.display());
    }
    match backup::from_file(&store, file, force).await {
        Err(StoreError::Taken) => Err(Failure::new(format!(
            "{database} is not empty. Restore into a new database, or say --force: then what is \
             there now is copied to a file first, and replaced."
        ))),
        Err(error) => {
            Err(Failure::of(&format!("{} could not be restored", file.display()), &error))
        }
        Ok(()) => {
            store.close().await?;
            println!("Restored {database} from {}.", file.display());
            Ok(())
        }
    }
}

/// Looks through the whole database for damage, and compares it with a backup when there is one.
///
/// # Errors
/// [`Failure`] with everything that was found.
pub(crate) async fn doctor(place: &Place, against: Option<&Path>, as_json: bool) -> Outcome {
    must_be_there(place)?;
    let store = open_store(&place.database).await?;
    let mut findings: Vec<String> =
        backup::examine(&store).await?.into_iter().map(|it| it.0).collect();
    let tables = backup::summary(&store).await?;
    if let Some(file) = against {
        findings.extend(differences(&tables, file).await?);
    }
    store.close().await?;
    if as_json {
        let rows = tables.iter().map(|it| (it.table.to_owned(), it.rows.into()));
        let rows: serde_json::Map<_, _> = rows.collect();
        println!("{}", json!({ "well": findings.is_empty(), "findings": findings, "rows": rows }));
    } else {
        for table in tables.iter().filter(|it| it.rows > 0) {
            println!("{:>9}  {}", table.rows, table.table);
        }
    }
    if findings.is_empty() {
        if !as_json {
            println!("All well.");
        }
        return Ok(());
    }
    Err(Failure::new(findings.join("\n")))
}

async fn differences(tables: &[Summary], file: &Path) -> Result<Vec<String>, Failure> {
    if !file.is_file() {
        return Err(Failure::new(format!("There is no backup {}.", file.display())));
    }
    // In a database of its own: to open the backup itself could change it.
    let beside = PathBuf::from(format!("{}.compared", file.display()));
    let copy = open_store(&beside.to_string_lossy()).await?;
    let read = async {
        backup::from_file(&copy, file, true).await?;
        backup::summary(&copy).await
    };
    let read = read.await;
    copy.close().await?;
    let gone = std::fs::remove_file(&beside);
    let there = read.map_err(|error| Failure::of("The backup cannot be read", &error))?;
    gone.map_err(|error| Failure::of("A file could not be removed", &error))?;
    let pairs = tables.iter().zip(&there).filter(|(here, there)| here != there);
    Ok(pairs
        .map(|(here, there)| match (here.rows, there.rows) {
            (a, b) if a == b => format!("{}: {a} rows, not all the same", here.table),
            (a, b) => format!("{}: {a} rows here, {b} in the backup", here.table),
        })
        .collect())
}

fn kept_before(file: &Path) -> PathBuf {
    let seconds = clock::now().0 / 1_000_000;
    PathBuf::from(format!("{}.before-{seconds}", file.display()))
}
