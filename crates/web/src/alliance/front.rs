//! The signed-out front page: what this is, what it means, why one would join. Who is signed in is
//! led on to where their work is.

use actions::App;
use actions::alliance::presence;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use domain::members::parts::Standing;

use crate::error::PageError;
use crate::flag::Flag;
use crate::layout::Layout;
use crate::show;
use crate::visit::Visit;

/// How many pennants hang over the page.
const PENNANTS: usize = 12;

/// `/`
pub fn routes() -> Router<App> {
    Router::new().route("/", get(front))
}

#[derive(Template)]
#[template(path = "alliance/front.html")]
struct FrontPage {
    layout: Layout,
    name: String,
    line: String,
    meaning: Vec<String>,
    members: i64,
    countries: usize,
    flags: Vec<Flag>,
}

async fn front(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    if let Some(session) = &visit.arrival.session {
        let to = match session.hat.as_ref().map(|it| it.standing) {
            Some(Standing::Member) => "/home",
            Some(Standing::Candidate) => "/alliance/candidacy",
            _ => "/settings",
        };
        return Ok(Redirect::to(to).into_response());
    }
    let alliance = visit.arrival.alliance.as_ref().ok_or(PageError::NotSetUp)?;
    let presence = presence::presence(&app, visit.who).await?;
    let line = alliance.line.as_ref().map(ToString::to_string).unwrap_or_default();
    let mut layout = visit.layout(alliance.name.as_str(), "");
    layout.description.clone_from(&line);
    let meaning = alliance.meaning.as_ref().map(|it| it.as_str()).unwrap_or_default();
    let since = u128::from(alliance.since.0.unsigned_abs());
    Ok(show::page(FrontPage {
        layout,
        name: alliance.name.to_string(),
        line,
        meaning: super::settings::paragraphs(meaning).take(3).collect(),
        members: presence.members,
        countries: presence.countries.len(),
        flags: (1..=PENNANTS as u128).map(|it| Flag::of(since.wrapping_mul(it))).collect(),
    }))
}
