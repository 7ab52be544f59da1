//! Files that hang on a note. What they hold lies in a folder, each under its hash, so that the
//! same picture twice is kept once.

use std::path::PathBuf;

use domain::kernel::id::{FileId, NoteId};
use domain::kernel::text::Line;
use domain::kernel::who::Who;
use domain::notes::file::{FILES_MAX, File, Kind, NotTaken, name_of};
use store::notes::files as rows;

use super::{Eye, own, seen};
use crate::error::ActionError;
use crate::members::logos::{self, Anew};
use crate::permission::{Act, may};
use crate::{App, secret};

/// A file as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// What its sender calls it.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// What a picture shows.
    pub alt: String,
}

/// Hangs a file on one's note.
///
/// # Errors
/// [`ActionError::Fields`] when it is of no kind that is taken, too large, or a picture without
/// words.
pub async fn add(app: &App, who: Who, note: NoteId, sent: Sent) -> Result<File, ActionError> {
    let Sent { name, bytes, alt } = sent;
    let not_taken = |it: NotTaken| match it {
        NotTaken::NoWords => ActionError::field("alt", it),
        other => ActionError::field("file", other),
    };
    let mut tx = app.store.read().await?;
    own(&mut tx, who, note, Act::ChangeNote).await?;
    drop(tx);
    let kind = Kind::of(&bytes).map_err(not_taken)?;
    let alt = Line::parse_optional(&alt).map_err(|it| ActionError::field("alt", it))?;
    let alt = kind.with_words(alt).map_err(not_taken)?;
    let (kind, bytes) = if kind.is_picture() { anew(bytes).await? } else { (kind, bytes) };
    let hash: String = secret::hash_bytes(&bytes).iter().map(|it| format!("{it:02x}")).collect();
    let file = File {
        id: FileId::from_bits(app.new_id()),
        note,
        name: name_of(&name),
        kind,
        alt,
        bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        hash,
        at: app.now(),
        gone: false,
    };
    // First what it holds, then its row: a row never names something that is not there.
    keep(app, &file.hash, &bytes).await?;
    let mut tx = app.store.write().await?;
    own(&mut tx, who, note, Act::ChangeNote).await?;
    if rows::of_notes(&mut tx, &[note.bits()]).await?.len() >= FILES_MAX {
        return Err(not_taken(NotTaken::TooMany));
    }
    rows::insert(&mut tx, &file).await?;
    tx.commit().await?;
    Ok(file)
}

/// A file and what it holds, for whoever may see its note.
///
/// # Errors
/// [`ActionError::NotFound`] when there is none, or none for them.
pub async fn read(app: &App, who: Who, id: FileId) -> Result<(File, Vec<u8>), ActionError> {
    may(who, Act::ReadNotes, None)?;
    let none = || ActionError::NotFound("file");
    let mut tx = app.store.read().await?;
    let file = rows::find(&mut tx, id).await?.filter(|it| !it.gone).ok_or_else(none)?;
    let eye = Eye::of(&mut tx, who).await?;
    seen(&mut tx, &eye, file.note).await.map_err(|_| none())?;
    drop(tx);
    let bytes = tokio::fs::read(place(app, &file.hash)).await;
    let bytes = bytes.map_err(|error| {
        let error = &error as &dyn std::error::Error;
        tracing::error!(file = %file.id, error, "a file is lost");
        none()
    })?;
    Ok((file, bytes))
}

/// Takes a file off one's note, or puts it back. Answers the note.
///
/// # Errors
/// [`ActionError::NotFound`] when there is none, or none for them.
pub async fn set_gone(app: &App, who: Who, id: FileId, gone: bool) -> Result<NoteId, ActionError> {
    let none = || ActionError::NotFound("file");
    let mut tx = app.store.write().await?;
    let file = rows::find(&mut tx, id).await?.ok_or_else(none)?;
    own(&mut tx, who, file.note, Act::ChangeNote).await?;
    rows::set_gone(&mut tx, id, gone).await?;
    tx.commit().await?;
    Ok(file.note)
}

/// The picture with nothing in it but its pixels: where it was taken, and by whom, is nobody's
/// business.
async fn anew(bytes: Vec<u8>) -> Result<(Kind, Vec<u8>), ActionError> {
    let picture = logos::anew(bytes).await.map_err(|it| ActionError::field("file", it))?;
    Ok(match picture {
        Anew::Jpeg(bytes) => (Kind::Jpeg, bytes),
        Anew::Webp(bytes) => (Kind::Webp, bytes),
    })
}

fn place(app: &App, hash: &str) -> PathBuf {
    app.files.join(&hash[..2]).join(hash)
}

/// Writes it beside its place and moves it there, so that nobody reads half of it.
async fn keep(app: &App, hash: &str, bytes: &[u8]) -> Result<(), ActionError> {
    let place = place(app, hash);
    let beside = place.with_extension(format!("{:032x}", app.new_id()));
    let written = async {
        if let Some(folder) = place.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        tokio::fs::write(&beside, bytes).await?;
        tokio::fs::rename(&beside, &place).await
    };
    written.await.map_err(|error| match error.kind() {
        std::io::ErrorKind::StorageFull => ActionError::Full,
        _ => ActionError::Store(store::StoreError::from(error)),
    })
}
