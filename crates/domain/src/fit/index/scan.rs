//! One search over all slots: what the gates say, and the most that a score can be, from what
//! was added up alone. Only who could get in is compared in full.

use std::cmp::Reverse;

use crate::fit::factors::{self, Facts, Score, Work, closeness_level, log};
use crate::fit::gates;
use crate::fit::index::best::Best;
use crate::fit::index::bits::Bits;
use crate::fit::index::chunk::{CHUNK, Chunk, Depth};
use crate::fit::index::columns::{Columns, Slot, said, said_in};
use crate::fit::index::filter::{Filter, Traits};
use crate::fit::index::first_look::FirstLook;
use crate::fit::index::probe::Probe;
use crate::fit::index::promise::Promise;
use crate::fit::index::tables::{self, OUT, Tables, UNSAID};
use crate::fit::index::{FitIndex, Hit, Search};
use crate::fit::purpose::Weights;
use crate::fit::terms::{self, Term};
use crate::fit::view::Asked;

/// A search being made.
pub struct Scan<'a> {
    pub asked: Asked<'a>,
    columns: &'a Columns,
    chunk: Chunk<'a>,
    tables: Tables,
    first: FirstLook,
    weights: &'static Weights,
    /// Values, direction and mission of the viewer, and how much each counts; nothing when
    /// unsaid.
    likeness: [(Probe<'a>, i32); 3],
    /// What the viewer said.
    promise: Promise,
    ours: u16,
    our_work: u32,
    filter: &'a Filter,
    near: Option<Vec<bool>>,
    serves: Option<Bits>,
    offers: Option<Bits>,
}

impl<'a> Scan<'a> {
    /// Prepares a search.
    pub fn new(index: &'a FitIndex, search: &Search<'a>, depth: Depth) -> Self {
        let asked = search.viewer.asks(search.purpose);
        let filter = search.filter;
        let ours = said_in(&asked.viewer);
        let our_work = terms::all_work(asked.viewer.offers);
        let (it, weights) = (asked.viewer, search.purpose.weights());
        let said = |terms: &'a [Term], weight| {
            (Probe::new(terms), if terms.is_empty() { 0 } else { weight })
        };
        let likeness = [
            said(it.values, weights.values),
            said(it.direction, weights.direction),
            said(it.mission, weights.mission),
        ];
        Self {
            columns: &index.columns,
            chunk: Chunk::new(&asked, &index.families, depth),
            tables: Tables::of(&asked, &index.columns),
            weights,
            likeness,
            first: FirstLook::new(search.purpose, ours, our_work),
            promise: Promise::of_viewer(&asked.viewer, ours),
            ours,
            our_work,
            filter,
            near: filter.near.map(|it| tables::near(&index.columns, it)),
            serves: filter.audience.as_ref().map(|it| index.who_serves(it)),
            offers: filter.offer.as_ref().map(|it| index.who_offers(it)),
            asked,
        }
    }

    /// Looks at every slot of `open` in order, until `look` says to stop. What was added up for
    /// a slot can be asked for while it is looked at.
    pub fn each(&mut self, open: &Bits, mut look: impl FnMut(&Self, usize) -> bool) {
        for start in (0..self.columns.len()).step_by(CHUNK) {
            self.chunk.load(start);
            for slot in open.within(start, (start + CHUNK).min(self.columns.len())) {
                if !look(self, slot) {
                    return;
                }
            }
        }
    }

    /// Hands every slot of `open` that could get into the best to `judge`, which says whom to
    /// offer.
    pub fn search(
        &mut self,
        open: &Bits,
        best: &mut Best,
        judge: impl Fn(&Asked<'a>, usize) -> Option<Hit>,
    ) {
        let mut near = [(); 3].map(|()| vec![(0, 0); CHUNK]);
        let [first, second, third] = &mut near;
        for (start, promise) in (0..).step_by(CHUNK).zip(&self.columns.promises) {
            let need = self.asked.need.is_some();
            if promise.most(self.promise, self.weights, &self.tables, need) < best.least() {
                continue;
            }
            self.chunk.load(start);
            self.first.look(&self.chunk, self.columns, &self.tables);
            let least = best.least().max(OUT / 2);
            let slots = slot_of(start)..slot_of(start + CHUNK);
            let all = self.first.most().iter().zip(slots).map(|(most, slot)| (*most, slot));
            let first = keep(first, all, least);
            let manner =
                first.iter().map(|(most, slot)| (most + self.manner(*slot as usize), *slot));
            let second = keep(second, manner, least);
            let alike =
                second.iter().map(|(most, slot)| (most + self.likeness(*slot as usize), *slot));
            let third = keep(third, alike, least);
            // Whoever promises most first, so that the bar is high for the others.
            third.sort_unstable_by_key(|(most, _)| Reverse(*most));
            for (most, slot) in third.iter() {
                let slot = *slot as usize;
                if *most >= best.least() && self.could_get_in(slot, open, best) {
                    judge(&self.asked, slot).into_iter().for_each(|it| best.offer(it));
                }
            }
        }
    }

    /// Whether a slot that promises enough could get into the best.
    fn could_get_in(&self, slot: usize, open: &Bits, best: &Best) -> bool {
        open.has(slot)
            && gates::closed(self.asked.purpose, &self.facts(slot)).is_none()
            && self.failing(slot) == 0
            && best.admits(self.most_score(slot), self.columns.ids[slot])
    }

    fn both(&self, what: u16, slot: usize) -> bool {
        self.ours & self.columns.said[slot] & what != 0
    }

    fn at(&self, slot: usize) -> usize {
        slot - self.chunk.start
    }

    fn audience(&self, slot: usize) -> Option<u32> {
        self.both(said::AUDIENCE, slot).then(|| self.chunk.closeness(self.at(slot)))
    }

    fn work(&self, slot: usize) -> Option<Work> {
        let theirs = u32::from(self.columns.work[slot]);
        let same = || match self.chunk.same_work(self.at(slot)) {
            Some(same) => same,
            None => terms::same_work(self.asked.viewer.offers, self.columns.offers(slot as Slot)),
        };
        let both = self.both(said::OFFERS, slot);
        both.then(|| Work { same: same(), ours: self.our_work, theirs })
    }

    fn cover(&self, slot: usize) -> Option<u32> {
        let offers = self.columns.said[slot] & said::OFFERS != 0;
        let known = offers && self.asked.need.is_some();
        known.then(|| self.chunk.cover(self.at(slot)))
    }

    fn gain(&self, slot: usize) -> i32 {
        let known = self.ours & said::NEEDS != 0 && self.columns.said[slot] & said::OFFERS != 0;
        if known {
            self.tables.gain[self.chunk.gain(self.at(slot)) as usize]
        } else {
            self.tables.neutral
        }
    }

    fn their_gain(&self, slot: usize) -> i32 {
        let known = self.ours & said::OFFERS != 0 && self.columns.said[slot] & said::NEEDS != 0;
        if known {
            self.tables.gain[self.chunk.their_gain(self.at(slot)) as usize]
        } else {
            self.tables.neutral
        }
    }

    fn audience_log(&self, slot: usize) -> i32 {
        let level = self.audience(slot).map(|it| closeness_level(it) as usize);
        level.map_or(self.tables.neutral, |it| self.tables.audience[it])
    }

    /// The most that a score can be; exact but for who has several needs.
    fn most_score(&self, slot: usize) -> Score {
        let (it, tables) = (self.weights, &self.tables);
        let (mut ours, mut theirs) = (self.shared(slot), self.shared(slot));
        if it.gain > 0 {
            ours += it.gain * self.gain(slot);
            theirs += it.gain * self.their_gain(slot);
        }
        ours += it.freshness * tables.freshness(self.columns.fresh[slot]);
        theirs += it.freshness * tables.our_freshness;
        Score::of(ours, theirs)
    }

    /// What counts the same in both directions.
    fn shared(&self, slot: usize) -> i32 {
        let (it, tables, neutral) = (self.weights, &self.tables, self.tables.neutral);
        let manner = self.columns.manner[slot];
        let unsaid: i32 = self.likeness.iter().map(|it| it.1).sum();
        let said = [it.values, it.direction, it.mission].iter().sum::<i32>();
        let mut sum = it.audience * self.audience_log(slot)
            + it.style * tables.style(tables.poles(manner))
            + it.balance * tables.balance(manner)
            + (it.ties + said - unsaid) * neutral
            + self.likeness(slot) / 2;
        if it.different + it.same_work > 0 {
            let work = self.work(slot);
            sum += it.different * log(factors::different_level(work));
            sum += it.same_work * log(factors::same_work_level(work));
        }
        if it.elsewhere > 0 {
            let shared = self.facts(slot).shared_market();
            sum += it.elsewhere * log(factors::elsewhere_level(shared));
        }
        if it.guidance > 0 {
            sum += it.guidance * tables.guidance(self.columns.stance[slot]);
        }
        if it.cover > 0 {
            sum += it.cover * self.cover(slot).map_or(neutral, |it| tables.cover[it as usize]);
        }
        if it.free > 0 {
            let free = self.columns.free[slot];
            sum += it.free * log(factors::free_level(free, self.asked.today));
        }
        sum
    }

    /// Way of working, balance and freshness of the other, for both directions together.
    fn manner(&self, slot: usize) -> i32 {
        let (it, tables, theirs) = (self.weights, &self.tables, self.columns.manner[slot]);
        let style = it.style * tables.style(tables.poles(theirs));
        let balance = it.balance * tables.balance(theirs);
        2 * (style + balance) + it.freshness * tables.freshness(self.columns.fresh[slot])
    }

    /// Values, directions and missions, as far as the viewer said them, for both directions
    /// together.
    fn likeness(&self, slot: usize) -> i32 {
        let theirs = self.columns.likeness(slot as Slot);
        let mut sum = 0;
        for ((ours, weight), theirs) in self.likeness.iter().zip(theirs) {
            let level = if theirs.is_empty() { UNSAID } else { closeness_level(ours.dot(theirs)) };
            sum += weight * self.tables.likeness.at(level);
        }
        2 * sum
    }

    /// What the gates look at; nothing about gains and likeness.
    pub fn facts(&self, slot: usize) -> Facts {
        let reached = self.tables.reached[self.columns.reach[slot] as usize];
        let languages = self.asked.viewer.languages;
        Facts {
            context: self.both(said::CONTEXT, slot).then(|| self.chunk.met(self.at(slot))),
            audience: self.audience(slot),
            work: self.work(slot),
            no_language: languages.none_with(self.columns.languages[slot]),
            cannot_meet: reached.cannot_meet,
            cannot_come: reached.cannot_come,
            market: reached.market,
            gain: None,
            their_gain: None,
            cover: self.cover(slot),
            values: None,
            direction: None,
            mission: None,
            poles: self.tables.poles(self.columns.manner[slot]),
        }
    }

    /// Whether no gate is closed.
    pub fn is_open(&self, slot: usize) -> bool {
        gates::closed(self.asked.purpose, &self.facts(slot)).is_none()
    }

    /// What the filter looks at.
    pub fn traits(&self, slot: usize) -> Traits {
        let columns = self.columns;
        let has = |bits: &Option<Bits>| bits.as_ref().is_none_or(|it| it.has(slot));
        let near = |it: &Vec<bool>| it[columns.reach[slot] as usize];
        Traits {
            manner: columns.manner[slot],
            stance: columns.stance[slot],
            free: columns.free[slot],
            organisation: columns.said[slot] & said::ORGANISATION != 0,
            joined: columns.said[slot] & said::JOINED != 0,
            near: self.near.as_ref().is_none_or(near),
            serves: has(&self.serves),
            offers: has(&self.offers),
        }
    }

    /// The parts of the filter that do not hold.
    pub fn failing(&self, slot: usize) -> u32 {
        self.filter.failing(&self.traits(slot), self.asked.today)
    }
}

/// Keeps who promises at least `least`, without branches that a processor could guess wrong.
fn keep(
    room: &mut [(i32, Slot)],
    all: impl Iterator<Item = (i32, Slot)>,
    least: i32,
) -> &mut [(i32, Slot)] {
    let mut count = 0;
    for it in all {
        room[count] = it;
        count += usize::from(it.0 >= least);
    }
    &mut room[..count]
}

fn slot_of(place: usize) -> Slot {
    // There are at most 2^24 slots.
    place as Slot
}
