//! What suggests the next rung: what worked between these parties, never a clock and never by
//! itself (R43, formulas 5.12). The thresholds are those of formulas 5.12 and, for the first
//! rung, ours.

use crate::kernel::id::MemberId;
use crate::relationships::interaction::{Did, Interaction};
use crate::relationships::ladder::{Kind, Rung};
use crate::relationships::relationship::{Relationship, State};
use crate::relationships::words::Value;

/// Helpful sessions that each side needs to have had from the others.
const HELPED_MIN: usize = 2;
/// Talks after which it is fair to ask for advice, where nobody knew each other before.
const TALKS_MIN: usize = 2;
/// Customers sent who were glad.
const REFERRALS_MIN: usize = 3;

/// What is known about how it went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Talks.
    pub talks: usize,
    /// Whether all say since when they know each other.
    pub known: bool,
    /// How often the one party was helped that was helped least.
    pub helped_least: usize,
    /// Pieces of work finished together.
    pub works: usize,
    /// Whether every party tried what the others offer.
    pub all_tried: bool,
    /// Customers sent who were glad.
    pub referrals: usize,
    /// How often the same was done once more.
    pub again: usize,
    /// Whether they wrote down a goal.
    pub has_goals: bool,
    /// Whether they wrote down how they would part.
    pub has_parting: bool,
    /// Whether every party named something it gives.
    pub all_give: bool,
    /// Whether they call it a partnership.
    pub is_partnership: bool,
}

/// The next rung, and what speaks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// The rung above.
    pub next: Rung,
    /// What speaks for it.
    pub because: Vec<&'static str>,
    /// What is still to come before it is suggested. It can be proposed all the same.
    pub missing: Vec<&'static str>,
}

impl Outlook {
    /// Whether the rung is suggested.
    pub fn is_suggested(&self) -> bool {
        self.missing.is_empty()
    }
}

impl Evidence {
    /// Puts together what is known.
    pub fn of(it: &Relationship, done: &[Interaction], values: &[Value]) -> Self {
        let count = |what: Did| done.iter().filter(|it| it.what == what).count();
        let by = |member: MemberId, what: Did| {
            done.iter().filter(|it| it.what == what && it.by == member).count()
        };
        let gives =
            |member: MemberId| values.iter().any(|it| it.giver == member && it.until.is_none());
        Self {
            talks: count(Did::Talk),
            known: it.known_by_all(),
            helped_least: it.inside().map(|p| by(p.member, Did::Guidance)).min().unwrap_or(0),
            works: count(Did::Work),
            all_tried: it.inside().all(|p| by(p.member, Did::TryOut) > 0),
            referrals: count(Did::Referral),
            again: count(Did::Again),
            has_goals: it.shared.goals.is_some(),
            has_parting: it.shared.parting.is_some(),
            all_give: it.inside().all(|p| gives(p.member)),
            is_partnership: it.kind == Kind::Partnership,
        }
    }

    /// What speaks for the rung above `rung`; `None` on the highest.
    pub fn outlook(&self, rung: Rung) -> Option<Outlook> {
        let next = rung.up()?;
        let talked = self.known || self.talks >= TALKS_MIN;
        let helped = self.helped_least >= HELPED_MIN;
        let signs: Vec<(bool, &str, &str)> = match rung {
            Rung::InTouch => vec![(
                talked,
                "You know each other, or have talked",
                "To have talked twice, or to agree since when you know each other",
            )],
            Rung::Guidance => vec![(
                helped,
                "Each of you was helped twice or more",
                "That each of you was helped twice",
            )],
            Rung::OneOff => vec![
                (
                    self.works > 0,
                    "You finished something together",
                    "To have finished something together",
                ),
                (
                    self.all_tried,
                    "Each of you tried what the others offer",
                    "That each of you tries what the others offer, as a customer would",
                ),
            ],
            Rung::Promotion => vec![(
                self.referrals >= REFERRALS_MIN,
                "Three people or more were sent on, and were glad",
                "Three people who were sent on and were glad",
            )],
            Rung::Service => self.signs_for_partnership(),
            Rung::Partnership => Vec::new(),
        };
        let of = |met: bool| signs.iter().filter(move |it| it.0 == met);
        Some(Outlook {
            next,
            because: of(true).map(|it| it.1).collect(),
            missing: of(false).map(|it| it.2).collect(),
        })
    }

    fn signs_for_partnership(&self) -> Vec<(bool, &'static str, &'static str)> {
        vec![
            (self.again > 0, "You did it once more", "To do once more what went well"),
            (self.has_goals, "You share a goal", "A goal you share, written down"),
            (
                self.all_give,
                "Each of you says what it gives",
                "That each of you says what it gives the others",
            ),
            (self.has_parting, "You know how you would part", "How you would part, written down"),
            (self.is_partnership, "You call it a partnership", "That you call it a partnership"),
        ]
    }
}

/// The outlook of a relationship that goes on and has nothing open; otherwise there is nothing to
/// suggest.
pub fn outlook(it: &Relationship, done: &[Interaction], values: &[Value]) -> Option<Outlook> {
    let free = it.state == State::Active && it.open_step().is_none();
    if free { Evidence::of(it, done, values).outlook(it.rung) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggested(rung: Rung, evidence: &Evidence) -> bool {
        evidence.outlook(rung).is_some_and(|it| it.is_suggested())
    }

    /// The examples of formulas 5.12, each just enough and just not.
    #[test]
    fn the_next_rung_is_suggested_from_what_worked_on_this_one() {
        let none = Evidence::default();
        let with = |change: fn(&mut Evidence)| {
            let mut evidence = Evidence::default();
            change(&mut evidence);
            evidence
        };
        assert!(suggested(Rung::InTouch, &with(|it| it.talks = 2)));
        assert!(suggested(Rung::InTouch, &with(|it| it.known = true)));
        assert!(!suggested(Rung::InTouch, &with(|it| it.talks = 1)));
        assert!(suggested(Rung::Guidance, &with(|it| it.helped_least = 2)));
        assert!(!suggested(Rung::Guidance, &with(|it| it.helped_least = 1)));
        assert!(suggested(Rung::OneOff, &with(|it| (it.works, it.all_tried) = (1, true))));
        assert!(!suggested(Rung::OneOff, &with(|it| it.works = 1)));
        assert!(suggested(Rung::Promotion, &with(|it| it.referrals = 3)));
        assert!(!suggested(Rung::Promotion, &with(|it| it.referrals = 2)));
        let all = with(|it| {
            (it.again, it.has_goals, it.has_parting) = (1, true, true);
            (it.all_give, it.is_partnership) = (true, true);
        });
        assert!(suggested(Rung::Service, &all));
        assert!(!suggested(Rung::Service, &Evidence { has_parting: false, ..all.clone() }));
        assert!(Rung::ALL.iter().all(|it| !suggested(*it, &none)));
        assert_eq!(all.outlook(Rung::Partnership), None);
    }

    #[test]
    fn what_is_missing_is_named() {
        let outlook = Evidence { works: 1, ..Evidence::default() }.outlook(Rung::OneOff).unwrap();
        assert_eq!(outlook.next, Rung::Promotion);
        assert_eq!(outlook.because, ["You finished something together"]);
        assert_eq!(
            outlook.missing,
            ["That each of you tries what the others offer, as a customer would"]
        );
    }
}
