//! "Do not suggest us to each other": a list that only a member's own people see.

use domain::kernel::id::MemberId;
use domain::kernel::who::Who;
use domain::members::change::Change;
use domain::members::member::Member;
use store::members as rows;

use crate::App;
use crate::error::ActionError;
use crate::members::{View, change, load, load_at, seen_by};
use crate::permission::{Act, must};

/// Whom a member does not want to be suggested to.
///
/// # Errors
/// [`ActionError::Refused`] for all but its own people.
pub async fn list(app: &App, who: Who, member: MemberId) -> Result<Vec<View>, ActionError> {
    must(who, Act::DescribeMember, Some(member))?;
    let mut tx = app.store.read().await?;
    let own = load(&mut tx, member).await?;
    let ids: Vec<MemberId> = own.profile.sealed_from.into_iter().collect();
    let others = rows::by_ids(&mut tx, &ids).await?;
    Ok(others.into_iter().filter_map(|it| seen_by(who, it).ok()).collect())
}

/// Adds somebody to the list, by their address.
///
/// # Errors
/// [`ActionError::Fields`] when there is nobody at this address.
pub async fn add(
    app: &App,
    who: Who,
    member: MemberId,
    handle: &str,
) -> Result<Member, ActionError> {
    must(who, Act::DescribeMember, Some(member))?;
    let unknown = || ActionError::field("handle", "nobody here has this address");
    let mut tx = app.store.read().await?;
    let other = load_at(&mut tx, handle).await.map_err(|_| unknown())?;
    drop(tx);
    let other = seen_by(who, other).map_err(|_| unknown())?.member;
    if other.id == member {
        return Err(ActionError::field("handle", "this is you"));
    }
    change(app, who, member, vec![Change::SealFrom(other.id)]).await?;
    Ok(other)
}

/// Takes somebody off the list.
///
/// # Errors
/// As [`list`].
pub async fn remove(
    app: &App,
    who: Who,
    member: MemberId,
    other: MemberId,
) -> Result<(), ActionError> {
    must(who, Act::DescribeMember, Some(member))?;
    change(app, who, member, vec![Change::Unseal(other)]).await.map(drop)
}
