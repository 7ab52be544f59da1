//! Notes: tell, read, talk about, use, move outward and inward, take back.

/// Changing a note: its words, its audience, whether it is there.
pub mod change;
/// Named sets of members.
pub mod circles;
/// What is said about a note.
pub mod comments;
/// Files that hang on a note.
pub mod files;
/// What is new, as it happens.
pub mod live;
/// Reading one note.
pub mod read;
/// Searching notes.
pub mod search;
/// Many notes, newest first.
pub mod stream;
/// Telling something.
pub mod tell;

use domain::fit::works;
use domain::kernel::id::{MemberId, NoteId};
use domain::kernel::who::Who;
use domain::notes::note::Note;
pub use store::notes::circles::Counted;
pub use store::notes::comments::Said;
pub use store::notes::uses::Use;
pub use store::notes::versions::Version;
pub use store::notes::{By, Told};
use store::notes::{Reader, one};
use store::{ReadTx, members};

use crate::error::ActionError;
use crate::permission::{Act, must};

/// Who looks at notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Eye {
    /// Somebody who acts for a member.
    Member(Reader),
    /// Everybody else: guests, candidates, those who have left.
    Stranger,
}

impl Eye {
    pub(crate) async fn of(tx: &mut ReadTx, who: Who) -> Result<Self, ActionError> {
        let Some(id) = who.member() else { return Ok(Self::Stranger) };
        let Some(member) = members::find(tx, id).await? else { return Ok(Self::Stranger) };
        let works = works(&member);
        Ok(Self::Member(Reader::new(id, works.iter().map(String::as_str))))
    }

    /// Whether they act for this member.
    pub(crate) fn is(&self, member: MemberId) -> bool {
        matches!(self, Self::Member(reader) if reader.member == member)
    }
}

/// The note with this id, if they may see it.
///
/// # Errors
/// [`ActionError::NotFound`] when there is none, or none for them.
async fn seen(tx: &mut ReadTx, eye: &Eye, id: NoteId) -> Result<Told, ActionError> {
    let found = match eye {
        Eye::Member(reader) => one::seen(tx, reader, id).await?,
        Eye::Stranger => one::public(tx, id).await?,
    };
    found.ok_or(ActionError::NotFound("note"))
}

/// The note with this id, if it is theirs to change.
///
/// # Errors
/// [`ActionError::NotFound`] when they may not see it, [`ActionError::Refused`] when it is
/// another's.
async fn own(tx: &mut ReadTx, who: Who, id: NoteId, act: Act) -> Result<Note, ActionError> {
    if who.actor().is_none() {
        return Err(ActionError::SignIn);
    }
    let eye = Eye::of(tx, who).await?;
    let told = seen(tx, &eye, id).await?;
    must(who, act, Some(told.note.author))?;
    Ok(told.note)
}
