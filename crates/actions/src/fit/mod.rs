//! Finding partners: who fits for a purpose and why, who does not and why not (formulas 5.7).

use std::collections::BTreeSet;

use domain::fit::{
    Answer, Card, Facets, Filter, Given, Hit, Peers, Purpose, Search, fit, rotation,
};
use domain::kernel::id::{MemberId, NeedId};
use domain::kernel::text::{Handle, Line};
use domain::kernel::who::Who;
use domain::members::member::Member;
use domain::members::parts::Standing;
use domain::members::visibility::Viewer;
use store::{ReadTx, fit as said, members as rows};

use crate::App;
use crate::error::ActionError;
use crate::permission::{Act, must};

/// The index and its freshness.
pub mod index;
/// "Not for us", and "in spite of competing".
pub mod said_about;

/// The most answers one list goes through; beyond them one narrows it down.
pub const FOUND_MAX: usize = 500;
/// Peers that are named.
const PEERS: usize = 6;

/// What somebody looks for.
#[derive(Debug, Clone)]
pub struct Query {
    /// What for.
    pub purpose: Purpose,
    /// What must hold beside the fit.
    pub filter: Filter,
    /// How many are skipped: those of the pages before.
    pub skip: usize,
    /// How many are wanted, at least one.
    pub size: usize,
}

/// Somebody who fits, with the reasons.
#[derive(Debug, Clone)]
pub struct Found {
    /// As the viewer may see it.
    pub member: Member,
    /// How it fits and why.
    pub answer: Answer,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// For whom.
    pub viewer: Member,
    /// The answers of this page.
    pub items: Vec<Found>,
    /// How many there are of each choice.
    pub facets: Facets,
    /// Who does the same work for the same people: left out on purpose.
    pub peers: Peers,
    /// The first of them, with the refusal.
    pub left_out: Vec<Found>,
    /// Whether there are more after this page.
    pub more: bool,
    /// The viewer's needs, each a purpose of its own.
    pub needs: Vec<(NeedId, String)>,
}

/// Who fits the member that `who` acts for.
///
/// # Errors
/// [`ActionError::SignIn`] and [`ActionError::Refused`] to those who are not in.
pub async fn find(app: &App, who: Who, query: &Query) -> Result<Finding, ActionError> {
    let member = finding_member(who)?;
    let mut tx = app.store.read().await?;
    let viewer = load(&mut tx, member).await?;
    let exclude: BTreeSet<MemberId> = said::hidden(&mut tx, member).await?.into_iter().collect();
    drop(tx);
    let (card, purpose) = (Card::of(&viewer, app.now().day()), query.purpose);
    check_need(&card, purpose)?;
    let search = Search { viewer: &card, purpose, filter: &query.filter, exclude: &exclude };
    let end = query.skip.saturating_add(query.size).min(FOUND_MAX);
    let (order, facets, peers) = index::with(app, |index| {
        let ranked = index.top(&search, end + 1);
        let order = in_turn(&card, &ranked, &index.newcomers(&search), end + 1);
        (order, index.facets(&search), index.peers(&search, PEERS))
    })
    .await?;
    let page: Vec<MemberId> = order.iter().skip(query.skip).take(query.size).copied().collect();
    let mut tx = app.store.read().await?;
    let items = answers(&mut tx, &card, purpose, &page).await?;
    let left_out = answers(&mut tx, &card, purpose, &peers.first).await?;
    let needs = card.needs().map(|(id, title)| (id, title.to_owned())).collect();
    let more = order.len() > end && end < FOUND_MAX;
    Ok(Finding { viewer, items, facets, peers, left_out, more, needs })
}

/// The order of a list: by fit, and every few places a newcomer.
fn in_turn(card: &Card, ranked: &[Hit], newcomers: &[Hit], size: usize) -> Vec<MemberId> {
    let ids = |hits: &[Hit]| hits.iter().map(|it| it.member).collect::<Vec<_>>();
    rotation::page(&ids(ranked), &ids(newcomers), card.member, card.today, size)
}

async fn answers(
    tx: &mut ReadTx,
    card: &Card,
    purpose: Purpose,
    ids: &[MemberId],
) -> Result<Vec<Found>, ActionError> {
    let members = rows::by_ids(tx, ids).await?;
    let answer = |member: Member| {
        let answer = fit(card, &Card::of(&member, card.today), purpose, &Given::default());
        Found { member: member.seen_by(Viewer::Fellow), answer }
    };
    Ok(members.into_iter().map(answer).collect())
}

/// How one other member fits, refusals with their reasons too.
///
/// # Errors
/// As [`find`]; [`ActionError::NotFound`] when there is no such member for them.
pub async fn answer(
    app: &App,
    who: Who,
    other: &str,
    purpose: Purpose,
) -> Result<Pair, ActionError> {
    let member = finding_member(who)?;
    let mut tx = app.store.read().await?;
    let viewer = load(&mut tx, member).await?;
    let other = at_handle(&mut tx, other).await?;
    if other.id == member {
        return Err(ActionError::Refused("this is your own page; look at somebody else's"));
    }
    let despite = said::despite(&mut tx, member, other.id).await?;
    let hidden = said::hidden(&mut tx, member).await?.contains(&other.id);
    let today = app.now().day();
    let (card, theirs) = (Card::of(&viewer, today), Card::of(&other, today));
    check_need(&card, purpose)?;
    let given = Given { despite: despite.clone(), ..Given::default() };
    let found = Found {
        answer: fit(&card, &theirs, purpose, &given),
        member: other.seen_by(Viewer::Fellow),
    };
    Ok(Pair { viewer, found, despite, hidden })
}

/// Two members, and how the one fits the other.
#[derive(Debug, Clone)]
pub struct Pair {
    /// Who looks.
    pub viewer: Member,
    /// At whom, and the answer.
    pub found: Found,
    /// Why the viewer wants to although they compete, when it said so.
    pub despite: Option<Line>,
    /// Whether the viewer said "not for us".
    pub hidden: bool,
}

fn finding_member(who: Who) -> Result<MemberId, ActionError> {
    must(who, Act::Find, None)?;
    who.member().ok_or(ActionError::SignIn)
}

async fn load(tx: &mut ReadTx, id: MemberId) -> Result<Member, ActionError> {
    rows::find(tx, id).await?.ok_or(ActionError::NotFound("member"))
}

/// Members and contacts: whoever can be found. Others do not exist for finding.
async fn at_handle(tx: &mut ReadTx, handle: &str) -> Result<Member, ActionError> {
    let none = ActionError::NotFound("member");
    let Ok(handle) = Handle::parse(handle) else { return Err(none) };
    let found = rows::at_handle(tx, &handle).await?;
    let can_be = |it: &Member| matches!(it.standing, Standing::Member | Standing::Contact);
    found.filter(can_be).ok_or(none)
}

fn check_need(card: &Card, purpose: Purpose) -> Result<(), ActionError> {
    match purpose {
        Purpose::Need(id) if !card.needs().any(|(it, _)| it == id) => Err(ActionError::field(
            "purpose",
            "this need is not among those that members can see; please choose another",
        )),
        _ => Ok(()),
    }
}
