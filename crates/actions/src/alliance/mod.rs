//! The alliance: its first run, its pages, ways in, candidates.

/// Who asks to join, and what members say.
pub mod candidates;
mod entry;
/// Ways in: making, listing and taking them back.
pub mod invitations;
/// Using a way in.
pub mod join;
/// Where members are, counted by country.
pub mod presence;
/// What the alliance says about itself, and every version of it.
pub mod settings;
/// The first run.
pub mod setup;

/// The three questions for who has just come in.
pub mod welcome;

pub use entry::Entered;
