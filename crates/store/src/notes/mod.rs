//! Rows of notes and circles. Who may see a note is part of every statement that reads one for
//! somebody: a statement for members takes a [`Reader`], one for everybody else names
//! `'everyone'`.

/// Named sets of members.
pub mod circles;
mod columns;
/// What is said about notes.
pub mod comments;
/// Notes for few, and notes of few.
pub mod few;
/// Files of notes.
pub mod files;
/// One note.
pub mod one;
/// Notes by their words.
pub mod search;
/// Many notes, newest first.
pub mod stream;
/// Who used what.
pub mod uses;
/// Notes as they were before.
pub mod versions;

pub use columns::{By, Told};

use domain::kernel::id::MemberId;

/// The most things one statement looks up by id.
pub const IDS_MAX: usize = 40;

/// A member who reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Which one.
    pub member: MemberId,
    works: String,
}

impl Reader {
    /// A member and what it makes (`domain::fit::works`), which some notes are kept from.
    pub fn new<'w>(member: MemberId, works: impl IntoIterator<Item = &'w str>) -> Self {
        // `,film,word 77,`: a statement looks for one of them between its commas.
        let works = works.into_iter().fold(",".to_owned(), |all, it| all + it + ",");
        Self { member, works }
    }

    /// What it makes, between commas.
    pub(crate) fn works(&self) -> &str {
        &self.works
    }
}

/// A stretch of a stream, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Only what stands before this place.
    pub before: u128,
    /// Only what stands here or later.
    pub from: u128,
    /// At most so many.
    pub limit: i64,
}

/// Binds [`IDS_MAX`] ids behind what is bound already: one text for every number of them. What is
/// left over asks for the first again.
pub(crate) fn bind_ids<'c>(
    query: crate::query::Query<'c>,
    ids: &[u128],
) -> crate::query::Query<'c> {
    let at = |i: usize| ids.get(i).or(ids.first()).map(|it| it.to_be_bytes());
    (0..IDS_MAX).fold(query, |query, i| query.bind(at(i)))
}
