//! Proposing a step, answering one, leaving.

use actions::relationships::{read, steps as act};
use actions::{ActionError, App};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::relationships::ladder::{COMPARISON, Rung};
use domain::relationships::relationship::{Relationship, State as Stands};
use serde::Deserialize;

use super::hello::kinds;
use super::names::{self, told};
use super::one;
use crate::answer;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::Layout;
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "relationships/step.html")]
struct StepPage {
    layout: Layout,
    refusals: Refusals,
    slug: String,
    others: String,
    /// `move`, `pause`, `wake`, `end`, `convert` or `include`.
    what: String,
    heading: &'static str,
    rungs: Vec<(&'static str, &'static str, &'static str, &'static str)>,
    kinds: Vec<(&'static str, &'static str, &'static str, &'static str)>,
    comparison: &'static [(&'static str, &'static str, &'static str)],
    to: String,
    why: String,
    plan: String,
}

#[derive(Template)]
#[template(path = "relationships/leave.html")]
struct LeavePage {
    layout: Layout,
    slug: String,
    others: String,
    /// Whether the others go on without the reader.
    goes_on: bool,
}

#[derive(Deserialize)]
pub struct Wanted {
    what: Option<String>,
    to: Option<String>,
}

/// The form.
pub async fn form(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let asked = act::Asked {
        what: wanted.what.unwrap_or_else(|| "move".to_owned()),
        to: wanted.to.unwrap_or_default(),
        ..act::Asked::default()
    };
    Ok(show::page(page(&app, &visit, &slug, &asked, Refusals::none()).await?))
}

async fn page(
    app: &App,
    visit: &Visit,
    slug: &str,
    asked: &act::Asked,
    refusals: Refusals,
) -> Result<StepPage, PageError> {
    let listed = read::one(app, visit.who, slug).await?;
    let it = &listed.relationships[0];
    let heading = match asked.what.as_str() {
        "pause" => "Propose a pause",
        "wake" => "Propose to go on",
        "end" => "Propose to end it",
        "convert" => "Call it something else",
        "include" => "Ask one more in",
        _ => "Propose a step",
    };
    Ok(StepPage {
        layout: visit.layout(heading, "/partners"),
        refusals,
        slug: slug.to_owned(),
        others: others(&listed, it),
        what: asked.what.clone(),
        heading,
        rungs: rungs(it.rung),
        kinds: kinds().into_iter().filter(|(wire, ..)| *wire != it.kind.wire()).collect(),
        comparison: &COMPARISON,
        to: asked.to.clone(),
        why: asked.why.clone(),
        plan: asked.plan.clone(),
    })
}

/// The other parties by name.
pub fn others(listed: &read::Listed, it: &Relationship) -> String {
    let others = it.inside().filter(|it| it.member != listed.me);
    let called: Vec<String> = others.map(|it| names::plain(&listed.members, it.member)).collect();
    names::joined(&called)
}

fn rungs(here: Rung) -> Vec<(&'static str, &'static str, &'static str, &'static str)> {
    let note = |it: Rung| match it {
        it if Some(it) == here.up() => "One step up",
        it if Some(it) == here.down() => "One step down",
        it if it > here => "Further up; please say why",
        _ => "Further down; please say why",
    };
    let others = Rung::ALL.iter().rev().filter(|it| **it != here);
    others.map(|it| (it.wire(), "", it.words(), note(*it))).collect()
}

/// Proposes it.
pub async fn propose(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let text = |name: &str| fields.get(name).to_owned();
    let asked =
        act::Asked { what: text("what"), to: text("to"), why: text("why"), plan: text("plan") };
    match act::propose(&app, visit.who, &slug, &asked).await {
        Ok(_) => {
            let said = "Proposed. Nothing changes until everyone says yes.";
            Ok(answer::done(&app, &format!("/partners/{slug}"), said, None))
        }
        Err(error) => {
            let refusals = Refusals::from_error(told(error))?;
            Ok(show::refused(page(&app, &visit, &slug, &asked, refusals).await?))
        }
    }
}

/// Says yes, would rather stay, or takes it back.
pub async fn answer(
    State(app): State<App>,
    visit: Visit,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let (done, said) = match fields.get("answer") {
        "yes" => (act::agree(&app, visit.who, &slug, &id).await, "You said yes."),
        "back" => (act::withdraw(&app, visit.who, &slug, &id).await, "Taken back."),
        "stay" => (act::keep(&app, visit.who, &slug, &id).await, "You stay as you are."),
        _ => (Err(ActionError::field("", "please choose an answer")), ""),
    };
    match done {
        Ok(_) => Ok(answer::done(&app, &format!("/partners/{slug}"), said, None)),
        Err(error) => one::refused(&app, &visit, &slug, Refusals::from_error(told(error))?).await,
    }
}

/// Asks whether they are sure.
pub async fn leave_form(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
) -> Result<Response, PageError> {
    let listed = read::one(&app, visit.who, &slug).await?;
    let it = &listed.relationships[0];
    if !matches!(it.state, Stands::Active | Stands::Resting) || !it.holds(listed.me) {
        return Err(ActionError::NotFound("page").into());
    }
    Ok(show::page(LeavePage {
        layout: visit.layout("Leave", "/partners"),
        others: others(&listed, it),
        goes_on: it.inside().count() > 2,
        slug,
    }))
}

/// Leaves.
pub async fn leave(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
) -> Result<Response, PageError> {
    match act::leave(&app, visit.who, &slug).await {
        Ok(_) => {
            let said = "You have left. All of you keep the record.";
            Ok(answer::done(&app, &format!("/partners/{slug}"), said, None))
        }
        Err(error) => one::refused(&app, &visit, &slug, Refusals::from_error(told(error))?).await,
    }
}
