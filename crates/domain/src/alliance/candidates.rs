//! Whoever asked to join while the members decide (R78), and what members said against it.

use crate::alliance::joining::Joining;
use crate::kernel::id::{MemberId, PersonId};
use crate::kernel::text::Line;
use crate::kernel::time::Time;

/// A member's reason against a candidate. It is talked over, not counted: as long as one stands,
/// the question stays open (R108).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// Who asked to join.
    pub candidate: MemberId,
    /// Which member objects; one has at most one objection to a candidate.
    pub member: MemberId,
    /// Who wrote it.
    pub person: PersonId,
    /// Why; members read it, the candidate does not.
    pub reason: Line,
    /// When.
    pub at: Time,
    /// Whether it was talked over.
    pub withdrawn: bool,
}

/// When the time for objections is over for a candidate who asked at `asked`.
pub fn until(joining: Joining, asked: Time) -> Time {
    match joining {
        Joining::Invited => asked,
        Joining::Consent { days } => asked.plus_days(i64::from(days)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_over_when_the_rule_says() {
        assert_eq!(until(Joining::Invited, Time(7)), Time(7));
        assert_eq!(until(Joining::Consent { days: 7 }, Time(0)), Time(0).plus_days(7));
    }
}
