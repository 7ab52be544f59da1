//! People: who is asking, and how they prove it.

/// Where one is signed in.
pub mod devices;
/// One-time links that sign a person in.
pub mod links;
/// What one says about oneself, and for whom one acts.
pub mod me;
/// Passkeys: adding, listing, removing, signing in.
pub mod passkeys;
/// Signing in with a code or a link, and signing out.
pub mod sign_in;
/// Who acts for a member.
pub mod team;
pub(crate) mod throttle;
/// Access tokens for programs.
pub mod tokens;

use domain::alliance::settings::Alliance;
use domain::kernel::time::Time;
use domain::kernel::who::{Actor, Who};
use domain::members::parts::Standing;
use domain::people::person::Person;
use domain::people::proof::{SESSION_DAYS, Throttle};
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
    let mut tx = app.store.glance().await?;
    let found = store::arrival::read(&mut tx, cookie.map(secret::hash), app.now()).await?;
    drop(tx);
    let (alliance, session) = match found {
        Some((alliance, session)) => (Some(alliance), session),
        None => (None, None),
    };
    if let Some(session) = &session
        && app.now() >= seen_again(session.seen)
    {
        let until = app.now().plus_days(SESSION_DAYS);
        forgivingly(see_device(app, session, until).await);
    }
    Ok(Arrival { session, alliance })
}

async fn see_device(app: &App, session: &Session, until: Time) -> Result<(), ActionError> {
    let mut tx = app.store.write().await?;
    rows::devices::see(&mut tx, session.id, app.now(), until).await?;
    Ok(tx.commit().await?)
}

/// Who an access token of a program belongs to.
///
/// # Errors
/// [`ActionError::SignIn`] when there is no such token, or it was withdrawn.
pub async fn with_token(app: &App, token: &str) -> Result<Who, ActionError> {
    let mut tx = app.store.glance().await?;
    let found = rows::tokens::bearer(&mut tx, secret::hash(token)).await?;
    let bearer = found.ok_or(ActionError::SignIn)?;
    drop(tx);
    if bearer.used.is_none_or(|it| app.now() >= seen_again(it)) {
        forgivingly(see_token(app, &bearer).await);
    }
    Ok(acting(&bearer.person, bearer.hat.as_ref()))
}

async fn see_token(app: &App, bearer: &rows::tokens::Bearer) -> Result<(), ActionError> {
    let mut tx = app.store.write().await?;
    rows::tokens::see(&mut tx, bearer.id, app.now()).await?;
    Ok(tx.commit().await?)
}

/// When somebody was here is worth a note, but no page is refused because there is no room for it.
fn forgivingly(noted: Result<(), ActionError>) {
    if let Err(error) = noted {
        tracing::warn!(error = &error as &dyn std::error::Error, "not noted who was here");
    }
}

/// Forgets what has run out: sessions, codes, links, ceremonies, counted tries, answers kept for
/// a second submit, logos that were replaced. Answers how many rows there were.
///
/// # Errors
/// [`ActionError`] when the store fails; nothing is forgotten then, and it may be tried again.
pub async fn forget_what_ran_out(app: &App) -> Result<u64, ActionError> {
    let now = app.now();
    let mut tx = app.store.write().await?;
    let mut rows = rows::devices::forget(&mut tx, now).await?;
    rows += rows::passkeys::forget(&mut tx, now).await?;
    rows += rows::proofs::forget(&mut tx, now).await?;
    let tries = now.plus_seconds(-Throttle::FORGET_SECONDS);
    rows += rows::throttle::forget(&mut tx, tries).await?;
    rows += store::replay::forget(&mut tx, now.plus_days(-REPLAY_DAYS)).await?;
    rows += store::members::logos::forget(&mut tx, now.plus_days(-LOGO_DAYS)).await?;
    tx.commit().await?;
    Ok(rows)
}

/// How long the answer to a form or request is kept for a second submit, in days.
const REPLAY_DAYS: i64 = 1;

/// How long a logo that was replaced can be brought back, in days.
const LOGO_DAYS: i64 = 7;

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
