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
use crate::members::{View, seen_by};
use crate::permission::{Act, may, must};

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
    let none = ActionError::NotFound("member");
    let Ok(handle) = Handle::parse(handle) else { return Err(none) };
    let (other, me) = rows::at_handle_and(&mut tx, &handle, me).await?;
    let me = me.ok_or(ActionError::NotFound("member"))?;
    let other = other.filter(|it| may_be_fitted(&me, it)).ok_or(none)?;
    compare(app, &mut tx, me, other, purpose).await
}

/// A member's page, and how it fits who reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// The member, as they may see it.
    pub view: View,
    /// For working together; nothing for guests and on one's own page.
    pub fitting: Option<Fitting>,
}

/// The page at an address, as [`crate::members::read`] answers it, and how the member on it fits
/// who reads it.
///
/// # Errors
/// As [`crate::members::read`].
pub async fn open(app: &App, who: Who, handle: &str) -> Result<Opened, ActionError> {
    let Some(me) = who.member() else {
        let view = crate::members::read(app, who, handle).await?;
        return Ok(Opened { view, fitting: None });
    };
    may(who, Act::ReadMember, None)?;
    let none = ActionError::NotFound("member");
    let Ok(handle) = Handle::parse(handle) else { return Err(none) };
    let mut tx = app.store.read().await?;
    let (other, me) = rows::at_handle_and(&mut tx, &handle, me).await?;
    let (other, me) = (other.ok_or(none)?, me.ok_or(ActionError::NotFound("member"))?);
    let view = seen_by(who, other.clone())?;
    let fits = may_be_fitted(&me, &other) && may(who, Act::Find, None).is_ok();
    if !fits {
        return Ok(Opened { view, fitting: None });
    }
    let fitting = compare(app, &mut tx, me, other, Purpose::Together).await?;
    Ok(Opened { view, fitting: Some(fitting) })
}

fn may_be_fitted(me: &Member, other: &Member) -> bool {
    other.id != me.id && other.standing != Standing::Left
}

async fn compare(
    app: &App,
    tx: &mut ReadTx,
    me: Member,
    other: Member,
    purpose: Purpose,
) -> Result<Fitting, ActionError> {
    let mut view = Viewpoint::of(app, tx, me).await?;
    view.must_have(purpose)?;
    view.look_at(tx, &[other.id]).await?;
    let card = view.card_of(app, &other);
    let glance = |it: Purpose| (it, view.fit(&card, it).verdict);
    Ok(Fitting {
        answer: view.fit(&card, purpose),
        at_a_glance: Purpose::FIXED.into_iter().map(glance).collect(),
        purpose,
        hidden: view.hidden.contains(&other.id),
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
