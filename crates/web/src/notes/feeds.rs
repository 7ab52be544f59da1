//! What everyone may read, for feed readers: Atom (RFC 4287) and JSON Feed 1.1. A feed is the same
//! for everybody, whoever asks.

use actions::notes::stream::{self, Item, Page};
use actions::{App, members};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::kernel::who::Who;
use serde_json::{Value, json};

use super::shown::{self, NoteShown};
use super::text::start;
use crate::error::PageError;
use crate::times;
use crate::visit::Visit;

/// A title has so many characters.
const TITLE: usize = 80;

/// What a feed is about.
struct About {
    title: String,
    /// The page that says the same.
    home: String,
    /// The address of the feed without its ending.
    here: String,
    base: String,
}

#[derive(Template)]
#[template(path = "notes/components/feed.xml")]
struct AtomFeed {
    about: About,
    updated: String,
    entries: Vec<Entry>,
}

struct Entry {
    href: String,
    id: String,
    title: String,
    author: String,
    author_href: String,
    published: String,
    updated: String,
    html: String,
    text: String,
}

/// The words of a note as markup, for a feed.
#[derive(Template)]
#[template(path = "notes/components/content.html")]
struct Content {
    note: NoteShown,
    base: String,
}

pub async fn stream_atom(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let (about, page) = of_alliance(&app, &visit).await?;
    Ok(atom(about, &page, &app))
}

pub async fn stream_json(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let (about, page) = of_alliance(&app, &visit).await?;
    Ok(json_feed(&about, &page, &app))
}

pub async fn member_atom(
    State(app): State<App>,
    Path(handle): Path<String>,
) -> Result<Response, PageError> {
    let (about, page) = of_member(&app, &handle).await?;
    Ok(atom(about, &page, &app))
}

pub async fn member_json(
    State(app): State<App>,
    Path(handle): Path<String>,
) -> Result<Response, PageError> {
    let (about, page) = of_member(&app, &handle).await?;
    Ok(json_feed(&about, &page, &app))
}

async fn of_alliance(app: &App, visit: &Visit) -> Result<(About, Page), PageError> {
    let alliance = visit.arrival.alliance.as_ref().ok_or(PageError::NotSetUp)?;
    let base = app.config.base_url.clone();
    let page = stream::public(app, Who::Guest, None).await?;
    let title = format!("What {} tells", alliance.name);
    let (home, here) = (format!("{base}/stream"), format!("{base}/stream/feed"));
    Ok((About { title, home, here, base }, page))
}

async fn of_member(app: &App, handle: &str) -> Result<(About, Page), PageError> {
    let view = members::read(app, Who::Guest, handle).await?;
    let base = app.config.base_url.clone();
    let page = stream::public_of(app, view.member.id).await?;
    let handle = &view.member.handle;
    let (home, here) = (format!("{base}/@{handle}/notes"), format!("{base}/@{handle}/feed"));
    let title = format!("What {} tells", view.member.name);
    Ok((About { title, home, here, base }, page))
}

fn entry(item: &Item, about: &About, app: &App) -> Entry {
    let note = &item.told.note;
    let note_shown = shown::shown(item, app.now());
    let text = note.telling.body().as_str();
    let content = Content { note: note_shown, base: about.base.clone() };
    Entry {
        href: format!("{}/notes/{}", about.base, note.id),
        id: format!("urn:uuid:{}", note.id),
        title: start(text, TITLE),
        author: item.told.by.name.to_string(),
        author_href: format!("{}/@{}", about.base, item.told.by.handle),
        published: times::utc(note.at),
        updated: times::utc(note.edited.unwrap_or(note.at)),
        html: content.render().expect("templates have texts and lists, which always render"),
        text: text.to_owned(),
    }
}

fn atom(about: About, page: &Page, app: &App) -> Response {
    let entries: Vec<Entry> = page.items.iter().map(|it| entry(it, &about, app)).collect();
    let updated = entries.iter().map(|it| it.updated.clone()).max();
    // A feed without entries was never changed; every feed must say when it was.
    let updated = updated.unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned());
    let feed = AtomFeed { about, updated, entries };
    let text = feed.render().expect("templates have texts and lists, which always render");
    ([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], text).into_response()
}

fn json_feed(about: &About, page: &Page, app: &App) -> Response {
    let item = |it: &Item| {
        let entry = entry(it, about, app);
        json!({
            "id": entry.id,
            "url": entry.href,
            "title": entry.title,
            "content_html": entry.html,
            "content_text": entry.text,
            "date_published": entry.published,
            "date_modified": entry.updated,
            "authors": [{ "name": entry.author, "url": entry.author_href }],
        })
    };
    let feed: Value = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": about.title,
        "home_page_url": about.home,
        "feed_url": format!("{}.json", about.here),
        "language": "en-GB",
        "items": page.items.iter().map(item).collect::<Vec<_>>(),
    });
    ([(header::CONTENT_TYPE, "application/feed+json; charset=utf-8")], format!("{feed:#}\n"))
        .into_response()
}
