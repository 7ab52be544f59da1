//! Rows of relationships: the tie with its parties and its newest step, what the parties say and
//! do, and what is passed on.

/// Secret addresses of calendars.
pub mod calendar;
mod columns;
/// Looking relationships up.
pub mod find;
/// Things and people passed on.
pub mod introductions;
/// Writing relationships.
pub mod save;
/// What the parties give, say and do.
pub mod talk;

pub use find::{
    between, by_ids, by_slug, find, of_member, parties, partners, partners_of, reviews_of, said_no,
    steps, waiting,
};
pub use save::{insert, save};
