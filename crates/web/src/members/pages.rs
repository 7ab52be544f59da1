//! Members' pages, and the addresses of this room.

use actions::fit::Opened;
use actions::members::{self as act, claims, contacts};
use actions::notes::stream;
use actions::{ActionError, App};
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::members::parts::{Kind, Standing};
use domain::members::visibility::Viewer;

use super::profile::{self, Profile};
use super::{
    claims as claim_pages, contacts as contact_pages, edit, leaving, logo, offers, search, when,
};
use crate::alliance::invitations::invite;
use crate::error::PageError;
use crate::fit::{FitBox, fit_box};
use crate::flag::Flag;
use crate::layout::Layout;
use crate::notes::shown::{PartShown, parts};
use crate::show;
use crate::visit::Visit;

/// So many notes stand on the page itself.
const NOTES: usize = 5;

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/me/edit/logo", get(logo::form).post(logo::choose))
        .layer(DefaultBodyLimit::max(logo::REQUEST_MAX))
        .route("/me/edit/logo/removal", post(logo::remove))
        .route("/me/edit/logo/{logo}/restoration", post(logo::bring_back))
        .route("/@{handle}", get(show))
        .route("/@{handle}/flag.svg", get(flag))
        .route("/@{handle}/logo/{file}", get(logo::picture))
        .route("/@{handle}/claim", get(claim_pages::form).post(claim_pages::ask))
        .route("/@{handle}/edit", get(contact_pages::edit_form).post(contact_pages::edit))
        .route("/@{handle}/removal", post(contact_pages::remove))
        .route("/claims/{id}/answer", post(claim_pages::set_aside))
        .route("/contacts", get(contact_pages::list).post(contact_pages::add))
        .route("/contacts/new", get(contact_pages::new_form))
        .route("/contacts/{id}/restoration", post(contact_pages::put_back))
        .route("/me", get(edit::me))
        .route("/me/edit", get(edit::first))
        .route("/me/edit/sealed", get(edit::sealed_page).post(edit::seal))
        .route("/me/edit/sealed/{other}/removal", post(edit::unseal))
        .route("/me/edit/{section}", get(edit::show).post(edit::save))
        .route("/me/offers/new", get(offers::new_offer))
        .route("/me/offers", post(offers::add_offer))
        .route("/me/offers/{id}", get(offers::edit_offer).post(offers::save_offer))
        .route("/me/offers/{id}/removal", post(offers::drop_offer))
        .route("/me/offers/{id}/restoration", post(offers::put_back))
        .route("/me/offers/{id}/freshness", post(offers::still_true))
        .route("/me/needs/new", get(offers::new_need))
        .route("/me/needs", post(offers::add_need))
        .route("/me/needs/{id}", get(offers::edit_need).post(offers::save_need))
        .route("/me/needs/{id}/removal", post(offers::drop_need))
        .route("/me/needs/{id}/restoration", post(offers::put_back))
        .route("/me/needs/{id}/freshness", post(offers::still_true))
        .route("/me/history", get(leaving::history))
        .route("/me/leave", get(leaving::form).post(leaving::leave))
        .route("/me/return", post(leaving::come_back))
        .route("/search", get(search::page))
        .route("/search/suggest", get(search::suggest))
}

#[derive(Template)]
#[template(path = "members/profile.html")]
struct ProfilePage {
    layout: Layout,
    profile: Profile,
    /// Whether the reader is a member who may keep a contact right.
    fellow: bool,
    /// Whether the reader's member can say hello to this one.
    may_hello: bool,
    invite: String,
    origin: String,
    claims: Vec<ClaimShown>,
    places: Vec<String>,
    languages: String,
    since: String,
    /// The first of what it told, as far as the reader may read it.
    notes: Vec<PartShown>,
    /// Whether there is more than that to read.
    tells: bool,
    /// The same page for programs: schema.org in JSON-LD.
    ld: String,
    /// How it fits the reader; `None` for its own people and for those who cannot find.
    fit_box: Option<FitBox>,
}

struct ClaimShown {
    id: String,
    name: String,
    email: String,
    asked: String,
    invite: String,
}

async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
) -> Result<Response, PageError> {
    let Opened { view, fitting } = actions::fit::open(&app, visit.who, &handle).await?;
    let (member, now) = (&view.member, app.now());
    if member.handle.as_str() != handle {
        return Ok(Redirect::permanent(&format!("/@{}", member.handle)).into_response());
    }
    let fellow = visit.who.member().is_some();
    let is_contact = member.standing == Standing::Contact;
    let waiting = if is_contact && fellow {
        claims::waiting(&app, visit.who, &handle).await?
    } else {
        Vec::new()
    };
    let claim = |it: domain::members::claim::Claim| ClaimShown {
        id: it.id.to_string(),
        asked: when::ago(it.at, now),
        invite: invite(&handle, it.name.as_str(), it.email.as_str()),
        name: it.name.to_string(),
        email: it.email.to_string(),
    };
    let mut layout = visit.layout(member.name.to_string(), "");
    layout.description = member.profile.line.as_ref().map(ToString::to_string).unwrap_or_default();
    let own_viewer = if is_contact { Viewer::Fellow } else { view.viewer };
    let story = stream::of_member(&app, visit.who, member.id, None).await?;
    let first = &story.page.items[..story.page.items.len().min(NOTES)];
    let page = ProfilePage {
        layout,
        profile: Profile::new(member, own_viewer, now),
        fellow,
        may_hello: fellow && view.viewer != Viewer::Own && member.standing == Standing::Member,
        invite: invite(&handle, member.name.as_str(), ""),
        origin: if is_contact { origin(&app, &visit, &view).await? } else { String::new() },
        claims: waiting.into_iter().map(claim).collect(),
        places: member.profile.places.as_slice().iter().map(profile::place_words).collect(),
        languages: {
            let names: Vec<&str> = member.profile.languages.iter().map(|it| it.name()).collect();
            names.join(", ")
        },
        since: since(&view),
        fit_box: fitting.and_then(|it| fit_box(&it, now.day())),
        notes: parts(first, now),
        tells: member.standing == Standing::Member,
        ld: json_ld(&app, &view),
    };
    Ok(show::page(page))
}

/// The member in the words of schema.org, as far as everyone may know it.
fn json_ld(app: &App, view: &act::View) -> String {
    let member = view.member.clone().seen_by(Viewer::Stranger);
    if member.standing != Standing::Member {
        return String::new();
    }
    let kind = match member.kind {
        Kind::Organisation => "Organization",
        Kind::FreeAgent => "Person",
    };
    let data = serde_json::json!({
        "@context": "https://schema.org",
        "@type": kind,
        "@id": format!("{}/@{}", app.config.base_url, member.handle),
        "url": format!("{}/@{}", app.config.base_url, member.handle),
        "name": member.name.as_str(),
        "description": member.profile.line.as_ref().map(|it| it.as_str()),
        "sameAs": member.profile.web.as_ref().map(|it| it.as_str()),
    });
    crate::ld::text(&data)
}

fn since(view: &act::View) -> String {
    let date = when::date(view.member.since.day());
    match view.member.standing {
        Standing::Member => format!("Member since {date}"),
        Standing::Candidate => format!("Asked to join on {date}"),
        Standing::Contact => format!("Listed since {date}"),
        Standing::Left | Standing::Removed => String::new(),
    }
}

/// `Listed by Ana Silva on 12 May 2026; not a member yet.`
async fn origin(app: &App, visit: &Visit, view: &act::View) -> Result<String, ActionError> {
    let origin = contacts::origin(app, visit.who, view.member.id).await?;
    let words = Standing::Contact.words();
    Ok(match origin {
        None => format!("{words}."),
        Some(origin) => {
            let by = origin.by.map(|it| format!(" by {it}")).unwrap_or_default();
            format!("{words}. First {}{by} on {}.", origin.words, when::date(origin.at.day()))
        }
    })
}

async fn flag(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
) -> Result<Response, PageError> {
    let view = act::read(&app, visit.who, &handle).await?;
    let drawing = Flag::of(view.member.id.bits()).svg();
    let headers =
        [(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "private, max-age=3600")];
    Ok((headers, drawing).into_response())
}
