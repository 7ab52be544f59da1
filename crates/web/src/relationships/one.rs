//! `/partners/{slug}`: one relationship, its conversation and its history.

use actions::App;
use actions::relationships::read::{self, LINES, View};
use actions::relationships::{describe, read::Happened};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::kernel::id::{EventId, MessageId};
use domain::relationships::party::{Decline, Stand};
use domain::relationships::relationship::State as Stands;
use serde::Deserialize;

use super::names::{self, told};
use super::shown::{
    self, HelloShown, KnownShown, Line, OutlookShown, PartyShown, Said, Stair, StepShown, Todo,
};
use crate::answer;
use crate::cursor;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::Layout;
use crate::mark::Mark;
use crate::refusals::Refusals;
use crate::show;
use crate::times::Moment;
use crate::visit::Visit;

#[derive(Deserialize)]
pub struct From {
    before: Option<String>,
}

#[derive(Template)]
#[template(path = "relationships/one.html")]
struct OnePage {
    layout: Layout,
    refusals: Refusals,
    slug: String,
    title: String,
    others: String,
    /// Handles of the others, for saying hello again.
    again: String,
    marks: Vec<Mark>,
    lead: String,
    /// Whether the reader is to answer the hello, and whether it is they who said it.
    asked: bool,
    may_withdraw: bool,
    /// Whether it goes on, rests or is over, for the reader.
    active: bool,
    resting: bool,
    over: bool,
    inside: bool,
    hello: HelloShown,
    reasons: Vec<(&'static str, &'static str)>,
    kind: &'static str,
    kind_sentence: &'static str,
    stairs: Vec<Stair>,
    step: Option<StepShown>,
    outlook: Option<OutlookShown>,
    todo: Vec<Todo>,
    values: Vec<shown::Pair>,
    parties: Vec<PartyShown>,
    shared: Vec<(&'static str, Vec<String>)>,
    known: Option<KnownShown>,
    done: Vec<Line>,
    messages: Vec<Said>,
    earlier: Option<String>,
    message: String,
    reviews: Vec<Line>,
    review_due: String,
    one_sided: bool,
}

/// The page.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
    Query(from): Query<From>,
) -> Result<Response, PageError> {
    let before = match from.before.as_deref() {
        Some(text) => MessageId::parse(&cursor::read(&app, &format!("talk {slug}"), text)?),
        None => None,
    };
    let view = read::page(&app, visit.who, &slug, before).await?;
    Ok(show::page(page(&app, &visit, &view, String::new(), Refusals::none())))
}

/// The page again, with what was refused above it.
pub async fn refused(
    app: &App,
    visit: &Visit,
    slug: &str,
    refusals: Refusals,
) -> Result<Response, PageError> {
    let view = read::page(app, visit.who, slug, None).await?;
    Ok(show::refused(page(app, visit, &view, String::new(), refusals)))
}

/// Says something to the other parties.
pub async fn say(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    match describe::say(&app, visit.who, &slug, fields.get("message")).await {
        Ok(_) => Ok(answer::done(&app, &format!("/partners/{slug}#talk"), "Sent.", None)),
        Err(error) => {
            let refusals = Refusals::from_error(told(error))?;
            let view = read::page(&app, visit.who, &slug, None).await?;
            let typed = fields.get("message").to_owned();
            Ok(show::refused(page(&app, &visit, &view, typed, refusals)))
        }
    }
}

fn page(app: &App, visit: &Visit, view: &View, message: String, refusals: Refusals) -> OnePage {
    let it = &view.relationship;
    let mine = it.party(view.me);
    let inside = it.holds(view.me);
    let others: Vec<_> = it.parties.iter().filter(|it| it.member != view.me).collect();
    let called: Vec<String> =
        others.iter().map(|it| names::plain(&view.members, it.member)).collect();
    let called = names::joined(&called);
    let title = format!("You and {called}");
    let again: Vec<String> =
        others.iter().map(|it| format!("to={}", names::handle(&view.members, it.member))).collect();
    let list = format!("talk {}", it.slug);
    let earlier = view.earlier.map(|id| cursor::write(app, &list, &id.to_string()));
    let stand = mine.map(|it| &it.stand);
    OnePage {
        layout: visit.layout(title.clone(), "/partners"),
        refusals,
        slug: it.slug.to_string(),
        title,
        others: called,
        again: again.join("&"),
        marks: [view.me]
            .into_iter()
            .chain(others.iter().map(|it| it.member))
            .map(|it| names::mark(&view.members, it))
            .collect(),
        lead: shown::lead(view),
        asked: !matches!(it.state, Stands::Ended(_)) && mine.is_some_and(|it| it.may_answer()),
        may_withdraw: it.state == Stands::Proposed && it.hello.by == view.me,
        active: inside && it.state == Stands::Active,
        resting: inside && it.state == Stands::Resting,
        over: matches!(it.state, Stands::Ended(_))
            || matches!(stand, Some(Stand::Left | Stand::Declined { .. })),
        inside,
        hello: HelloShown::of(view),
        reasons: Decline::ALL.iter().map(|it| (it.wire(), it.words())).collect(),
        kind: it.kind.words(),
        kind_sentence: it.kind.sentence(),
        stairs: shown::stairs(view),
        step: StepShown::of(view),
        outlook: view.outlook.as_ref().map(OutlookShown::of),
        todo: shown::todo(view, app.now().day()),
        values: shown::pairs(view),
        parties: it.parties.iter().map(|it| PartyShown::of(view, it)).collect(),
        shared: shown::shared(it),
        known: KnownShown::of(view),
        done: view.done.iter().map(|it| shown::done(view, it)).collect(),
        messages: view.messages.iter().map(|it| Said::of(view, it)).collect(),
        earlier: earlier.map(|it| format!("/partners/{}?before={it}#talk", it_slug(view))),
        message,
        reviews: view.reviews.iter().map(|it| shown::review(view, it)).collect(),
        review_due: it.rhythm.due.map(|it| it.words()).unwrap_or_default(),
        one_sided: domain::relationships::review::is_one_sided(&view.reviews),
    }
}

fn it_slug(view: &View) -> &str {
    view.relationship.slug.as_str()
}

#[derive(Template)]
#[template(path = "relationships/history.html")]
struct HistoryPage {
    layout: Layout,
    slug: String,
    lines: Vec<(String, String, Moment)>,
    next: Option<String>,
}

/// What happened, newest first.
pub async fn history(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
    Query(from): Query<From>,
) -> Result<Response, PageError> {
    let list = format!("history {slug}");
    let before = match from.before.as_deref() {
        Some(text) => EventId::parse(&cursor::read(&app, &list, text)?),
        None => None,
    };
    let happened = read::history(&app, visit.who, &slug, before).await?;
    let last = happened.iter().map(|it| it.id).min().filter(|_| happened.len() == LINES);
    let next = last.map(|it| cursor::write(&app, &list, &it.to_string()));
    let line = |it: &Happened| (by(it), it.words.clone(), Moment::from(it.at));
    Ok(show::page(HistoryPage {
        layout: visit.layout("What happened", "/partners"),
        lines: happened.iter().map(line).collect(),
        next: next.map(|it| format!("/partners/{slug}/history?before={it}")),
        slug,
    }))
}

fn by(it: &Happened) -> String {
    match (&it.person, &it.member) {
        (Some(person), Some(member)) => format!("{person} at {member}"),
        (Some(name), None) | (None, Some(name)) => name.to_string(),
        (None, None) => "Somebody".to_owned(),
    }
}
