//! What one says about oneself, under Settings, and for whom one acts.

use actions::people::me as act;
use actions::{ActionError, App};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::kernel::id::MemberId;
use domain::members::parts::Standing;

use super::knock::Knocking;
use super::zones;
use crate::cookies;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::{Layout, Toast};
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

/// `/settings`, `/settings/email`, `/settings/hat` and `/settings/members/{id}/departure`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/settings", get(read).post(change))
        .route("/settings/email", post(prove_email))
        .route("/settings/hat", post(wear))
        .route("/settings/members/{id}/departure", get(ask_to_leave).post(leave))
}

#[derive(Template)]
#[template(path = "people/settings.html")]
struct SettingsPage {
    layout: Layout,
    refusals: Refusals,
    mail: bool,
    person_name: String,
    email: String,
    zone: String,
    zones: Vec<(String, String)>,
    hats: Vec<HatRow>,
}

struct HatRow {
    id: String,
    handle: String,
    name: String,
    worn: bool,
    waiting: bool,
}

#[derive(Template)]
#[template(path = "people/email_code.html")]
struct EmailCodePage {
    layout: Layout,
    refusals: Refusals,
    email: String,
    code: String,
}

#[derive(Template)]
#[template(path = "people/departure.html")]
struct DeparturePage {
    layout: Layout,
    refusals: Refusals,
    id: String,
    name: String,
    alone: bool,
}

/// What was typed into the form, or what is known.
struct Typed {
    name: String,
    email: String,
    zone: String,
}

async fn read(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    page(&app, &visit, None, Refusals::none()).await
}

async fn page(
    app: &App,
    visit: &Visit,
    typed: Option<Typed>,
    refusals: Refusals,
) -> Result<Response, PageError> {
    let me = act::read(app, visit.who).await?;
    let worn = visit.who.actor().and_then(|it| it.hat);
    let typed = typed.unwrap_or_else(|| Typed {
        name: me.person.name.to_string(),
        email: me.person.email.map(|it| it.to_string()).unwrap_or_default(),
        zone: me.person.zone,
    });
    let hats = me.hats.into_iter().map(|it| HatRow {
        id: it.member.to_string(),
        handle: it.handle.to_string(),
        name: it.name.to_string(),
        worn: Some(it.member) == worn,
        waiting: it.standing == Standing::Candidate,
    });
    Ok(show::form(
        &refusals,
        SettingsPage {
            layout: visit.layout("Settings", ""),
            refusals: refusals.clone(),
            mail: app.config.mail,
            zones: zones::choices(&typed.zone),
            person_name: typed.name,
            email: typed.email,
            zone: typed.zone,
            hats: hats.collect(),
        },
    ))
}

async fn change(
    State(app): State<App>,
    visit: Visit,
    knocking: Knocking,
    fields: Fields,
) -> Result<Response, PageError> {
    match try_change(&app, &visit, &knocking.from, &fields).await {
        Ok(act::NewEmail::Taken) => Ok(back(&app, "Saved.")),
        Ok(act::NewEmail::CodeSent(email)) => {
            Ok(code_page(&visit, email.as_str(), "", Refusals::none()))
        }
        Err(error) => {
            let text = |name: &str| fields.get(name).to_owned();
            let typed = Typed { name: text("name"), email: text("email"), zone: text("zone") };
            page(&app, &visit, Some(typed), Refusals::from_error(error)?).await
        }
    }
}

async fn try_change(
    app: &App,
    visit: &Visit,
    from: &str,
    fields: &Fields,
) -> Result<act::NewEmail, ActionError> {
    let zone = zones::parse(fields.get("zone"))?;
    act::change(app, visit.who, fields.get("name"), &zone).await?;
    act::change_email(app, visit.who, fields.get("email"), from).await
}

fn code_page(visit: &Visit, email: &str, code: &str, refusals: Refusals) -> Response {
    let (email, code) = (email.to_owned(), code.to_owned());
    let layout = visit.layout("Your new address", "");
    show::form(&refusals, EmailCodePage { layout, refusals: refusals.clone(), email, code })
}

async fn prove_email(
    State(app): State<App>,
    visit: Visit,
    knocking: Knocking,
    fields: Fields,
) -> Result<Response, PageError> {
    let (email, code) = (fields.get("email"), fields.get("code"));
    match act::prove_email(&app, visit.who, email, code, &knocking.from).await {
        Ok(_) => Ok(back(&app, "Your new address is saved.")),
        Err(error) => Ok(code_page(&visit, email, code, Refusals::at("code", error)?)),
    }
}

async fn wear(State(app): State<App>, visit: Visit, fields: Fields) -> Result<Response, PageError> {
    let session = visit.arrival.session.as_ref().ok_or(ActionError::SignIn)?;
    let hat = act::wear(&app, session, member(fields.get("member"))?).await?;
    Ok(back(&app, &format!("You act for {} now.", hat.name)))
}

async fn ask_to_leave(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    departure_page(&app, &visit, &id, Refusals::none()).await
}

async fn departure_page(
    app: &App,
    visit: &Visit,
    id: &str,
    refusals: Refusals,
) -> Result<Response, PageError> {
    let departure = act::departure(app, visit.who, member(id)?).await?;
    Ok(show::form(
        &refusals,
        DeparturePage {
            layout: visit.layout(format!("Leave {}", departure.hat.name), ""),
            refusals: refusals.clone(),
            id: departure.hat.member.to_string(),
            name: departure.hat.name.to_string(),
            alone: departure.others == 0,
        },
    ))
}

async fn leave(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    match act::leave(&app, visit.who, member(&id)?, fields.get("alone") == "yes").await {
        Ok(departure) => Ok(back(&app, &format!("You no longer act for {}.", departure.hat.name))),
        Err(error) => departure_page(&app, &visit, &id, Refusals::from_error(error)?).await,
    }
}

fn member(id: &str) -> Result<MemberId, PageError> {
    Ok(MemberId::parse(id).ok_or(ActionError::NotFound("member"))?)
}

fn back(app: &App, text: &str) -> Response {
    let toast = Toast { text: text.to_owned(), undo: None };
    let cookie = [(header::SET_COOKIE, cookies::say(app, &toast))];
    (cookie, Redirect::to("/settings")).into_response()
}
