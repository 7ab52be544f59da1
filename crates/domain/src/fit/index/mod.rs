//! All members in memory, to find the best of them for a viewer.
//!
//! Built from the store at start, kept fresh from the change feed, rebuilt at any time. The
//! answer is the same as if [`fit`](crate::fit::fit) were asked about every member.

mod best;
mod bits;
mod chunk;
mod columns;
mod facets;
mod filter;
mod first_look;
mod postings;
mod probe;
mod promise;
mod scan;
mod tables;

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use crate::fit::answer::{Verdict, weigh};
use crate::fit::card::Card;
use crate::fit::factors::{Facts, Score};
use crate::fit::gates;
use crate::fit::purpose::Purpose;
use crate::fit::terms::OUTRIGHT;
use crate::fit::view::Asked;
use crate::kernel::id::MemberId;
use crate::members::parts::Standing;
use best::Best;
use bits::Bits;
use chunk::Depth;
use columns::{Columns, Row, Slot};
use facets::Tally;
pub use facets::{COUNTED_MAX, Count, Facets};
pub use filter::{Filter, Free, Near, Wanted, Way};
use postings::{Families, Postings};
use promise::Promise;
use scan::Scan;

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

/// All members in memory.
#[derive(Debug, Clone, Default)]
pub struct FitIndex {
    columns: Columns,
    families: Families,
    slots: HashMap<MemberId, Slot>,
    alive: Bits,
    /// Whom a member is sealed from.
    seals: HashMap<MemberId, BTreeSet<MemberId>>,
    /// Who is sealed from a member.
    sealed_by: HashMap<MemberId, BTreeSet<MemberId>>,
}

impl FitIndex {
    /// Takes in all cards; of two of one member, the later.
    pub fn build(cards: impl IntoIterator<Item = Card>) -> Self {
        let mut index = Self::default();
        for card in cards {
            index.replace(&card);
        }
        index.compact()
    }

    /// How many members there are in it.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Takes in a member, or what changed in it. Who has left is taken out.
    pub fn replace(&mut self, card: &Card) {
        self.remove(card.member);
        if card.seen.standing == Standing::Left {
            return;
        }
        self.take_in(&Row::of(card));
        let sealed_from = &card.features.sealed_from;
        for other in sealed_from {
            self.sealed_by.entry(*other).or_default().insert(card.member);
        }
        if !sealed_from.is_empty() {
            self.seals.insert(card.member, sealed_from.clone());
        }
    }

    fn take_in(&mut self, row: &Row<'_>) {
        let slot = self.columns.push(row);
        self.families.add(slot, &row.view);
        self.alive.set(slot);
        self.slots.insert(row.member, slot);
    }

    /// Takes a member out.
    pub fn remove(&mut self, member: MemberId) {
        if let Some(slot) = self.slots.remove(&member) {
            self.alive.clear(slot);
        }
        for other in self.seals.remove(&member).unwrap_or_default() {
            if let Some(by) = self.sealed_by.get_mut(&other) {
                by.remove(&member);
            }
        }
    }

    /// Whether so many members changed since it was built that [`Self::compact`] is due: a
    /// quarter of what is kept is out of date.
    pub fn wants_compacting(&self) -> bool {
        let dead = self.columns.len() - self.slots.len();
        dead > 1_000 && dead > self.columns.len() / 4
    }

    /// The same index without what is out of date. Takes about a second per million members and
    /// twice the memory meanwhile, so it is done beside the one in use.
    #[must_use]
    pub fn compact(&self) -> Self {
        let (seals, sealed_by) = (self.seals.clone(), self.sealed_by.clone());
        let mut packed = Self { seals, sealed_by, ..Self::default() };
        let mut slots: Vec<usize> = self.alive.within(0, self.columns.len()).collect();
        slots.sort_by_cached_key(|slot| {
            let promise = Promise::of(&self.columns, *slot);
            (promise.unsaid(), Reverse(promise.fresh()), self.columns.ids[*slot])
        });
        for slot in slots {
            packed.take_in(&self.columns.row(slot as Slot));
        }
        packed.columns.shrink();
        packed.families.shrink();
        packed
    }

    /// The best `k`, best first; of equal ones, the lower id. Never the viewer itself, never one
    /// that a gate rules out.
    pub fn top(&self, search: &Search<'_>, k: usize) -> Vec<Hit> {
        self.best(search, k, &self.suggestible(search))
    }

    /// The same as [`Self::top`], by comparing with every member in full: slow, to check it by.
    pub fn top_of_all(&self, search: &Search<'_>, k: usize) -> Vec<Hit> {
        let mut best = Best::new(k);
        let scan = Scan::new(self, search, Depth::Gates);
        for slot in self.suggestible(search).within(0, self.columns.len()) {
            if scan.failing(slot) == 0 {
                self.judge(&scan.asked, slot).into_iter().for_each(|it| best.offer(it));
            }
        }
        best.finish()
    }

    /// Members new here that fit, best first.
    pub fn newcomers(&self, search: &Search<'_>) -> Vec<Hit> {
        let mut open = self.suggestible(search);
        let today = search.viewer.today.0;
        for (slot, since) in self.columns.since.iter().enumerate() {
            if today.saturating_sub(since.0) >= NEW_DAYS {
                open.clear(slot as Slot);
            }
        }
        self.best(search, NEWCOMERS, &open)
    }

    fn best(&self, search: &Search<'_>, k: usize, open: &Bits) -> Vec<Hit> {
        let mut best = Best::new(k);
        let mut scan = Scan::new(self, search, Depth::Scores);
        scan.search(open, &mut best, |asked, slot| self.judge(asked, slot));
        best.finish()
    }

    /// The same as [`fit`](crate::fit::fit) without words: compares in full.
    fn judge(&self, asked: &Asked<'_>, slot: usize) -> Option<Hit> {
        let view = self.columns.view(slot as Slot);
        let facts = Facts::of(asked, &view);
        let open = gates::closed(asked.purpose, &facts).is_none();
        let weighed = open.then(|| weigh(asked, &view, &facts, 0))?;
        let member = self.columns.ids[slot];
        Some(Hit { member, verdict: weighed.verdict, score: weighed.score })
    }

    /// How many there are of each kind among those that no gate rules out.
    pub fn facets(&self, search: &Search<'_>) -> Facets {
        let mut tally = Tally::new(search.viewer.today);
        let mut scan = Scan::new(self, search, Depth::Gates);
        scan.each(&self.suggestible(search), |scan, slot| {
            if !scan.is_open(slot) {
                return true;
            }
            let view = self.columns.view(slot as Slot);
            tally.count(&scan.traits(slot), scan.failing(slot), &view)
        });
        tally.finish()
    }

    /// Members who do the same work for the same people in the same place, the most alike
    /// first; purpose and filter of the search do not matter.
    pub fn peers(&self, search: &Search<'_>, first: usize) -> Peers {
        let (mut alike, mut more) = (Vec::new(), false);
        let together = Search { purpose: Purpose::Together, ..*search };
        let mut scan = Scan::new(self, &together, Depth::Gates);
        scan.each(&self.suggestible(search), |scan, slot| {
            let facts = scan.facts(slot);
            if gates::are_competitors(&facts) {
                more = alike.len() == COUNTED_MAX as usize;
                if !more {
                    alike.push((Reverse(facts.competition()), self.columns.ids[slot]));
                }
            }
            !more
        });
        // At most COUNTED_MAX.
        let count = Count { found: alike.len() as u32, more };
        alike.sort_unstable();
        Peers { count, first: alike.into_iter().take(first).map(|it| it.1).collect() }
    }

    /// Those that may be suggested to the viewer at all.
    fn suggestible(&self, search: &Search<'_>) -> Bits {
        let viewer = search.viewer;
        let ours = viewer.features.sealed_from.iter();
        let theirs = self.sealed_by.get(&viewer.member).into_iter().flatten();
        let barred = search.exclude.iter().chain(ours).chain(theirs).chain([&viewer.member]);
        let mut open = self.alive.clone();
        for slot in barred.filter_map(|it| self.slots.get(it)) {
            open.clear(*slot);
        }
        open
    }

    fn who_serves(&self, wanted: &Wanted) -> Bits {
        who(&self.families.audience, wanted, 1)
    }

    fn who_offers(&self, wanted: &Wanted) -> Bits {
        who(&self.families.offers, wanted, OUTRIGHT / 2)
    }
}

fn who(postings: &Postings, wanted: &Wanted, from: u32) -> Bits {
    let mut bits = Bits::default();
    for entry in wanted.concepts().iter().flat_map(|it| postings.of(*it)) {
        if entry.weight() >= from {
            bits.set(entry.concept());
        }
    }
    bits
}
