//! Relationships: hello and its answers, steps, what the parties write, say and do, what is passed
//! on. To whoever is no party, a relationship does not exist; stewards are no exception.

/// The calendar of reviews, for programs that show calendars.
pub mod calendar;
/// What the parties write and say.
pub mod describe;
/// What the parties do, and their reviews.
pub mod doing;
/// Saying hello, and answering.
pub mod hello;
/// Passing on.
pub mod introductions;
/// Reading: lists, one page, history.
pub mod read;
/// Proposing, agreeing, leaving.
pub mod steps;

use domain::kernel::id::MemberId;
use domain::kernel::text::Handle;
use domain::kernel::time::Time;
use domain::kernel::who::Who;
use domain::members::member::Member;
use domain::members::parts::Standing;
use domain::relationships::relationship::{Moved, Relationship};
use store::{ReadTx, StoreError, WriteTx, relationships as rows};

use crate::App;
use crate::error::ActionError;
use crate::members::{load_at, seen_by};
use crate::permission::{Act, must};

/// How often an act is tried when others are faster. Each time it is decided anew on what holds
/// then, so a rule that says no by now is heard.
const TRIES: usize = 4;

/// The member that somebody acts for.
fn asking(who: Who, act: Act) -> Result<MemberId, ActionError> {
    must(who, act, None)?;
    who.member().ok_or(ActionError::NotFound("relationship"))
}

/// The relationship at an address, for a member that is or was one of its parties, or was asked.
async fn load(tx: &mut ReadTx, me: MemberId, slug: &str) -> Result<Relationship, ActionError> {
    let none = ActionError::NotFound("relationship");
    let Ok(slug) = Handle::parse(slug) else { return Err(none) };
    let found = rows::by_slug(tx, &slug).await?;
    found.filter(|it| it.party(me).is_some()).ok_or(none)
}

/// Loads, decides, saves and commits; again on what holds then when others were faster.
async fn change(
    app: &App,
    who: Who,
    act: Act,
    slug: &str,
    decide: impl Fn(Relationship, MemberId, Time) -> Moved,
) -> Result<Relationship, ActionError> {
    let me = asking(who, act)?;
    for _ in 1..TRIES {
        match change_once(app, who, me, slug, &decide).await {
            Err(ActionError::Stale) => (),
            other => return other,
        }
    }
    change_once(app, who, me, slug, &decide).await
}

async fn change_once(
    app: &App,
    who: Who,
    me: MemberId,
    slug: &str,
    decide: impl Fn(Relationship, MemberId, Time) -> Moved,
) -> Result<Relationship, ActionError> {
    let mut tx = app.store.write().await?;
    let (after, events) = decide(load(&mut tx, me, slug).await?, me, app.now())?;
    if events.is_empty() {
        return Ok(after);
    }
    let after = save(&mut tx, after).await?;
    app.record(&mut tx, who, &events).await?;
    tx.commit().await?;
    Ok(after)
}

async fn save(tx: &mut WriteTx, it: Relationship) -> Result<Relationship, ActionError> {
    match rows::save(tx, &it).await {
        Err(StoreError::Taken) => {
            let problem = "you are together with just these members already";
            Err(ActionError::field("member", problem))
        }
        other => {
            other?;
            Ok(Relationship { version: it.version + 1, ..it })
        }
    }
}

/// A member with this handle that one may speak to: it has joined, and is not oneself.
async fn other(
    tx: &mut ReadTx,
    who: Who,
    handle: &str,
    field: &str,
) -> Result<Member, ActionError> {
    let nobody = || ActionError::field(field, format!("there is no member “{}”", short(handle)));
    let found = load_at(tx, handle.trim()).await.map_err(|error| match error {
        ActionError::NotFound(_) => nobody(),
        other => other,
    })?;
    let found = seen_by(who, found).map_err(|_| nobody())?.member;
    match found.standing {
        _ if who.acts_for(found.id) => Err(ActionError::field(field, "this is you")),
        Standing::Member => Ok(found),
        _ => {
            let problem = format!("{} is not a member; please invite them first", found.name);
            Err(ActionError::field(field, problem))
        }
    }
}

fn short(text: &str) -> String {
    text.trim().chars().take(40).collect()
}
