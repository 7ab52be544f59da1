//! Files that go out: the members one sees, and one's own data.

use actions::App;
use actions::members::export;
use actions::members::import::Asker;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::stream;
use crate::error::PageError;
use crate::layout::Layout;
use crate::show;
use crate::visit::Visit;

/// `/exports/…` and `/me/export…`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/exports/members.csv", get(members))
        .route("/me/export", get(own))
        .route("/me/export/profile.csv", get(own_row))
        .route("/me/export/everything.json", get(own_data))
}

#[derive(Template)]
#[template(path = "imports/export.html")]
struct ExportPage {
    layout: Layout,
    is_member: bool,
}

/// A file to keep, not a page to show.
pub(super) fn file(kind: &str, name: &str, text: impl IntoResponse) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, text).into_response()
}

pub(super) const CSV: &str = "text/csv; charset=utf-8";

async fn members(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let body = stream::members(&app, Asker::Person(visit.who)).await?;
    Ok(file(CSV, "members.csv", body))
}

async fn own(visit: Visit) -> Result<Response, PageError> {
    visit.hat()?;
    let layout = visit.layout("Your data", "");
    Ok(show::page(ExportPage { layout, is_member: visit.who.member().is_some() }))
}

async fn own_row(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    Ok(file(CSV, "profile.csv", export::own_row(&app, visit.who).await?))
}

async fn own_data(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let text = export::own_data(&app, visit.who).await?;
    Ok(file("application/json", "everything.json", text))
}
