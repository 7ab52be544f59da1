//! What is tried at the doors of notes.

use actions::notes::tell::{Words, tell};
use actions::notes::{change, circles, comments, read, stream};
use actions::permission::Act;
use actions::{ActionError, App};
use domain::kernel::id::NoteId;
use domain::kernel::who::Who;

/// A note of somebody, for everyone.
pub async fn note_of(app: &App, own: Who) -> NoteId {
    let words = Words { body: "Open house on Friday".into(), ..Words::default() };
    tell(app, own, &words, "everyone").await.unwrap().id
}

/// One of the acts of notes, tried on a note that everyone may see.
pub async fn attempt(app: &App, act: Act, who: Who, note: NoteId) -> Result<(), ActionError> {
    match act {
        Act::ReadNotes => read::read(app, who, note, None).await.map(drop),
        Act::ReadHome => stream::home(app, who, stream::Show::All, None).await.map(drop),
        Act::Tell => tell(app, who, &Words::default(), "members").await.map(drop),
        Act::ChangeNote => change::take_back(app, who, note).await,
        Act::MoveNote => change::move_to(app, who, note, "members", true).await.map(drop),
        Act::Comment => comments::say(app, who, note, "Well done").await.map(drop),
        Act::UseNote => change::used(app, who, note, "").await,
        _ => circles::make(app, who, "Close by").await.map(drop),
    }
}
