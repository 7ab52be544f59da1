//! The alliance itself: its name, what it means, how one joins.

/// How someone new comes in: invitations, and the consent of members.
pub mod joining;
/// Name, meaning and settings.
pub mod settings;
