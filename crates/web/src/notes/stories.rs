//! Public stories: of the alliance, and of one member.

use actions::members;
use actions::notes::stream::{self as act, Page};
use actions::{ActionError, App};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::shown::{PartShown, parts};
use crate::cursor;
use crate::error::PageError;
use crate::layout::Layout;
use crate::mark::Mark;
use crate::show;
use crate::times::Moment;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "notes/stream.html")]
struct StreamPage {
    layout: Layout,
    name: String,
    parts: Vec<PartShown>,
    next: Option<String>,
    canonical: String,
}

#[derive(Template)]
#[template(path = "notes/story.html")]
struct StoryPage {
    layout: Layout,
    name: String,
    handle: String,
    /// The address of the member's page.
    page: String,
    mark: Mark,
    own: bool,
    parts: Vec<PartShown>,
    /// Since when it keeps something sealed.
    sealed: Vec<SealedShown>,
    next: Option<String>,
    canonical: String,
}

/// Something sealed: that it is there, and since when.
pub struct SealedShown {
    pub since: Moment,
    /// Where its own people read it; empty for everybody else.
    pub href: String,
}

#[derive(Deserialize)]
pub struct Asked {
    before: Option<String>,
}

pub async fn stream(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    const LIST: &str = "stream";
    let before = place(&app, LIST, asked.before.as_deref())?;
    let page = act::public(&app, visit.who, before).await?;
    let alliance = visit.arrival.alliance.as_ref().ok_or(PageError::NotSetUp)?;
    let name = alliance.name.to_string();
    let mut layout = visit.layout(format!("What {name} tells"), "");
    layout.description = format!("What the members of {name} tell everyone.");
    Ok(show::page(StreamPage {
        name,
        next: next(&app, LIST, "/stream", &page),
        parts: parts(&page.items, app.now()),
        canonical: format!("{}/stream", app.config.base_url),
        layout,
    }))
}

pub async fn of_member(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let view = members::read(&app, visit.who, &handle).await?;
    let member = &view.member;
    if member.handle.as_str() != handle {
        return Ok(Redirect::permanent(&format!("/@{}/notes", member.handle)).into_response());
    }
    let list = format!("notes of {}", member.id);
    let before = place(&app, &list, asked.before.as_deref())?;
    let story = act::of_member(&app, visit.who, member.id, before).await?;
    let own = visit.who.acts_for(member.id);
    let path = format!("/@{handle}/notes");
    let mut layout = visit.layout(format!("What {} tells", member.name), "");
    layout.description = format!("What {} tells everyone.", member.name);
    let sealed = story.sealed.iter().map(|(id, since)| SealedShown {
        since: (*since).into(),
        href: if own { format!("/notes/{id}") } else { String::new() },
    });
    Ok(show::page(StoryPage {
        name: member.name.to_string(),
        mark: Mark::of(member),
        page: format!("/@{handle}"),
        own,
        parts: parts(&story.page.items, app.now()),
        sealed: sealed.collect(),
        next: next(&app, &list, &path, &story.page),
        canonical: format!("{}{path}", app.config.base_url),
        handle,
        layout,
    }))
}

fn next(app: &App, list: &str, path: &str, page: &Page) -> Option<String> {
    let before = cursor::write(app, list, &place_text(page.next?));
    Some(format!("{path}?before={before}"))
}

/// A place in a stream, as text for a cursor.
pub fn place_text(place: u128) -> String {
    format!("{place:032x}")
}

/// Reads the place of a cursor of this list.
///
/// # Errors
/// [`ActionError::Fields`] when it is not from here.
pub fn place(app: &App, list: &str, cursor: Option<&str>) -> Result<Option<u128>, ActionError> {
    let Some(text) = cursor else { return Ok(None) };
    let text = cursor::read(app, list, text)?;
    let wrong = |_| ActionError::field("cursor", "this cursor is not from here; please start over");
    u128::from_str_radix(&text, 16).map(Some).map_err(wrong)
}
