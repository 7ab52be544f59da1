//! All members in memory, to find the best of them for a viewer.
//!
//! Built from the store at start, kept fresh from the change feed, rebuilt at any time. The
//! answer is the same as if [`fit`](crate::fit::fit) were asked about every member.

mod facets;
mod filter;

use std::collections::{BTreeMap, BTreeSet};

use crate::fit::answer::{Verdict, weigh};
use crate::fit::card::Card;
use crate::fit::factors::{Facts, Score};
use crate::fit::features::Features;
use crate::fit::gates;
use crate::fit::purpose::Purpose;
use crate::kernel::id::MemberId;
use crate::kernel::time::Day;
use crate::members::parts::{Kind, Standing};
use facets::Tally;
pub use facets::{COUNTED_MAX, Count, Facets};
use filter::Traits;
pub use filter::{Filter, Free, Near, Wanted, Way};

/// Who looks for what.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    /// Who looks.
    pub viewer: &'a Card,
    /// What for.
    pub purpose: Purpose,
    /// What must hold beside the fit.
    pub filter: &'a Filter,
    /// Members the viewer said “not for us” about.
    pub exclude: &'a BTreeSet<MemberId>,
}

/// A member that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Which.
    pub member: MemberId,
    /// How well it fits, in a word.
    pub verdict: Verdict,
    score: Score,
}

impl Hit {
    /// For putting hits in order, and nothing else.
    pub fn score(&self) -> Score {
        self.score
    }
}

/// Members who do the same work for the same people: left out of a list of partners on purpose,
/// and good to swap notes with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Peers {
    /// How many.
    pub count: Count,
    /// The first of them.
    pub first: Vec<MemberId>,
}

/// Days a member counts as a newcomer.
pub const NEW_DAYS: i32 = 60;
/// At most so many newcomers are named.
const NEWCOMERS: usize = 200;

#[derive(Debug, Clone)]
struct Kept {
    since: Day,
    organisation: bool,
    joined: bool,
    features: Features,
}

/// All members in memory.
#[derive(Debug, Clone, Default)]
pub struct FitIndex {
    kept: BTreeMap<MemberId, Kept>,
}

impl FitIndex {
    /// Takes in all cards; of two of one member, the later.
    pub fn build(cards: impl IntoIterator<Item = Card>) -> Self {
        let mut index = Self::default();
        for card in cards {
            index.replace(&card);
        }
        index
    }

    /// How many members there are in it.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Takes in a member, or what changed in it. Who has left is taken out.
    pub fn replace(&mut self, card: &Card) {
        if card.seen.standing == Standing::Left {
            return self.remove(card.member);
        }
        let kept = Kept {
            since: card.seen.since.day(),
            organisation: card.seen.kind == Kind::Organisation,
            joined: card.seen.standing == Standing::Member,
            features: card.features.clone(),
        };
        self.kept.insert(card.member, kept);
    }

    /// Takes a member out.
    pub fn remove(&mut self, member: MemberId) {
        self.kept.remove(&member);
    }

    /// The best `k`, best first; of equal ones, the lower id. Never the viewer itself, never one
    /// that a gate rules out.
    pub fn top(&self, search: &Search<'_>, k: usize) -> Vec<Hit> {
        let today = search.viewer.today;
        let passes = |kept: &Kept| search.filter.failing(&traits(kept), today) == 0;
        let all = self.fitting(search).filter(|(_, kept)| passes(kept));
        let mut hits: Vec<Hit> = all.map(|(hit, _)| hit).collect();
        hits.sort_by_key(|it| (std::cmp::Reverse(it.score), it.member));
        hits.truncate(k);
        hits
    }

    /// Those that may be suggested to the viewer at all.
    fn suggestible<'a>(
        &'a self,
        search: &'a Search<'a>,
    ) -> impl Iterator<Item = (MemberId, &'a Kept)> {
        let viewer = search.viewer;
        let open = move |(member, kept): &(MemberId, &Kept)| {
            *member != viewer.member
                && !search.exclude.contains(member)
                && !viewer.features.sealed_from.contains(member)
                && !kept.features.sealed_from.contains(&viewer.member)
        };
        self.kept.iter().map(|(member, kept)| (*member, kept)).filter(open)
    }

    /// Those that no gate rules out.
    fn fitting<'a>(&'a self, search: &'a Search<'a>) -> impl Iterator<Item = (Hit, &'a Kept)> {
        let asked = search.viewer.asks(search.purpose);
        self.suggestible(search).filter_map(move |(member, kept)| {
            let theirs = kept.features.view();
            let facts = Facts::of(&asked, &theirs);
            let open = gates::closed(&asked, &theirs, &facts).is_empty();
            let weighed = open.then(|| weigh(&asked, &theirs, &facts, 0))?;
            Some((Hit { member, verdict: weighed.verdict, score: weighed.score }, kept))
        })
    }

    /// How many there are of each kind among those that no gate rules out.
    pub fn facets(&self, search: &Search<'_>) -> Facets {
        let (mut tally, today) = (Tally::default(), search.viewer.today);
        for (_, kept) in self.fitting(search) {
            let it = traits(kept);
            if !tally.count(&it, search.filter.failing(&it, today), today) {
                break;
            }
        }
        tally.finish()
    }

    /// Members who do the same work for the same people in the same place; purpose and filter
    /// of the search do not matter.
    pub fn peers(&self, search: &Search<'_>, first: usize) -> Peers {
        let asked = search.viewer.asks(Purpose::Together);
        let mut peers = Peers::default();
        for (member, kept) in self.suggestible(search) {
            let facts = Facts::of(&asked, &kept.features.view());
            if facts.competition().is_some_and(|it| it > gates::COMPETITOR) {
                peers.count.found += 1;
                if peers.first.len() < first {
                    peers.first.push(member);
                }
            }
        }
        peers
    }

    /// Members new here that fit, best first.
    pub fn newcomers(&self, search: &Search<'_>) -> Vec<Hit> {
        let today = search.viewer.today;
        let new = |it: &&Hit| {
            let since = self.kept.get(&it.member).map(|it| it.since);
            since.is_some_and(|it| today.0.saturating_sub(it.0) < NEW_DAYS)
        };
        self.top(search, usize::MAX).iter().filter(new).take(NEWCOMERS).copied().collect()
    }
}

fn traits(kept: &Kept) -> Traits<'_> {
    let it = &kept.features;
    Traits {
        manner: it.manner,
        stance: it.stance,
        free: it.free,
        organisation: kept.organisation,
        joined: kept.joined,
        reach: &it.reach,
        audience: &it.audience,
        offers: &it.offers,
    }
}
