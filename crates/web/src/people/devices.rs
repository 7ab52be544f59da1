//! Devices and passkeys, under Settings.

use actions::people::{devices as act, passkeys};
use actions::{ActionError, App};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::kernel::id::SessionId;

use crate::cookies;
use crate::error::PageError;
use crate::layout::{Layout, Toast};
use crate::show;
use crate::times::Moment;
use crate::visit::Visit;

/// `/settings/devices…`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/settings/devices", get(list))
        .route("/settings/devices/others/end", post(end_others))
        .route("/settings/devices/{id}/end", post(end))
}

#[derive(Template)]
#[template(path = "people/devices.html")]
struct DevicesPage {
    layout: Layout,
    devices: Vec<DeviceRow>,
    passkeys: Vec<PasskeyRow>,
    offered: bool,
}

struct DeviceRow {
    id: String,
    name: String,
    this: bool,
    made: Moment,
    seen: Moment,
}

struct PasskeyRow {
    id: String,
    name: String,
    made: Moment,
    used: Moment,
}

async fn list(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let this = visit.arrival.session.as_ref().map(|it| it.id);
    let devices = act::list(&app, visit.who).await?.into_iter().map(|it| DeviceRow {
        id: it.id.to_string(),
        name: it.name,
        this: Some(it.id) == this,
        made: it.made.into(),
        seen: it.seen.into(),
    });
    let passkeys = passkeys::list(&app, visit.who).await?.into_iter().map(|it| PasskeyRow {
        id: it.id.to_string(),
        name: it.name.to_string(),
        made: it.made.into(),
        used: it.used.into(),
    });
    Ok(show::page(DevicesPage {
        layout: visit.layout("Devices and passkeys", ""),
        devices: devices.collect(),
        passkeys: passkeys.collect(),
        offered: actions::people::passkeys::are_offered(&app),
    }))
}

async fn end(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id = SessionId::parse(&id).ok_or(ActionError::NotFound("device"))?;
    act::end(&app, visit.who, id).await?;
    let this = visit.arrival.session.as_ref().is_some_and(|it| it.id == id);
    let mut response = Redirect::to(if this { "/" } else { "/settings/devices" }).into_response();
    let toast = Toast { text: "That device is signed out.".to_owned(), undo: None };
    response.headers_mut().append(header::SET_COOKIE, cookies::say(&app, &toast));
    if this {
        response.headers_mut().append(header::SET_COOKIE, cookies::sign_out(&app));
    }
    Ok(response)
}

async fn end_others(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let this = visit.arrival.session.as_ref().ok_or(ActionError::SignIn)?.id;
    let text = match act::end_others(&app, visit.who, this).await? {
        0 => "You are signed in nowhere else.".to_owned(),
        1 => "One other device is signed out.".to_owned(),
        more => format!("{more} other devices are signed out."),
    };
    let cookie = [(header::SET_COOKIE, cookies::say(&app, &Toast { text, undo: None }))];
    Ok((cookie, Redirect::to("/settings/devices")).into_response())
}
