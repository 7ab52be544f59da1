//! Sending a list in: a file, or text that was pasted.

use actions::members::import::{self as act, Asker, BYTES_MAX};
use actions::{ActionError, App};
use askama::Template;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::error::PageError;
use crate::layout::Layout;
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

/// The largest request that is read at all: a file just beyond its limit still gets an answer
/// that says so.
pub(super) const REQUEST_MAX: usize = BYTES_MAX + 2 * 1024 * 1024;
/// Pasted text longer than this is not put back into the form.
const PASTED_SHOWN_MAX: usize = 200_000;

#[derive(Template)]
#[template(path = "imports/new.html")]
struct NewPage {
    layout: Layout,
    refusals: Refusals,
    pasted: String,
}

pub(super) async fn new(visit: Visit) -> Result<Response, PageError> {
    act::allowed(Asker::Person(visit.who))?;
    Ok(page(&visit, Refusals::none(), String::new()))
}

fn page(visit: &Visit, refusals: Refusals, pasted: String) -> Response {
    let layout = visit.layout("Import a list", "");
    show::form(&refusals, NewPage { layout, refusals: refusals.clone(), pasted })
}

pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    sent: Result<Multipart, MultipartRejection>,
) -> Result<Response, PageError> {
    let asker = Asker::Person(visit.who);
    act::allowed(asker)?;
    let Sent { file_name, bytes, pasted } = read(sent.map_err(|_| PageError::Unreadable)?).await?;
    let (name, list) = match (bytes.is_empty(), pasted.trim().is_empty()) {
        (false, _) => (file_name, bytes),
        (true, false) => ("A pasted list".to_owned(), pasted.clone().into_bytes()),
        (true, true) => {
            let refusals = Refusals::none().with("file", "Please choose a file, or paste a list.");
            return Ok(page(&visit, refusals, pasted));
        }
    };
    match act::preview(&app, asker, &name, list).await {
        Ok(batch) => Ok(Redirect::to(&format!("/imports/{}", batch.id)).into_response()),
        Err(error @ ActionError::Fields(_)) => {
            let shown = if pasted.len() > PASTED_SHOWN_MAX { String::new() } else { pasted };
            Ok(page(&visit, Refusals::from_error(error)?, shown))
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Default)]
struct Sent {
    file_name: String,
    bytes: Vec<u8>,
    pasted: String,
}

async fn read(mut form: Multipart) -> Result<Sent, PageError> {
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some("file") => {
                sent.file_name = field.file_name().unwrap_or_default().to_owned();
                sent.bytes = field.bytes().await.map_err(broken)?.to_vec();
            }
            Some("text") => sent.pasted = field.text().await.map_err(broken)?,
            _ => (),
        }
    }
    Ok(sent)
}

fn broken(error: MultipartError) -> PageError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
        _ => PageError::Unreadable,
    }
}
