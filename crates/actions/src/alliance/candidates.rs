//! Who asks to join, and what members say (R78). Silence is consent; an objection keeps the
//! question open until it is talked over.

use domain::alliance::candidates::{Objection, until};
use domain::alliance::joining::{Joining, Outcome, decide};
use domain::kernel::event::Event;
use domain::kernel::id::MemberId;
use domain::kernel::text::{Handle, Line, Name};
use domain::kernel::time::Time;
use domain::kernel::who::Who;
use domain::members::member::Member;
use domain::members::parts::Standing;
use store::members as members_rows;
use store::objections as rows;
use store::{ReadTx, WriteTx};

use crate::App;
use crate::error::ActionError;
use crate::members::{View, seen_by};
use crate::permission::{Act, must};

/// How many candidates are read at once.
const PAGE: i64 = 200;

/// A candidate as members see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Who asks, as members may see them.
    pub view: View,
    /// Until when members can object before they are in.
    pub until: Time,
    /// What stands against it.
    pub against: Vec<Against>,
}

/// What one member says against a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against {
    /// Who says it.
    pub member: Name,
    /// Their address.
    pub handle: Handle,
    /// Why.
    pub reason: Line,
    /// Since when.
    pub at: Time,
    /// Whether the asker's member said it, and may withdraw it.
    pub mine: bool,
}

/// How a candidate's own question stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mine {
    /// Since when they ask.
    pub since: Time,
    /// When they are in, unless somebody wants to talk first.
    pub until: Time,
    /// Whether somebody wants to talk first. Who and why is for members.
    pub talk_first: bool,
    /// Whether they are in by now.
    pub joined: bool,
}

/// Everybody who asks to join, by name. Whoever's time is over is in first.
///
/// # Errors
/// As [`must`] says.
pub async fn list(app: &App, who: Who) -> Result<Vec<Candidate>, ActionError> {
    must(who, Act::ReadCandidates, None)?;
    settle(app).await?;
    let mut tx = app.store.read().await?;
    let joining = joining(&mut tx).await?;
    let standing = rows::all_standing(&mut tx).await?;
    let ids: Vec<MemberId> = standing.iter().map(|it| it.member).collect();
    let speakers = members_rows::by_ids(&mut tx, &ids).await?;
    let mut found = Vec::new();
    for member in all(&mut tx).await? {
        let theirs = standing.iter().filter(|it| it.candidate == member.id);
        let against = theirs.filter_map(|it| against(it, &speakers, who)).collect();
        let until = until(joining, member.since);
        found.push(Candidate { view: seen_by(who, member)?, until, against });
    }
    Ok(found)
}

/// How the asker's own question stands.
///
/// # Errors
/// [`ActionError::NotFound`] when they act for nobody who asks or has joined.
pub async fn mine(app: &App, who: Who) -> Result<Mine, ActionError> {
    let actor = must(who, Act::ReadMyCandidacy, None)?;
    settle(app).await?;
    let none = ActionError::NotFound("question");
    let mut tx = app.store.read().await?;
    let Some(hat) = actor.hat else { return Err(none) };
    let member = members_rows::find(&mut tx, hat).await?.ok_or(none)?;
    let joining = joining(&mut tx).await?;
    let standing = rows::standing(&mut tx, hat).await?;
    Ok(Mine {
        since: member.since,
        until: until(joining, member.since),
        talk_first: !standing.is_empty(),
        joined: member.standing == Standing::Member,
    })
}

/// Objects to a candidate for the asker's member, with a reason; a second time changes the reason.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such candidate, [`ActionError::Fields`] without a
/// reason.
pub async fn object(app: &App, who: Who, handle: &str, reason: &str) -> Result<(), ActionError> {
    let actor = must(who, Act::Object, None)?;
    let reason = Line::parse(reason).map_err(|it| ActionError::field("reason", it))?;
    let mut tx = app.store.write().await?;
    let candidate = candidate_at(&mut tx, handle).await?;
    let objection = Objection {
        candidate: candidate.id,
        member: actor.hat.ok_or(ActionError::NotFound("member"))?,
        person: actor.person,
        reason,
        at: app.now(),
        withdrawn: false,
    };
    rows::put(&mut tx, &objection).await?;
    let event = Event::of("alliance.objected", candidate.id.bits(), "asked to talk first");
    app.record(&mut tx, who, &[event]).await?;
    Ok(tx.commit().await?)
}

/// Withdraws the objection of the asker's member: it was talked over.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such candidate, or no objection of theirs.
pub async fn withdraw(app: &App, who: Who, handle: &str) -> Result<(), ActionError> {
    let actor = must(who, Act::Object, None)?;
    let none = ActionError::NotFound("objection");
    let Some(member) = actor.hat else { return Err(none) };
    let mut tx = app.store.write().await?;
    let candidate = candidate_at(&mut tx, handle).await?;
    let found = rows::find(&mut tx, candidate.id, member).await?.filter(|it| !it.withdrawn);
    let objection = found.ok_or(none)?;
    rows::put(&mut tx, &Objection { withdrawn: true, ..objection }).await?;
    let event = Event::of("alliance.objected", candidate.id.bits(), "has talked it over");
    app.record(&mut tx, who, &[event]).await?;
    Ok(tx.commit().await?)
}

/// Lets everybody in whose time is over and against whom nothing stands. Answers how many: the
/// worker calls it from time to time, and every list of candidates before it is read.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub async fn settle(app: &App) -> Result<usize, ActionError> {
    let mut tx = app.store.read().await?;
    let due: Vec<MemberId> = {
        let joining = joining(&mut tx).await?;
        let candidates = all(&mut tx).await?;
        let over = |it: &&Member| decide(joining, it.since, 0, app.now()) == Outcome::Joined;
        candidates.iter().filter(over).map(|it| it.id).collect()
    };
    drop(tx);
    let mut joined = 0;
    for candidate in due {
        match let_in(app, candidate).await {
            Ok(true) => joined += 1,
            // Whoever was faster has let them in, or somebody objected this very moment.
            Ok(false) | Err(ActionError::Stale) => (),
            Err(error) => return Err(error),
        }
    }
    Ok(joined)
}

async fn let_in(app: &App, id: MemberId) -> Result<bool, ActionError> {
    let mut tx = app.store.write().await?;
    let found = members_rows::find(&mut tx, id).await?;
    let Some(candidate) = found.filter(|it| it.standing == Standing::Candidate) else {
        return Ok(false);
    };
    let against = rows::standing(&mut tx, id).await?.len();
    let rule = joining(&mut tx).await?;
    if decide(rule, candidate.since, against, app.now()) == Outcome::Open {
        return Ok(false);
    }
    let now = app.now();
    let member = Member { standing: Standing::Member, since: now, changed: now, ..candidate };
    members_rows::save(&mut tx, &member).await?;
    let event = Event::of_member("member.joined", id, "joined with the consent of members");
    app.record(&mut tx, Who::Guest, &[event]).await?;
    tx.commit().await?;
    Ok(true)
}

/// Those who ask, oldest in the alphabet first. A list of them stays short: each is decided within
/// sixty days.
async fn all(tx: &mut ReadTx) -> Result<Vec<Member>, ActionError> {
    let mut found: Vec<Member> = Vec::new();
    loop {
        let last = found.last().map(|it| (domain::kernel::words::fold(it.name.as_str()), it.id));
        let (name, id) = last.unwrap_or((String::new(), MemberId::from_bits(0)));
        let page = members_rows::by_name(tx, Standing::Candidate, (&name, id), PAGE).await?;
        if page.is_empty() {
            return Ok(found);
        }
        found.extend(page);
    }
}

async fn candidate_at(tx: &mut WriteTx, handle: &str) -> Result<Member, ActionError> {
    let none = ActionError::NotFound("candidate");
    let Ok(handle) = Handle::parse(handle) else { return Err(none) };
    let found = members_rows::at_handle(tx, &handle).await?;
    found.filter(|it| it.standing == Standing::Candidate).ok_or(none)
}

async fn joining(tx: &mut ReadTx) -> Result<Joining, ActionError> {
    Ok(store::alliance::find(tx).await?.map_or(Joining::Invited, |it| it.joining))
}

fn against(objection: &Objection, speakers: &[Member], who: Who) -> Option<Against> {
    let speaker = speakers.iter().find(|it| it.id == objection.member)?;
    Some(Against {
        member: speaker.name.clone(),
        handle: speaker.handle.clone(),
        reason: objection.reason.clone(),
        at: objection.at,
        mine: who.acts_for(objection.member),
    })
}
