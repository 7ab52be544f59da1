//! Members: read a page, describe oneself.

use domain::kernel::id::MemberId;
use domain::kernel::text::Handle;
use domain::kernel::who::Who;
use domain::members::change::Change;
use domain::members::member::Member;
use domain::members::parts::Standing;
use domain::members::visibility::Viewer;
use store::{ReadTx, StoreError, members as rows};

use crate::App;
use crate::error::{ActionError, FieldProblem};
use crate::permission::{Act, may, must};

/// A member as `who` may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Without the parts they may not see.
    pub member: Member,
    /// From how near they look.
    pub viewer: Viewer,
}

/// The page at an address, as far as `who` may see it. Who finds another handle in the answer
/// than they asked for used an old address.
///
/// # Errors
/// [`ActionError::NotFound`] when there is none, or none for them.
pub async fn read(app: &App, who: Who, handle: &str) -> Result<View, ActionError> {
    may(who, Act::ReadMember, None)?;
    let none = ActionError::NotFound("member");
    let Ok(handle) = Handle::parse(handle) else { return Err(none) };
    let mut tx = app.store.read().await?;
    let member = rows::at_handle(&mut tx, &handle).await?.ok_or(none)?;
    seen_by(who, member)
}

/// A member as `who` may see it. A candidate is seen by members, who decide about it, and by
/// its own people; to everybody else it does not exist yet.
///
/// # Errors
/// [`ActionError::NotFound`] when they may not know of it.
pub fn seen_by(who: Who, member: Member) -> Result<View, ActionError> {
    let viewer = viewer(who, member.id);
    if member.standing == Standing::Candidate && viewer == Viewer::Stranger {
        return Err(ActionError::NotFound("member"));
    }
    Ok(View { member: member.seen_by(viewer), viewer })
}

/// From how near `who` looks at a member.
pub fn viewer(who: Who, member: MemberId) -> Viewer {
    match who.member() {
        _ if who.acts_for(member) => Viewer::Own,
        Some(_) => Viewer::Fellow,
        None => Viewer::Stranger,
    }
}

/// Changes what a member says about itself: `fields` as a form, file or request names them (see
/// [`domain::members::change::FIELDS`]), all or none.
///
/// # Errors
/// [`ActionError::Fields`] with every field that does not fit; [`ActionError::Stale`] when someone
/// else was faster.
pub async fn describe(
    app: &App,
    who: Who,
    member: MemberId,
    fields: &[(String, String)],
) -> Result<Member, ActionError> {
    let mut changes = Vec::new();
    let mut problems = Vec::new();
    for (field, text) in fields {
        match Change::parse(field, text, app.now()) {
            Ok(change) => changes.push(change),
            Err(error) => problems.push(FieldProblem::of(field, &error)),
        }
    }
    if !problems.is_empty() {
        return Err(ActionError::Fields(problems));
    }
    change(app, who, member, changes).await
}

/// Makes these changes of a profile, all or none.
///
/// # Errors
/// As [`describe`].
pub async fn change(
    app: &App,
    who: Who,
    member: MemberId,
    changes: Vec<Change>,
) -> Result<Member, ActionError> {
    must(who, Act::DescribeMember, Some(member))?;
    let mut tx = app.store.write().await?;
    let before = load(&mut tx, member).await?;
    let (after, events) = before.apply(changes, app.now())?;
    if events.is_empty() {
        return Ok(after);
    }
    match rows::save(&mut tx, &after).await {
        Err(StoreError::Taken) => {
            return Err(ActionError::field("handle", "this address belongs to someone else"));
        }
        other => other?,
    }
    app.record(&mut tx, who, &events).await?;
    tx.commit().await?;
    Ok(Member { version: after.version + 1, ..after })
}

pub(crate) async fn load(tx: &mut ReadTx, id: MemberId) -> Result<Member, ActionError> {
    rows::find(tx, id).await?.ok_or(ActionError::NotFound("member"))
}
