//! The logo: choosing it, showing it, going back to the flag.

use actions::members::logos::{self as act, BYTES_MAX, Turned};
use actions::members::own;
use actions::{ActionError, App};
use askama::Template;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::kernel::id::LogoId;

use super::edit::{NavLine, nav};
use crate::answer;
use crate::error::PageError;
use crate::layout::Layout;
use crate::mark::{self, Mark};
use crate::refusals::Refusals;
use crate::show;
use crate::visit::{Caller, Visit};

/// Where one's logo is chosen.
const HERE: &str = "/me/edit/logo";
/// The largest request that is read at all: a file just beyond its limit still gets an answer
/// beside its field.
pub(super) const REQUEST_MAX: usize = 2 * BYTES_MAX;

#[derive(Template)]
#[template(path = "members/logo.html")]
struct LogoPage {
    layout: Layout,
    nav: Vec<NavLine>,
    name: String,
    mark: Mark,
    refusals: Refusals,
}

pub async fn form(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    visit.hat()?;
    page(&app, &visit, Refusals::none()).await
}

async fn page(app: &App, visit: &Visit, refusals: Refusals) -> Result<Response, PageError> {
    let member = own(app, visit.who).await?;
    let (layout, nav) = (visit.layout("Your logo", ""), nav("logo"));
    let (name, mark) = (member.name.to_string(), Mark::of(&member));
    Ok(show::form(&refusals, LogoPage { layout, nav, name, mark, refusals: refusals.clone() }))
}

pub async fn choose(
    State(app): State<App>,
    visit: Visit,
    sent: Result<Multipart, MultipartRejection>,
) -> Result<Response, PageError> {
    let hat = visit.hat()?;
    let sent = read(sent.map_err(|_| PageError::Unreadable)?).await;
    let turned = match sent {
        Ok(file) => act::change(&app, visit.who, hat, file).await,
        Err(PageError::TooLarge) => Err(ActionError::field("logo", act::PictureError::TooLarge)),
        Err(error) => return Err(error),
    };
    match turned {
        Ok(turned) => Ok(done(&app, "Your logo is beside your name now.", &turned)),
        Err(error) => page(&app, &visit, Refusals::from_error(error)?).await,
    }
}

async fn read(mut form: Multipart) -> Result<Vec<u8>, PageError> {
    let mut file = Vec::new();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        if field.name() == Some("logo") {
            file = field.bytes().await.map_err(broken)?.to_vec();
        }
    }
    Ok(file)
}

fn broken(error: MultipartError) -> PageError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
        _ => PageError::Unreadable,
    }
}

pub async fn remove(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let hat = visit.hat()?;
    let turned = act::remove(&app, visit.who, hat).await?;
    Ok(done(&app, "Your flag is beside your name again.", &turned))
}

pub async fn bring_back(
    State(app): State<App>,
    visit: Visit,
    Path(logo): Path<String>,
) -> Result<Response, PageError> {
    let hat = visit.hat()?;
    let logo = mark::parse(&logo).ok_or(ActionError::NotFound("picture"))?;
    let turned = act::bring_back(&app, visit.who, hat, logo).await?;
    Ok(done(&app, "The logo is back.", &turned))
}

/// Back to the form, with the way back to what was shown before.
fn done(app: &App, words: &str, turned: &Turned) -> Response {
    let shown = turned.member.profile.logo;
    let undo = match turned.before {
        before if before == shown => None,
        None => Some(format!("{HERE}/removal")),
        Some(before) => Some(format!("{HERE}/{}/restoration", mark::file_name(before))),
    };
    answer::done(app, HERE, words, undo)
}

/// The picture itself, for pages and programs. Its address is that of this very picture, so
/// browsers keep it; they keep it for their reader alone, because others may not see the member.
pub async fn picture(
    State(app): State<App>,
    Caller(who): Caller,
    Path((handle, file)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let logo: LogoId = mark::parse(&file).ok_or(ActionError::NotFound("picture"))?;
    let picture = act::file(&app, who, &handle, logo).await?;
    let headers = [
        (header::CONTENT_TYPE, "image/webp"),
        (header::CACHE_CONTROL, "private, max-age=31536000, immutable"),
    ];
    Ok((headers, picture).into_response())
}
