//! Narrowing down: what a viewer may ask for beside the fit. Filters can be used together.

use std::collections::BTreeSet;

use crate::fit::area::Reach;
use crate::fit::features::Stance;
use crate::fit::manner::Manner;
use crate::fit::meaning;
use crate::fit::terms::Concept;
use crate::kernel::geo::{Country, Point};
use crate::kernel::time::Day;
use crate::members::parts::{Kind, OpenTo, Size, choices};

choices! {
    /// A way of working one can look for: one end of a pole.
    Way {
        /// Nurturing or careful.
        Gentle = "gentle", "Gentle, takes its time";
        /// Fast.
        Fast = "fast", "Fast and practical";
        /// Formal.
        Formal = "formal", "Formal, paperwork first";
        /// Informal.
        Informal = "informal", "Informal, a handshake is enough";
    }

    /// How soon someone has time.
    Free {
        /// Within 31 days.
        ThisMonth = "month", "This month";
        /// Within 92 days.
        ThreeMonths = "three_months", "Within three months";
    }
}

impl Way {
    /// Whether a member works this way, as far as it said.
    pub(in crate::fit) fn is_of(self, manner: Manner) -> bool {
        // Stands are packed as 1 (left word) to 5 (right word), 0 for unsaid.
        let left = |pole| matches!(manner.stand(pole), 1 | 2);
        let right = |pole| manner.stand(pole) >= 4;
        match self {
            Self::Gentle => left(0) || right(2),
            Self::Fast => left(2),
            Self::Formal => left(3),
            Self::Informal => right(3),
        }
    }
}

impl Free {
    /// Whether someone with time from `free` on has it this soon.
    pub(in crate::fit) fn is_of(self, free: Option<Day>, today: Day) -> bool {
        let days = match self {
            Self::ThisMonth => 31,
            Self::ThreeMonths => 92,
        };
        free.is_some_and(|it| it.0.saturating_sub(today.0) <= days)
    }
}

/// Within so many kilometres of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    /// The point.
    pub at: Point,
    /// Kilometres; places are known to about 10.
    pub km: u32,
}

/// Words looked for among offers or audiences, by meaning; any of them is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted(Vec<Concept>);

impl Wanted {
    /// Reads words such as `film or photography`; `None` when they say nothing.
    pub fn parse(text: &str) -> Option<Self> {
        let mut concepts: Vec<Concept> = meaning::read(text).iter().map(|it| it.concept).collect();
        concepts.sort_unstable();
        concepts.dedup();
        (!concepts.is_empty()).then_some(Self(concepts))
    }

    pub(in crate::fit) fn concepts(&self) -> &[Concept] {
        &self.0
    }
}

/// What must hold for a member to be shown; an empty part asks for nothing. Within a part any
/// choice is enough, all parts must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Open to any of these.
    pub open_to: BTreeSet<OpenTo>,
    /// Works in any of these ways.
    pub ways: BTreeSet<Way>,
    /// Has any of these sizes.
    pub sizes: BTreeSet<Size>,
    /// Is any of these.
    pub kinds: BTreeSet<Kind>,
    /// Has time this soon.
    pub free: Option<Free>,
    /// Has a place near.
    pub near: Option<Near>,
    /// Has a place in this country.
    pub country: Option<Country>,
    /// Works at a distance: at least one of its offers says so.
    pub at_a_distance: bool,
    /// Serves any of these.
    pub audience: Option<Wanted>,
    /// Offers any of these, and does not only mention them.
    pub offer: Option<Wanted>,
    /// Has joined; leaves out who is only listed or asking to join.
    pub members_only: bool,
}

/// What a filter looks at.
#[derive(Debug, Clone, Copy)]
pub(in crate::fit) struct Traits {
    pub manner: Manner,
    pub stance: Stance,
    pub free: Option<Day>,
    pub organisation: bool,
    pub joined: bool,
    /// Whether it is where, serves and offers what is asked for.
    pub near: bool,
    pub serves: bool,
    pub offers: bool,
}

/// Parts of a filter that are counted each on its own, one bit each.
pub(in crate::fit) mod part {
    pub const OPEN_TO: u32 = 1;
    pub const WAYS: u32 = 2;
    pub const SIZES: u32 = 4;
    pub const KINDS: u32 = 8;
    pub const FREE: u32 = 16;
    pub const AUDIENCE: u32 = 32;
    pub const OFFER: u32 = 64;
    pub const OTHERS: u32 = 128;
}

impl Filter {
    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it asks where somebody is or works.
    pub(in crate::fit) fn asks_where(&self) -> bool {
        self.near.is_some() || self.country.is_some() || self.at_a_distance
    }

    /// Whether somebody is and works where it asks for.
    pub(in crate::fit) fn is_there(&self, reach: &Reach) -> bool {
        self.near.is_none_or(|it| reach.is_within(it.at, it.km))
            && self.country.is_none_or(|it| reach.cells.iter().any(|cell| cell.country == it))
            && (!self.at_a_distance || reach.remote == Some(true))
    }

    /// The parts that do not hold, as bits of [`part`]; 0 when all hold.
    pub(in crate::fit) fn failing(&self, it: &Traits, today: Day) -> u32 {
        let mut failing = 0;
        let mut fail = |part, when: bool| failing |= if when { part } else { 0 };
        let open = |what: &OpenTo| it.stance.is_open_to(*what) == Some(true);
        fail(part::OPEN_TO, !self.open_to.is_empty() && !self.open_to.iter().any(open));
        let way = |way: &Way| way.is_of(it.manner);
        fail(part::WAYS, !self.ways.is_empty() && !self.ways.iter().any(way));
        let size = it.manner.size().is_some_and(|it| self.sizes.contains(&it));
        fail(part::SIZES, !self.sizes.is_empty() && !size);
        let kind = if it.organisation { Kind::Organisation } else { Kind::FreeAgent };
        fail(part::KINDS, !self.kinds.is_empty() && !self.kinds.contains(&kind));
        fail(part::FREE, self.free.is_some_and(|soon| !soon.is_of(it.free, today)));
        fail(part::AUDIENCE, !it.serves);
        fail(part::OFFER, !it.offers);
        fail(part::OTHERS, !it.near || (self.members_only && !it.joined));
        failing
    }
}
