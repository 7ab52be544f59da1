//! The first run.

use actions::alliance::setup as act;
use actions::{ActionError, App};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Deserialize;

use super::join::KINDS;
use crate::cookies;
use crate::error::PageError;
use crate::form::{self, Fields};
use crate::layout::Layout;
use crate::people::knock::Knocking;
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

/// `/setup`
pub fn routes() -> Router<App> {
    Router::new().route("/setup", get(ask).post(set_up))
}

#[derive(Template)]
#[template(path = "alliance/setup.html")]
struct SetupPage {
    layout: Layout,
    refusals: Refusals,
    code: String,
    typed: Fields,
    kinds: [(&'static str, &'static str, &'static str, &'static str); 2],
}

#[derive(Template)]
#[template(path = "alliance/setup_code.html")]
struct CodePage {
    layout: Layout,
    /// Whether a code was shown, and was not the right one.
    wrong: bool,
}

#[derive(Deserialize)]
struct Shown {
    #[serde(default)]
    code: String,
}

async fn ask(
    State(app): State<App>,
    visit: Visit,
    Query(shown): Query<Shown>,
) -> Result<Response, PageError> {
    if !act::is_setup_code(&app, &shown.code).await? {
        return Ok(code_page(&visit, !shown.code.is_empty()));
    }
    Ok(page(&visit, &shown.code, Fields::default(), Refusals::none()))
}

async fn set_up(
    State(app): State<App>,
    visit: Visit,
    knocking: Knocking,
    fields: Fields,
) -> Result<Response, PageError> {
    let code = fields.get("code").to_owned();
    let nonce = form::nonce_of(&fields).to_owned();
    match act::set_up(&app, &code, &nonce, &fields.0, &knocking.with(&visit)).await {
        Ok(entered) => {
            let secret = entered.secret.unwrap_or_default();
            let cookie = [(header::SET_COOKIE, cookies::sign_in(&app, &secret))];
            Ok((cookie, Redirect::to("/welcome/1")).into_response())
        }
        Err(ActionError::Refused(_)) if visit.arrival.alliance.is_none() => {
            Ok(code_page(&visit, true))
        }
        Err(error) => Ok(page(&visit, &code, fields, Refusals::from_error(error)?)),
    }
}

fn page(visit: &Visit, code: &str, typed: Fields, refusals: Refusals) -> Response {
    show::form(
        &refusals,
        SetupPage {
            layout: visit.layout("Begin your alliance", ""),
            refusals: refusals.clone(),
            code: code.to_owned(),
            typed,
            kinds: KINDS,
        },
    )
}

fn code_page(visit: &Visit, wrong: bool) -> Response {
    let layout = visit.layout("Begin your alliance", "");
    let status = if wrong { StatusCode::FORBIDDEN } else { StatusCode::OK };
    (status, show::page(CodePage { layout, wrong })).into_response()
}
