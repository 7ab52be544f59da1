//! `hanse demo`: the product on a real directory and an invented alliance, in one command.
//!
//! Everything gets there through the actions that people use. Only the clock is ours: members
//! joined some months before the demo is made, and described themselves some days before.

pub(crate) mod making;
mod meeting;
mod notes;
mod story;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use actions::people::links;

use crate::arguments::Place;
use crate::commands::serve;
use crate::config;
use crate::failure::{Failure, Outcome};

/// The alliance and its members.
const STORY: &str = include_str!("../../../../demo/story.txt");
/// The organisations that are listed.
const DIRECTORY: &[u8] = include_bytes!("../../../../demo/directory.csv");
/// Where the demo lives unless somebody says otherwise.
const FOLDER: &str = "./hanse-demo";

/// Makes the demo unless it is there, and serves it.
///
/// # Errors
/// [`Failure`] when the address is taken or the demo cannot be made.
pub(crate) async fn run(place: &Place, fresh: bool) -> Outcome {
    // The address first: a demo that runs already keeps its files.
    let (listener, place) = serve::listen(place).await?;
    let folder = place.data.clone().unwrap_or_else(|| PathBuf::from(FOLDER));
    let file = folder.join("hanse.db");
    if fresh {
        remove(&file)?;
    }
    let at = |file: &Path| Place {
        database: file.to_string_lossy().into_owned(),
        data: Some(folder.clone()),
        ..place.clone()
    };
    if !file.exists() {
        // Under another name until it is whole, so that one that was interrupted is made anew.
        let unfinished = folder.join("unfinished.db");
        remove(&unfinished)?;
        eprintln!("Making the demo in {}.", folder.display());
        let app = config::open(&at(&unfinished)).await?;
        making::make(&app).await?;
        app.store.close().await?;
        std::fs::rename(&unfinished, &file)
            .map_err(|error| Failure::of("The demo could not be kept", &error))?;
    }
    let place = at(&file);
    let app = config::open(&place).await?;
    let chapters = story::read(STORY)?;
    let viewer = chapters.get(1).ok_or_else(|| Failure::new("The story has no members."))?;
    let link = links::from_console(&app, viewer.get("email")).await?;
    println!("This link signs you in, once, as {} of {}:", viewer.get("person"), viewer.name);
    println!("{link}");
    serve::run(&place, app, listener).await
}

/// Removes a database and what SQLite keeps beside it.
fn remove(file: &Path) -> Outcome {
    for ending in ["", "-wal", "-shm"] {
        let path = PathBuf::from(format!("{}{ending}", file.display()));
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                let tried = format!("{} could not be removed", path.display());
                return Err(Failure::of(&tried, &error));
            }
            _ => {}
        }
    }
    Ok(())
}
