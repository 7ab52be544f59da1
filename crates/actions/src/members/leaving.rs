//! Leaving the alliance, and coming back within thirty days.

use domain::kernel::id::MemberId;
use domain::kernel::who::Who;
use domain::members::member::Member;

use crate::App;
use crate::error::ActionError;
use crate::members::{load, save};
use crate::permission::{Act, must};

/// Leaves the alliance. The page is closed; nothing is erased.
///
/// # Errors
/// [`ActionError::Rule`] unless it is a member now.
pub async fn leave(app: &App, who: Who, member: MemberId) -> Result<Member, ActionError> {
    must(who, Act::LeaveAlliance, Some(member))?;
    let mut tx = app.store.write().await?;
    let (left, events) = load(&mut tx, member).await?.leave(app.now())?;
    let left = save(&mut tx, left).await?;
    app.record(&mut tx, who, &events).await?;
    tx.commit().await?;
    Ok(left)
}

/// Comes back as if it had never left.
///
/// # Errors
/// [`ActionError::Rule`] when it has not left, or too long ago.
pub async fn come_back(app: &App, who: Who, member: MemberId) -> Result<Member, ActionError> {
    must(who, Act::LeaveAlliance, Some(member))?;
    let mut tx = app.store.write().await?;
    let (back, events) = load(&mut tx, member).await?.come_back(app.now())?;
    let back = save(&mut tx, back).await?;
    app.record(&mut tx, who, &events).await?;
    tx.commit().await?;
    Ok(back)
}
