//! `/partners`: with whom one is in touch, and what waits for an answer.

use actions::App;
use actions::relationships::read::{self, After, Listed};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use domain::kernel::id::RelationshipId;
use domain::kernel::time::Time;
use domain::relationships::party::Shelf;
use domain::relationships::relationship::{Relationship, State as Stands};
use serde::Deserialize;

use super::introductions::{IntroductionShown, shown};
use super::{calendar, card, doing, hello, introductions, names, one, steps, writing};
use crate::cursor;
use crate::error::PageError;
use crate::layout::Layout;
use crate::mark::Mark;
use crate::show;
use crate::visit::Visit;

/// How many days ahead a review is announced.
const AHEAD_DAYS: i32 = 14;

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/partners", get(list))
        .route("/partners/hello", get(hello::form).post(hello::say))
        .route("/partners/introductions", get(introductions::list).post(introductions::pass_on))
        .route("/partners/introductions/new", get(introductions::form))
        .route("/partners/introductions/{id}/answer", post(introductions::answer))
        .route("/partners/calendar", get(calendar::page).post(calendar::make))
        .route("/partners/calendar/removal", post(calendar::forget))
        .route("/partners/{slug}", get(one::show))
        .route("/partners/{slug}/history", get(one::history))
        .route("/partners/{slug}/messages", post(one::say))
        .route("/partners/{slug}/answer", post(hello::answer))
        .route("/partners/{slug}/withdrawal", post(hello::withdraw))
        .route("/partners/{slug}/steps/new", get(steps::form))
        .route("/partners/{slug}/steps", post(steps::propose))
        .route("/partners/{slug}/steps/{id}/answer", post(steps::answer))
        .route("/partners/{slug}/leaving", get(steps::leave_form).post(steps::leave))
        .route("/partners/{slug}/words", get(writing::form).post(writing::write))
        .route("/partners/{slug}/known", get(writing::known_form).post(writing::say_known))
        .route("/partners/{slug}/known/confirmation", post(writing::confirm_known))
        .route("/partners/{slug}/values", get(writing::value_form).post(writing::give))
        .route("/partners/{slug}/values/{id}/removal", post(writing::take_back))
        .route("/partners/{slug}/values/{id}/restoration", post(writing::give_again))
        .route("/partners/{slug}/done", get(doing::form).post(doing::record))
        .route("/partners/{slug}/review", get(doing::review_form).post(doing::review))
        .route("/partners/{slug}/rhythm", post(doing::change_rhythm))
        .route("/calendar/{secret}", get(calendar::feed))
        .route("/@{handle}/card.vcf", get(card::card))
}

#[derive(Deserialize)]
pub struct Asked {
    shelf: Option<String>,
    cursor: Option<String>,
}

#[derive(Template)]
#[template(path = "relationships/list.html")]
struct ListPage {
    layout: Layout,
    /// The shelves: words, address, whether it is this one.
    shelves: Vec<(&'static str, String, bool)>,
    waiting: Vec<Row>,
    introductions: Vec<IntroductionShown>,
    due: Vec<Row>,
    title: &'static str,
    rows: Vec<Row>,
    next: Option<String>,
    /// Whether there is nothing at all yet.
    is_new: bool,
}

/// One relationship in a list.
pub struct Row {
    pub slug: String,
    pub name: String,
    pub marks: Vec<Mark>,
    pub line: String,
    pub mark: &'static str,
    pub tone: &'static str,
}

async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let shelf = asked.shelf.as_deref().and_then(|it| Shelf::parse(it).ok());
    let is_first = shelf.is_none() && asked.cursor.is_none();
    let shelf = shelf.filter(|it| *it != Shelf::Waiting).unwrap_or(Shelf::Active);
    let after = asked.cursor.as_deref().map(|it| read_after(&app, shelf, it)).transpose()?;
    let listed = read::shelf(&app, visit.who, shelf, after).await?;
    let (mut waiting, mut due, mut passed) = (Vec::new(), Vec::new(), Vec::new());
    if is_first {
        let found = read::shelf(&app, visit.who, Shelf::Waiting, None).await?;
        waiting = rows(&found);
        passed = shown(&actions::relationships::introductions::waiting(&app, visit.who).await?);
        due = to_review(&read::reviews_due(&app, visit.who, AHEAD_DAYS).await?);
    }
    let next = listed.next.map(|it| write_after(&app, shelf, it));
    let asked_too = if is_first && listed.relationships.is_empty() && waiting.is_empty() {
        read::shelf(&app, visit.who, Shelf::Asked, None).await?.relationships.is_empty()
    } else {
        false
    };
    let page = ListPage {
        layout: visit.layout("Partners", "/partners"),
        shelves: shelves(shelf),
        waiting,
        introductions: passed,
        due,
        title: shelf.words(),
        rows: rows(&listed),
        next: next.map(|it| format!("/partners?shelf={}&cursor={it}", shelf.wire())),
        is_new: asked_too,
    };
    Ok(show::page(page))
}

fn shelves(current: Shelf) -> Vec<(&'static str, String, bool)> {
    let all = [Shelf::Active, Shelf::Asked, Shelf::Resting, Shelf::Ended];
    let link = |it: Shelf| match it {
        Shelf::Active => "/partners".to_owned(),
        other => format!("/partners?shelf={}", other.wire()),
    };
    all.into_iter().map(|it| (it.words(), link(it), it == current)).collect()
}

/// Reads where a list goes on.
///
/// # Errors
/// [`actions::ActionError::Fields`] when the cursor is not one of this list.
pub fn read_after(app: &App, shelf: Shelf, text: &str) -> Result<After, actions::ActionError> {
    let name = format!("partners {}", shelf.wire());
    let position = cursor::read(app, &name, text)?;
    let wrong = || actions::ActionError::field("cursor", "this cursor is not from here");
    let (changed, id) = position.split_once(' ').ok_or_else(wrong)?;
    let changed = Time(changed.parse().map_err(|_| wrong())?);
    Ok(After { changed, id: RelationshipId::parse(id).ok_or_else(wrong)? })
}

/// Writes where a list goes on.
pub fn write_after(app: &App, shelf: Shelf, after: After) -> String {
    let name = format!("partners {}", shelf.wire());
    cursor::write(app, &name, &format!("{} {}", after.changed.0, after.id))
}

/// The rows of a list.
pub fn rows(listed: &Listed) -> Vec<Row> {
    listed.relationships.iter().map(|it| row(listed, it)).collect()
}

/// The rows of what is to be looked at, with the day.
fn to_review(listed: &Listed) -> Vec<Row> {
    let row = |it: &Relationship| Row {
        line: it.rhythm.due.map(|it| format!("Review by {}", it.words())).unwrap_or_default(),
        mark: it.rung.words(),
        tone: "tag-sea",
        ..row(listed, it)
    };
    listed.relationships.iter().map(row).collect()
}

fn row(listed: &Listed, it: &Relationship) -> Row {
    let others: Vec<_> = it.parties.iter().filter(|it| it.member != listed.me).collect();
    let called: Vec<String> =
        others.iter().map(|it| names::plain(&listed.members, it.member)).collect();
    let (mark, tone) = match it.shelf(listed.me) {
        Shelf::Waiting => ("Waiting for you", "tag-warm"),
        Shelf::Asked => ("Waiting for others", "tag"),
        Shelf::Active => (it.rung.words(), "tag-sea"),
        Shelf::Resting => ("Resting", "tag"),
        Shelf::Ended => ("Ended", "tag"),
    };
    Row {
        slug: it.slug.to_string(),
        name: names::joined(&called),
        marks: others.iter().map(|it| names::mark(&listed.members, it.member)).collect(),
        line: line(listed, it),
        mark,
        tone,
    }
}

fn line(listed: &Listed, it: &Relationship) -> String {
    let by = names::name(&listed.members, listed.me, it.hello.by);
    match (it.state, it.open_step()) {
        (Stands::Proposed, _) => format!("{by} said hello: {}", it.hello.purpose),
        (_, Some(step)) => {
            let by = names::name(&listed.members, listed.me, step.by);
            let verb = if step.by == listed.me { "propose" } else { "proposes" };
            format!("{by} {verb} {}", step.what.words())
        }
        (Stands::Active, None) => match it.rhythm.due {
            Some(day) => format!("{}. Next review on {}", it.kind.words(), day.words()),
            None => it.kind.words().to_owned(),
        },
        (Stands::Resting, None) => {
            format!("Resting since {}", it.state_at.day().words())
        }
        (Stands::Ended(by), None) => {
            format!("{}, {}", by.words(), it.state_at.day().words())
        }
    }
}
