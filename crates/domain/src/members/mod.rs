//! Members: who they are, what they offer and need, whom they serve, how they work.

/// One change of one part, read from text the same way at every door.
pub mod change;
/// Somebody outside says that a listed contact is theirs.
pub mod claim;
/// A file of members: reading and writing it.
pub mod file;
/// Leaving and coming back.
pub mod leaving;
/// The member and its whole profile.
pub mod member;
/// What a member offers and what it needs.
pub mod offers;
/// What the parts of a profile are made of: tags, places, bands, capacity.
pub mod parts;
/// What a member is found by.
pub mod search;
/// How a member does business: six poles, each with a possible veto.
pub mod style;
/// Who may see which part.
pub mod visibility;
