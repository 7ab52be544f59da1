//! The factors of fit: what is compared, how it becomes a level from 0 to 255, and how levels
//! become one score (formulas 5.7).
//!
//! Levels and logarithms are whole numbers, so the same two members get the same score on every
//! machine, and the index and a full scan agree to the last digit.

use std::sync::LazyLock;

use crate::fit::area::SameMarket;
use crate::fit::features::Stance;
use crate::fit::manner::{self, Manner, Poles};
use crate::fit::purpose::{Purpose, Weights};
use crate::fit::terms::{self, OUTRIGHT, Term};
use crate::fit::view::{Asked, View};
use crate::kernel::time::Day;
use crate::members::parts::{OpenTo, Stage};

/// The best level.
pub const FULL: u32 = 255;

/// The level of what is unknown: half. It is the same for everybody, so saying nothing is never
/// held against anyone, and saying something that fits always helps.
pub const NEUTRAL: u32 = 128;

/// What two members have for each other, before it is weighed. `None` is “one did not say”.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// Whether they share a business context: an audience, cause or stakeholder (R64).
    pub context: Option<bool>,
    /// Closeness of audiences, 0 to [`terms::LENGTH`] squared.
    pub audience: Option<u32>,
    /// How much of their work is the same.
    pub work: Option<Work>,
    /// Whether they are known to have no language in common.
    pub no_language: bool,
    /// Whether they are known not to reach each other for work in person.
    pub cannot_meet: bool,
    /// Whether what the other does is known not to get to the viewer.
    pub cannot_come: bool,
    /// How much their markets are the same place.
    pub market: SameMarket,
    /// What the viewer gains: its needs met by the other, 0 to 255.
    pub gain: Option<u32>,
    /// What the other gains.
    pub their_gain: Option<u32>,
    /// How well the chosen need is met, 0 to 255.
    pub cover: Option<u32>,
    /// Closeness of values and causes, 0 to [`terms::LENGTH`] squared.
    pub values: Option<u32>,
    /// Closeness of directions.
    pub direction: Option<u32>,
    /// Closeness of missions.
    pub mission: Option<u32>,
    /// How ways of working compare.
    pub poles: Poles,
}

/// How much of the work of two members is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// What is the same.
    pub same: u32,
    /// All that one does.
    pub ours: u32,
    /// All that the other does.
    pub theirs: u32,
}

impl Work {
    /// The same as a share of what either does (weighted Jaccard), 0 to 255.
    pub fn overlap(self) -> u32 {
        (self.same * FULL).checked_div(self.ours + self.theirs - self.same).unwrap_or(0)
    }

    /// The same as a share of what the narrower one does, 0 to 255: a specialist does the same
    /// work as a house that also does much else.
    pub fn contained(self) -> u32 {
        (self.same * FULL).checked_div(self.ours.min(self.theirs)).unwrap_or(0)
    }
}

impl Facts {
    /// Compares the viewer with another.
    pub fn of(asked: &Asked<'_>, other: &View<'_>) -> Self {
        let (viewer, need) = (&asked.viewer, asked.need);
        let (met, closeness) = terms::dot(viewer.audience, other.audience);
        let both = !viewer.audience.is_empty() && !other.audience.is_empty();
        let apart = viewer.reach.apart(other.reach);
        let offers = !viewer.offers.is_empty() && !other.offers.is_empty();
        Self {
            context: both.then_some(met),
            audience: (serves(viewer.audience) && serves(other.audience)).then_some(closeness),
            work: offers.then(|| Work {
                same: terms::same_work(viewer.offers, other.offers),
                ours: terms::all_work(viewer.offers),
                theirs: terms::all_work(other.offers),
            }),
            no_language: viewer.languages.none_with(other.languages),
            cannot_meet: viewer.reach.cannot_meet(other.reach, apart),
            cannot_come: other.reach.cannot_come_to(apart),
            market: viewer.reach.same_market(other.reach, apart),
            gain: gain(viewer, other),
            their_gain: gain(other, viewer),
            cover: need.filter(|_| !other.offers.is_empty()).map(|need| cover(need, other.offers)),
            values: closeness_of(viewer.values, other.values),
            direction: closeness_of(viewer.direction, other.direction),
            mission: closeness_of(viewer.mission, other.mission),
            poles: viewer.manner.poles(other.manner),
        }
    }

    /// Competition, 0 to 255: offer overlap × audience overlap × area overlap (R66). `None`
    /// when something about it is unknown, for nobody is called a competitor on a guess.
    pub fn competition(&self) -> Option<u32> {
        let (work, audience) = (self.work?, self.audience?);
        let market = Some(self.market).filter(|it| it.known)?.level;
        Some(work.overlap() * closeness_level(audience) / FULL * market / FULL)
    }

    /// How much they share a market, 0 to 255: audience overlap × area overlap.
    pub fn shared_market(&self) -> Option<u32> {
        let market = self.market;
        match self.audience.map(closeness_level) {
            Some(audience) => Some(audience * market.level / FULL),
            // Far apart it does not matter whom they serve.
            None => (market.known && market.level == 0).then_some(0),
        }
    }
}

/// Whether it said whom it serves, and not only what for.
pub fn serves(audience: &[Term]) -> bool {
    audience.iter().any(|it| it.weight() > 0)
}

fn closeness_of(a: &[Term], b: &[Term]) -> Option<u32> {
    (!a.is_empty() && !b.is_empty()).then(|| terms::dot(a, b).1)
}

/// What one gains from the other: the need that is met best counts three quarters, all together
/// one quarter. One good reason to work together is enough; more are welcome.
pub fn gain(one: &View<'_>, other: &View<'_>) -> Option<u32> {
    if other.offers.is_empty() {
        return None;
    }
    let (mut best, mut sum, mut count) = (0, 0, 0);
    for need in one.needs.each() {
        let met = cover(need, other.offers);
        best = best.max(met);
        sum += met;
        count += 1;
    }
    (count > 0).then(|| mix_gain(best, sum, count))
}

/// As [`gain`] says: `best` and the mean of `count` needs whose covers add up to `sum`.
fn mix_gain(best: u32, sum: u32, count: u32) -> u32 {
    (3 * best + sum / count.max(1)) / 4
}

/// How well offers meet one need, 0 to 255. A need counts as met when five eighths of what it
/// says are: hardly a sentence says nothing but the thing itself.
pub fn cover(need: &[Term], offers: &[Term]) -> u32 {
    let met: u32 = need.iter().map(|it| it.weight() * meets(offers, it.concept())).sum();
    cover_level(met)
}

/// The level of a cover, from the sum of the products of weights and strengths.
pub fn cover_level(met: u32) -> u32 {
    // 8 ÷ 5 ÷ 255 in 16,384ths: no division, because the index does this a million times.
    ((met * 103) >> 14).min(FULL)
}

/// How much who asks for something narrower gets from who offers the broader: “film” from
/// “media”, in fifths. A narrower offer to a broader need is in the offers already.
pub const BROADER_OFFER: u32 = 2;

/// How well offers meet one concept, 0 to 255.
pub fn meets(offers: &[Term], concept: u32) -> u32 {
    let itself = terms::weight_of(offers, concept);
    if itself >= OUTRIGHT {
        return itself;
    }
    let wider = super::meaning::broader(concept);
    let wider = wider.map_or(0, |it| terms::weight_of(offers, it) * BROADER_OFFER / 5);
    itself.max(wider)
}

const LEVEL_OF: u32 = 268;

/// The lowest closeness of a level.
pub const fn closeness_from(level: u32) -> u32 {
    (level << 16).div_ceil(LEVEL_OF)
}

/// A closeness from 0 to [`terms::LENGTH`] squared as 0 to 255.
pub fn closeness_level(closeness: u32) -> u32 {
    // 255 ÷ LENGTH² in 65,536ths, rounded up.
    ((closeness * LEVEL_OF) >> 16).min(FULL)
}

/// `level` raised so that the worst is `floor`: one factor alone should make nobody disappear.
/// Only a gate does that.
const fn floored(level: u32, floor: u32) -> u32 {
    floor + (FULL - floor) * level / FULL
}

/// The best distance of two audiences (formulas 5.7).
const BEST_DISTANCE: f64 = 0.4;
/// How fast it gets worse towards “way too far from their audience” (R69).
const TOO_FAR: f64 = 0.3;
/// How fast it gets worse towards the very same people: slower, because tags are coarse and the
/// danger of it, competition, is judged on its own.
const TOO_NEAR: f64 = 0.6;

/// The inverted U of audience distance, for each closeness from 0 to 255.
static BELL: LazyLock<[u32; 256]> = LazyLock::new(|| {
    std::array::from_fn(|closeness| {
        let distance = 1.0 - closeness as f64 / f64::from(FULL) - BEST_DISTANCE;
        let width = if distance > 0.0 { TOO_FAR } else { TOO_NEAR };
        let level = (-distance * distance / (2.0 * width * width)).exp();
        // Between 0 and 255.
        (level * f64::from(FULL)).round() as u32
    })
});

/// The level of two audiences this close: the inverted U, or for learning and guidance plainly
/// the closer the better.
pub fn audience_level(purpose: Purpose, closeness: Option<u32>) -> u32 {
    let level = closeness.map(|it| closeness_level(it) as usize);
    match (purpose, level) {
        (_, None) => NEUTRAL,
        (Purpose::Learn | Purpose::Mentor | Purpose::Mentored, Some(level)) => {
            floored(level as u32, 90)
        }
        (_, Some(level)) => BELL[level].max(20),
    }
}

/// The level of values, directions or missions this close. Words for them differ so much that
/// having none in common says little: it is still a little better than saying nothing.
pub fn likeness_level(closeness: Option<u32>) -> u32 {
    closeness.map_or(NEUTRAL, |it| floored(closeness_level(it), 140))
}

/// The level of what one side gains.
pub fn gain_level(gain: Option<u32>) -> u32 {
    gain.map_or(NEUTRAL, |it| floored(it, 100))
}

/// The level of how well the chosen need is met.
pub fn need_level(cover: Option<u32>) -> u32 {
    cover.map_or(NEUTRAL, |it| floored(it, 25))
}

/// The level of how different the work is.
pub fn different_level(work: Option<Work>) -> u32 {
    work.map_or(NEUTRAL, |it| floored(FULL - it.overlap(), 40))
}

/// The level of how much the work is the same.
pub fn same_work_level(work: Option<Work>) -> u32 {
    work.map_or(NEUTRAL, |it| work_level(it.contained().midpoint(it.overlap())))
}

/// The level of a share of work, 0 to 255.
pub fn work_level(share: u32) -> u32 {
    floored(share, 25)
}

/// The level of how far apart the markets are.
pub fn elsewhere_level(shared_market: Option<u32>) -> u32 {
    shared_market.map_or(NEUTRAL, |it| floored(FULL - it, 60))
}

/// The level of two ways of working: 1 − mean difference over the poles that both told.
pub fn style_level(poles: Poles) -> u32 {
    match style_closeness(poles) {
        None => NEUTRAL,
        Some(level) => floored(level, 25),
    }
}

/// The same before the floor, for showing.
pub fn style_closeness(poles: Poles) -> Option<u32> {
    (poles.steps * FULL).checked_div(4 * poles.known).map(|it| FULL - it)
}

/// The level of the worst balance.
pub fn balance_level(a: Manner, b: Manner) -> u32 {
    let worst = manner::worst_balance(a, b);
    // Evenness is between 0 and 1.
    worst.map_or(NEUTRAL, |(_, even)| floored((even * f64::from(FULL)) as u32, 80))
}

/// Days after which what was said counts half (formulas 5.6: a year at least).
const HALF_LIFE_DAYS: f64 = 365.0;

/// The level of what was said this many days ago: 0.5^(age ÷ half-life).
pub fn freshness_level(days: i32) -> u32 {
    let left = 0.5_f64.powf(f64::from(days.max(0)) / HALF_LIFE_DAYS);
    floored((left * f64::from(FULL)) as u32, 100)
}

/// The level of when there is time.
pub fn free_level(free: Option<Day>, today: Day) -> u32 {
    match free.map(|it| it.0.saturating_sub(today.0)) {
        None => NEUTRAL,
        Some(days) if days <= 31 => FULL,
        Some(days) if days <= 92 => 190,
        Some(_) => 110,
    }
}

/// The level of one guiding the other: whether the one is open to it, whether the other is, and
/// whether the one is further along (R36).
pub fn guidance_level(guide: Stance, guided: Stance) -> u32 {
    let wish = |it: Option<bool>| it.map_or(NEUTRAL, |it| if it { FULL } else { 60 });
    let along = match (guide.stage(), guided.stage()) {
        (Some(Stage::Established), Some(Stage::New)) => FULL,
        (Some(Stage::New), Some(Stage::Established)) => 40,
        (Some(_), Some(_)) => 150,
        _ => NEUTRAL,
    };
    let wishes = wish(guide.is_open_to(OpenTo::Guide)) + wish(guided.is_open_to(OpenTo::Guided));
    (wishes + along) / 3
}

/// The level of this many members whom both know.
pub fn ties_level(in_common: usize) -> u32 {
    match in_common {
        0 => NEUTRAL,
        1 => 190,
        2 => 225,
        _ => FULL,
    }
}

/// One natural logarithm in the fixed point of [`log`].
const LOG_ONE: f64 = 65_536.0;

static LOGS: LazyLock<[i32; 256]> = LazyLock::new(|| {
    std::array::from_fn(|level| {
        let share = level.max(1) as f64 / f64::from(FULL);
        (share.ln() * LOG_ONE).round() as i32
    })
});

/// The logarithm of a level, 0 for the best and negative for all others.
pub fn log(level: u32) -> i32 {
    LOGS[level.min(FULL) as usize]
}

/// How well two members fit for one purpose. For putting in order and nothing else: it cannot be
/// printed, because the inputs do not support a number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Score(u32);

/// What a score of 1 is inside.
const SCORE_ONE: f64 = 1e9;

impl Score {
    /// Weighs what the viewer gets and what the other gets: the harmonic mean of the two
    /// geometric means, because both must gain (R135). Both are sums of weight × [`log`].
    pub(in crate::fit) fn of(ours: i32, theirs: i32) -> Self {
        let mean = |it: i32| (f64::from(it) / (LOG_ONE * f64::from(Weights::WHOLE))).exp();
        let (ours, theirs) = (mean(ours), mean(theirs));
        // Between 0 and 10^9.
        Self((2.0 * ours * theirs / (ours + theirs) * SCORE_ONE).round() as u32)
    }

    /// A sum of both logarithms that every pair with at least this score reaches: the harmonic
    /// mean is never above the geometric one.
    pub(in crate::fit) fn least_sum(self) -> i32 {
        let least = (f64::from(self.0.saturating_sub(1)) / SCORE_ONE).max(1e-12).ln();
        (2.0 * least * LOG_ONE * f64::from(Weights::WHOLE)).floor() as i32 - 2
    }

    /// Whether it is at least `per_mille` of the best.
    pub(in crate::fit) fn reaches(self, per_mille: u32) -> bool {
        self.0 >= per_mille * 1_000_000
    }
}

impl std::fmt::Debug for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Score")
    }
}
