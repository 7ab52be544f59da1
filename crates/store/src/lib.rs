//! What is remembered. One file a room; each function is one SQL statement or a few that belong
//! together, and runs the same text on SQLite and on PostgreSQL.

/// Rows of the alliance itself.
pub mod alliance;
/// What every page asks first.
pub mod arrival;
/// Copies of everything, and looking for damage.
pub mod backup;
/// Opening the database, and transactions.
pub mod db;
/// Why the store could not do it.
pub mod error;
/// What happened.
pub mod events;
/// What members said about suggestions.
pub mod fit;
mod group;
/// Ways in that members made.
pub mod invitations;
mod limits;
/// Rows of members.
pub mod members;
/// Rows of notes and circles.
pub mod notes;
/// What members said against candidates.
pub mod objections;
/// What is to be told to the outside.
pub mod outbox;
/// Rows of people.
pub mod people;
/// One SQL text, run on whichever engine holds the data.
pub mod query;
mod readers;
/// Which statements were run.
pub mod record;
/// Rows of relationships.
pub mod relationships;
/// What was sent once already.
pub mod replay;
/// Full-text search.
pub mod search;
/// Fresh databases on both engines.
#[cfg(feature = "testing")]
pub mod testing;

pub use db::{ReadTx, Store, WriteTx};
pub use error::StoreError;
