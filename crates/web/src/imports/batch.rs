//! One import: its rows, taking it in, undoing it.

use actions::members::import::{self as act, Asker, Row, RowVerdict, Show, Stage, Twins};
use actions::{ActionError, App};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use domain::kernel::id::BatchId;
use domain::members::file::columns::Header;
use serde::Deserialize;

use super::exports::{CSV, file};
use crate::cookies;
use crate::cursor;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::{Layout, Toast};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "imports/batch.html")]
struct BatchPage {
    layout: Layout,
    id: String,
    file_name: String,
    is_taken: bool,
    is_undone: bool,
    is_western: bool,
    fresh: i64,
    alike: i64,
    refused: i64,
    read: String,
    not_taken: Vec<(String, &'static str)>,
    not_read: String,
    filters: Vec<(String, String, bool)>,
    rows: Vec<Line>,
    next: Option<String>,
}

struct Line {
    line: i64,
    name: String,
    place: String,
    /// The class of the row, and of the tag in it.
    class: &'static str,
    tag: &'static str,
    word: String,
    /// Where the member or contact is that it became or looks like.
    link: Option<(String, String)>,
    advice: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "imports/undo.html")]
struct UndoPage {
    layout: Layout,
    id: String,
    file_name: String,
    fresh: i64,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    show: Option<String>,
    after: Option<String>,
}

pub(super) fn parse(id: &str) -> Result<BatchId, ActionError> {
    BatchId::parse(id).ok_or(ActionError::NotFound("import"))
}

pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let id = parse(&id)?;
    let filter = Show::parse(asked.show.as_deref().unwrap_or_default());
    let list = format!("import {id} {}", filter.wire());
    let after = match &asked.after {
        Some(after) => cursor::read(&app, &list, after)?.parse().unwrap_or(0),
        None => 0,
    };
    let opened = act::read(&app, Asker::Person(visit.who), id, filter, after).await?;
    let next = opened.next.map(|it| {
        let cursor = cursor::write(&app, &list, &it.to_string());
        format!("/imports/{id}?show={}&after={cursor}", filter.wire())
    });
    let batch = opened.batch;
    let Header { read, not_taken, not_read, .. } = opened.header;
    let counts = batch.counts;
    let filters = [
        (Show::All, format!("All {}", counts.fresh + counts.alike + counts.refused)),
        (Show::New, format!("New {}", counts.fresh)),
        (Show::Alike, format!("Already there {}", counts.alike)),
        (Show::Refused, format!("To look at {}", counts.refused)),
    ];
    let chip = |(show, word): (Show, String)| {
        (word, format!("/imports/{id}?show={}", show.wire()), show == filter)
    };
    Ok(crate::show::page(BatchPage {
        layout: visit.layout(batch.file_name.clone(), ""),
        id: id.to_string(),
        file_name: batch.file_name,
        is_taken: batch.stage == Stage::Taken,
        is_undone: batch.stage == Stage::Undone,
        is_western: batch.encoding == "windows-1252",
        fresh: counts.fresh,
        alike: counts.alike,
        refused: counts.refused,
        read: read.join(", "),
        not_taken,
        not_read: not_read.join(", "),
        filters: filters.into_iter().map(chip).collect(),
        rows: opened.rows.into_iter().map(Line::from).collect(),
        next,
    }))
}

impl From<Row> for Line {
    fn from(row: Row) -> Self {
        let found = |it: act::Found| (format!("/@{}", it.handle), it.name.to_string());
        let (class, tag, word, link, problems) = match row.verdict {
            RowVerdict::New(None) => ("", "tag-good", "New".to_owned(), None, Vec::new()),
            RowVerdict::New(Some(it)) => {
                ("", "tag-good", "Taken in".to_owned(), Some(found(it)), Vec::new())
            }
            RowVerdict::Listed(it) => {
                ("warn", "tag-warm", "Already listed".to_owned(), it.map(found), Vec::new())
            }
            RowVerdict::Twice(line) => {
                ("warn", "tag-warm", format!("The same as row {line}"), None, Vec::new())
            }
            RowVerdict::Refused(problems) => {
                ("bad", "tag-rose", "Please look".to_owned(), None, problems)
            }
        };
        let advice = problems.into_iter().map(|it| (it.column, it.advice)).collect();
        let name = if row.name.is_empty() { "(no name)".to_owned() } else { row.name };
        Self { line: row.line, name, place: row.place, class, tag, word, link, advice }
    }
}

fn said(app: &App, to: &str, text: String, undo: Option<String>) -> Response {
    let cookie = [(header::SET_COOKIE, cookies::say(app, &Toast { text, undo }))];
    (cookie, Redirect::to(to)).into_response()
}

pub(super) async fn take(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let id = parse(&id)?;
    let twins = if fields.get("twins") == "take" { Twins::Take } else { Twins::Skip };
    let batch = act::take(&app, Asker::Person(visit.who), id, twins, &|_, _| ()).await?;
    let text = format!("{} are on the list now.", contacts(batch.counts.fresh));
    Ok(said(&app, &format!("/imports/{id}"), text, Some(format!("/imports/{id}/undo"))))
}

pub(super) async fn ask_undo(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id = parse(&id)?;
    let opened = act::read(&app, Asker::Person(visit.who), id, Show::Refused, i64::MAX).await?;
    if opened.batch.stage != Stage::Taken {
        return Ok(Redirect::to(&format!("/imports/{id}")).into_response());
    }
    Ok(crate::show::page(UndoPage {
        layout: visit.layout("Undo this import?", ""),
        id: id.to_string(),
        file_name: opened.batch.file_name,
        fresh: opened.batch.counts.fresh,
    }))
}

pub(super) async fn undo(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id = parse(&id)?;
    let undone = act::undo(&app, Asker::Person(visit.who), id).await?;
    let count = i64::try_from(undone.removed).unwrap_or(i64::MAX);
    let mut text = format!("{} are off the list again.", contacts(count));
    if !undone.kept.is_empty() {
        let names: Vec<&str> = undone.kept.iter().take(5).map(|it| it.name.as_str()).collect();
        let more = if undone.kept.len() > names.len() { " and others" } else { "" };
        text = format!(
            "{text} {}{more} stay, because somebody changed or claimed them, or is invited to.",
            names.join(", ")
        );
    }
    Ok(said(&app, &format!("/imports/{id}"), text, None))
}

fn contacts(count: i64) -> String {
    if count == 1 { "1 contact".to_owned() } else { format!("{count} contacts") }
}

pub(super) async fn rejected(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let text = act::rejected(&app, Asker::Person(visit.who), parse(&id)?).await?;
    Ok(file(CSV, "rejected.csv", text))
}
