//! What is said about a note (R108). A comment is never seen further than the note was when it
//! was written: moving the note outward does not publish what others said below it.

use thiserror::Error;

use crate::kernel::id::{CommentId, MemberId, NoteId, PersonId};
use crate::kernel::text::Prose;
use crate::kernel::time::Time;
use crate::notes::audience::Audience;

/// Something that was said about a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Which one.
    pub id: CommentId,
    /// About which note.
    pub note: NoteId,
    /// For which member it was said.
    pub author: MemberId,
    /// Who wrote it.
    pub person: PersonId,
    /// For whom the note was at that time.
    pub audience: Audience,
    /// What was said.
    pub body: Prose,
    /// When.
    pub at: Time,
    /// It was taken back, and can still be put back.
    pub gone: bool,
}

/// Why a comment was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotSaid {
    /// Only who said it takes it back; the author of the note may too.
    #[error("only who wrote this, or whose note it is, can take it back")]
    NotYours,
}

impl Comment {
    /// Takes it back, or puts it back. The author of the note may clear what stands below it.
    ///
    /// # Errors
    /// [`NotSaid::NotYours`] for everybody else.
    pub fn set_gone(self, gone: bool, by: MemberId, whose: MemberId) -> Result<Self, NotSaid> {
        if by == self.author || by == whose {
            Ok(Self { gone, ..self })
        } else {
            Err(NotSaid::NotYours)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_said_it_and_whose_note_it_is_take_it_back() {
        let member = MemberId::from_bits;
        let comment = Comment {
            id: CommentId::from_bits(1),
            note: NoteId::from_bits(1),
            author: member(1),
            person: PersonId::from_bits(1),
            audience: Audience::Members,
            body: Prose::parse("Well done").unwrap(),
            at: Time(1),
            gone: false,
        };
        for by in [1, 2] {
            assert!(comment.clone().set_gone(true, member(by), member(2)).unwrap().gone);
        }
        let other = comment.set_gone(true, member(3), member(2));
        assert_eq!(other, Err(NotSaid::NotYours));
    }
}
