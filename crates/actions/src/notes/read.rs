//! Reading one note, as far as somebody may.

use domain::kernel::id::{CommentId, NoteId};
use domain::kernel::text::Name;
use domain::kernel::who::Who;
use domain::notes::audience::{Audience, Reach};
use domain::notes::file::File;
use store::ReadTx;
use store::notes::comments::{self, Said};
use store::notes::uses::{self, Use};
use store::notes::versions::{self, Version};
use store::notes::{Told, circles, files};

use super::{Eye, seen};
use crate::App;
use crate::error::ActionError;
use crate::permission::{Act, may};

/// The most comments one page has.
pub const COMMENTS: usize = 50;

/// One note with everything that hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteView {
    /// The note.
    pub told: Told,
    /// Whether the reader acts for its author.
    pub own: bool,
    /// The circle it is for, in its author's words; told to the author alone.
    pub circle: Option<Name>,
    /// What was said about it, oldest first.
    pub comments: Vec<Said>,
    /// Behind which comment the next page begins.
    pub more: Option<CommentId>,
    /// Who used it; told to members.
    pub uses: Vec<Use>,
    /// What hangs on it.
    pub files: Vec<File>,
    /// What it was, newest first.
    pub versions: Vec<Version>,
}

/// The note with this id; its comments from behind `after` on.
///
/// # Errors
/// [`ActionError::NotFound`] when there is none, or none for them.
pub async fn read(
    app: &App,
    who: Who,
    id: NoteId,
    after: Option<CommentId>,
) -> Result<NoteView, ActionError> {
    may(who, Act::ReadNotes, None)?;
    let mut tx = app.store.read().await?;
    let eye = Eye::of(&mut tx, who).await?;
    let told = seen(&mut tx, &eye, id).await?;
    let own = eye.is(told.note.author);
    let after = after.unwrap_or(CommentId::from_bits(0));
    let limit = i64::try_from(COMMENTS + 1).unwrap_or(i64::MAX);
    let sealed = told.note.audience.reach() == Reach::Sealed;
    let (mut comments, versions, uses) = match &eye {
        Eye::Member(reader) => (
            comments::of_note(&mut tx, reader, id, after, limit).await?,
            versions::of_note(&mut tx, reader, id).await?,
            uses::of_notes(&mut tx, &[id.bits()]).await?,
        ),
        Eye::Stranger => (
            comments::public_of_note(&mut tx, id, after, limit).await?,
            versions::public_of_note(&mut tx, id).await?,
            Vec::new(),
        ),
    };
    debug_assert!(!sealed || own, "what is sealed is read by its author alone");
    let is_more = comments.len() > COMMENTS;
    comments.truncate(COMMENTS);
    let more = comments.last().filter(|_| is_more).map(|it| it.comment.id);
    let circle = circle_name(&mut tx, own, &told).await?;
    let files = files::of_notes(&mut tx, &[id.bits()]).await?;
    Ok(NoteView { told, own, circle, comments, more, uses, files, versions })
}

async fn circle_name(tx: &mut ReadTx, own: bool, told: &Told) -> Result<Option<Name>, ActionError> {
    match told.note.audience {
        Audience::Circle(id) if own => {
            Ok(circles::find(tx, told.note.author, id).await?.map(|it| it.name))
        }
        _ => Ok(None),
    }
}
