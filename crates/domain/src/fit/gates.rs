//! What rules two members out for a purpose. A gate is no low score: it refuses, with a reason,
//! and nothing else can buy it back (R129). Only what both said can close a gate.

use crate::fit::factors::Facts;
use crate::fit::features::{Asked, View};
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

/// Competition from which two are called competitors, of 255: three tenths.
pub const COMPETITOR: u32 = 76;

/// The least share of the narrower work that must be the same to learn from each other: a
/// quarter.
const SAME_WORK: u32 = 64;

/// The least that an offer must meet of the chosen need: three tenths.
const MEETS: u32 = 76;

/// Every gate that is closed between two members, except [`Gate::Sealed`], which only those who
/// hold the lists can know.
pub fn closed(asked: &Asked<'_>, other: &View<'_>, facts: &Facts) -> Vec<Gate> {
    let viewer = &asked.viewer;
    let mut closed = Vec::new();
    let mut close = |gate, when: bool| {
        if when {
            closed.push(gate);
        }
    };
    close(Gate::Veto, facts.poles.vetoed != 0);
    close(Gate::Language, viewer.reach.no_language_with(other.reach));
    let no_context = facts.context == Some(false);
    let competitor = facts.competition().is_some_and(|it| it > COMPETITOR);
    match asked.purpose {
        Purpose::Together => {
            close(Gate::Distance, viewer.reach.cannot_meet(other.reach));
            close(Gate::Context, no_context);
            close(Gate::Competitor, competitor);
        }
        Purpose::Promote => {
            close(Gate::Markets, facts.market.known && facts.market.level == 0);
            close(Gate::Context, no_context);
            close(Gate::Competitor, competitor);
        }
        Purpose::Learn => {
            close(Gate::OtherWork, facts.work.is_some_and(|it| it.contained() < SAME_WORK));
        }
        Purpose::Mentor | Purpose::Mentored => {
            close(Gate::OtherField, no_context && facts.work.is_some_and(|it| it.same == 0));
        }
        Purpose::Need(_) => {
            close(Gate::Distance, other.reach.cannot_come_to(viewer.reach));
            close(Gate::NotTheNeed, facts.cover.is_some_and(|it| it < MEETS));
        }
    }
    closed
}
