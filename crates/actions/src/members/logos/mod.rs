//! Pictures that members show instead of their flags.

use domain::kernel::id::{LogoId, MemberId};
use domain::kernel::who::Who;
use domain::members::change::Change;
use domain::members::member::Member;
use sha2::{Digest, Sha256};
use store::members::logos as rows;

use super::{TRIES, load, read, save, seen_by};
use crate::App;
use crate::error::ActionError;
use crate::permission::{Act, must};

mod picture;

pub(crate) use picture::{Anew, anew};
pub use picture::{BYTES_MAX, PictureError, SIDE};

/// What a change of the logo came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Turned {
    /// The member with what it shows now.
    pub member: Member,
    /// What it showed before, to be brought back.
    pub before: Option<LogoId>,
}

/// Lets a member show the picture in this file: PNG, JPEG or WebP. What is kept is a small copy
/// made here, with nothing in it but its pixels.
///
/// # Errors
/// [`ActionError::Fields`] about `logo` when it is no such picture or too large,
/// [`ActionError::Refused`] for all but its own people.
pub async fn change(
    app: &App,
    who: Who,
    member: MemberId,
    file: Vec<u8>,
) -> Result<Turned, ActionError> {
    must_choose(app, who, member).await?;
    let picture = picture::prepare(file).await.map_err(|it| ActionError::field("logo", it))?;
    let hash: [u8; 32] = Sha256::digest(&picture).into();
    let mut half = [0; 16];
    half.copy_from_slice(&hash[..16]);
    let logo = LogoId::from_bits(u128::from_be_bytes(half));
    turn(app, who, member, Some((logo, Some(&picture)))).await
}

/// Lets a member show its flag again.
///
/// # Errors
/// [`ActionError::Refused`] for all but its own people.
pub async fn remove(app: &App, who: Who, member: MemberId) -> Result<Turned, ActionError> {
    must_choose(app, who, member).await?;
    turn(app, who, member, None).await
}

/// Lets a member show a picture again that it replaced a moment ago.
///
/// # Errors
/// [`ActionError::NotFound`] when it is not kept any more, [`ActionError::Refused`] for all but
/// its own people.
pub async fn bring_back(
    app: &App,
    who: Who,
    member: MemberId,
    logo: LogoId,
) -> Result<Turned, ActionError> {
    must_choose(app, who, member).await?;
    turn(app, who, member, Some((logo, None))).await
}

/// The file (WebP) of the picture that the member at this address shows, for whoever may see its
/// name. One that it showed before is there for nobody.
///
/// # Errors
/// [`ActionError::NotFound`] when it shows another one, or is not there for them.
pub async fn file(app: &App, who: Who, handle: &str, logo: LogoId) -> Result<Vec<u8>, ActionError> {
    let view = read(app, who, handle).await?;
    if view.member.profile.logo != Some(logo) {
        return Err(ActionError::NotFound("picture"));
    }
    let mut tx = app.store.read().await?;
    let picture = rows::find(&mut tx, view.member.id, logo).await?;
    picture.ok_or(ActionError::NotFound("picture"))
}

/// Asks before anything is decoded. Who may not know of the member is not told that it is there.
async fn must_choose(app: &App, who: Who, member: MemberId) -> Result<(), ActionError> {
    if who.actor().is_some() && !who.acts_for(member) {
        let mut tx = app.store.read().await?;
        seen_by(who, load(&mut tx, member).await?)?;
    }
    must(who, Act::ChangeLogo, Some(member)).map(drop)
}

async fn turn(
    app: &App,
    who: Who,
    member: MemberId,
    to: Option<(LogoId, Option<&[u8]>)>,
) -> Result<Turned, ActionError> {
    for _ in 1..TRIES {
        match try_turn(app, who, member, to).await {
            Err(ActionError::Stale) => (),
            other => return other,
        }
    }
    try_turn(app, who, member, to).await
}

async fn try_turn(
    app: &App,
    who: Who,
    id: MemberId,
    to: Option<(LogoId, Option<&[u8]>)>,
) -> Result<Turned, ActionError> {
    let mut tx = app.store.write().await?;
    let old = load(&mut tx, id).await?;
    let before = old.profile.logo;
    match to {
        Some((logo, Some(picture))) => rows::put(&mut tx, id, logo, picture).await?,
        Some((logo, None)) if rows::find(&mut tx, id, logo).await?.is_none() => {
            return Err(ActionError::NotFound("picture"));
        }
        _ => (),
    }
    let shown = to.map(|(logo, _)| logo);
    let (new, events) = old.apply(vec![Change::Logo(shown)], app.now())?;
    if events.is_empty() {
        return Ok(Turned { member: new, before });
    }
    let member = save(&mut tx, new).await?;
    rows::turn(&mut tx, id, shown, before, app.now()).await?;
    app.record(&mut tx, who, &events).await?;
    tx.commit().await?;
    Ok(Turned { member, before })
}
