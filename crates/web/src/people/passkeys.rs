//! Passkeys: the two requests of each ceremony, and removing one.

use actions::App;
use actions::people::passkeys as act;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use domain::kernel::id::PasskeyId;
use serde::Deserialize;
use serde_json::{Value, json};

use super::knock::Knocking;
use crate::cookies;
use crate::error::{ApiError, PageError};
use crate::form::Fields;
use crate::layout::{Layout, Toast};
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

/// `/sign-in/passkey…` and `/settings/passkeys…`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in/passkey/ceremony", post(begin_signing_in))
        .route("/sign-in/passkey", post(finish_signing_in))
        .route("/settings/passkeys/ceremony", post(begin_adding))
        .route("/settings/passkeys", post(finish_adding))
        .route("/settings/passkeys/{id}/removal", get(ask).post(remove))
}

/// The second request of a ceremony.
#[derive(Deserialize)]
struct Finish {
    ceremony: String,
    #[serde(default)]
    name: Option<String>,
    credential: Value,
}

#[derive(Template)]
#[template(path = "people/passkey_removal.html")]
struct RemovalPage {
    layout: Layout,
    refusals: Refusals,
    id: String,
    name: String,
    last: bool,
}

async fn begin_signing_in(
    State(app): State<App>,
    knocking: Knocking,
) -> Result<Json<Value>, ApiError> {
    Ok(Json(act::begin_signing_in(&app, &knocking.from).await?))
}

async fn finish_signing_in(
    State(app): State<App>,
    visit: Visit,
    knocking: Knocking,
    Json(finish): Json<Finish>,
) -> Result<Response, ApiError> {
    let knock = knocking.with(&visit);
    let secret = act::finish_signing_in(&app, &finish.ceremony, finish.credential, &knock).await?;
    let cookie = [(header::SET_COOKIE, cookies::sign_in(&app, &secret))];
    Ok((cookie, Json(json!({ "next": "/" }))).into_response())
}

async fn begin_adding(State(app): State<App>, visit: Visit) -> Result<Json<Value>, ApiError> {
    Ok(Json(act::begin_adding(&app, visit.who).await?))
}

async fn finish_adding(
    State(app): State<App>,
    visit: Visit,
    Json(finish): Json<Finish>,
) -> Result<Response, ApiError> {
    let name = finish.name.unwrap_or_default();
    act::finish_adding(&app, visit.who, &finish.ceremony, &name, finish.credential).await?;
    let toast = Toast { text: "Your passkey is added.".to_owned(), undo: None };
    let cookie = [(header::SET_COOKIE, cookies::say(&app, &toast))];
    Ok((cookie, Json(json!({ "next": "/settings/devices" }))).into_response())
}

async fn ask(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    removal_page(&app, &visit, &id, Refusals::none()).await
}

async fn removal_page(
    app: &App,
    visit: &Visit,
    id: &str,
    refusals: Refusals,
) -> Result<Response, PageError> {
    let known = act::list(app, visit.who).await?;
    let id = parse(id)?;
    let passkey = known.iter().find(|it| it.id == id).ok_or_else(none)?;
    let person = visit.arrival.session.as_ref().map(|it| &it.person);
    Ok(show::form(
        &refusals,
        RemovalPage {
            layout: visit.layout("Remove a passkey", ""),
            refusals: refusals.clone(),
            id: id.to_string(),
            name: passkey.name.to_string(),
            last: person.is_some_and(|it| act::is_last_way_in(app, it, known.len())),
        },
    ))
}

async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let last = fields.get("last") == "yes";
    match act::remove(&app, visit.who, parse(&id)?, last).await {
        Ok(()) => {
            let toast = Toast { text: "The passkey is removed.".to_owned(), undo: None };
            let cookie = [(header::SET_COOKIE, cookies::say(&app, &toast))];
            Ok((cookie, Redirect::to("/settings/devices")).into_response())
        }
        Err(error) => removal_page(&app, &visit, &id, Refusals::from_error(error)?).await,
    }
}

fn parse(id: &str) -> Result<PasskeyId, PageError> {
    PasskeyId::parse(id).ok_or_else(none)
}

fn none() -> PageError {
    actions::ActionError::NotFound("passkey").into()
}
