//! Changing what the alliance says about itself, and the history of what it said.

use actions::alliance::settings as act;
use actions::{ActionError, App};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use domain::alliance::joining::Joining;
use domain::alliance::settings::{Alliance, FIELDS};
use serde::Deserialize;

use super::pages::done;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::Layout;
use crate::refusals::Refusals;
use crate::show;
use crate::times::Moment;
use crate::visit::Visit;

/// `/settings/alliance…` and `/alliance/history`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/settings/alliance", get(edit).post(change))
        .route("/settings/alliance/versions/{version}/return", post(restore))
        .route("/alliance/history", get(history))
}

#[derive(Template)]
#[template(path = "alliance/settings.html")]
struct SettingsPage {
    layout: Layout,
    refusals: Refusals,
    /// Whether the reader may change anything; who does not act for a member only reads.
    member: bool,
    alliance_name: String,
    line: String,
    meaning: String,
    goals: String,
    interests: String,
    causes: String,
    joining: String,
    ways: Vec<(String, String)>,
    open_directory: String,
}

#[derive(Template)]
#[template(path = "alliance/history.html")]
struct HistoryPage {
    layout: Layout,
    member: bool,
    versions: Vec<Row>,
    next: Option<String>,
}

struct Row {
    number: i64,
    words: String,
    by: String,
    handle: String,
    person: String,
    at: Moment,
    /// What it said then, field by field.
    said: Vec<(&'static str, Vec<String>)>,
    now: bool,
}

#[derive(Deserialize)]
struct Before {
    before: Option<i64>,
}

async fn edit(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    visit.who.actor().ok_or(ActionError::SignIn)?;
    let alliance = act::read(&app, visit.who).await?;
    let typed = FIELDS.iter().map(|(it, _)| ((*it).to_owned(), alliance.get(it))).collect();
    Ok(page(&visit, &alliance, &Fields(typed), Refusals::none()))
}

async fn change(
    State(app): State<App>,
    visit: Visit,
    fields: Fields,
) -> Result<Response, PageError> {
    let sent = FIELDS.iter().filter(|(it, _)| fields.has(it));
    let sent: Vec<(String, String)> =
        sent.map(|(it, _)| ((*it).to_owned(), fields.get(it).to_owned())).collect();
    let before = act::read(&app, visit.who).await?;
    match act::change(&app, visit.who, &sent).await {
        Ok(after) if after.version == before.version => {
            Ok(done(&app, "/alliance", "Nothing was changed.", None))
        }
        Ok(after) => {
            let undo = format!("/settings/alliance/versions/{}/return", after.version - 1);
            Ok(done(&app, "/alliance", "Changed, for everyone to see.", Some(undo)))
        }
        Err(error) => Ok(page(&visit, &before, &fields, Refusals::from_error(error)?)),
    }
}

async fn restore(
    State(app): State<App>,
    visit: Visit,
    Path(version): Path<String>,
) -> Result<Response, PageError> {
    let version = version.parse().map_err(|_| ActionError::NotFound("version"))?;
    let after = act::restore(&app, visit.who, version).await?;
    let undo = format!("/settings/alliance/versions/{}/return", after.version - 1);
    let undo = (after.version > 1).then_some(undo);
    Ok(done(&app, "/alliance/history", "It says again what it said then.", undo))
}

fn page(visit: &Visit, alliance: &Alliance, typed: &Fields, refusals: Refusals) -> Response {
    let text = |name: &str| typed.get(name).to_owned();
    show::form(
        &refusals,
        SettingsPage {
            layout: visit.layout("The alliance", ""),
            refusals: refusals.clone(),
            member: visit.who.member().is_some(),
            alliance_name: text("name"),
            line: text("line"),
            meaning: text("meaning"),
            goals: text("goals"),
            interests: text("interests"),
            causes: text("causes"),
            joining: text("joining"),
            ways: ways(alliance.joining),
            open_directory: text("open_directory"),
        },
    )
}

fn ways(now: Joining) -> Vec<(String, String)> {
    let mut days = vec![3, 7, 14, 30];
    if let Joining::Consent { days: now } = now
        && !days.contains(&now)
    {
        days.push(now);
        days.sort_unstable();
    }
    let consent = |it: u8| {
        let words = format!("They are in after {it} days, unless a member wants to talk first");
        (Joining::Consent { days: it }.to_text(), words)
    };
    let at_once = "Whoever a member invites is in at once".to_owned();
    std::iter::once((Joining::Invited.to_text(), at_once))
        .chain(days.into_iter().map(consent))
        .collect()
}

async fn history(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Before>,
) -> Result<Response, PageError> {
    let now = act::read(&app, visit.who).await?.version;
    let (versions, more) = act::history(&app, visit.who, asked.before).await?;
    let last = versions.last().filter(|_| more).map(|it| it.alliance.version);
    Ok(show::page(HistoryPage {
        layout: visit.layout("What it said before", ""),
        member: visit.who.member().is_some(),
        versions: versions.into_iter().map(|it| row(it, now)).collect(),
        next: last.map(|it| format!("/alliance/history?before={it}")),
    }))
}

fn row(version: act::Version, now: i64) -> Row {
    let alliance = &version.alliance;
    let said = [
        ("Name", "name"),
        ("In one line", "line"),
        ("What it means", "meaning"),
        ("Common goals", "goals"),
        ("Common interests", "interests"),
        ("Causes", "causes"),
    ];
    let said = said
        .into_iter()
        .map(|(words, field)| (words, paragraphs(&alliance.get(field)).collect::<Vec<_>>()));
    let mut said: Vec<(&'static str, Vec<String>)> = said.filter(|it| !it.1.is_empty()).collect();
    said.push(("How one joins", vec![joining_words(alliance.joining)]));
    let list = if alliance.open_directory { "Everyone" } else { "Members" };
    said.push(("Who sees the list of members", vec![list.to_owned()]));
    let (handle, by) = version.member.map_or((String::new(), String::new()), |(handle, name)| {
        (handle.to_string(), name.to_string())
    });
    Row {
        number: alliance.version,
        words: capital(&version.words),
        by,
        handle,
        person: version.person.map(|it| it.to_string()).unwrap_or_default(),
        at: version.at.into(),
        said,
        now: alliance.version == now,
    }
}

/// How one joins, in a sentence without its end.
pub fn joining_words(joining: Joining) -> String {
    match joining {
        Joining::Invited => "Whoever a member invites is in at once".to_owned(),
        Joining::Consent { days } => {
            format!("In after {days} days, unless a member wants to talk first")
        }
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

/// The paragraphs of a longer text.
pub fn paragraphs(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split("\n\n").map(str::trim).filter(|it| !it.is_empty());
    parts.map(str::to_owned).collect::<Vec<_>>().into_iter()
}
