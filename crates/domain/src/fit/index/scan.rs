//! One search over all slots: what the gates say, and the most that a score can be, from what
//! was added up alone. Only who could get in is compared in full.

use std::cmp::Reverse;

use crate::fit::factors::{self, Facts, Work, closeness_level, log};
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
            near: tables::near(&index.columns, filter),
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
        let mut near = [(); 4].map(|()| vec![(0, 0); CHUNK]);
        let [first, second, third, last] = &mut near;
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
            // To ask for gains of everybody would cost more than it saves.
            let early = |slot| if self.weights.gain == 0 { self.correction(slot) } else { 0 };
            let corrected = third.iter().map(|(most, slot)| (most + early(*slot as usize), *slot));
            let last = keep(last, corrected, least);
            // Whoever promises most first, so that the bar is high for the others.
            last.sort_unstable_by_key(|(most, _)| Reverse(*most));
            for (most, slot) in last.iter() {
                let slot = *slot as usize;
                if *most < best.least() {
                    break;
                }
                if self.could_get_in(slot, *most, open, best) {
                    judge(&self.asked, slot).into_iter().for_each(|it| best.offer(it));
                }
            }
        }
    }

    /// Whether a slot that promises `most` could get into the best, asking the cheap questions
    /// first.
    fn could_get_in(&self, slot: usize, most: i32, open: &Bits, best: &Best) -> bool {
        let late = || if self.weights.gain == 0 { 0 } else { self.correction(slot) };
        open.has(slot)
            && self.failing(slot) == 0
            && self.is_open(slot)
            && most + late() >= best.least()
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
        let need = self.asked.need.filter(|_| self.columns.said[slot] & said::OFFERS != 0)?;
        match self.chunk.covers()[self.at(slot)] {
            0 => Some(0),
            _ => Some(factors::cover(need, self.columns.offers(slot as Slot))),
        }
    }

    /// What the first look left out or took for too much: work, markets, time and gains.
    fn correction(&self, slot: usize) -> i32 {
        let it = self.weights;
        let mut sum = 0;
        if it.different > 0 {
            sum += it.different * log(factors::different_level(self.work(slot)));
        }
        if it.elsewhere > 0 {
            let shared = self.facts(slot).shared_market();
            sum += it.elsewhere * log(factors::elsewhere_level(shared));
        }
        if it.free > 0 {
            let free = self.columns.free[slot];
            sum += it.free * log(factors::free_level(free, self.asked.today));
        }
        if it.gain == 0 {
            return 2 * sum;
        }
        let theirs = self.columns.view(slot as Slot);
        let gain = |one, other| log(factors::gain_level(factors::gain(one, other)));
        let said = self.columns.said[slot];
        let taken = self.first.gained(self.at(slot), &self.chunk, said, &self.tables);
        let gains = gain(&self.asked.viewer, &theirs) + gain(&theirs, &self.asked.viewer);
        2 * sum + it.gain * gains - taken
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
