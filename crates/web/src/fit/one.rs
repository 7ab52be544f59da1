//! `/find/with/{handle}`: how one other member fits, with every reason, also where it is refused.

use actions::fit::{self as act, Fitting};
use actions::{ActionError, App};
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use domain::fit::{Purpose, Refusal};
use domain::kernel::time::Day;
use domain::members::parts::Standing;

use super::ask::at;
use super::card::{Card, tone};
use super::sentence::capital;
use crate::cookies;
use crate::error::PageError;
use crate::form::{self, Fields};
use crate::layout::{Layout, Toast};
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "fit/one.html")]
struct OnePage {
    layout: Layout,
    card: Card,
    /// Words, verdict, its class, address and whether it is this one.
    purposes: Vec<(String, &'static str, &'static str, String, bool)>,
    purpose: String,
    purpose_words: &'static str,
    /// Whether a reason to want it all the same can be given.
    competes: bool,
    why: String,
    despite: Option<String>,
    hidden: bool,
    here: String,
    refusals: Refusals,
}

/// The page.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let fields = form::read(query.as_deref().unwrap_or_default()).ok_or(PageError::Unreadable)?;
    let purpose = read_purpose(&fields)?;
    let fitting = act::answer(&app, visit.who, &handle, purpose).await?;
    Ok(show::page(page(&app, &visit, &fitting, String::new(), Refusals::none())))
}

fn read_purpose(fields: &Fields) -> Result<Purpose, ActionError> {
    let purpose = vec![("purpose".to_owned(), fields.get("purpose").to_owned())];
    Ok(act::FindQuery::parse(&purpose)?.purpose)
}

fn page(app: &App, visit: &Visit, fitting: &Fitting, why: String, refusals: Refusals) -> OnePage {
    let name = fitting.other.name.as_str();
    let link = |purpose: Purpose| href(fitting.other.handle.as_str(), purpose);
    let purposes = fitting.at_a_glance.iter().map(|(purpose, verdict)| {
        let words = capital(purpose.words());
        (words, verdict.words(), tone(*verdict), link(*purpose), *purpose == fitting.purpose)
    });
    let because = &fitting.answer.refused_because;
    OnePage {
        layout: visit.layout(format!("You and {name}"), "/find"),
        card: Card::of_fitting(fitting, app.now().day()),
        purposes: purposes.collect(),
        purpose: fitting.purpose.wire(),
        purpose_words: fitting.purpose.words(),
        competes: because.iter().any(|it| matches!(it, Refusal::Competitor { .. })),
        why,
        despite: fitting.despite.as_ref().map(ToString::to_string),
        hidden: fitting.hidden,
        here: link(fitting.purpose),
        refusals,
    }
}

fn href(handle: &str, purpose: Purpose) -> String {
    at(&format!("/find/with/{handle}"), [("purpose", purpose.wire())])
}

/// Why they want to although they compete.
pub async fn say_why(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let (purpose, why) = (read_purpose(&fields)?, fields.get("why"));
    match act::want_despite(&app, visit.who, &handle, why).await {
        Ok(()) => Ok(Redirect::to(&href(&handle, purpose)).into_response()),
        Err(error) => {
            let refusals = Refusals::from_error(error)?;
            let fitting = act::answer(&app, visit.who, &handle, purpose).await?;
            let page = page(&app, &visit, &fitting, why.to_owned(), refusals.clone());
            Ok(show::form(&refusals, page))
        }
    }
}

/// Takes that back.
pub async fn forget_why(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let purpose = read_purpose(&fields)?;
    act::forget_reason(&app, visit.who, &handle).await?;
    let toast = Toast { text: "They are left out again, as before.".to_owned(), undo: None };
    let said = [(header::SET_COOKIE, cookies::say(&app, &toast))];
    Ok((said, Redirect::to(&href(&handle, purpose))).into_response())
}

/// The box "How you fit" on a member's page (`fit_box` in `components/fit.html`).
pub struct FitBox {
    /// The answer for working together.
    pub card: Card,
    /// Where all of it stands.
    pub href: String,
}

/// The box for a reader, of the member or contact that it is about; nothing about anybody else.
pub fn fit_box(fitting: &Fitting, today: Day) -> Option<FitBox> {
    let shown = matches!(fitting.other.standing, Standing::Member | Standing::Contact);
    let href = href(fitting.other.handle.as_str(), Purpose::Together);
    shown.then(|| FitBox { card: Card::of_fitting(fitting, today), href })
}
