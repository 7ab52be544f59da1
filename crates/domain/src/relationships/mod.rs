//! Relationships: two-sided ties on a ladder of rungs (R38–R43, R49–R52, R88–R89, R104, R133–R135,
//! R140, R143, R149, R158–R164; formulas 5.12). Whatever moves is proposed, agreed by everyone it
//! binds, and kept.

/// What suggests the next rung.
pub mod evidence;
/// How a relationship begins: hello, and the answers to it.
pub mod hello;
/// What the parties did, each time with its circumstance.
pub mod interaction;
/// Passing an opportunity or a member on.
pub mod introduction;
/// Kinds and rungs.
pub mod ladder;
/// The parties of a relationship and how each stands.
pub mod party;
/// Why something was not done.
pub mod refusal;
/// The tie itself.
pub mod relationship;
/// Looking together at how it goes.
pub mod review;
/// What is proposed, agreed, declined, withdrawn.
pub mod step;
#[cfg(test)]
mod tests;
/// What each gives, and what the parties write down.
pub mod words;
