//! Reading: lists, one page, history. Each party reads from its yes to its leaving.

use std::collections::{BTreeMap, BTreeSet};

use domain::kernel::id::{EventId, InteractionId, MemberId, MessageId, PersonId, RelationshipId};
use domain::kernel::text::Name;
use domain::kernel::time::{Day, Time};
use domain::kernel::who::Who;
use domain::members::member::Member;
use domain::relationships::evidence::{Outlook, outlook};
use domain::relationships::interaction::Interaction;
use domain::relationships::party::{Party, PartyWords, Shelf, Stand};
use domain::relationships::relationship::{Relationship, Shared};
use domain::relationships::review::Review;
use domain::relationships::step::{Outcome, Proposal, Step};
use domain::relationships::words::Value;
use store::relationships::talk;
pub use store::relationships::talk::Message;
use store::{ReadTx, events, members, people, relationships as rows};

use super::{asking, load};
use crate::App;
use crate::error::ActionError;
use crate::members::seen_by;
use crate::permission::Act;

/// The most relationships on one page of a list.
pub const PAGE: usize = 20;
/// The most lines of a conversation or a history on one page.
pub const LINES: usize = 30;
/// The most recorded things that are looked at for a suggestion.
const EVIDENCE_MAX: i64 = 500;
/// The most things that are shown as given.
const VALUES_MAX: i64 = 200;
/// The most steps that are read back, for the stairs.
const STEPS_MAX: i64 = 200;

/// Where a list goes on: behind this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    /// When it was changed.
    pub changed: Time,
    /// Of several changed then, the one behind which to go on.
    pub id: RelationshipId,
}

/// One page of a shelf.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// For whom.
    pub me: MemberId,
    /// At most [`PAGE`], as far as they are theirs to read.
    pub relationships: Vec<Relationship>,
    /// The parties.
    pub members: Members,
    /// Where the next page begins, unless this is the last.
    pub next: Option<After>,
}

/// Members by id, as the reader may see them.
pub type Members = BTreeMap<MemberId, Member>;

/// Everything on the page of a relationship.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// For whom.
    pub me: MemberId,
    /// As far as it is theirs to read.
    pub relationship: Relationship,
    /// The parties, and who is to be asked in.
    pub members: Members,
    /// Who wrote something.
    pub people: BTreeMap<PersonId, Name>,
    /// What was proposed, oldest first.
    pub steps: Vec<Proposal>,
    /// What they give each other.
    pub values: Vec<Value>,
    /// What they did, newest first, at most [`LINES`].
    pub done: Vec<Interaction>,
    /// What they said, newest first, at most [`LINES`].
    pub messages: Vec<Message>,
    /// Before which the conversation goes on.
    pub earlier: Option<MessageId>,
    /// Newest first, at most [`LINES`].
    pub reviews: Vec<Review>,
    /// What speaks for the next rung.
    pub outlook: Option<Outlook>,
}

/// One line of the history of a relationship.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// Which event; a list goes on before it.
    pub id: EventId,
    /// When.
    pub at: Time,
    /// Who did it.
    pub person: Option<Name>,
    /// For which member.
    pub member: Option<Name>,
    /// What.
    pub words: String,
}

/// One shelf of the member that `who` acts for, last changed first.
///
/// # Errors
/// As [`crate::permission::must`].
pub async fn shelf(
    app: &App,
    who: Who,
    shelf: Shelf,
    after: Option<After>,
) -> Result<Listed, ActionError> {
    let me = asking(who, Act::ListRelationships)?;
    let start = (Time(i64::MAX), RelationshipId::from_bits(u128::MAX));
    let before = after.map_or(start, |it| (it.changed, it.id));
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut tx = app.store.read().await?;
    let mut found = rows::of_member(&mut tx, me, shelf, before, limit).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let last = found.last().filter(|_| more);
    let next = last.map(|it| After { changed: it.changed, id: it.id });
    listed(&mut tx, who, me, found, next).await
}

/// The relationships that are to be looked at within `days`, the next first, at most [`PAGE`].
///
/// # Errors
/// As [`shelf`].
pub async fn reviews_due(app: &App, who: Who, days: i32) -> Result<Listed, ActionError> {
    let me = asking(who, Act::ListRelationships)?;
    let until = Day(app.now().day().0.saturating_add(days));
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let mut tx = app.store.read().await?;
    let found = rows::reviews_of(&mut tx, me, until, limit).await?;
    listed(&mut tx, who, me, found, None).await
}

async fn listed(
    tx: &mut ReadTx,
    who: Who,
    me: MemberId,
    found: Vec<Relationship>,
    next: Option<After>,
) -> Result<Listed, ActionError> {
    let mut relationships = Vec::with_capacity(found.len());
    for it in found {
        relationships.push(as_read_by(tx, it, me).await?);
    }
    let ids = relationships.iter().flat_map(|it| it.parties.iter().map(|it| it.member));
    let ids: BTreeSet<MemberId> = ids.collect();
    let members = named(tx, who, ids).await?;
    Ok(Listed { me, relationships, members, next })
}

/// How many relationships and introductions wait for the member that `who` acts for; nothing for
/// who acts for none.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub async fn waiting(app: &App, who: Who) -> Result<u32, ActionError> {
    let Some(me) = who.member() else { return Ok(0) };
    let mut tx = app.store.read().await?;
    let relationships = rows::waiting(&mut tx, me).await?;
    let introductions = rows::introductions::waiting(&mut tx, me, 100).await?.len();
    let relationships = u32::try_from(relationships).unwrap_or(u32::MAX);
    Ok(relationships.saturating_add(u32::try_from(introductions).unwrap_or(u32::MAX)))
}

/// One relationship alone, without what its parties said and did.
///
/// # Errors
/// [`ActionError::NotFound`] unless one is or was a party, or was asked.
pub async fn one(app: &App, who: Who, slug: &str) -> Result<Listed, ActionError> {
    let me = asking(who, Act::ReadRelationship)?;
    let mut tx = app.store.read().await?;
    let it = load(&mut tx, me, slug).await?;
    listed(&mut tx, who, me, vec![it], None).await
}

/// The page of a relationship, with the conversation before `before`.
///
/// # Errors
/// As [`one`].
pub async fn page(
    app: &App,
    who: Who,
    slug: &str,
    before: Option<MessageId>,
) -> Result<View, ActionError> {
    let me = asking(who, Act::ReadRelationship)?;
    let mut tx = app.store.read().await?;
    let whole = load(&mut tx, me, slug).await?;
    let window = whole.reads(me).unwrap_or((Time(1), Time(0)));
    let id = whole.id;
    let steps = steps_read(&mut tx, &whole, me).await?;
    let values = talk::values(&mut tx, id, VALUES_MAX).await?;
    let values: Vec<Value> =
        values.into_iter().filter(|it| window.0 <= window.1 && it.at <= window.1).collect();
    let newest = InteractionId::from_bits(u128::MAX);
    let done = talk::interactions(&mut tx, id, window, newest, EVIDENCE_MAX).await?;
    let lines = i64::try_from(LINES + 1).unwrap_or(i64::MAX);
    let before = before.unwrap_or(MessageId::from_bits(u128::MAX));
    let mut messages = talk::messages(&mut tx, id, window, before, lines).await?;
    let more = messages.len() > LINES;
    messages.truncate(LINES);
    let reviews = talk::reviews(&mut tx, id, window, lines).await?;
    let suggestion = if whole.holds(me) { outlook(&whole, &done, &values) } else { None };
    let relationship = as_read_by(&mut tx, whole, me).await?;
    let mut ids: BTreeSet<MemberId> = relationship.parties.iter().map(|it| it.member).collect();
    ids.extend(steps.iter().filter_map(|it| match it.what {
        Step::Include(member) => Some(member),
        _ => None,
    }));
    Ok(View {
        me,
        members: named(&mut tx, who, ids).await?,
        people: people_of(&mut tx, messages.iter().filter_map(|it| it.person)).await?,
        relationship,
        steps,
        values,
        done: done.into_iter().take(LINES).collect(),
        earlier: messages.last().filter(|_| more).map(|it| it.id),
        messages,
        reviews,
        outlook: suggestion,
    })
}

/// What happened before `before`, newest first, at most [`LINES`] lines.
///
/// # Errors
/// As [`one`].
pub async fn history(
    app: &App,
    who: Who,
    slug: &str,
    before: Option<EventId>,
) -> Result<Vec<Happened>, ActionError> {
    let me = asking(who, Act::ReadRelationship)?;
    let mut tx = app.store.read().await?;
    let it = load(&mut tx, me, slug).await?;
    // Who never belonged to it reads how the hello went, and that is on its page.
    let Some(window) = it.reads(me) else { return Ok(Vec::new()) };
    let before = before.unwrap_or(EventId::from_bits(u128::MAX));
    let lines = i64::try_from(LINES).unwrap_or(i64::MAX);
    let mut found = events::of_subject(&mut tx, it.id.bits(), window, before, lines).await?;
    // Ids tell milliseconds apart; what one act does happens within one.
    found.sort_by_key(|it| std::cmp::Reverse((it.at, it.id)));
    let people = people_of(&mut tx, found.iter().filter_map(|it| it.person)).await?;
    let members = named(&mut tx, who, found.iter().filter_map(|it| it.member).collect()).await?;
    let line = |it: events::Recorded| Happened {
        id: it.id,
        at: it.at,
        person: it.person.and_then(|it| people.get(&it).cloned()),
        member: it.member.and_then(|it| members.get(&it)).map(|it| it.name.clone()),
        words: it.words,
    };
    Ok(found.into_iter().map(line).collect())
}

/// A relationship as one of its parties may read it. Whoever was asked reads the hello; whoever
/// left reads how it was then.
async fn as_read_by(
    tx: &mut ReadTx,
    mut it: Relationship,
    me: MemberId,
) -> Result<Relationship, ActionError> {
    let Some(party) = it.party(me).cloned() else { return Ok(it) };
    if party.is_in() {
        return Ok(it);
    }
    if party.stand == Stand::Left {
        let left = party.stand_at;
        for step in steps_of(tx, it.id).await?.iter().rev() {
            if step.outcome == Outcome::Agreed && step.closed_at > Some(left) {
                match step.what {
                    Step::Move { from, .. } => it.rung = from,
                    Step::Convert { from, .. } => it.kind = from,
                    _ => (),
                }
            }
        }
        it.parties.retain(|other| other.member == me || other.since.is_some_and(|at| at <= left));
    }
    (it.step, it.shared, it.known) = (None, Shared::default(), None);
    it.rhythm.due = None;
    let others = it.parties.iter_mut().filter(|other| other.member != me);
    others.for_each(|other: &mut Party| other.words = PartyWords::default());
    Ok(it)
}

async fn steps_of(tx: &mut ReadTx, id: RelationshipId) -> Result<Vec<Proposal>, ActionError> {
    let mut steps = rows::steps(tx, id, STEPS_MAX).await?;
    steps.sort_by_key(|it| it.at);
    Ok(steps)
}

async fn steps_read(
    tx: &mut ReadTx,
    it: &Relationship,
    me: MemberId,
) -> Result<Vec<Proposal>, ActionError> {
    let Some((_, until)) = it.reads(me) else { return Ok(Vec::new()) };
    let steps = steps_of(tx, it.id).await?;
    let before = |it: &Proposal| it.closed_at.unwrap_or(it.at) <= until;
    Ok(steps.into_iter().filter(before).collect())
}

pub(super) async fn named(
    tx: &mut ReadTx,
    who: Who,
    ids: BTreeSet<MemberId>,
) -> Result<Members, ActionError> {
    let ids: Vec<MemberId> = ids.into_iter().collect();
    let found = members::by_ids(tx, &ids).await?;
    let seen = found.into_iter().filter_map(|it| seen_by(who, it).ok());
    Ok(seen.map(|it| (it.member.id, it.member)).collect())
}

async fn people_of(
    tx: &mut ReadTx,
    ids: impl Iterator<Item = PersonId>,
) -> Result<BTreeMap<PersonId, Name>, ActionError> {
    let mut names = BTreeMap::new();
    for id in ids.collect::<BTreeSet<_>>() {
        if let Some(person) = people::find(tx, id).await? {
            names.insert(id, person.name);
        }
    }
    Ok(names)
}
