//! The calendar of reviews: read by a program under an address that only its person knows.

use std::collections::BTreeSet;

use domain::kernel::id::{MemberId, RelationshipId};
use domain::kernel::text::{Handle, Name};
use domain::kernel::time::{Day, Time};
use domain::kernel::who::{Actor, Who};
use store::relationships::{self as rows, calendar};
use store::{members, people};

use super::read::named;
use crate::error::ActionError;
use crate::permission::{Act, must};
use crate::{App, secret};

/// The most reviews in one calendar.
const MAX: i64 = 500;

/// A review to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Of which relationship.
    pub id: RelationshipId,
    /// Its address.
    pub slug: Handle,
    /// For which of the person's members.
    pub me: Name,
    /// With whom.
    pub others: Vec<Name>,
    /// When.
    pub day: Day,
    /// When the relationship last changed.
    pub changed: Time,
}

/// When one's address was made, if one has any.
///
/// # Errors
/// [`ActionError::SignIn`] to guests.
pub async fn made(app: &App, who: Who) -> Result<Option<Time>, ActionError> {
    let actor = must(who, Act::ManageCalendar, None)?;
    Ok(calendar::made(&mut app.store.read().await?, actor.person).await?)
}

/// Makes an address, in place of an earlier one. It is not kept and cannot be shown again.
///
/// # Errors
/// As [`made`].
pub async fn make(app: &App, who: Who) -> Result<String, ActionError> {
    let actor = must(who, Act::ManageCalendar, None)?;
    let secret = secret::text((app.chance)());
    let mut tx = app.store.write().await?;
    calendar::put(&mut tx, actor.person, secret::hash(&secret), app.now()).await?;
    tx.commit().await?;
    Ok(secret)
}

/// Forgets one's address: under it nobody reads anything any more.
///
/// # Errors
/// As [`made`].
pub async fn forget(app: &App, who: Who) -> Result<(), ActionError> {
    let actor = must(who, Act::ManageCalendar, None)?;
    let mut tx = app.store.write().await?;
    calendar::forget(&mut tx, actor.person).await?;
    Ok(tx.commit().await?)
}

/// The reviews of the person whose secret this is, of all members they act for.
///
/// # Errors
/// [`ActionError::NotFound`] when it is nobody's.
pub async fn read(app: &App, shown: &str) -> Result<Vec<Due>, ActionError> {
    let mut tx = app.store.read().await?;
    let owner = calendar::owner(&mut tx, secret::hash(shown)).await?;
    let person = owner.ok_or(ActionError::NotFound("calendar"))?;
    let mut due = Vec::new();
    for hat in people::hats(&mut tx, person).await? {
        let Some(me) = members::find(&mut tx, hat.member).await? else { continue };
        if me.standing != domain::members::parts::Standing::Member {
            continue;
        }
        let actor = Actor { person, hat: Some(me.id), joined: true, steward: false };
        for it in rows::reviews_of(&mut tx, me.id, Day(i32::MAX), MAX).await? {
            let Some(day) = it.rhythm.due else { continue };
            let others: BTreeSet<MemberId> =
                it.inside().map(|it| it.member).filter(|it| *it != me.id).collect();
            let names = named(&mut tx, Who::Person(actor), others).await?;
            due.push(Due {
                id: it.id,
                slug: it.slug.clone(),
                me: me.name.clone(),
                others: names.into_values().map(|it| it.name).collect(),
                day,
                changed: it.changed,
            });
        }
    }
    Ok(due)
}
