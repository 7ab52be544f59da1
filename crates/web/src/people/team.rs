//! Who acts for a member. All of them are equal (R76).

use actions::alliance::invitations;
use actions::people::{links, team as act};
use actions::{ActionError, App};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use domain::kernel::id::PersonId;

use crate::error::PageError;
use crate::form::Fields;
use crate::layout::Layout;
use crate::refusals::Refusals;
use crate::show;
use crate::times::Moment;
use crate::visit::Visit;

/// `/me/people…`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/me/people", get(list))
        .route("/me/people/invitations", post(invite))
        .route("/me/people/{id}/link", post(make_link))
}

#[derive(Template)]
#[template(path = "people/team.html")]
struct TeamPage {
    layout: Layout,
    refusals: Refusals,
    member: String,
    people: Vec<PersonRow>,
    /// A candidate waits until the members agree; until then it invites nobody.
    may_invite: bool,
    guests: String,
    fresh: Fresh,
}

/// What was made just now, with whom it is for and the link that is shown this once.
#[derive(Default)]
struct Fresh {
    sign_in: Option<(String, String)>,
    invitations: Vec<(String, String)>,
}

struct PersonRow {
    id: String,
    name: String,
    email: String,
    since: Moment,
    me: bool,
}

async fn list(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    page(&app, &visit, Fresh::default(), "", Refusals::none()).await
}

async fn page(
    app: &App,
    visit: &Visit,
    fresh: Fresh,
    guests: &str,
    refusals: Refusals,
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
    Ok(show::form(
        &refusals,
        TeamPage {
            layout: visit.layout("Your people", ""),
            refusals: refusals.clone(),
            member: hat.map(|it| it.name.to_string()).unwrap_or_default(),
            people: people.collect(),
            may_invite: visit.who.member().is_some(),
            guests: guests.to_owned(),
            fresh,
        },
    ))
}

/// Invites people to act for the same member: an answer of its own, as [`make_link`].
async fn invite(
    State(app): State<App>,
    visit: Visit,
    fields: Fields,
) -> Result<Response, PageError> {
    let hat = visit.arrival.session.as_ref().and_then(|it| it.hat.as_ref());
    let into = hat.map(|it| it.handle.as_str());
    visit.hat()?; // Without one, this would be an invitation into the alliance.
    let (guests, seed) = (fields.get("guests"), invitations::new_seed(&app));
    let terms = (into, invitations::DAYS);
    match invitations::invite(&app, visit.who, guests, terms, &seed).await {
        Ok(made) => {
            let links = made.into_iter().map(|it| {
                let email = it.invitation.email.map(|it| it.to_string());
                let to = it.invitation.to.map(|it| it.to_string()).or(email);
                (to.unwrap_or_default(), invitations::link(&app, &it.code))
            });
            let fresh = Fresh { invitations: links.collect(), ..Fresh::default() };
            page(&app, &visit, fresh, "", Refusals::none()).await
        }
        Err(error) => {
            page(&app, &visit, Fresh::default(), guests, Refusals::from_error(error)?).await
        }
    }
}

/// An answer of its own, not a redirect: the link is shown here and nowhere else.
async fn make_link(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let person = PersonId::parse(&id).ok_or(ActionError::NotFound("person"))?;
    let (person, link) = links::for_fellow(&app, visit.who, visit.hat()?, person).await?;
    let fresh = Fresh { sign_in: Some((person.name.to_string(), link)), ..Fresh::default() };
    page(&app, &visit, fresh, "", Refusals::none()).await
}
