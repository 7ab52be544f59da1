//! People: who is asking, and how they prove it.

use domain::alliance::settings::Alliance;
use domain::kernel::time::Time;
use domain::kernel::who::{Actor, Who};
use domain::members::parts::Standing;
use domain::people::person::Person;
use store::people as rows;
pub use store::people::{Hat, Session};

use crate::error::ActionError;
use crate::{App, secret};

/// What every page needs to know about who opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The device that is signed in, if it is.
    pub session: Option<Session>,
    /// The alliance; `None` until its first person has named it.
    pub alliance: Option<Alliance>,
}

/// Who a session cookie belongs to, and where they are.
///
/// # Errors
/// [`ActionError::Store`] when the store fails.
pub async fn arrive(app: &App, cookie: Option<&str>) -> Result<Arrival, ActionError> {
    let mut tx = app.store.read().await?;
    let session = match cookie {
        Some(cookie) => rows::session(&mut tx, secret::hash(cookie), app.now()).await?,
        None => None,
    };
    let alliance = store::alliance::find(&mut tx).await?;
    Ok(Arrival { session, alliance })
}

/// Who an access token of a program belongs to.
///
/// # Errors
/// [`ActionError::SignIn`] when there is no such token, or it was withdrawn.
pub async fn with_token(app: &App, token: &str) -> Result<Who, ActionError> {
    let mut tx = app.store.read().await?;
    let found = rows::token(&mut tx, secret::hash(token)).await?.ok_or(ActionError::SignIn)?;
    let (person, hat) = found;
    Ok(acting(&person, hat.as_ref()))
}

/// Who is asking, with a session or without.
pub fn who(session: Option<&Session>) -> Who {
    session.map_or(Who::Guest, |it| acting(&it.person, it.hat.as_ref()))
}

fn acting(person: &Person, hat: Option<&Hat>) -> Who {
    Who::Person(Actor {
        person: person.id,
        hat: hat.map(|it| it.member),
        joined: hat.is_some_and(|it| it.standing == Standing::Member),
        steward: person.steward,
    })
}

/// The first moment at which a session that was seen at `seen` is worth writing down again: once
/// an hour, so that reading pages does not write.
pub const fn seen_again(seen: Time) -> Time {
    seen.plus_seconds(3_600)
}
