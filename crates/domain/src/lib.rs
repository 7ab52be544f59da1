//! What is true and what may happen. No clock, no randomness, no I/O: everything a rule needs
//! is an argument, everything it decides is a return value.

/// Words every room uses.
pub mod kernel {
    pub mod choices;
    pub mod event;
    pub mod geo;
    pub mod id;
    pub mod language;
    pub mod text;
    pub mod time;
    pub mod who;
    pub mod words;
}

/// The alliance itself: its name, what it means, how one joins.
pub mod alliance;
/// Finding partners: who fits whom for which purpose, and why.
pub mod fit;
/// Members: who they are, what they offer and need, whom they serve, how they work.
pub mod members;
/// Notes: what members tell, to whom, and what becomes of it.
pub mod notes;
/// People: who signs in, and how.
pub mod people;
/// Relationships: two-sided ties on a ladder, and introductions.
pub mod relationships;
