//! The alliance: the front page, the first run, joining, and what it says about itself.

/// The same for programs.
pub mod api;
/// Who asks to join.
mod candidates;
/// The list of members and contacts on the page of the alliance.
mod directory;
/// The signed-out front page.
mod front;
/// Help in plain words.
mod help;
/// Inviting.
pub(crate) mod invitations;
/// Coming in by an invitation.
mod join;
/// Every page of this room.
pub mod pages;
/// A link as a picture that a phone reads.
mod qr;
/// Changing what the alliance says, and its history.
mod settings;
/// The first run.
mod setup;
/// The three questions.
mod welcome;
