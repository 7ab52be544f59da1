//! What rules two members out for a purpose. A gate is no low score: it refuses, with a reason,
//! and nothing else can buy it back (R129). Only what both said can close a gate.

use crate::fit::factors::Facts;
use crate::fit::purpose::Purpose;

/// Something that rules two members out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// One does not want to be suggested to the other; it is not told which.
    Sealed,
    /// One could not work with someone at the other end of a pole.
    Veto,
    /// No language in common.
    Language,
    /// Both work in person only, too far apart; or what is needed does not get that far.
    Distance,
    /// Markets that do not meet, for promoting each other.
    Markets,
    /// Nobody whom both serve, no cause of both (R64).
    Context,
    /// The same work for the same people in the same place (R66).
    Competitor,
    /// Not the same work, for learning.
    OtherWork,
    /// Neither the same work nor the same people, for guidance.
    OtherField,
    /// What is offered does not meet the need.
    NotTheNeed,
}

impl Gate {
    /// Every gate.
    pub const ALL: [Self; 10] = [
        Self::Sealed,
        Self::Veto,
        Self::Language,
        Self::Distance,
        Self::Markets,
        Self::Context,
        Self::Competitor,
        Self::OtherWork,
        Self::OtherField,
        Self::NotTheNeed,
    ];
}

/// Competition from which two are called competitors, of 255: three tenths.
const COMPETITOR: u32 = 76;

/// The least share of the narrower work that must be the same to learn from each other: a
/// quarter.
pub const SAME_WORK: u32 = 64;

/// The least that an offer must meet of the chosen need: three tenths.
pub const MEETS: u32 = 76;

/// Gates that are closed, one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Closed(u16);

impl Closed {
    /// This gate alone.
    pub const fn only(gate: Gate) -> Self {
        Self(1 << gate as u16)
    }

    /// Whether none is closed.
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Whether this one is.
    pub const fn has(self, gate: Gate) -> bool {
        self.0 >> gate as u16 & 1 == 1
    }

    /// All but this one.
    #[must_use]
    pub const fn without(self, gate: Gate) -> Self {
        Self(self.0 & !(1 << gate as u16))
    }

    /// The closed ones, in the order of [`Gate::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Gate> {
        Gate::ALL.into_iter().filter(move |it| self.has(*it))
    }

    fn close(&mut self, gate: Gate, when: bool) {
        self.0 |= u16::from(when) << gate as u16;
    }
}

/// Every gate that is closed between two members, except [`Gate::Sealed`], which only those who
/// hold the lists can know.
pub fn closed(purpose: Purpose, facts: &Facts) -> Closed {
    let mut closed = Closed::default();
    closed.close(Gate::Veto, facts.poles.vetoed != 0);
    closed.close(Gate::Language, facts.no_language);
    let no_context = facts.context == Some(false);
    match purpose {
        Purpose::Together => {
            closed.close(Gate::Distance, facts.cannot_meet);
            closed.close(Gate::Context, no_context);
            closed.close(Gate::Competitor, are_competitors(facts));
        }
        Purpose::Promote => {
            closed.close(Gate::Markets, facts.market.known && facts.market.level == 0);
            closed.close(Gate::Context, no_context);
            closed.close(Gate::Competitor, are_competitors(facts));
        }
        Purpose::Learn => {
            let other = facts.work.is_some_and(|it| it.contained() < SAME_WORK);
            closed.close(Gate::OtherWork, other);
        }
        Purpose::Mentor | Purpose::Mentored => {
            let other = no_context && facts.work.is_some_and(|it| it.same == 0);
            closed.close(Gate::OtherField, other);
        }
        Purpose::Need(_) => {
            closed.close(Gate::Distance, facts.cannot_come);
            closed.close(Gate::NotTheNeed, facts.cover.is_some_and(|it| it < MEETS));
        }
    }
    closed
}

/// Whether two do the same work for the same people in the same place.
pub fn are_competitors(facts: &Facts) -> bool {
    facts.competition().is_some_and(|it| it > COMPETITOR)
}
