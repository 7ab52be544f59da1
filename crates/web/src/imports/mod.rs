//! Importing a list of members, and taking members and one's own data out again.

/// The same for programs.
pub mod api;
/// One import: its rows, taking it in, undoing it.
mod batch;
/// Files that go out.
mod exports;
/// Pages for people.
pub mod pages;
/// Sending a list in.
mod sending;
/// A file that is sent piece by piece.
pub(crate) mod stream;
