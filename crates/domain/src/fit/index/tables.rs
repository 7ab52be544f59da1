//! What is the same for all members who share something, worked out once for a search: logs of
//! levels for every way of working, size, day and place.

use std::sync::LazyLock;

use crate::fit::area::SameMarket;
use crate::fit::factors::{self, FULL, NEUTRAL, log};
use crate::fit::features::Stance;
use crate::fit::gates;
use crate::fit::index::columns::Columns;
use crate::fit::index::filter::Filter;
use crate::fit::manner::{Manner, Poles};
use crate::fit::purpose::Purpose;
use crate::fit::view::Asked;
use crate::kernel::time::Day;

/// What a reach means for the viewer.
#[derive(Debug, Clone, Copy)]
pub struct Reached {
    pub market: SameMarket,
    pub cannot_meet: bool,
    pub cannot_come: bool,
}

/// A table of weighed logs by level, with room for what is no level. Long enough that no index
/// below 512 needs to be checked.
#[derive(Debug)]
pub struct Table(Box<[i32; 512]>);

/// The place in a [`Table`] of what was not said.
pub const UNSAID: u32 = 256;
/// The place of those whom a gate rules out because nobody and nothing is shared.
pub const STRANGER: u32 = 257;
/// A sum below every sum of logs; four of them still fit.
pub const OUT: i32 = -(1 << 28);

impl Table {
    fn new(weight: i32, log_of: impl Fn(u32) -> i32) -> Self {
        let at = |it: usize| match it as u32 {
            UNSAID => weight * log(NEUTRAL),
            STRANGER => OUT,
            level => weight * log_of(level.min(FULL)),
        };
        Self(Box::new(std::array::from_fn(at)))
    }

    /// The log at a place.
    pub fn at(&self, place: u32) -> i32 {
        self.0[(place & 511) as usize]
    }
}

/// Tables of one search.
#[derive(Debug)]
pub struct Tables {
    /// What is certain for both directions together, whoever the other is: ties, the freshness
    /// of the viewer, and the neutral level of whatever the viewer did not say.
    pub base: i32,
    /// Whether the viewer has the need it asks for.
    pub has_need: bool,
    /// Whether it counts what one gains.
    pub gains: bool,
    /// For both directions together: audiences, gains, the chosen need, guidance.
    pub first_audience: Table,
    pub first_gain: Table,
    pub first_cover: Table,
    pub first_work: Table,
    pub first_guidance: Table,
    /// By reach.
    pub reached: Vec<Reached>,
    /// By three poles each: steps, poles known (from bit 8), poles at the other end (from 16).
    poles: [Vec<u32>; 2],
    vetoes: u32,
    /// By steps × 8 + known.
    style: Vec<i32>,
    /// By size and turnover.
    balance: Vec<i32>,
    /// By closeness level.
    pub likeness: Table,
    /// The log of the neutral level.
    pub neutral: i32,
    today: i32,
}

/// Days after which nothing gets less fresh: eleven half-lives.
const FRESH_DAYS: usize = 4_096;

/// The log of freshness by days since it was fresh.
static FRESHNESS: LazyLock<[i32; FRESH_DAYS]> =
    LazyLock::new(|| std::array::from_fn(|it| log(factors::freshness_level(it as i32))));

impl Tables {
    /// Works out the tables for what is asked.
    pub fn of(asked: &Asked<'_>, columns: &Columns) -> Self {
        let ours = asked.viewer.manner;
        let closeness = |level: u32| Some(factors::closeness_from(level));
        let audience = |level| log(factors::audience_level(asked.purpose, closeness(level)));
        let weights = asked.purpose.weights();
        let gain = |it| log(factors::gain_level(Some(it)));
        let cover = |it| log(factors::need_level(Some(it)));
        let mut first_cover = Table::new(2 * weights.cover, cover);
        first_cover.0[..gates::MEETS as usize].fill(OUT);
        let our_freshness =
            log(factors::freshness_level(asked.today.0.saturating_sub(asked.viewer.fresh.0)));
        Self {
            base: base(asked) + weights.freshness * our_freshness,
            has_need: asked.need.is_some(),
            gains: weights.gain > 0,
            first_audience: Table::new(2 * weights.audience, audience),
            first_gain: Table::new(weights.gain, gain),
            first_work: Table::new(2 * weights.same_work, |it| log(factors::work_level(it))),
            first_cover,
            first_guidance: Table::new(2 * weights.guidance, |it| {
                guidance(asked, Stance(it as u8))
            }),
            reached: reached(asked, columns),
            poles: [poles(ours, 0), poles(ours, 3)],
            vetoes: ours.0 >> 18 & 63,
            style: (0..200).map(|it| log(factors::style_level(packed(it / 8, it % 8)))).collect(),
            balance: (0..64)
                .map(|it| log(factors::balance_level(ours, Manner(it << 24))))
                .collect(),
            likeness: Table::new(1, |it| log(factors::likeness_level(closeness(it)))),
            neutral: log(NEUTRAL),
            today: asked.today.0,
        }
    }

    /// How ways of working compare.
    pub fn poles(&self, theirs: Manner) -> Poles {
        let found = self.poles[0][(theirs.0 & 511) as usize]
            + self.poles[1][(theirs.0 >> 9 & 511) as usize];
        let vetoes = self.vetoes | (theirs.0 >> 18 & 63);
        Poles { steps: found & 255, known: found >> 8 & 255, vetoed: found >> 16 & vetoes }
    }

    /// The log of a way of working.
    pub fn style(&self, poles: Poles) -> i32 {
        self.style[(poles.steps * 8 + poles.known) as usize]
    }

    /// The log of the worst balance.
    pub fn balance(&self, theirs: Manner) -> i32 {
        self.balance[theirs.scale() as usize]
    }

    /// The log of freshness.
    pub fn freshness(&self, fresh: Day) -> i32 {
        let age = self.today.saturating_sub(fresh.0).max(0) as usize;
        FRESHNESS[age.min(FRESH_DAYS - 1)]
    }
}

fn base(asked: &Asked<'_>) -> i32 {
    let (it, weights) = (&asked.viewer, asked.purpose.weights());
    let unsaid = [
        (weights.ties, true),
        (weights.values, it.values.is_empty()),
        (weights.direction, it.direction.is_empty()),
        (weights.mission, it.mission.is_empty()),
    ];
    let sum: i32 = unsaid.iter().filter(|it| it.1).map(|it| it.0).sum();
    2 * sum * log(NEUTRAL)
}

fn packed(steps: u32, known: u32) -> Poles {
    Poles { steps: steps.min(4 * known), known, vetoed: 0 }
}

fn guidance(asked: &Asked<'_>, theirs: Stance) -> i32 {
    log(match asked.purpose {
        Purpose::Mentor => factors::guidance_level(asked.viewer.stance, theirs),
        _ => factors::guidance_level(theirs, asked.viewer.stance),
    })
}

/// How the viewer compares on three poles from `first` on, for every way three can be packed.
fn poles(ours: Manner, first: usize) -> Vec<u32> {
    (0..512_u32)
        .map(|three| {
            let theirs = Manner(three << (3 * first));
            // Everybody's veto, so that what stands at the other end is marked.
            let all = Manner(theirs.0 | 63 << 18);
            let found = ours.poles(all);
            found.steps | found.known << 8 | found.vetoed << 16
        })
        .collect()
}

fn reached(asked: &Asked<'_>, columns: &Columns) -> Vec<Reached> {
    let ours = asked.viewer.reach;
    let judge = |theirs: &_| {
        let apart = ours.apart(theirs);
        Reached {
            market: ours.same_market(theirs, apart),
            cannot_meet: ours.cannot_meet(theirs, apart),
            cannot_come: theirs.cannot_come_to(apart),
        }
    };
    columns.reaches.iter().map(judge).collect()
}

/// Which reaches are where a filter asks for, by number; `None` when it does not ask.
pub fn near(columns: &Columns, filter: &Filter) -> Option<Vec<bool>> {
    filter.asks_where().then(|| columns.reaches.iter().map(|it| filter.is_there(it)).collect())
}
