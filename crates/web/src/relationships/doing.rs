//! Noting what was done, and looking at how it goes.

use actions::App;
use actions::relationships::{doing as act, read};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::relationships::interaction::{Circumstance, Did};
use domain::relationships::review::Useful;

use super::names::told;
use super::steps::others;
use crate::answer;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::Layout;
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

type Choices = Vec<(&'static str, &'static str, &'static str, &'static str)>;

#[derive(Template)]
#[template(path = "relationships/done.html")]
struct DonePage {
    layout: Layout,
    refusals: Refusals,
    slug: String,
    others: String,
    whats: Choices,
    what: String,
    circumstances: Choices,
    circumstance: String,
    day: String,
    words: String,
}

#[derive(Template)]
#[template(path = "relationships/review.html")]
struct ReviewPage {
    layout: Layout,
    refusals: Refusals,
    slug: String,
    others: String,
    usefuls: Choices,
    useful: String,
    words: String,
    due: String,
    due_words: String,
    days: String,
}

/// The form for something that was done.
pub async fn form(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
) -> Result<Response, PageError> {
    let asked = act::Asked {
        what: Did::Talk.wire().to_owned(),
        circumstance: Circumstance::MutualSupport.wire().to_owned(),
        day: app.now().day().to_string(),
        words: String::new(),
    };
    Ok(show::page(page(&app, &visit, &slug, &asked, Refusals::none()).await?))
}

async fn page(
    app: &App,
    visit: &Visit,
    slug: &str,
    asked: &act::Asked,
    refusals: Refusals,
) -> Result<DonePage, PageError> {
    let listed = read::one(app, visit.who, slug).await?;
    let circumstances = Circumstance::ALL.iter().map(|it| (it.wire(), "", it.words(), ""));
    Ok(DonePage {
        layout: visit.layout("What you did", "/partners"),
        refusals,
        slug: slug.to_owned(),
        others: others(&listed, &listed.relationships[0]),
        whats: Did::ALL.iter().map(|it| (it.wire(), "", it.words(), "")).collect(),
        what: asked.what.clone(),
        circumstances: circumstances.collect(),
        circumstance: asked.circumstance.clone(),
        day: asked.day.clone(),
        words: asked.words.clone(),
    })
}

/// Notes it.
pub async fn record(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let text = |name: &str| fields.get(name).to_owned();
    let asked = act::Asked {
        what: text("what"),
        circumstance: text("circumstance"),
        day: text("day"),
        words: text("words"),
    };
    match act::record(&app, visit.who, &slug, &asked).await {
        Ok(_) => Ok(answer::done(&app, &format!("/partners/{slug}"), "Noted.", None)),
        Err(error) => {
            let refusals = Refusals::at("day", told(error))?;
            Ok(show::refused(page(&app, &visit, &slug, &asked, refusals).await?))
        }
    }
}

/// The form of a review.
pub async fn review_form(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
) -> Result<Response, PageError> {
    Ok(show::page(review_page(&app, &visit, &slug, &Fields::default(), Refusals::none()).await?))
}

async fn review_page(
    app: &App,
    visit: &Visit,
    slug: &str,
    typed: &Fields,
    refusals: Refusals,
) -> Result<ReviewPage, PageError> {
    let listed = read::one(app, visit.who, slug).await?;
    let it = &listed.relationships[0];
    let or = |name: &str, stored: String| match typed.has(name) {
        true => typed.get(name).to_owned(),
        false => stored,
    };
    let due = it.rhythm.due;
    Ok(ReviewPage {
        layout: visit.layout("How it goes", "/partners"),
        refusals,
        slug: slug.to_owned(),
        others: others(&listed, it),
        usefuls: Useful::ALL.iter().map(|it| (it.wire(), "", it.words(), "")).collect(),
        useful: typed.get("useful").to_owned(),
        words: typed.get("words").to_owned(),
        due: or("due", due.map(|it| it.to_string()).unwrap_or_default()),
        due_words: due.map(|it| it.words()).unwrap_or_default(),
        days: or("days", it.rhythm.days.to_string()),
    })
}

/// Holds a review.
pub async fn review(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let (useful, words) = (fields.get("useful"), fields.get("words"));
    match act::review(&app, visit.who, &slug, useful, words).await {
        Ok(_) => {
            let said = "Saved. The others read it, and the next review is set.";
            Ok(answer::done(&app, &format!("/partners/{slug}"), said, None))
        }
        Err(error) => {
            let refusals = Refusals::from_error(told(error))?;
            Ok(show::refused(review_page(&app, &visit, &slug, &fields, refusals).await?))
        }
    }
}

/// Changes when they look at it next, and how often.
pub async fn change_rhythm(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let (due, days) = (fields.get("due"), fields.get("days"));
    match act::change_rhythm(&app, visit.who, &slug, due, days).await {
        Ok(_) => Ok(answer::done(&app, &format!("/partners/{slug}"), "Saved.", None)),
        Err(error) => {
            let refusals = Refusals::at("due", told(error))?;
            Ok(show::refused(review_page(&app, &visit, &slug, &fields, refusals).await?))
        }
    }
}
