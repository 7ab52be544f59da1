//! "This is us": somebody outside says that a listed contact is theirs. Nothing follows from it
//! by itself: a member reads it and sends an invitation, or does not.

use crate::kernel::id::{ClaimId, MemberId};
use crate::kernel::text::{Email, Name};
use crate::kernel::time::Time;

/// One such request, kept until a member has answered it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Which one.
    pub id: ClaimId,
    /// The contact that they say is theirs.
    pub contact: MemberId,
    /// What they call themselves; nobody has checked it.
    pub name: Name,
    /// Where a member can answer them.
    pub email: Email,
    /// When they asked.
    pub at: Time,
}

/// The most requests that wait for one contact; more say nothing new and would only fill a table.
pub const WAITING_MAX: usize = 5;
