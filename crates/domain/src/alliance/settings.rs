//! The alliance of this server. One instance is the home of one alliance.

use crate::alliance::joining::Joining;
use crate::kernel::text::{Line, Name, Prose};
use crate::kernel::time::Time;

/// The alliance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alliance {
    /// What it is called.
    pub name: Name,
    /// What it is in one line.
    pub line: Option<Line>,
    /// “What does the name mean?” (R84); its public page.
    pub meaning: Option<Prose>,
    /// Common goals (R89), kept apart from interests.
    pub goals: Option<Prose>,
    /// Common interests (R89).
    pub interests: Option<Prose>,
    /// How one joins.
    pub joining: Joining,
    /// Whether the list of members is for everyone, or for members only.
    pub open_directory: bool,
    /// Since when.
    pub since: Time,
    /// How often it was saved.
    pub version: i64,
}
