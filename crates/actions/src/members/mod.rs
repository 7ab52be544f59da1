//! Members: read a page, describe oneself, list contacts, leave.

use domain::kernel::id::MemberId;
use domain::kernel::text::Handle;
use domain::kernel::who::Who;
use domain::members::change::Change;
use domain::members::member::{Member, Profile};
use domain::members::parts::Standing;
use domain::members::visibility::Viewer;
use store::{ReadTx, StoreError, WriteTx, members as rows};

use crate::App;
use crate::error::{ActionError, FieldProblem};
use crate::permission::{Act, may, must};

/// "This is us": claims of listed contacts.
pub mod claims;
/// Outside organisations and people, listed without an account.
pub mod contacts;
/// Taking members out again as a file.
pub mod export;
/// What happened to a member.
pub mod history;
/// Importing a file of members.
pub mod import;
/// Leaving and coming back.
pub mod leaving;
/// Lists of members.
pub mod list;
/// Pictures that members show instead of their flags.
pub mod logos;
/// Offers and needs.
pub mod offers;
/// Members that do not want to be suggested to each other.
pub mod sealed;
/// Searching.
pub mod search;

/// How often a change that can be made again is tried when others are faster.
const TRIES: usize = 4;

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

/// The page of the member somebody acts for, however it stands.
///
/// # Errors
/// [`ActionError::Refused`] when they act for nobody.
pub async fn own(app: &App, who: Who) -> Result<Member, ActionError> {
    let actor = who.actor().ok_or(ActionError::SignIn)?;
    let hat = actor.hat.ok_or(ActionError::Refused("please say first for whom you act"))?;
    load(&mut app.store.read().await?, hat).await
}

/// A member as `who` may see it. A candidate is seen by members, who decide about it, and by
/// its own people; to everybody else it does not exist yet. Of one that has left, members see the
/// name, because what others gave still names it. A contact that was taken off the list is gone.
///
/// # Errors
/// [`ActionError::NotFound`] when they may not know of it.
pub fn seen_by(who: Who, member: Member) -> Result<View, ActionError> {
    let viewer = viewer(who, member.id);
    let may_know = match member.standing {
        Standing::Member | Standing::Contact => true,
        Standing::Candidate | Standing::Left => viewer != Viewer::Stranger,
        Standing::Removed => false,
    };
    if !may_know {
        return Err(ActionError::NotFound("member"));
    }
    let closed = member.standing == Standing::Left && viewer != Viewer::Own;
    let mut member = member.seen_by(viewer);
    if closed {
        member.profile = Profile::default();
    }
    Ok(View { member, viewer })
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
/// [`ActionError::Fields`] with every field that does not fit; [`ActionError::Stale`] when others
/// were faster again and again.
pub async fn describe(
    app: &App,
    who: Who,
    member: MemberId,
    fields: &[(String, String)],
) -> Result<Member, ActionError> {
    change(app, who, member, parse(app, fields)?).await
}

fn parse(app: &App, fields: &[(String, String)]) -> Result<Vec<Change>, ActionError> {
    let mut changes = Vec::new();
    let mut problems = Vec::new();
    for (field, text) in fields {
        match Change::parse(field, text, app.now()) {
            Ok(change) => changes.push(change),
            Err(error) => problems.push(FieldProblem::of(field, &error)),
        }
    }
    if problems.is_empty() { Ok(changes) } else { Err(ActionError::Fields(problems)) }
}

/// Makes these changes of a profile, all or none, on top of whatever others changed meanwhile:
/// two people who write different parts at once both keep their work.
///
/// # Errors
/// As [`describe`].
pub async fn change(
    app: &App,
    who: Who,
    member: MemberId,
    changes: Vec<Change>,
) -> Result<Member, ActionError> {
    for _ in 1..TRIES {
        match change_once(app, who, member, changes.clone()).await {
            Err(ActionError::Stale) => (),
            other => return other,
        }
    }
    change_once(app, who, member, changes).await
}

async fn change_once(
    app: &App,
    who: Who,
    id: MemberId,
    changes: Vec<Change>,
) -> Result<Member, ActionError> {
    if who.actor().is_none() {
        return Err(ActionError::SignIn);
    }
    let mut tx = app.store.write().await?;
    let before = load(&mut tx, id).await?;
    must_describe(who, &before)?;
    for change in &changes {
        match change {
            Change::DropOffer(offer) => {
                rows::taken_back::keep(&mut tx, id, offer.to_bytes()).await?;
            }
            Change::DropNeed(need) => rows::taken_back::keep(&mut tx, id, need.to_bytes()).await?,
            _ => (),
        }
    }
    let (after, events) = before.apply(changes, app.now())?;
    if events.is_empty() {
        return Ok(after);
    }
    let after = save(&mut tx, after).await?;
    app.record(&mut tx, who, &events).await?;
    tx.commit().await?;
    Ok(after)
}

/// A listed contact has no people yet, so any member keeps it right; everybody else keeps their
/// own.
pub(crate) fn must_describe(who: Who, member: &Member) -> Result<(), ActionError> {
    let own = who.acts_for(member.id);
    match member.standing {
        Standing::Contact => must(who, Act::DescribeContact, None)?,
        Standing::Removed => return Err(ActionError::NotFound("member")),
        // Who may not know of it is not told that it is there.
        _ if !own => {
            seen_by(who, member.clone())?;
            must(who, Act::DescribeMember, Some(member.id))?
        }
        _ => must(who, Act::DescribeMember, Some(member.id))?,
    };
    Ok(())
}

pub(crate) async fn save(tx: &mut WriteTx, member: Member) -> Result<Member, ActionError> {
    match rows::save(tx, &member).await {
        Err(StoreError::Taken) => {
            Err(ActionError::field("handle", "this address belongs to someone else"))
        }
        other => {
            other?;
            Ok(Member { version: member.version + 1, ..member })
        }
    }
}

pub(crate) async fn load(tx: &mut ReadTx, id: MemberId) -> Result<Member, ActionError> {
    rows::find(tx, id).await?.ok_or(ActionError::NotFound("member"))
}

/// The member at an address, now or formerly, with everything in it: for acts that decide
/// themselves what they tell.
pub(crate) async fn load_at(tx: &mut ReadTx, handle: &str) -> Result<Member, ActionError> {
    let none = ActionError::NotFound("member");
    let Ok(handle) = Handle::parse(handle) else { return Err(none) };
    rows::at_handle(tx, &handle).await?.ok_or(none)
}

/// A free address for a name: the name itself, or with the smallest number behind it that nobody
/// has or had.
pub(crate) async fn free_handle(tx: &mut ReadTx, name: &str) -> Result<Handle, ActionError> {
    for number in 1..1_000 {
        let handle = Handle::suggest(name, number);
        if rows::at_handle(tx, &handle).await?.is_none() {
            return Ok(handle);
        }
    }
    Err(ActionError::field("name", "a thousand others are called that; please add a word to it"))
}
