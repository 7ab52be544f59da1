//! Signing in with a code or a link, and signing out.

use actions::App;
use actions::people::{passkeys, sign_in as act};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::knock::Knocking;
use crate::cookies;
use crate::error::PageError;
use crate::form::{self, Fields};
use crate::layout::{Layout, Toast};
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

/// Where who has signed in finds themselves.
const INSIDE: &str = "/";

/// `/sign-in…` and `/sign-out`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(show))
        .route("/sign-in/code", post(ask_code))
        .route("/sign-in/code/proof", post(prove_code))
        .route("/sign-in/link/{code}", get(show_link).post(use_link))
        .route("/sign-out", post(sign_out))
}

#[derive(Template)]
#[template(path = "people/sign_in.html")]
struct SignInPage {
    layout: Layout,
    refusals: Refusals,
    passkeys: bool,
    mail: bool,
    email: String,
}

#[derive(Template)]
#[template(path = "people/code.html")]
struct CodePage {
    layout: Layout,
    refusals: Refusals,
    email: String,
    code: String,
}

#[derive(Template)]
#[template(path = "people/link.html")]
struct LinkPage {
    layout: Layout,
    refusals: Refusals,
    action: String,
    already: Option<String>,
}

fn page(app: &App, visit: &Visit, email: &str, refusals: Refusals) -> Response {
    show::form(
        &refusals,
        SignInPage {
            layout: visit.layout("Sign in", ""),
            refusals: refusals.clone(),
            passkeys: passkeys::are_offered(app),
            mail: app.config.mail,
            email: email.to_owned(),
        },
    )
}

async fn show(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    if visit.arrival.session.is_some() {
        return Ok(Redirect::to(INSIDE).into_response());
    }
    Ok(page(&app, &visit, "", Refusals::none()))
}

async fn ask_code(
    State(app): State<App>,
    visit: Visit,
    knocking: Knocking,
    fields: Fields,
) -> Result<Response, PageError> {
    match act::ask_code(&app, fields.get("email"), &knocking.from).await {
        Ok(email) => Ok(code_page(&visit, email.as_str(), "", Refusals::none())),
        Err(error) => Ok(page(&app, &visit, fields.get("email"), Refusals::from_error(error)?)),
    }
}

/// An answer of its own, not a redirect: the address is in no history and no log.
fn code_page(visit: &Visit, email: &str, code: &str, refusals: Refusals) -> Response {
    let (email, code) = (email.to_owned(), code.to_owned());
    let layout = visit.layout("Your code", "");
    show::form(&refusals, CodePage { layout, refusals: refusals.clone(), email, code })
}

async fn prove_code(
    State(app): State<App>,
    visit: Visit,
    knocking: Knocking,
    fields: Fields,
) -> Result<Response, PageError> {
    let (email, code) = (fields.get("email"), fields.get("code"));
    let form = form::nonce_of(&fields);
    match act::with_code(&app, email, (code, form), &knocking.with(&visit)).await {
        Ok(secret) => Ok(enter(&app, &secret)),
        Err(error) => Ok(code_page(&visit, email, code, Refusals::at("code", error)?)),
    }
}

async fn show_link(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    Ok(link_page(&visit, &code, Refusals::none()))
}

/// Looking at the link does not use it up: programs that fetch a preview look, too.
fn link_page(visit: &Visit, code: &str, refusals: Refusals) -> Response {
    show::form(
        &refusals,
        LinkPage {
            layout: visit.layout("Sign in", ""),
            refusals: refusals.clone(),
            action: format!("/sign-in/link/{}", plain(code)),
            already: visit.arrival.session.as_ref().map(|it| it.person.name.to_string()),
        },
    )
}

/// A code has letters and digits only; others would lead elsewhere.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).take(64).collect()
}

async fn use_link(
    State(app): State<App>,
    visit: Visit,
    knocking: Knocking,
    Path(code): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let form = form::nonce_of(&fields);
    match act::with_link(&app, (&code, form), &knocking.with(&visit)).await {
        Ok(secret) => Ok(enter(&app, &secret)),
        Err(error) => Ok(link_page(&visit, &code, Refusals::from_error(error)?)),
    }
}

/// Opens the door for whoever has shown who they are.
fn enter(app: &App, secret: &str) -> Response {
    let cookie = [(header::SET_COOKIE, cookies::sign_in(app, secret))];
    (cookie, Redirect::to(INSIDE)).into_response()
}

async fn sign_out(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    if let Some(session) = &visit.arrival.session {
        act::out(&app, session).await?;
    }
    let toast = Toast { text: "You are signed out on this device.".to_owned(), undo: None };
    let mut response = Redirect::to("/").into_response();
    response.headers_mut().append(header::SET_COOKIE, cookies::sign_out(&app));
    response.headers_mut().append(header::SET_COOKIE, cookies::say(&app, &toast));
    Ok(response)
}
