//! From facts to a score: the levels of one purpose, weighed.

use crate::fit::factors::{self, Facts, Score, log};
use crate::fit::purpose::Purpose;
use crate::fit::view::{Asked, View};
use crate::kernel::time::Day;

/// The level of every factor, 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Levels {
    /// As in the weights of [`Purpose`], and so below.
    pub audience: u32,
    /// How different the offers are.
    pub different: u32,
    /// How much the work is the same.
    pub same_work: u32,
    /// How far the markets are apart.
    pub elsewhere: u32,
    /// Who guides whom.
    pub guidance: u32,
    /// How well the chosen need is met.
    pub cover: u32,
    /// When the other has time.
    pub free: u32,
    /// What the viewer gains.
    pub gain: u32,
    /// What the other gains.
    pub their_gain: u32,
    /// Values and causes.
    pub values: u32,
    /// Direction.
    pub direction: u32,
    /// Mission.
    pub mission: u32,
    /// Way of working.
    pub style: u32,
    /// The worst balance.
    pub balance: u32,
    /// Freshness of the other.
    pub freshness: u32,
    /// Freshness of the viewer.
    pub our_freshness: u32,
    /// Whom both know.
    pub ties: u32,
}

impl Levels {
    /// The levels of the viewer and another who know `in_common` members both.
    pub fn of(asked: &Asked<'_>, other: &View<'_>, facts: &Facts, in_common: usize) -> Self {
        let (viewer, purpose, today) = (&asked.viewer, asked.purpose, asked.today);
        let (guide, guided) = match purpose {
            Purpose::Mentor => (viewer.stance, other.stance),
            _ => (other.stance, viewer.stance),
        };
        let age = |fresh: Day| today.0.saturating_sub(fresh.0);
        Self {
            audience: factors::audience_level(purpose, facts.audience),
            different: factors::different_level(facts.work),
            same_work: factors::same_work_level(facts.work),
            elsewhere: factors::elsewhere_level(facts.shared_market()),
            guidance: factors::guidance_level(guide, guided),
            cover: factors::need_level(facts.cover),
            free: factors::free_level(other.free, today),
            gain: factors::gain_level(facts.gain),
            their_gain: factors::gain_level(facts.their_gain),
            values: factors::likeness_level(facts.values),
            direction: factors::likeness_level(facts.direction),
            mission: factors::likeness_level(facts.mission),
            style: factors::style_level(facts.poles),
            balance: factors::balance_level(viewer.manner, other.manner),
            freshness: factors::freshness_level(age(other.fresh)),
            our_freshness: factors::freshness_level(age(viewer.fresh)),
            ties: factors::ties_level(in_common),
        }
    }

    /// The score of these levels for a purpose. Raising a level never lowers it.
    pub fn score(&self, purpose: Purpose) -> Score {
        let it = purpose.weights();
        let shared = it.audience * log(self.audience)
            + it.different * log(self.different)
            + it.same_work * log(self.same_work)
            + it.elsewhere * log(self.elsewhere)
            + it.guidance * log(self.guidance)
            + it.cover * log(self.cover)
            + it.free * log(self.free)
            + it.values * log(self.values)
            + it.direction * log(self.direction)
            + it.mission * log(self.mission)
            + it.style * log(self.style)
            + it.balance * log(self.balance)
            + it.ties * log(self.ties);
        let ours = shared + it.gain * log(self.gain) + it.freshness * log(self.freshness);
        let theirs =
            shared + it.gain * log(self.their_gain) + it.freshness * log(self.our_freshness);
        Score::of(ours, theirs)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::kernel::id::NeedId;

    fn levels(of: [u32; 17]) -> Levels {
        Levels {
            audience: of[0],
            different: of[1],
            same_work: of[2],
            elsewhere: of[3],
            guidance: of[4],
            cover: of[5],
            free: of[6],
            gain: of[7],
            their_gain: of[8],
            values: of[9],
            direction: of[10],
            mission: of[11],
            style: of[12],
            balance: of[13],
            freshness: of[14],
            our_freshness: of[15],
            ties: of[16],
        }
    }

    proptest! {
        #[test]
        fn raising_one_factor_never_lowers_the_score(
            start: [u8; 17], factor in 0..17_usize, more: u8,
        ) {
            let mut of = start.map(u32::from);
            let need = Purpose::Need(NeedId::from_bits(1));
            let before = Purpose::FIXED.map(|it| levels(of).score(it));
            let before_need = levels(of).score(need);
            of[factor] = (of[factor] + u32::from(more)).min(255);
            for (purpose, before) in Purpose::FIXED.into_iter().zip(before) {
                prop_assert!(levels(of).score(purpose) >= before, "{}", purpose);
            }
            prop_assert!(levels(of).score(need) >= before_need);
        }
    }

    proptest! {
        #[test]
        fn what_beats_a_score_reaches_its_least_sum(
            ours in -9_000_000..=0_i32, theirs in -9_000_000..=0_i32,
        ) {
            prop_assert!(ours + theirs >= Score::of(ours, theirs).least_sum());
        }
    }

    #[test]
    fn both_must_gain() {
        let even = levels([200; 17]);
        let (mut one, mut other) = (even, even);
        (one.gain, one.their_gain) = (255, 150);
        (other.gain, other.their_gain) = (150, 255);
        assert_eq!(one.score(Purpose::Together), other.score(Purpose::Together));
        assert!(one.score(Purpose::Together) < even.score(Purpose::Together));
    }
}
