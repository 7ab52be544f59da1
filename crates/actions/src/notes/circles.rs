//! Circles: named sets of members that notes are written for. Only the member whose circle it is
//! learns of it.

use domain::kernel::event::Event;
use domain::kernel::id::{CircleId, MemberId};
use domain::kernel::text::Name;
use domain::kernel::who::Who;
use domain::members::parts::Standing;
use domain::notes::circle::{CIRCLES_MAX, Circle, NotInCircle};
use store::notes::By;
use store::notes::circles::{self as rows, Counted};
use store::{ReadTx, WriteTx};

use crate::App;
use crate::error::ActionError;
use crate::permission::{Act, must};

/// A circle and who is in it, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inside {
    /// The circle.
    pub circle: Circle,
    /// Who is in it.
    pub members: Vec<By>,
}

/// The circles of the member somebody acts for, in the order they were made.
///
/// # Errors
/// As [`must`].
pub async fn list(app: &App, who: Who) -> Result<Vec<Counted>, ActionError> {
    let owner = owner(who)?;
    Ok(rows::of_owner(&mut app.store.read().await?, owner).await?)
}

/// One of them.
///
/// # Errors
/// [`ActionError::NotFound`] when it is not theirs, or gone.
pub async fn read(app: &App, who: Who, id: CircleId) -> Result<Inside, ActionError> {
    let owner = owner(who)?;
    let mut tx = app.store.read().await?;
    let circle = load(&mut tx, owner, id).await?;
    let members = rows::members(&mut tx, owner, id).await?;
    Ok(Inside { circle, members })
}

/// Makes a circle.
///
/// # Errors
/// [`ActionError::Fields`] when the name does not fit, [`ActionError::Rule`] when there are too
/// many.
pub async fn make(app: &App, who: Who, name: &str) -> Result<Circle, ActionError> {
    let owner = owner(who)?;
    let name = Name::parse(name).map_err(|it| ActionError::field("name", it))?;
    let mut tx = app.store.write().await?;
    let there = rows::of_owner(&mut tx, owner).await?.len();
    if i64::try_from(there).unwrap_or(i64::MAX) >= CIRCLES_MAX {
        return Err(NotInCircle::TooMany.into());
    }
    let id = CircleId::from_bits(app.new_id());
    let circle = Circle { id, owner, name, gone: false, version: 1 };
    rows::insert(&mut tx, &circle, app.now()).await?;
    done(app, tx, who, &circle, "made a circle").await?;
    Ok(circle)
}

/// Gives a circle another name.
///
/// # Errors
/// As [`make`] and [`read`].
pub async fn rename(app: &App, who: Who, id: CircleId, name: &str) -> Result<Circle, ActionError> {
    let owner = owner(who)?;
    let name = Name::parse(name).map_err(|it| ActionError::field("name", it))?;
    let mut tx = app.store.write().await?;
    let circle = Circle { name, ..load(&mut tx, owner, id).await? };
    rows::save(&mut tx, &circle).await?;
    done(app, tx, who, &circle, "renamed a circle").await?;
    Ok(circle)
}

/// Deletes a circle, or puts it back with everybody who was in it. While it is gone, nobody reads
/// what was told to it.
///
/// # Errors
/// [`ActionError::NotFound`] when it is not theirs.
pub async fn set_gone(app: &App, who: Who, id: CircleId, gone: bool) -> Result<(), ActionError> {
    let owner = owner(who)?;
    let mut tx = app.store.write().await?;
    let found = rows::find(&mut tx, owner, id).await?.ok_or(ActionError::NotFound("circle"))?;
    if found.gone == gone {
        return Ok(());
    }
    let circle = Circle { gone, ..found };
    rows::save(&mut tx, &circle).await?;
    done(app, tx, who, &circle, if gone { "deleted a circle" } else { "put a circle back" }).await
}

/// Puts a member in: it reads what was told to the circle, also before. It is not told.
///
/// # Errors
/// [`ActionError::Fields`] when there is no such member, [`ActionError::Rule`] when the circle is
/// full or it is one's own member.
pub async fn add(app: &App, who: Who, id: CircleId, handle: &str) -> Result<(), ActionError> {
    let owner = owner(who)?;
    let mut tx = app.store.write().await?;
    let circle = load(&mut tx, owner, id).await?;
    let no_such = || ActionError::field("handle", "there is no member at this address");
    let member = match crate::members::load_at(&mut tx, handle).await {
        Ok(member) if member.standing == Standing::Member => member,
        Ok(_) | Err(ActionError::NotFound(_)) => return Err(no_such()),
        Err(error) => return Err(error),
    };
    let there = rows::members(&mut tx, owner, id).await?.len();
    circle.takes(member.id, i64::try_from(there).unwrap_or(i64::MAX))?;
    rows::add(&mut tx, id, member.id, app.now()).await?;
    done(app, tx, who, &circle, "put a member in a circle").await
}

/// Takes a member out: it reads nothing more that was told to the circle. It is not told.
///
/// # Errors
/// [`ActionError::NotFound`] when it is not in it.
pub async fn remove(app: &App, who: Who, id: CircleId, handle: &str) -> Result<(), ActionError> {
    let owner = owner(who)?;
    let mut tx = app.store.write().await?;
    let circle = load(&mut tx, owner, id).await?;
    let member = crate::members::load_at(&mut tx, handle).await?;
    if !rows::remove(&mut tx, id, member.id).await? {
        return Err(ActionError::NotFound("member"));
    }
    done(app, tx, who, &circle, "took a member out of a circle").await
}

fn owner(who: Who) -> Result<MemberId, ActionError> {
    must(who, Act::KeepCircles, None)?;
    who.member().ok_or(ActionError::NotFound("member"))
}

async fn load(tx: &mut ReadTx, owner: MemberId, id: CircleId) -> Result<Circle, ActionError> {
    let found = rows::find(tx, owner, id).await?.filter(|it| !it.gone);
    found.ok_or(ActionError::NotFound("circle"))
}

/// The event names neither the circle nor who is in it: every member's index follows events.
async fn done(
    app: &App,
    mut tx: WriteTx,
    who: Who,
    circle: &Circle,
    words: &str,
) -> Result<(), ActionError> {
    app.record(&mut tx, who, &[Event::of("circle.changed", circle.id.bits(), words)]).await?;
    Ok(tx.commit().await?)
}
