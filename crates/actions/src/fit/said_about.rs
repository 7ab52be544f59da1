//! What a member says about a suggestion: not for us; or, in spite of competing, yes.

use domain::kernel::event::Event;
use domain::kernel::id::MemberId;
use domain::kernel::text::Line;
use domain::kernel::who::Who;
use domain::members::member::Member;
use domain::members::visibility::Viewer;
use store::{fit as rows, members};

use super::{at_handle, finding_member};
use crate::App;
use crate::error::ActionError;

/// "Not for us": leaves `other` out of our suggestions. Nobody else learns of it.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such member for them.
pub async fn hide(app: &App, who: Who, other: &str) -> Result<Member, ActionError> {
    let member = finding_member(who)?;
    let mut tx = app.store.write().await?;
    let other = at_handle(&mut tx, other).await?;
    rows::hide(&mut tx, member, other.id, app.now()).await?;
    tx.commit().await?;
    Ok(other.seen_by(Viewer::Fellow))
}

/// Shows `other` again.
///
/// # Errors
/// As [`hide`].
pub async fn unhide(app: &App, who: Who, other: &str) -> Result<Member, ActionError> {
    let member = finding_member(who)?;
    let mut tx = app.store.write().await?;
    let other = at_handle(&mut tx, other).await?;
    rows::unhide(&mut tx, member, other.id).await?;
    tx.commit().await?;
    Ok(other.seen_by(Viewer::Fellow))
}

/// Whom the member that `who` acts for has hidden.
///
/// # Errors
/// [`ActionError::SignIn`] and [`ActionError::Refused`] to those who are not in.
pub async fn hidden(app: &App, who: Who) -> Result<Vec<Member>, ActionError> {
    let member = finding_member(who)?;
    let mut tx = app.store.read().await?;
    let ids: Vec<MemberId> = rows::hidden(&mut tx, member).await?;
    let found = members::by_ids(&mut tx, &ids).await?;
    Ok(found.into_iter().map(|it| it.seen_by(Viewer::Fellow)).collect())
}

/// Says why we want to work with a competitor (R68). It is our own note; the other is not told.
///
/// # Errors
/// [`ActionError::Fields`] when there is no reason in it.
pub async fn despite(app: &App, who: Who, other: &str, reason: &str) -> Result<(), ActionError> {
    let member = finding_member(who)?;
    let reason = Line::parse(reason).map_err(|it| ActionError::field("reason", it))?;
    let mut tx = app.store.write().await?;
    let other = at_handle(&mut tx, other).await?;
    rows::put_despite(&mut tx, member, other.id, &reason, app.now()).await?;
    let words = format!("chose to look at {} although you offer the same", other.name);
    let event = Event::of_member("fit.despite", member, words);
    app.record(&mut tx, who, &[event]).await?;
    Ok(tx.commit().await?)
}

/// Takes that back.
///
/// # Errors
/// As [`hide`].
pub async fn not_despite(app: &App, who: Who, other: &str) -> Result<(), ActionError> {
    let member = finding_member(who)?;
    let mut tx = app.store.write().await?;
    let other = at_handle(&mut tx, other).await?;
    rows::drop_despite(&mut tx, member, other.id).await?;
    Ok(tx.commit().await?)
}
