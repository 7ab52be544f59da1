//! What is said about a note (R108).

use domain::kernel::event::Event;
use domain::kernel::id::{CommentId, NoteId};
use domain::kernel::text::Prose;
use domain::kernel::who::Who;
use domain::notes::comment::Comment;
use store::notes::comments as rows;

use super::{Eye, seen};
use crate::App;
use crate::error::ActionError;
use crate::permission::{Act, must};

/// Says something about a note. It goes no further than the note does now.
///
/// # Errors
/// [`ActionError::NotFound`] when they may not see the note, [`ActionError::Fields`] for what
/// does not fit.
pub async fn say(app: &App, who: Who, note: NoteId, body: &str) -> Result<Comment, ActionError> {
    let actor = must(who, Act::Comment, None)?;
    let author = who.member().ok_or(ActionError::NotFound("member"))?;
    let mut tx = app.store.write().await?;
    let eye = Eye::of(&mut tx, who).await?;
    let told = seen(&mut tx, &eye, note).await?;
    let comment = Comment {
        id: CommentId::from_bits(app.new_id()),
        note,
        author,
        person: actor.person,
        audience: told.note.audience,
        body: Prose::parse(body).map_err(|it| ActionError::field("body", it))?,
        at: app.now(),
        gone: false,
    };
    rows::insert(&mut tx, &comment).await?;
    let event = Event::of("note.commented", note.bits(), "said something about a note");
    app.record(&mut tx, who, &[event]).await?;
    tx.commit().await?;
    Ok(comment)
}

/// Takes a comment back, or puts it back: who said it, or whose note it is. Answers its note.
///
/// # Errors
/// [`ActionError::NotFound`] when they may not see the note, [`ActionError::Rule`] when it is
/// neither.
pub async fn set_gone(
    app: &App,
    who: Who,
    id: CommentId,
    gone: bool,
) -> Result<NoteId, ActionError> {
    must(who, Act::Comment, None)?;
    let by = who.member().ok_or(ActionError::NotFound("member"))?;
    let none = || ActionError::NotFound("comment");
    let mut tx = app.store.write().await?;
    let before = rows::find(&mut tx, id).await?.ok_or_else(none)?;
    let eye = Eye::of(&mut tx, who).await?;
    let told = seen(&mut tx, &eye, before.note).await.map_err(|_| none())?;
    // Of a comment they may not see, nobody learns that it is there.
    let after = before.set_gone(gone, by, told.note.author).map_err(|_| none())?;
    rows::set_gone(&mut tx, id, after.gone).await?;
    let words = if gone { "took a comment back" } else { "put a comment back" };
    let event = Event::of("note.comment_changed", after.note.bits(), words);
    app.record(&mut tx, who, &[event]).await?;
    tx.commit().await?;
    Ok(after.note)
}
