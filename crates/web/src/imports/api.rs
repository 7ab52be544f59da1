//! The same for programs: looking at a list, taking it in, undoing it, and the members as a file.

use actions::members::import::{self as act, Asker, Batch, Opened, Row, RowVerdict, Show, Twins};
use actions::{ActionError, App};
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::kernel::id::BatchId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::batch::parse;
use super::exports::{CSV, file};
use super::stream;
use crate::cursor::{self, Page};
use crate::error::{ApiError, Problem};
use crate::times::utc;
use crate::visit::Caller;

/// `/imports…` and `/members.csv`.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_imports, make_import))
        .routes(routes!(read_import))
        .routes(routes!(take_import, undo_import))
        .routes(routes!(export_members))
}

/// A list that was sent in.
#[derive(Serialize, ToSchema)]
struct Import {
    id: String,
    file_name: String,
    /// `preview` (nothing happened yet), `taken` or `undone`.
    stage: &'static str,
    at: String,
    /// Rows that are, or became, new contacts.
    new: i64,
    /// Rows that seem to be listed already, or are twice in the list.
    already_there: i64,
    /// Rows with something to do.
    refused: i64,
}

/// A list with some of its rows.
#[derive(Serialize, ToSchema)]
struct ImportRows {
    #[serde(flatten)]
    import: Import,
    /// The columns that are read.
    columns_read: Vec<String>,
    /// The columns that are not.
    columns_not_read: Vec<String>,
    rows: Page<ImportRow>,
}

/// One row of a list.
#[derive(Serialize, ToSchema)]
struct ImportRow {
    /// The first line of the file is 1.
    row: i64,
    name: String,
    /// `new`, `listed`, `twice` or `refused`.
    verdict: &'static str,
    /// The handle of the contact it became, or of the member it looks like.
    member: Option<String>,
    /// The earlier row it looks like.
    same_as_row: Option<i64>,
    /// What to do about it.
    problems: Vec<RowProblem>,
}

/// What to do about one cell.
#[derive(Serialize, ToSchema)]
struct RowProblem {
    /// Empty when it is about the whole row.
    column: String,
    problem: String,
}

/// What an undo came to.
#[derive(Serialize, ToSchema)]
struct ImportUndone {
    #[serde(flatten)]
    import: Import,
    /// How many contacts were taken off the list.
    removed: usize,
    /// Handles of those that stay, because somebody changed or claimed them meanwhile, or is
    /// invited to.
    kept: Vec<String>,
}

#[derive(Deserialize, IntoParams)]
struct FileName {
    /// What the list is called.
    file_name: Option<String>,
}

#[derive(Deserialize, IntoParams)]
struct After {
    /// The cursor of the page before.
    cursor: Option<String>,
}

#[derive(Deserialize, IntoParams)]
struct Rows {
    /// `all` (unless said otherwise), `new`, `listed` or `refused`.
    show: Option<String>,
    /// The cursor of the page before.
    cursor: Option<String>,
}

#[derive(Deserialize, IntoParams)]
struct Taking {
    /// `true` takes in rows that seem to be there already as well.
    already_there: Option<bool>,
}

/// Look at a list of members: nothing is listed before it is taken in
#[utoipa::path(post, path = "/imports", tag = "import", params(FileName),
    request_body(content = String, content_type = "text/csv",
        description = "At most 10 MB, 20,000 rows and 100 columns."),
    responses(
        (status = 201, body = ImportRows),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
async fn make_import(
    State(app): State<App>,
    Caller(who): Caller,
    Query(asked): Query<FileName>,
    body: Body,
) -> Result<(StatusCode, Json<ImportRows>), ApiError> {
    let asker = Asker::Person(who);
    act::allowed(asker)?;
    let too_large = || ActionError::field("file", "please keep the file below 10 MB");
    let bytes = to_bytes(body, act::BYTES_MAX).await.map_err(|_| too_large())?;
    let name = asked.file_name.unwrap_or_default();
    let batch = act::preview(&app, asker, &name, bytes.to_vec()).await?;
    let opened = act::read(&app, asker, batch.id, Show::All, 0).await?;
    Ok((StatusCode::CREATED, Json(rows(&app, Show::All, opened))))
}

/// Your lists, newest first
#[utoipa::path(get, path = "/imports", tag = "import", params(After), responses(
    (status = 200, body = Page<Import>),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
async fn list_imports(
    State(app): State<App>,
    Caller(who): Caller,
    Query(asked): Query<After>,
) -> Result<Json<Page<Import>>, ApiError> {
    let before = match &asked.cursor {
        Some(cursor) => BatchId::parse(&cursor::read(&app, "imports", cursor)?),
        None => None,
    };
    let (batches, more) = act::list(&app, who, before).await?;
    let last = batches.last().filter(|_| more).map(|it| it.id.to_string());
    let next = last.map(|it| cursor::write(&app, "imports", &it));
    Ok(Json(Page { items: batches.into_iter().map(Import::from).collect(), next }))
}

/// One list and its rows
#[utoipa::path(get, path = "/imports/{id}", tag = "import", params(("id" = String, Path), Rows),
    responses(
        (status = 200, body = ImportRows),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
async fn read_import(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
    Query(asked): Query<Rows>,
) -> Result<Json<ImportRows>, ApiError> {
    let id = parse(&id)?;
    let show = Show::parse(asked.show.as_deref().unwrap_or_default());
    let after = match &asked.cursor {
        Some(cursor) => cursor::read(&app, &list_name(id, show), cursor)?.parse().unwrap_or(0),
        None => 0,
    };
    let opened = act::read(&app, Asker::Person(who), id, show, after).await?;
    Ok(Json(rows(&app, show, opened)))
}

/// Take a list in: its new rows become contacts, all or none
#[utoipa::path(post, path = "/imports/{id}/taking", tag = "import",
    params(("id" = String, Path), Taking),
    responses(
        (status = 200, body = Import),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
async fn take_import(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
    Query(asked): Query<Taking>,
) -> Result<Json<Import>, ApiError> {
    let twins = if asked.already_there == Some(true) { Twins::Take } else { Twins::Skip };
    let batch = act::take(&app, Asker::Person(who), parse(&id)?, twins, &|_, _| ()).await?;
    Ok(Json(batch.into()))
}

/// Undo an import: its contacts go, except those that somebody changed or claimed
#[utoipa::path(delete, path = "/imports/{id}/taking", tag = "import",
    params(("id" = String, Path)),
    responses(
        (status = 200, body = ImportUndone),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
async fn undo_import(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<Json<ImportUndone>, ApiError> {
    let undone = act::undo(&app, Asker::Person(who), parse(&id)?).await?;
    Ok(Json(ImportUndone {
        import: undone.batch.into(),
        removed: undone.removed,
        kept: undone.kept.into_iter().map(|it| it.handle.to_string()).collect(),
    }))
}

/// Every member and contact as you see them, as a file that can be imported again
#[utoipa::path(get, path = "/members.csv", tag = "import", responses(
    (status = 200, body = String, content_type = "text/csv"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
async fn export_members(State(app): State<App>, Caller(who): Caller) -> Result<Response, ApiError> {
    let body = stream::members(&app, Asker::Person(who)).await?;
    Ok(file(CSV, "members.csv", body))
}

fn list_name(id: BatchId, show: Show) -> String {
    format!("import {id} {}", show.wire())
}

fn rows(app: &App, show: Show, opened: Opened) -> ImportRows {
    let list = list_name(opened.batch.id, show);
    let not_taken = opened.header.not_taken.into_iter().map(|(name, _)| name);
    ImportRows {
        import: opened.batch.into(),
        columns_read: opened.header.read,
        columns_not_read: not_taken.chain(opened.header.not_read).collect(),
        rows: Page {
            items: opened.rows.into_iter().map(ImportRow::from).collect(),
            next: opened.next.map(|it| cursor::write(app, &list, &it.to_string())),
        },
    }
}

impl From<Batch> for Import {
    fn from(batch: Batch) -> Self {
        Self {
            id: batch.id.to_string(),
            file_name: batch.file_name,
            stage: batch.stage.wire(),
            at: utc(batch.at),
            new: batch.counts.fresh,
            already_there: batch.counts.alike,
            refused: batch.counts.refused,
        }
    }
}

impl From<Row> for ImportRow {
    fn from(row: Row) -> Self {
        let handle = |it: Option<act::Found>| it.map(|it| it.handle.to_string());
        let (verdict, member, same_as_row, problems) = match row.verdict {
            RowVerdict::New(became) => ("new", handle(became), None, Vec::new()),
            RowVerdict::Listed(found) => ("listed", handle(found), None, Vec::new()),
            RowVerdict::Twice(other) => ("twice", None, Some(other), Vec::new()),
            RowVerdict::Refused(problems) => ("refused", None, None, problems),
        };
        let problems = problems
            .into_iter()
            .map(|it| RowProblem { column: it.column, problem: it.advice })
            .collect();
        Self { row: row.line, name: row.name, verdict, member, same_as_row, problems }
    }
}
