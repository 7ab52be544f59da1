//! Who asks to join, for members; and how one's own question stands.

use actions::alliance::candidates as act;
use actions::{ActionError, App};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::kernel::text::Handle;

use super::pages::done;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::Layout;
use crate::mark::Mark;
use crate::refusals::Refusals;
use crate::show;
use crate::times::Moment;
use crate::visit::Visit;

/// `/alliance/candidates…` and `/alliance/candidacy`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/alliance/candidates", get(list))
        .route("/alliance/candidates/{handle}/objection", post(object))
        .route("/alliance/candidates/{handle}/objection/withdrawal", post(withdraw))
        .route("/alliance/candidacy", get(mine))
}

#[derive(Template)]
#[template(path = "alliance/candidates.html")]
struct CandidatesPage {
    layout: Layout,
    refusals: Refusals,
    /// The candidate whose form came back, and what was typed.
    typed: Option<(String, String)>,
    /// For how many days members can object; 0 where an invitation is enough.
    by_consent: bool,
    candidates: Vec<Row>,
}

struct Row {
    handle: String,
    name: String,
    mark: Mark,
    kind: &'static str,
    place: String,
    line: String,
    offers: Vec<String>,
    since: Moment,
    until: Moment,
    against: Vec<AgainstRow>,
    /// Whether the reader's own member objects.
    mine: bool,
    /// The name of the form's field, and what is wrong with what was typed there.
    field: String,
    error: String,
}

struct AgainstRow {
    member: String,
    handle: String,
    reason: String,
    at: Moment,
}

#[derive(Template)]
#[template(path = "alliance/candidacy.html")]
struct CandidacyPage {
    layout: Layout,
    alliance: String,
    member: String,
    since: Moment,
    until: Moment,
    talk_first: bool,
}

async fn list(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    page(&app, &visit, None, Refusals::none()).await
}

async fn page(
    app: &App,
    visit: &Visit,
    typed: Option<(String, String)>,
    refusals: Refusals,
) -> Result<Response, PageError> {
    let candidates = act::list(app, visit.who).await?;
    let joining = visit.arrival.alliance.as_ref().map(|it| it.joining);
    Ok(show::form(
        &refusals,
        CandidatesPage {
            layout: visit.layout("Asking to join", ""),
            refusals: refusals.clone(),
            typed,
            by_consent: joining != Some(domain::alliance::joining::Joining::Invited),
            candidates: candidates.into_iter().map(|it| row(it, &refusals)).collect(),
        },
    ))
}

fn row(candidate: act::Candidate, refusals: &Refusals) -> Row {
    let member = candidate.view.member;
    let offers = member.profile.offers.iter().map(|it| it.title.to_string());
    let field = format!("reason-{}", member.handle);
    Row {
        error: refusals.of(&field).to_owned(),
        field,
        handle: member.handle.to_string(),
        name: member.name.to_string(),
        mark: Mark::of(&member),
        kind: member.kind.words(),
        place: member.home().map(|it| it.words().to_owned()).unwrap_or_default(),
        line: member.profile.line.as_ref().map(ToString::to_string).unwrap_or_default(),
        offers: offers.take(6).collect(),
        since: member.since.into(),
        until: candidate.until.into(),
        mine: candidate.against.iter().any(|it| it.mine),
        against: candidate
            .against
            .into_iter()
            .map(|it| AgainstRow {
                member: it.member.to_string(),
                handle: it.handle.to_string(),
                reason: it.reason.to_string(),
                at: it.at.into(),
            })
            .collect(),
    }
}

async fn object(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    match act::object(&app, visit.who, &handle, fields.get("reason")).await {
        Ok(()) => {
            let undo = withdrawal(&handle)?;
            Ok(done(&app, "/alliance/candidates", "They wait until you have talked.", Some(undo)))
        }
        Err(error) => {
            let mut refusals = Refusals::none();
            for (field, sentence) in Refusals::from_error(error)?.all() {
                refusals.add(format!("{field}-{handle}"), sentence);
            }
            page(&app, &visit, Some((handle, fields.get("reason").to_owned())), refusals).await
        }
    }
}

async fn withdraw(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
) -> Result<Response, PageError> {
    act::withdraw(&app, visit.who, &handle).await?;
    Ok(done(&app, "/alliance/candidates", "You have nothing against it any more.", None))
}

/// A handle that came in an address is written into another only when it is one.
fn withdrawal(handle: &str) -> Result<String, ActionError> {
    let handle = Handle::parse(handle).map_err(|_| ActionError::NotFound("candidate"))?;
    Ok(format!("/alliance/candidates/{handle}/objection/withdrawal"))
}

async fn mine(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let mine = act::mine(&app, visit.who).await?;
    if mine.joined {
        return Ok(Redirect::to("/welcome/invite").into_response());
    }
    let hat = visit.arrival.session.as_ref().and_then(|it| it.hat.as_ref());
    let alliance = visit.arrival.alliance.as_ref();
    Ok(show::page(CandidacyPage {
        layout: visit.layout("Your question", ""),
        alliance: alliance.map(|it| it.name.to_string()).unwrap_or_default(),
        member: hat.map(|it| it.name.to_string()).unwrap_or_default(),
        since: mine.since.into(),
        until: mine.until.into(),
        talk_first: mine.talk_first,
    }))
}
