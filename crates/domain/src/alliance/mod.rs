//! The alliance itself: its name, what it means, how one joins.

/// Whoever asked to join, and what members said.
pub mod candidates;
/// Whom one invites by name.
pub mod guests;
/// How someone new comes in: invitations, and the consent of members.
pub mod joining;
/// Name, meaning and settings.
pub mod settings;
