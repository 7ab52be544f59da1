//! A file of members: what its columns mean, what a row says, and how a member is written as a
//! row, so that what was exported can be imported again.

/// One cell: kept from being read as a formula, and cut to a line.
pub mod cell;
/// What the columns of a file mean.
pub mod columns;
/// Offers and needs inside one cell.
pub mod intents;
/// Dates and times inside one cell.
pub mod moment;
/// One row: a member to be, or what to do about it.
pub mod row;
/// The bytes of a file as text, and which sign stands between its cells.
pub mod text;
/// Whether two rows are about the same organisation.
pub mod twins;
/// A member as a row.
pub mod write;
