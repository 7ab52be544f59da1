//! The list of partners, and of those who are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use domain::fit::{Answer, Count, Facets, Hit, Refusal, Search, Verdict, rotation};
use domain::kernel::id::{MemberId, NeedId};
use domain::kernel::text::Line;
use domain::kernel::time::Day;
use domain::kernel::who::Who;
use domain::kernel::words;
use domain::members::member::Member;
use domain::members::parts::Standing;
use store::{ReadTx, members as rows};

use super::{FindQuery, Viewpoint};
use crate::App;
use crate::error::ActionError;
use crate::members::viewer;
use crate::permission::{Act, must};

/// The most members one search goes through. Who wants others narrows it down.
pub const DEPTH_MAX: usize = 200;
/// So many of those who do the same work are named.
const PEERS: usize = 6;
/// So many members are looked at for one page of those who are left out.
const LOOKED_AT: i64 = 40;

/// One page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// Where the page before ended.
    pub after: Option<Position>,
    /// How many members, 1 to [`DEPTH_MAX`].
    pub size: usize,
}

/// Where a page ended. Its text is for a sealed cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The day on which the list was begun: newcomers change places each day.
    pub day: Day,
    /// How many were shown.
    pub shown: usize,
    /// The last one.
    pub last: MemberId,
}

impl Position {
    /// Reads what [`fmt::Display`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '.');
        let day = Day(parts.next()?.parse().ok()?);
        let shown = parts.next()?.parse().ok()?;
        Some(Self { day, shown, last: MemberId::parse(parts.next()?)? })
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.day.0, self.shown, self.last)
    }
}

/// A member that was found, as the viewer may see it, and how it fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Without the parts that its fellows do not see.
    pub member: Member,
    /// How it fits.
    pub answer: Answer,
}

/// Some members of many.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SomeOf {
    /// How many.
    pub count: Count,
    /// The first of them.
    pub first: Vec<Found>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct FindAnswer {
    /// For whom, with all its own parts.
    pub me: Member,
    /// Its needs that fellows may see: each a purpose of its own.
    pub needs: Vec<(NeedId, String)>,
    /// The page, best first.
    pub found: Vec<Found>,
    /// How many there are of each kind.
    pub facets: Facets,
    /// Who does the same work for the same people, and is left out on purpose.
    pub peers: SomeOf,
    /// Competitors they want to work with all the same, and why.
    pub despite: Vec<(Member, Line)>,
    /// How many they do not want to see.
    pub hidden: usize,
    /// Where the next page begins; nothing on the last one.
    pub next: Option<Position>,
    /// The search has reached [`DEPTH_MAX`] and there may be more.
    pub cut: bool,
}

/// Finds partners for the member that `who` acts for.
///
/// # Errors
/// As [`must`], [`ActionError::Fields`] for a need that is not theirs.
pub async fn find(
    app: &App,
    who: Who,
    query: &FindQuery,
    slice: Slice,
) -> Result<FindAnswer, ActionError> {
    must(who, Act::Find, None)?;
    let me = who.member().ok_or(ActionError::NotFound("member"))?;
    find_for(app, me, query, slice).await
}

/// Finds partners for a member: for whoever has the database itself in hand, and for [`find`].
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such member; [`ActionError::Fields`] for a need
/// that is not theirs or a page that is too large.
pub async fn find_for(
    app: &App,
    me: MemberId,
    query: &FindQuery,
    slice: Slice,
) -> Result<FindAnswer, ActionError> {
    if !(1..=DEPTH_MAX).contains(&slice.size) {
        let most = format!("please ask for 1 to {DEPTH_MAX} at once");
        return Err(ActionError::field("top", most));
    }
    let mut tx = app.finder.fresh(app).await?;
    let me = crate::members::load(&mut tx, me).await?;
    let view = Viewpoint::of(app, &mut tx, me).await?;
    view.must_have(query.purpose)?;
    let looked = look(app, &view, query, slice);
    with_rows(app, &mut tx, view, query, looked).await
}

/// What the index says, before any row is read.
struct Looked {
    page: Vec<MemberId>,
    facets: Facets,
    peers: (Count, Vec<MemberId>),
    next: Option<Position>,
    cut: bool,
}

fn look(app: &App, view: &Viewpoint, query: &FindQuery, slice: Slice) -> Looked {
    let filter = query.filter(view.me.home());
    let (viewer, exclude) = (&view.card, &view.hidden);
    let search = Search { viewer, purpose: query.purpose, filter: &filter, exclude };
    let index = app.finder.read();
    let ids = |hits: Vec<Hit>| hits.into_iter().map(|it| it.member).collect::<Vec<_>>();
    let ranked = ids(index.top(&search, DEPTH_MAX));
    let newcomers = ids(index.newcomers(&search));
    let day = slice.after.map_or(view.today, |it| it.day);
    let all = rotation::page(&ranked, &newcomers, view.me.id, day, DEPTH_MAX);
    let start = slice.after.map_or(0, |after| {
        let last = all.iter().position(|it| *it == after.last);
        // Whoever stood there has gone: go on where they stood.
        last.map_or(after.shown, |at| at + 1).min(all.len())
    });
    let end = (start + slice.size).min(all.len());
    let page = all[start..end].to_vec();
    let next = page.last().filter(|_| end < all.len());
    let peers = index.peers(&search, PEERS);
    Looked {
        next: next.map(|last| Position { day, shown: end, last: *last }),
        page,
        facets: index.facets(&search),
        peers: (peers.count, peers.first),
        cut: end == DEPTH_MAX,
    }
}

async fn with_rows(
    app: &App,
    tx: &mut ReadTx,
    mut view: Viewpoint,
    query: &FindQuery,
    looked: Looked,
) -> Result<FindAnswer, ActionError> {
    let (count, peers) = looked.peers;
    let wanted = looked.page.iter().chain(&peers).chain(view.despite.keys()).copied();
    let wanted: Vec<MemberId> = wanted.collect::<BTreeSet<_>>().into_iter().collect();
    view.look_at(tx, &looked.page).await?;
    let members = rows::by_ids(tx, &wanted).await?;
    let members: BTreeMap<MemberId, Member> = members.into_iter().map(|it| (it.id, it)).collect();
    let who_sees = domain::members::visibility::Viewer::Fellow;
    let seen = |id: &MemberId| members.get(id).map(|it| it.clone().seen_by(who_sees));
    let answered = |id: &MemberId| {
        let member = members.get(id)?;
        let answer = view.fit(&view.card_of(app, member), query.purpose);
        Some(Found { member: member.clone().seen_by(who_sees), answer })
    };
    // Changed since the index was asked; the next look will leave it out.
    let stands = |it: &Found| it.answer.verdict != Verdict::Refused;
    let found = looked.page.iter().filter_map(answered).filter(stands).collect();
    let peers = SomeOf { count, first: peers.iter().filter_map(answered).collect() };
    let despite = view.despite.iter().filter_map(|(id, why)| Some((seen(id)?, why.clone())));
    Ok(FindAnswer {
        found,
        facets: looked.facets,
        peers,
        despite: despite.collect(),
        hidden: view.hidden.len(),
        next: looked.next,
        cut: looked.cut,
        needs: view.card.needs().map(|it| (it.0, it.1.to_owned())).collect(),
        me: view.me,
    })
}

/// Members who are not suggested for a purpose, with the reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// By name.
    pub found: Vec<Found>,
    /// Where the next page begins, for a sealed cursor; nothing on the last one.
    pub next: Option<String>,
}

/// Who is not suggested to the member that `who` acts for, by name, and why. Who is sealed off
/// from whom is told to nobody, so those are not here either.
///
/// # Errors
/// As [`find`].
pub async fn left_out(
    app: &App,
    who: Who,
    query: &FindQuery,
    after: Option<&str>,
) -> Result<LeftOut, ActionError> {
    must(who, Act::Find, None)?;
    let me = who.member().ok_or(ActionError::NotFound("member"))?;
    let mut tx = app.store.read().await?;
    let me = crate::members::load(&mut tx, me).await?;
    let view = Viewpoint::of(app, &mut tx, me).await?;
    view.must_have(query.purpose)?;
    let wrong = || ActionError::field("cursor", "this cursor is not from here; please start over");
    let (standing, name, id) = match after {
        None => (Standing::Member, String::new(), MemberId::from_bits(0)),
        Some(text) => read_after(text).ok_or_else(wrong)?,
    };
    let looked_at = rows::by_name(&mut tx, standing, (&name, id), LOOKED_AT).await?;
    let full = i64::try_from(looked_at.len()) == Ok(LOOKED_AT);
    let next = match looked_at.last() {
        Some(last) if full => {
            let name = words::fold(last.name.as_str());
            Some(format!("{}.{}.{name}", standing.wire(), last.id))
        }
        _ if standing == Standing::Member => {
            Some(format!("{}.{}.", Standing::Contact.wire(), MemberId::from_bits(0)))
        }
        _ => None,
    };
    let others = looked_at.into_iter().filter(|it| it.id != view.me.id);
    let answered = others.map(|member| {
        let answer = view.fit(&view.card_of(app, &member), query.purpose);
        Found { member: member.clone().seen_by(viewer(who, member.id)), answer }
    });
    let told = |it: &Found| {
        let why = &it.answer.refused_because;
        !why.is_empty() && !why.contains(&Refusal::Sealed)
    };
    Ok(LeftOut { found: answered.filter(told).collect(), next })
}

fn read_after(text: &str) -> Option<(Standing, String, MemberId)> {
    let mut parts = text.splitn(3, '.');
    let standing = Standing::parse(parts.next()?).ok()?;
    let id = MemberId::parse(parts.next()?)?;
    Some((standing, parts.next()?.to_owned(), id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_reads_back_and_nonsense_does_not() {
        let position = Position { day: Day(20_780), shown: 20, last: MemberId::from_bits(7) };
        assert_eq!(Position::parse(&position.to_string()), Some(position));
        for wrong in ["", "1", "1.2", "1.2.3", "x.2.00000000-0000-0000-0000-000000000007"] {
            assert_eq!(Position::parse(wrong), None, "{wrong}");
        }
    }
}
