//! Circles: named sets of members that notes are written for. Who is in one, only the member
//! whose circle it is can see.

use thiserror::Error;

use crate::kernel::id::{CircleId, MemberId};
use crate::kernel::text::Name;

/// The most members a circle may have.
pub const MEMBERS_MAX: i64 = 500;
/// The most circles a member may have.
pub const CIRCLES_MAX: i64 = 100;

/// A named set of members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// Which one.
    pub id: CircleId,
    /// Whose it is.
    pub owner: MemberId,
    /// What its owner calls it; nobody else sees the name.
    pub name: Name,
    /// It was deleted, and can still be put back.
    pub gone: bool,
    /// How often it was saved.
    pub version: i64,
}

/// Why a circle was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotInCircle {
    /// One's own circle has one in it by itself.
    #[error("you are in your own circles by yourself")]
    Oneself,
    /// More than fit.
    #[error("please keep it to {MEMBERS_MAX} members a circle")]
    Full,
    /// More circles than fit.
    #[error("please keep it to {CIRCLES_MAX} circles")]
    TooMany,
}

impl Circle {
    /// Whether `member` may be put in, when there are `there` already.
    ///
    /// # Errors
    /// [`NotInCircle`] for oneself and when it is full.
    pub fn takes(&self, member: MemberId, there: i64) -> Result<(), NotInCircle> {
        if member == self.owner {
            return Err(NotInCircle::Oneself);
        }
        if there < MEMBERS_MAX { Ok(()) } else { Err(NotInCircle::Full) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_takes_others_until_it_is_full() {
        let circle = Circle {
            id: CircleId::from_bits(1),
            owner: MemberId::from_bits(1),
            name: Name::parse("Close by").unwrap(),
            gone: false,
            version: 1,
        };
        assert_eq!(circle.takes(MemberId::from_bits(2), 0), Ok(()));
        assert_eq!(circle.takes(MemberId::from_bits(1), 0), Err(NotInCircle::Oneself));
        assert_eq!(circle.takes(MemberId::from_bits(2), MEMBERS_MAX), Err(NotInCircle::Full));
    }
}
