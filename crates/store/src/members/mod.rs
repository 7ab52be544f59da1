//! Rows of members: their profile, offers and needs, addresses.

mod columns;
/// Looking members up.
pub mod find;
/// Where members are.
pub mod presence;
/// Writing members.
pub mod save;

pub use find::{after, at_handle, by_ids, by_name, count, find};
pub use presence::places_after;
pub use save::{delete, insert, save};
