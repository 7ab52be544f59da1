//! `hanse import members` and `hanse export`: lists in and out, for whoever runs the server.

use std::fs;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::path::{Path, PathBuf};

use actions::App;
use actions::members::export;
use actions::members::import::{self, Asker, Counts, Twins};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use crate::arguments::Place;
use crate::config;
use crate::failure::{Failure, Outcome};

/// Lists everybody in a file as a contact, or says what would happen.
///
/// # Errors
/// [`Failure`] when the file cannot be read, or nothing in it was imported.
pub(crate) async fn import(place: &Place, file: &Path, dry_run: bool, json: bool) -> Outcome {
    let bytes = fs::read(file).map_err(|error| could_not("read", file, &error))?;
    let app = config::open_existing(place).await?;
    let outcome = import_into(&app, file, bytes, dry_run, json).await;
    app.store.close().await?;
    outcome
}

async fn import_into(app: &App, file: &Path, bytes: Vec<u8>, dry_run: bool, json: bool) -> Outcome {
    let look = import::look(app, Asker::Operator, bytes.clone()).await?;
    for column in &look.header.not_read {
        eprintln!("The column “{column}” is not known and was left aside.");
    }
    let mut counts = look.counts;
    if !dry_run && counts.fresh > 0 {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let batch = import::preview(app, Asker::Operator, &name, bytes).await?;
        let bar = bar(counts.fresh, json);
        let progress = |done: usize, of: usize| {
            bar.set_length(of as u64);
            bar.set_position(done as u64);
        };
        let taken = import::take(app, Asker::Operator, batch.id, Twins::Skip, &progress).await?;
        bar.finish_and_clear();
        counts = taken.counts;
    }
    let rejected = rejected_name(file);
    let left_out = counts.alike + counts.refused > 0;
    if left_out && !dry_run {
        fs::write(&rejected, &look.rejected)
            .map_err(|error| could_not("written", &rejected, &error))?;
    }
    told(counts, dry_run, json, (left_out && !dry_run).then_some(&rejected));
    if counts.fresh == 0 {
        return Err(Failure::new("There was nothing new to import."));
    }
    Ok(())
}

fn told(counts: Counts, dry_run: bool, json: bool, rejected: Option<&PathBuf>) {
    let Counts { fresh, alike, refused } = counts;
    let rejected = rejected.map(|it| it.display().to_string());
    if json {
        let answer = json!({
            "dry_run": dry_run,
            "new": fresh,
            "already_there": alike,
            "refused": refused,
            "rejected": rejected,
        });
        println!("{answer:#}");
        return;
    }
    let done = if dry_run { "would be listed" } else { "are listed now" };
    println!("{fresh} contacts {done}; {alike} seem to be there already, {refused} were refused.");
    if let Some(rejected) = rejected {
        println!("Rows that were left out, and why: {rejected}");
    }
}

/// `list.csv` becomes `list.csv.rejected.csv`, beside it.
fn rejected_name(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".rejected.csv");
    PathBuf::from(name)
}

/// For people at a terminal only; programs read the result.
fn bar(length: i64, json: bool) -> ProgressBar {
    let target = if stderr().is_terminal() && !json {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(u64::try_from(length).ok(), target);
    let style = ProgressStyle::with_template("{wide_bar} {pos} of {len}");
    style.map(|it| bar.clone().with_style(it)).unwrap_or(bar)
}

/// Writes every member and contact to a file, or to the output.
///
/// # Errors
/// [`Failure`] when the file cannot be written.
pub(crate) async fn export_members(place: &Place, out: Option<&Path>) -> Outcome {
    let app = config::open_existing(place).await?;
    let outcome = match out {
        Some(file) => match fs::File::create(file) {
            Ok(open) => write_members(&app, open).await,
            Err(error) => Err(could_not("written", file, &error)),
        },
        None => write_members(&app, stdout()).await,
    };
    app.store.close().await?;
    outcome
}

async fn write_members(app: &App, mut out: impl Write) -> Outcome {
    let mut after = None;
    loop {
        let piece = export::members(app, Asker::Operator, after).await?;
        out.write_all(piece.text.as_bytes())
            .and_then(|()| out.flush())
            .map_err(|error| Failure::of("The list could not be written", &error))?;
        after = piece.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

/// Writes what a person would take along to another system into a folder: the members, the
/// alliance, and everything that happened.
///
/// # Errors
/// [`Failure`] when the folder cannot be written.
pub(crate) async fn export_everything(place: &Place, folder: &Path) -> Outcome {
    let app = config::open_existing(place).await?;
    let outcome = write_everything(&app, folder).await;
    app.store.close().await?;
    outcome
}

async fn write_everything(app: &App, folder: &Path) -> Outcome {
    fs::create_dir_all(folder).map_err(|error| could_not("made", folder, &error))?;
    let file = |name: &str| {
        let path = folder.join(name);
        fs::File::create(&path).map_err(|error| could_not("written", &path, &error))
    };
    write_members(app, file("members.csv")?).await?;
    let alliance = export::alliance(app).await?;
    let could_not = |error: std::io::Error| Failure::of("The export could not be written", &error);
    file("alliance.json")?.write_all(alliance.as_bytes()).map_err(could_not)?;
    let mut out = file("events.csv")?;
    let mut after = None;
    loop {
        let (text, next) = export::events(app, after).await?;
        out.write_all(text.as_bytes()).map_err(could_not)?;
        after = next;
        if after.is_none() {
            println!("Exported to {}.", folder.display());
            return Ok(());
        }
    }
}

fn could_not(what: &str, path: &Path, error: &std::io::Error) -> Failure {
    Failure::of(&format!("{} could not be {what}", path.display()), error)
}
