//! What happened to a member, and leaving the alliance.

use actions::App;
use actions::members::{self as act, history as happened, leaving};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::kernel::id::EventId;
use domain::members::leaving::BACK_DAYS;
use domain::members::parts::Standing;
use serde::Deserialize;

use super::when;
use crate::answer;
use crate::cursor;
use crate::error::PageError;
use crate::layout::Layout;
use crate::show;
use crate::times;
use crate::visit::Visit;

/// The name of this list in cursors.
const LIST: &str = "history";

#[derive(Template)]
#[template(path = "members/history.html")]
struct HistoryPage {
    layout: Layout,
    lines: Vec<HistoryLine>,
    next: Option<String>,
}

struct HistoryLine {
    by: String,
    words: String,
    utc: String,
    date: String,
}

#[derive(Template)]
#[template(path = "members/leave.html")]
struct LeavePage {
    layout: Layout,
    name: String,
    is_member: bool,
    has_left: bool,
    back_days: i64,
    back_until: String,
}

#[derive(Deserialize)]
pub struct From {
    before: Option<String>,
}

pub async fn history(
    State(app): State<App>,
    visit: Visit,
    Query(from): Query<From>,
) -> Result<Response, PageError> {
    let hat = visit.hat()?;
    let before = match from.before.as_deref() {
        Some(text) => EventId::parse(&cursor::read(&app, LIST, text)?),
        None => None,
    };
    let events = happened::read(&app, visit.who, hat, before).await?;
    let full = i64::try_from(events.len()).unwrap_or(0) == happened::PAGE;
    let next = events
        .last()
        .filter(|_| full)
        .map(|it| format!("/me/history?before={}", cursor::write(&app, LIST, &it.id.to_string())));
    let line = |it: happened::Happened| HistoryLine {
        by: it.by.map_or("Somebody".to_owned(), |it| it.to_string()),
        words: it.words,
        utc: times::utc(it.at),
        date: when::date(it.at.day()),
    };
    let layout = visit.layout("What happened", "");
    let page = HistoryPage { layout, lines: events.into_iter().map(line).collect(), next };
    Ok(show::page(page))
}

pub async fn form(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    visit.hat()?;
    let member = act::own(&app, visit.who).await?;
    Ok(show::page(LeavePage {
        layout: visit.layout("Leaving", ""),
        name: member.name.to_string(),
        is_member: member.standing == Standing::Member,
        has_left: member.standing == Standing::Left && app.now() < member.way_back_until(),
        back_days: BACK_DAYS,
        back_until: when::date(member.way_back_until().day()),
    }))
}

pub async fn leave(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let member = leaving::leave(&app, visit.who, visit.hat()?).await?;
    let said = format!("{} has left. Until then you can come back here.", member.name);
    let said = said.replace("Until then", &format!("For {BACK_DAYS} days"));
    Ok(answer::done(&app, "/me/leave", said, Some("/me/return".to_owned())))
}

pub async fn come_back(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let member = leaving::come_back(&app, visit.who, visit.hat()?).await?;
    Ok(answer::done(&app, &format!("/@{}", member.handle), "Welcome back.", None))
}
