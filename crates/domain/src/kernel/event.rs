//! What happened: an immutable fact. State is derived from it in the same transaction, history
//! pages show it, and the other app nodes and the worker learn of changes by reading it.

use crate::kernel::id::MemberId;

/// One thing that happened; the act that records it adds when and who.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What kind of thing, `room.verb` in the past tense, such as `member.described`.
    pub kind: &'static str,
    /// The member it is about, so that its people can read their history.
    pub member: Option<MemberId>,
    /// The id of the thing it happened to.
    pub subject: u128,
    /// What a person reads in the history, without the name of who did it.
    pub words: String,
}

impl Event {
    /// Something that happened to a member itself.
    pub fn of_member(kind: &'static str, member: MemberId, words: impl Into<String>) -> Self {
        Self { kind, member: Some(member), subject: member.bits(), words: words.into() }
    }

    /// Something that happened to another thing.
    pub fn of(kind: &'static str, subject: u128, words: impl Into<String>) -> Self {
        Self { kind, member: None, subject, words: words.into() }
    }
}
