//! What a member says about suggestions.

use domain::fit::{Purpose, Refusal};
use domain::kernel::event::Event;
use domain::kernel::id::MemberId;
use domain::kernel::text::Line;
use domain::kernel::who::Who;
use domain::members::member::Member;
use domain::members::visibility::Viewer;
use store::members as rows;

use super::Viewpoint;
use super::one::other;
use crate::App;
use crate::error::ActionError;
use crate::permission::{Act, must};

/// "Not for us": takes a member out of the suggestions. Only their own people know of it.
///
/// # Errors
/// As [`super::answer`].
pub async fn not_for_us(app: &App, who: Who, handle: &str) -> Result<Member, ActionError> {
    let me = asking(who)?;
    let mut tx = app.store.write().await?;
    let other = other(&mut tx, me, handle).await?;
    store::fit::hide(&mut tx, me, other.id, app.now()).await?;
    let words = format!("does not want to see {} among the suggestions", other.name);
    app.record(&mut tx, who, &[Event::of_member("fit.hidden", me, words)]).await?;
    tx.commit().await?;
    Ok(other.seen_by(Viewer::Fellow))
}

/// Suggests a member again.
///
/// # Errors
/// As [`super::answer`].
pub async fn suggest_again(app: &App, who: Who, handle: &str) -> Result<Member, ActionError> {
    let me = asking(who)?;
    let mut tx = app.store.write().await?;
    let other = other(&mut tx, me, handle).await?;
    store::fit::unhide(&mut tx, me, other.id).await?;
    let words = format!("wants to see {} among the suggestions again", other.name);
    app.record(&mut tx, who, &[Event::of_member("fit.shown_again", me, words)]).await?;
    tx.commit().await?;
    Ok(other.seen_by(Viewer::Fellow))
}

/// Whom they do not want to see, by name.
///
/// # Errors
/// As [`must`].
pub async fn hidden(app: &App, who: Who) -> Result<Vec<Member>, ActionError> {
    let me = asking(who)?;
    let mut tx = app.store.read().await?;
    let ids = store::fit::hidden(&mut tx, me).await?;
    let mut members = rows::by_ids(&mut tx, &ids).await?;
    members.sort_by_key(|it| (domain::kernel::words::fold(it.name.as_str()), it.id));
    Ok(members.into_iter().map(|it| it.seen_by(Viewer::Fellow)).collect())
}

/// Says why they want to work with a competitor all the same (R68).
///
/// # Errors
/// [`ActionError::Fields`] without a reason, or when the two do not compete; else as
/// [`super::answer`].
pub async fn want_despite(app: &App, who: Who, handle: &str, why: &str) -> Result<(), ActionError> {
    let me = asking(who)?;
    let why = Line::parse(why).map_err(|it| ActionError::field("why", it))?;
    let mut tx = app.store.write().await?;
    let other = other(&mut tx, me, handle).await?;
    let mine = crate::members::load(&mut tx, me).await?;
    let mut view = Viewpoint::of(app, &mut tx, mine).await?;
    view.despite.clear();
    let competes = |purpose: Purpose| {
        let refused = view.fit(&view.card_of(app, &other), purpose).refused_because;
        refused.iter().any(|it| matches!(it, Refusal::Competitor { .. }))
    };
    if !Purpose::FIXED.into_iter().any(competes) {
        let words = "you two do not compete, so there is nothing to say here";
        return Err(ActionError::field("why", words));
    }
    store::fit::put_despite(&mut tx, me, other.id, &why, app.now()).await?;
    let words = format!("wants to work with {} although both do the same: {why}", other.name);
    app.record(&mut tx, who, &[Event::of_member("fit.despite", me, words)]).await?;
    Ok(tx.commit().await?)
}

/// Takes that back.
///
/// # Errors
/// As [`super::answer`].
pub async fn forget_reason(app: &App, who: Who, handle: &str) -> Result<(), ActionError> {
    let me = asking(who)?;
    let mut tx = app.store.write().await?;
    let other = other(&mut tx, me, handle).await?;
    store::fit::drop_despite(&mut tx, me, other.id).await?;
    let words = format!("leaves {} out as a competitor again", other.name);
    app.record(&mut tx, who, &[Event::of_member("fit.despite_forgotten", me, words)]).await?;
    Ok(tx.commit().await?)
}

fn asking(who: Who) -> Result<MemberId, ActionError> {
    must(who, Act::Find, None)?;
    who.member().ok_or(ActionError::NotFound("member"))
}
