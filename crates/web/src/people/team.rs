//! Who acts for a member. All of them are equal (R76).

use actions::people::{links, team as act};
use actions::{ActionError, App};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use domain::kernel::id::PersonId;

use crate::error::PageError;
use crate::layout::Layout;
use crate::show;
use crate::times::Moment;
use crate::visit::Visit;

/// `/me/people…`.
pub fn routes() -> Router<App> {
    Router::new().route("/me/people", get(list)).route("/me/people/{id}/link", post(make_link))
}

#[derive(Template)]
#[template(path = "people/team.html")]
struct TeamPage {
    layout: Layout,
    member: String,
    handle: String,
    people: Vec<PersonRow>,
    /// A link that was made just now, and for whom.
    fresh: Option<(String, String)>,
}

struct PersonRow {
    id: String,
    name: String,
    email: String,
    since: Moment,
    me: bool,
}

async fn list(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    page(&app, &visit, None).await
}

async fn page(
    app: &App,
    visit: &Visit,
    fresh: Option<(String, String)>,
) -> Result<Response, PageError> {
    let member = visit.hat()?;
    let hat = visit.arrival.session.as_ref().and_then(|it| it.hat.as_ref());
    let people = act::list(app, visit.who, member).await?.into_iter().map(|it| PersonRow {
        me: Some(it.id) == visit.who.person(),
        id: it.id.to_string(),
        name: it.name.to_string(),
        email: it.email.map(|it| it.to_string()).unwrap_or_default(),
        since: it.since.into(),
    });
    Ok(show::page(TeamPage {
        layout: visit.layout("Your people", ""),
        member: hat.map(|it| it.name.to_string()).unwrap_or_default(),
        handle: hat.map(|it| it.handle.to_string()).unwrap_or_default(),
        people: people.collect(),
        fresh,
    }))
}

/// An answer of its own, not a redirect: the link is shown here and nowhere else.
async fn make_link(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let person = PersonId::parse(&id).ok_or(ActionError::NotFound("person"))?;
    let (person, link) = links::for_fellow(&app, visit.who, visit.hat()?, person).await?;
    page(&app, &visit, Some((person.name.to_string(), link))).await
}
