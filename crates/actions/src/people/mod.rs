//! People: who is asking, and how they prove it.

use domain::kernel::time::Time;
use domain::kernel::who::{Actor, Who};
use domain::members::parts::Standing;
use store::people::{self as rows, Session};

use crate::error::ActionError;
use crate::{App, secret};

/// Who a session cookie belongs to; `None` when it has ended or never was.
///
/// # Errors
/// [`ActionError::Store`] when the store fails.
pub async fn signed_in(app: &App, cookie: &str) -> Result<Option<Session>, ActionError> {
    let mut tx = app.store.read().await?;
    Ok(rows::session(&mut tx, secret::hash(cookie), app.now()).await?)
}

/// Who is asking, with a session or without.
pub fn who(session: Option<&Session>) -> Who {
    let Some(session) = session else { return Who::Guest };
    Who::Person(Actor {
        person: session.person.id,
        hat: session.hat.as_ref().map(|it| it.member),
        joined: session.hat.as_ref().is_some_and(|it| it.standing == Standing::Member),
        steward: session.person.steward,
    })
}

/// The first moment at which a session that was seen at `seen` is worth writing down again: once
/// an hour, so that reading pages does not write.
pub const fn seen_again(seen: Time) -> Time {
    seen.plus_seconds(3_600)
}
