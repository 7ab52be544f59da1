//! Notes: what members tell, to whom, and what becomes of it (R80, R94, R96, R107–R110).

/// For whom a note is, and how it moves outward and inward.
pub mod audience;
/// Named sets of members.
pub mod circle;
/// What is said about a note.
pub mod comment;
/// Files that hang on a note.
pub mod file;
/// Small things of several people, folded into one line.
pub mod fold;
/// The note itself.
pub mod note;
/// What a note says: narration, lesson or probe.
pub mod telling;
