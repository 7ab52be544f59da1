//! Pages for people.

use actions::App;
use actions::members::import::{self as act, Batch, Stage};
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use domain::kernel::id::BatchId;
use serde::Deserialize;

use super::{batch, exports, sending};
use crate::cursor;
use crate::error::PageError;
use crate::layout::Layout;
use crate::show;
use crate::times::Moment;
use crate::visit::Visit;

/// `/imports…`, `/exports/…`, `/me/export…`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/imports", get(list).post(sending::send))
        .layer(DefaultBodyLimit::max(sending::REQUEST_MAX))
        .route("/imports/new", get(sending::new))
        .route("/imports/{id}", get(batch::show))
        .route("/imports/{id}/taking", post(batch::take))
        .route("/imports/{id}/undo", get(batch::ask_undo).post(batch::undo))
        .route("/imports/{id}/rejected.csv", get(batch::rejected))
        .merge(exports::routes())
}

#[derive(Template)]
#[template(path = "imports/list.html")]
struct ListPage {
    layout: Layout,
    batches: Vec<Line>,
    next: Option<String>,
}

struct Line {
    id: String,
    file_name: String,
    at: Moment,
    what: String,
}

#[derive(Deserialize)]
struct Asked {
    after: Option<String>,
}

async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let before = match &asked.after {
        Some(after) => BatchId::parse(&cursor::read(&app, "imports", after)?),
        None => None,
    };
    let (batches, more) = act::list(&app, visit.who, before).await?;
    let last = batches.last().filter(|_| more).map(|it| it.id.to_string());
    let next = last.map(|it| format!("/imports?after={}", cursor::write(&app, "imports", &it)));
    let layout = visit.layout("Your imports", "");
    let batches = batches.into_iter().map(Line::from).collect();
    Ok(show::page(ListPage { layout, batches, next }))
}

impl From<Batch> for Line {
    fn from(batch: Batch) -> Self {
        let counts = batch.counts;
        let what = match batch.stage {
            Stage::Preview => format!("Looked at, not taken in yet: {} new", counts.fresh),
            Stage::Taken => format!("Taken in: {} contacts", counts.fresh),
            Stage::Undone => "Undone".to_owned(),
        };
        let (id, file_name) = (batch.id.to_string(), batch.file_name);
        Self { id, file_name, at: batch.at.into(), what }
    }
}
