//! Searching: whose name begins so, then who has all the words somewhere the viewer may look.

use domain::kernel::id::{MemberId, NeedId, OfferId};
use domain::kernel::who::Who;
use domain::kernel::words::fold;
use domain::members::member::Member;
use domain::members::parts::Standing;
use domain::members::search::Query;
use domain::members::visibility::Level;
use store::{ReadTx, members as rows, search as found};

use crate::App;
use crate::error::ActionError;
use crate::members::list::may_look;
use crate::members::{View, seen_by};

/// The most hits one page has.
pub const PAGE: usize = 20;
/// The most documents that are looked at for one page: the work stays the same however many
/// members there are.
const LOOKED_AT_MAX: i64 = 60;

/// A member that was found, and which of its offers and needs have all the words.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// As the viewer may see it.
    pub view: View,
    /// Offers to lead to.
    pub offers: Vec<OfferId>,
    /// Needs to lead to.
    pub needs: Vec<NeedId>,
}

/// Where a search goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum After {
    /// Among the names of one standing, behind this folded name and id.
    Name(Standing, String, MemberId),
    /// Among the texts, behind the document of this number.
    Words(i64),
}

/// One page of what was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// Names that begin so first.
    pub hits: Vec<Hit>,
    /// Where the next page begins, unless this is the last.
    pub next: Option<After>,
}

/// Searches for what was typed. Nothing typed finds nothing.
///
/// # Errors
/// [`ActionError::SignIn`] or [`ActionError::Refused`] where the directory is for members only.
pub async fn search(
    app: &App,
    who: Who,
    typed: &str,
    after: Option<After>,
    limit: usize,
) -> Result<Found, ActionError> {
    let limit = limit.min(PAGE);
    let mut tx = app.store.read().await?;
    may_look(&mut tx, who).await?;
    let Some(query) = Query::parse(typed) else { return Ok(Found::default()) };
    let mut ids = Vec::new();
    let mut next = names(&mut tx, who, &query, after.as_ref(), (&mut ids, limit)).await?;
    if next.is_none() && query.is_enough() {
        let behind = match after {
            Some(After::Words(number)) => number,
            _ => 0,
        };
        next = words(&mut tx, who, &query, behind, (&mut ids, limit)).await?;
    }
    let members = rows::by_ids(&mut tx, &ids).await?;
    let hit = |member: Member| {
        let view = seen_by(who, member).ok()?;
        let offers = query.offers_of(&view.member).collect();
        let needs = query.needs_of(&view.member).collect();
        Some(Hit { view, offers, needs })
    };
    Ok(Found { hits: members.into_iter().filter_map(hit).collect(), next })
}

/// The kinds of standing whose names `who` may look through, in the order they are shown.
fn standings(who: Who) -> &'static [Standing] {
    match who.member() {
        Some(_) => &[Standing::Member, Standing::Contact, Standing::Candidate],
        None => &[Standing::Member, Standing::Contact],
    }
}

async fn names(
    tx: &mut ReadTx,
    who: Who,
    query: &Query,
    after: Option<&After>,
    (ids, limit): (&mut Vec<MemberId>, usize),
) -> Result<Option<After>, ActionError> {
    let start = query.as_name();
    let (from, mut behind) = match after {
        None => (None, (String::new(), MemberId::from_bits(0))),
        Some(After::Name(standing, name, id)) => (Some(*standing), (name.clone(), *id)),
        Some(After::Words(_)) => return Ok(None),
    };
    let here = standings(who).iter().copied();
    for standing in here.skip_while(|it| from.is_some_and(|from| from != *it)) {
        let room = i64::try_from(limit + 1 - ids.len()).unwrap_or(0);
        let (name, id) = (behind.0.as_str(), behind.1);
        let some = found::with_name(tx, &start, standing, (name, id), room).await?;
        ids.extend(some);
        if ids.len() > limit {
            ids.truncate(limit);
            let last = rows::by_ids(tx, &ids[limit - 1..]).await?;
            let last = last.into_iter().next();
            return Ok(last.map(|it| After::Name(it.standing, fold(it.name.as_str()), it.id)));
        }
        behind = (String::new(), MemberId::from_bits(0));
    }
    Ok(None)
}

async fn words(
    tx: &mut ReadTx,
    who: Who,
    query: &Query,
    behind: i64,
    (ids, limit): (&mut Vec<MemberId>, usize),
) -> Result<Option<After>, ActionError> {
    let audience = if who.member().is_some() { Level::Members } else { Level::Everyone };
    let some = found::with_words(tx, query, audience, behind, LOOKED_AT_MAX).await?;
    let more = some.len() == usize::try_from(LOOKED_AT_MAX).unwrap_or(usize::MAX);
    let start = query.as_name();
    for hit in &some {
        if ids.len() == limit {
            // The document before this one was the last that was looked at.
            return Ok(Some(After::Words(hit.number - 1)));
        }
        // Names that begin so were listed before.
        if !hit.title.starts_with(&start) {
            ids.push(hit.member);
        }
    }
    Ok(some.last().filter(|_| more).map(|it| After::Words(it.number)))
}
