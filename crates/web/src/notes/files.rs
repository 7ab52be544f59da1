//! Files of notes: sending one in, and showing it to whoever may see the note.

use actions::notes::files::{self as act, Sent};
use actions::{ActionError, App};
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::kernel::id::FileId;
use domain::notes::file::{BYTES_MAX, File, NotTaken};

use super::note;
use super::pages::note_id;
use crate::answer;
use crate::error::PageError;
use crate::form::Fields;
use crate::refusals::Refusals;
use crate::visit::{Caller, Visit};

/// The largest request that is read at all: a file just beyond its limit still gets an answer
/// beside its field.
pub const REQUEST_MAX: usize = BYTES_MAX + 2 * 1024 * 1024;

pub async fn add(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    sent: Result<Multipart, MultipartRejection>,
) -> Result<Response, PageError> {
    let note = note_id(&id)?;
    let read = read(sent.map_err(|_| PageError::Unreadable)?).await;
    let (added, alt) = match read {
        Ok(sent) => {
            let alt = sent.alt.clone();
            (act::add(&app, visit.who, note, sent).await, alt)
        }
        Err(PageError::TooLarge) => {
            (Err(ActionError::field("file", NotTaken::TooLarge)), String::new())
        }
        Err(error) => return Err(error),
    };
    match added {
        Ok(file) => {
            let undo = Some(format!("/files/{}/removal", file.id));
            Ok(answer::done(&app, &format!("/notes/{id}"), "It hangs on the note now.", undo))
        }
        Err(error) => {
            let refusals = Refusals::from_error(error)?;
            let form = Fields(vec![("alt".to_owned(), alt)]);
            note::again(&app, &visit, (&id, None), &form, refusals).await
        }
    }
}

async fn read(mut form: Multipart) -> Result<Sent, PageError> {
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some("file") => {
                sent.name = field.file_name().unwrap_or_default().to_owned();
                sent.bytes = field.bytes().await.map_err(broken)?.to_vec();
            }
            Some("alt") => sent.alt = field.text().await.map_err(broken)?,
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

/// The file itself. Only pictures that were written anew here are shown in a page; all else is
/// put away as a download, so that nothing in it can act for this site.
pub async fn show(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let (file, bytes) = act::read(&app, who, file_id(&id)?).await?;
    let headers = [
        (header::CONTENT_TYPE, file.kind.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, disposition(&file)),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        (HeaderName::from_static("x-content-type-options"), "nosniff".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// RFC 6266: the name in UTF-8, percent-encoded.
fn disposition(file: &File) -> String {
    let how = if file.kind.is_picture() { "inline" } else { "attachment" };
    let name: String = file.name.as_str().bytes().map(encoded).collect();
    format!("{how}; filename*=UTF-8''{name}")
}

fn encoded(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

pub async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let note = act::set_gone(&app, visit.who, file_id(&id)?, true).await?;
    let undo = Some(format!("/files/{id}/restoration"));
    Ok(answer::done(&app, &format!("/notes/{note}"), "The file is off the note.", undo))
}

pub async fn put_back(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let note = act::set_gone(&app, visit.who, file_id(&id)?, false).await?;
    Ok(answer::done(&app, &format!("/notes/{note}"), "The file is back.", None))
}

fn file_id(text: &str) -> Result<FileId, ActionError> {
    FileId::parse(text).ok_or(ActionError::NotFound("file"))
}
