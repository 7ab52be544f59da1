//! What a whole chunk can promise at most. Members who said as much stand together, those who
//! said most and lately first: so the bar is high early, and whole chunks of those who said
//! little cannot reach it and are not looked at.

use crate::fit::index::columns::{Columns, said};
use crate::fit::index::tables::Tables;
use crate::fit::manner::Manner;
use crate::fit::purpose::{Purpose, Weights};
use crate::fit::view::View;
use crate::kernel::time::Day;

/// What anybody in a chunk said.
#[derive(Debug, Clone, Copy)]
pub struct Promise {
    said: u16,
    /// Whether anybody said anything about style, and about size or turnover.
    style: bool,
    scale: bool,
    /// The latest.
    fresh: Day,
}

impl Promise {
    /// Of the member in a slot.
    pub fn of(columns: &Columns, slot: usize) -> Self {
        Self::new(columns.said[slot], columns.manner[slot], columns.fresh[slot])
    }

    /// Of a viewer who said this.
    pub fn of_viewer(viewer: &View<'_>, said: u16) -> Self {
        Self::new(said, viewer.manner, viewer.fresh)
    }

    fn new(said: u16, manner: Manner, fresh: Day) -> Self {
        // The lowest 18 bits are the six poles.
        Self { said, style: manner.0 & 0o777_777 != 0, scale: manner.scale() != 0, fresh }
    }

    /// Of two together.
    pub fn with(self, other: Self) -> Self {
        Self {
            said: self.said | other.said,
            style: self.style | other.style,
            scale: self.scale | other.scale,
            fresh: self.fresh.max(other.fresh),
        }
    }

    /// How much of what counts stays unsaid, from the view of someone who wants to work together
    /// and said everything; members are kept in this order.
    pub fn unsaid(self) -> i32 {
        let everything = Promise { said: u16::MAX, style: true, scale: true, fresh: self.fresh };
        let weights = Purpose::Together.weights();
        self.missing(everything, weights, true)
    }

    /// When it was last fresh.
    pub fn fresh(self) -> Day {
        self.fresh
    }

    /// The most that both logs of a score can add up to for a viewer who promises `ours`.
    pub fn most(self, ours: Self, weights: &Weights, tables: &Tables, need: bool) -> i32 {
        let fresh = weights.freshness * tables.freshness(self.fresh);
        tables.base + fresh + self.missing(ours, weights, need) * tables.neutral
    }

    /// The weights, for both directions together, of what is neutral because one of the two did
    /// not say it; what the viewer did not say of values, direction and mission is in the base.
    fn missing(self, ours: Self, it: &Weights, need: bool) -> i32 {
        let both = |what| self.said & ours.said & what != 0;
        let alone = |what| ours.said & what != 0 && self.said & what == 0;
        let met = |needs: u16, offers: u16| needs & said::NEEDS != 0 && offers & said::OFFERS != 0;
        let of = |weight: i32, when: bool| if when { weight } else { 0 };
        2 * of(it.audience, !both(said::AUDIENCE))
            + 2 * of(it.different + it.same_work, !both(said::OFFERS))
            + 2 * of(it.cover, !need || self.said & said::OFFERS == 0)
            + 2 * of(it.values, alone(said::VALUES))
            + 2 * of(it.direction, alone(said::DIRECTION))
            + 2 * of(it.mission, alone(said::MISSION))
            + 2 * of(it.style, !(self.style && ours.style))
            + 2 * of(it.balance, !(self.scale && ours.scale))
            + of(it.gain, !met(ours.said, self.said))
            + of(it.gain, !met(self.said, ours.said))
    }
}
