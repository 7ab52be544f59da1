//! How someone new comes in (R78: joining is decided by members).

use thiserror::Error;

use crate::kernel::id::{InvitationId, MemberId, PersonId};
use crate::kernel::text::{Email, Name};
use crate::kernel::time::Time;

/// How one joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joining {
    /// Whoever any member invites is in.
    Invited,
    /// Whoever is invited is in after this many days unless a member objects with a reason.
    Consent {
        /// 1 to 60 days.
        days: u8,
    },
}

impl Joining {
    /// Reads `invited` or `consent:7`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None => (text == "invited").then_some(Self::Invited),
            Some(("consent", days)) => {
                let days = days.parse().ok().filter(|it| (1..=60).contains(it))?;
                Some(Self::Consent { days })
            }
            Some(_) => None,
        }
    }

    /// What [`Self::parse`] reads back.
    pub fn to_text(self) -> String {
        match self {
            Self::Invited => "invited".to_owned(),
            Self::Consent { days } => format!("consent:{days}"),
        }
    }
}

/// One way in that a member made: a link for several, or an invitation for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Which one.
    pub id: InvitationId,
    /// Who made it; `None` when the command line did.
    pub by: Option<PersonId>,
    /// The member they acted for.
    pub by_member: Option<MemberId>,
    /// The person it is for, when it is for one.
    pub to: Option<Name>,
    /// Where it was sent, when it was.
    pub email: Option<Email>,
    /// The member one will act for: an existing one (its people are equal), a listed contact
    /// that is claimed, or `None` for a new member.
    pub into: Option<MemberId>,
    /// SHA-256 of the code in the link.
    pub hash: [u8; 32],
    /// How often it may be used; 1 for an invitation by name.
    pub uses_max: i64,
    /// How often it was used.
    pub uses: i64,
    /// When it was made.
    pub at: Time,
    /// From when on it is worth nothing.
    pub until: Time,
    /// Whether its maker took it back.
    pub withdrawn: bool,
}

/// Why an invitation does not let anybody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Closed {
    /// It ran out.
    #[error("this invitation has run out; please ask for a new one")]
    Late,
    /// It was used as often as it may be.
    #[error("this invitation has been used; please ask for a new one")]
    Used,
    /// It was taken back.
    #[error("this invitation was taken back; please ask who sent it")]
    Withdrawn,
}

impl Invitation {
    /// The most people one link may let in.
    pub const USES_MAX: i64 = 1_000;
    /// The longest a way in stays open, in days.
    pub const DAYS_MAX: i64 = 90;

    /// Lets one more in.
    ///
    /// # Errors
    /// [`Closed`] when it does not let anybody in any more.
    pub fn enter(mut self, now: Time) -> Result<Self, Closed> {
        if self.withdrawn {
            return Err(Closed::Withdrawn);
        }
        if now >= self.until {
            return Err(Closed::Late);
        }
        if self.uses >= self.uses_max {
            return Err(Closed::Used);
        }
        self.uses += 1;
        Ok(self)
    }
}

/// What the members said about a candidate by the end of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The time is not over, or an objection waits for talk.
    Open,
    /// Nobody objected in time.
    Joined,
}

/// Whether a candidate who asked at `asked` is in at `now`. An objection that stands keeps the
/// question open until it is withdrawn: it is talked over, not counted (R108).
pub fn decide(joining: Joining, asked: Time, standing_objections: usize, now: Time) -> Outcome {
    let days = match joining {
        Joining::Invited => 0,
        Joining::Consent { days } => i64::from(days),
    };
    let over = now >= asked.plus_days(days);
    if over && standing_objections == 0 { Outcome::Joined } else { Outcome::Open }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(uses: i64) -> Invitation {
        Invitation {
            id: InvitationId::from_bits(1),
            by: None,
            by_member: None,
            to: None,
            email: None,
            into: None,
            hash: [0; 32],
            uses_max: 2,
            uses,
            at: Time(0),
            until: Time(10),
            withdrawn: false,
        }
    }

    #[test]
    fn a_link_lets_in_as_many_as_it_says_and_not_after_its_time() {
        assert_eq!(link(0).enter(Time(9)).unwrap().uses, 1);
        assert_eq!(link(2).enter(Time(9)), Err(Closed::Used));
        assert_eq!(link(0).enter(Time(10)), Err(Closed::Late));
        assert_eq!(
            Invitation { withdrawn: true, ..link(0) }.enter(Time(1)),
            Err(Closed::Withdrawn)
        );
    }

    #[test]
    fn consent_is_silence_until_the_day_and_an_objection_keeps_it_open() {
        let week = Joining::Consent { days: 7 };
        let later = |days| Time(0).plus_days(days);
        assert_eq!(decide(week, Time(0), 0, later(6)), Outcome::Open);
        assert_eq!(decide(week, Time(0), 0, later(7)), Outcome::Joined);
        assert_eq!(decide(week, Time(0), 1, later(70)), Outcome::Open);
        assert_eq!(decide(Joining::Invited, Time(0), 0, Time(0)), Outcome::Joined);
    }

    #[test]
    fn ways_of_joining_read_back() {
        for joining in [Joining::Invited, Joining::Consent { days: 7 }] {
            assert_eq!(Joining::parse(&joining.to_text()), Some(joining));
        }
        assert_eq!(Joining::parse("consent:0"), None);
        assert_eq!(Joining::parse("open"), None);
    }
}
