//! A person who can sign in.

use crate::kernel::id::PersonId;
use crate::kernel::text::{Email, Name};
use crate::kernel::time::Time;

/// A human being. All people of a member are equal: there is no rank to store (R76).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Which one.
    pub id: PersonId,
    /// What they are called.
    pub name: Name,
    /// Where mail reaches them. One can be here without: a link made by a member lets them in.
    pub email: Option<Email>,
    /// The IANA name of their time zone, such as `Europe/London`.
    pub zone: String,
    /// Looks after the server and its settings; no right over any member.
    pub steward: bool,
    /// Since when.
    pub since: Time,
}
