//! What the alliance says about itself. There are no ranks (R76): any member may change it, every
//! change is in its public history with who made it, and every version can be brought back.

use domain::alliance::settings::Alliance;
use domain::kernel::event::Event;
use domain::kernel::who::{Actor, Who};
use store::WriteTx;
pub use store::alliance::Version;
use store::alliance::{self as rows, Made};

use super::setup::THE_ALLIANCE;
use crate::App;
use crate::error::{ActionError, FieldProblem};
use crate::permission::{Act, may, must};

/// How many versions one page of the history has.
pub const PAGE: usize = 20;

/// The alliance.
///
/// # Errors
/// [`ActionError::NotFound`] before it has a name.
pub async fn read(app: &App, who: Who) -> Result<Alliance, ActionError> {
    may(who, Act::ReadAlliance, None)?;
    let mut tx = app.store.read().await?;
    rows::find(&mut tx).await?.ok_or(ActionError::NotFound("alliance"))
}

/// Its versions before `before`, newest first, and whether there are more. Who made one is known
/// by the member they acted for; the person's own name is for members.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub async fn history(
    app: &App,
    who: Who,
    before: Option<i64>,
) -> Result<(Vec<Version>, bool), ActionError> {
    may(who, Act::ReadAlliance, None)?;
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut tx = app.store.read().await?;
    let mut versions = rows::versions(&mut tx, before.unwrap_or(i64::MAX), limit).await?;
    let more = versions.len() > PAGE;
    versions.truncate(PAGE);
    if who.member().is_none() {
        versions.iter_mut().for_each(|it| it.person = None);
    }
    Ok((versions, more))
}

/// Changes what it says; `fields` as [`domain::alliance::settings::FIELDS`] names them, all or
/// none.
///
/// # Errors
/// [`ActionError::Fields`] with every field that does not fit; [`ActionError::Stale`] when someone
/// else was faster.
pub async fn change(
    app: &App,
    who: Who,
    fields: &[(String, String)],
) -> Result<Alliance, ActionError> {
    let actor = must(who, Act::ChangeAlliance, None)?;
    let mut tx = app.store.write().await?;
    let before = rows::find(&mut tx).await?.ok_or(ActionError::NotFound("alliance"))?;
    let mut after = before.clone();
    let mut problems = Vec::new();
    for (field, text) in fields {
        if let Err(error) = after.set(field, text) {
            problems.push(FieldProblem { field: field.clone(), problem: error.to_string() });
        }
    }
    if !problems.is_empty() {
        return Err(ActionError::Fields(problems));
    }
    let Some(words) = after.difference(&before) else { return Ok(after) };
    keep(app, tx, (who, actor), after, &words).await
}

/// Brings an earlier version back. That is a change like any other: it can be undone too.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such version.
pub async fn restore(app: &App, who: Who, version: i64) -> Result<Alliance, ActionError> {
    let actor = must(who, Act::ChangeAlliance, None)?;
    let none = || ActionError::NotFound("version");
    let mut tx = app.store.write().await?;
    let now = rows::find(&mut tx).await?.ok_or_else(none)?;
    let found = rows::versions(&mut tx, version.saturating_add(1), 1).await?;
    let earlier = found.into_iter().map(|it| it.alliance).find(|it| it.version == version);
    let restored = now.restored(earlier.ok_or_else(none)?);
    let Some(words) = restored.difference(&now) else { return Ok(now) };
    let words = format!("{words} back");
    keep(app, tx, (who, actor), restored, &words).await
}

async fn keep(
    app: &App,
    mut tx: WriteTx,
    (who, actor): (Who, Actor),
    alliance: Alliance,
    words: &str,
) -> Result<Alliance, ActionError> {
    rows::save(&mut tx, &alliance).await?;
    let alliance = Alliance { version: alliance.version + 1, ..alliance };
    let made = Made { at: app.now(), person: Some(actor.person), member: actor.hat, words };
    rows::keep_version(&mut tx, &alliance, &made).await?;
    app.record(&mut tx, who, &[Event::of("alliance.changed", THE_ALLIANCE, words)]).await?;
    tx.commit().await?;
    Ok(alliance)
}
