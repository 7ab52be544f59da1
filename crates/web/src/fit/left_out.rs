//! `/find/left-out`: who is not suggested, and why.

use actions::App;
use actions::fit as act;
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::ask::{Ask, at};
use super::card::Card;
use super::sentence::{Choices, capital};
use crate::cursor;
use crate::error::PageError;
use crate::form;
use crate::layout::Layout;
use crate::show;
use crate::visit::Visit;

const LIST: &str = "left out";

#[derive(Template)]
#[template(path = "fit/left_out.html")]
struct LeftOutPage {
    layout: Layout,
    purposes: Choices,
    purpose: &'static str,
    cards: Vec<Card>,
    next: Option<String>,
}

/// By name, a page at a time.
pub async fn list(
    State(app): State<App>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let fields = form::read(query.as_deref().unwrap_or_default()).ok_or(PageError::Unreadable)?;
    let ask = Ask::read(&fields)?;
    let purpose = ask.query.purpose;
    let after = match ask.cursor.as_str() {
        "" => None,
        sealed => Some(cursor::read(&app, LIST, sealed)?),
    };
    let found = act::left_out(&app, visit.who, &ask.query, after.as_deref()).await?;
    let here = |it: domain::fit::Purpose| at("/find/left-out", [("purpose", it.wire())]);
    let purposes = domain::fit::Purpose::FIXED;
    let purposes = purposes.map(|it| (capital(it.words()), here(it), it == purpose));
    let today = app.now().day();
    let next = found.next.map(|it| cursor::write(&app, LIST, &it));
    Ok(show::page(LeftOutPage {
        layout: visit.layout("Left out, and why", "/find"),
        purposes: purposes.into(),
        purpose: purpose.words(),
        cards: found.found.iter().map(|it| Card::of(it, purpose, today)).collect(),
        next: next.map(|it| at("/find/left-out", [("purpose", purpose.wire()), ("cursor", it)])),
    }))
}
