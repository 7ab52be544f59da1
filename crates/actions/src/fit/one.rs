//! How one other member fits.

use domain::fit::{Answer, Purpose, Verdict};
use domain::kernel::id::MemberId;
use domain::kernel::text::{Handle, Line};
use domain::kernel::who::Who;
use domain::members::member::Member;
use domain::members::parts::Standing;
use domain::members::visibility::Viewer;
use store::{ReadTx, members as rows};

use super::Viewpoint;
use crate::App;
use crate::error::ActionError;
use crate::permission::{Act, must};

/// How another member fits for a purpose, and in a word for the other purposes.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitting {
    /// For whom, with all its own parts.
    pub me: Member,
    /// The other, without the parts that its fellows do not see.
    pub other: Member,
    /// What for.
    pub purpose: Purpose,
    /// How it fits.
    pub answer: Answer,
    /// In a word for each of the purposes that every member has.
    pub at_a_glance: Vec<(Purpose, Verdict)>,
    /// Why they want to although they are competitors.
    pub despite: Option<Line>,
    /// Whether they said "not for us".
    pub hidden: bool,
}

/// How the member with this handle fits the one that `who` acts for.
///
/// # Errors
/// As [`must`], and [`ActionError::NotFound`] when there is no such member or it is their own.
pub async fn answer(
    app: &App,
    who: Who,
    handle: &str,
    purpose: Purpose,
) -> Result<Fitting, ActionError> {
    must(who, Act::Find, None)?;
    let me = who.member().ok_or(ActionError::NotFound("member"))?;
    answer_for(app, me, handle, purpose).await
}

/// As [`answer`], for whoever has the database itself in hand.
///
/// # Errors
/// As [`answer`].
pub async fn answer_for(
    app: &App,
    me: MemberId,
    handle: &str,
    purpose: Purpose,
) -> Result<Fitting, ActionError> {
    let mut tx = app.store.read().await?;
    let other = other(&mut tx, me, handle).await?;
    let me = crate::members::load(&mut tx, me).await?;
    let hidden = store::fit::hidden(&mut tx, me.id).await?.contains(&other.id);
    let view = Viewpoint::of(&mut tx, me, app.now().day()).await?;
    view.must_have(purpose)?;
    let glance = |it: Purpose| (it, view.fit(&other, it).verdict);
    Ok(Fitting {
        answer: view.fit(&other, purpose),
        at_a_glance: Purpose::FIXED.into_iter().map(glance).collect(),
        purpose,
        hidden,
        despite: view.despite.get(&other.id).cloned(),
        other: other.seen_by(Viewer::Fellow),
        me: view.me,
    })
}

/// The member with this handle: for whoever has the database itself in hand.
///
/// # Errors
/// [`ActionError::NotFound`] when there is none.
pub async fn member_at(app: &App, handle: &str) -> Result<MemberId, ActionError> {
    let none = ActionError::NotFound("member");
    let Ok(handle) = Handle::parse(handle) else { return Err(none) };
    let mut tx = app.store.read().await?;
    Ok(rows::at_handle(&mut tx, &handle).await?.ok_or(none)?.id)
}

/// Another member, who has not left.
pub(super) async fn other(
    tx: &mut ReadTx,
    me: MemberId,
    handle: &str,
) -> Result<Member, ActionError> {
    let none = ActionError::NotFound("member");
    let Ok(handle) = Handle::parse(handle) else { return Err(none) };
    let found = rows::at_handle(tx, &handle).await?;
    found.filter(|it| it.id != me && it.standing != Standing::Left).ok_or(none)
}
