//! Rows of members: their profile, offers and needs, addresses.

/// Who is listed already under a name, a web address or a handle.
pub mod alike;
/// People who say that a listed contact is theirs.
pub mod claims;
mod columns;
/// Looking members up.
pub mod find;
/// Files of members that were imported.
pub mod imports;
/// Pictures that members show instead of their flags.
pub mod logos;
/// Where members are.
pub mod presence;
/// Writing members.
pub mod save;

/// Offers and needs that were taken back.
pub mod taken_back;

pub use find::{after, at_handle, at_handle_and, by_ids, by_name, count, find, newest};
pub use presence::places_after;
pub use save::{delete, insert, save};
