//! Notes and circles as programs see them.

use actions::notes::stream::Item;
use actions::notes::{By, Counted, Said, Use};
use domain::notes::audience::Reach;
use domain::notes::file::File;
use domain::notes::telling::Telling;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::times::utc;

/// A note.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteBody {
    pub id: String,
    pub author: ByBody,
    /// `plain`, `lesson` or `probe`.
    pub kind: &'static str,
    /// What was told, what happened, or what is tried.
    pub body: String,
    /// What was learned, or what was seen.
    pub more: Option<String>,
    /// The day to look at a probe.
    pub watch: Option<String>,
    /// `amplify` or `dampen`, once somebody looked at a probe.
    pub outcome: Option<&'static str>,
    /// `sealed`, `us`, `circle`, `makers`, `members` or `everyone`.
    pub audience: &'static str,
    pub told_at: String,
    pub edited_at: Option<String>,
    /// Send it back with a change.
    pub version: i64,
    pub used_by: Vec<UseBody>,
    pub files: Vec<FileBody>,
    /// The last thing that was said about it.
    pub last_comment: Option<CommentBody>,
}

/// A member beside what it told.
#[derive(Debug, Serialize, ToSchema)]
pub struct ByBody {
    pub handle: String,
    pub name: String,
}

/// A member used a note.
#[derive(Debug, Serialize, ToSchema)]
pub struct UseBody {
    pub member: ByBody,
    /// In what.
    pub words: Option<String>,
}

/// A file of a note; its content is at `/files/{id}`.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileBody {
    pub id: String,
    pub name: String,
    pub media_type: &'static str,
    /// What a picture shows.
    pub alt: Option<String>,
    pub bytes: i64,
}

/// Something that was said about a note.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommentBody {
    pub id: String,
    pub author: ByBody,
    pub body: String,
    pub said_at: String,
}

/// A circle of the member the token acts for.
#[derive(Debug, Serialize, ToSchema)]
pub struct CircleBody {
    pub id: String,
    pub name: String,
    /// How many members are in it.
    pub members: i64,
}

/// A circle and who is in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CircleInside {
    pub id: String,
    pub name: String,
    pub members: Vec<ByBody>,
}

/// What to tell.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewNote {
    /// `plain`, `lesson` or `probe`; left out, it is plain.
    #[serde(default)]
    pub kind: String,
    /// Up to 4,000 characters; empty lines part paragraphs.
    pub body: String,
    /// What was learned, for a lesson.
    #[serde(default)]
    pub learned: String,
    /// The day to look at a probe, such as `2027-03-31`.
    #[serde(default)]
    pub watch: String,
    /// `us:<relationship>`, `circle:<circle>`, `makers`, `members`, `everyone` or `sealed`.
    pub audience: String,
}

/// Other words for a note.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NoteChange {
    /// The version the words were written upon.
    pub version: i64,
    pub body: String,
    #[serde(default)]
    pub learned: String,
    #[serde(default)]
    pub watch: String,
}

/// Where a note goes.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Move {
    /// As for a new note; outward one step at a time.
    pub audience: String,
    /// Whether you know that copies may remain of what everyone could read.
    #[serde(default)]
    pub knows: bool,
}

/// What came of a probe.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Came {
    /// `amplify` or `dampen`.
    pub turn: String,
    #[serde(default)]
    pub seen: String,
}

/// Some words.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewComment {
    pub body: String,
}

/// In what a note was used.
#[derive(Debug, Deserialize, ToSchema)]
pub struct UsedIn {
    #[serde(default)]
    pub words: String,
}

/// The name of a circle.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CircleName {
    pub name: String,
}

/// Which page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// The `next` of the page before.
    pub cursor: Option<String>,
}

impl NoteBody {
    pub fn new(item: &Item) -> Self {
        let note = &item.told.note;
        let (watch, outcome) = match &note.telling {
            Telling::Probe { watch, outcome, .. } => {
                (Some(watch.to_string()), outcome.as_ref().map(|it| it.turn.wire()))
            }
            _ => (None, None),
        };
        let reach: Reach = note.audience.reach();
        Self {
            id: note.id.to_string(),
            author: ByBody::new(&item.told.by),
            kind: note.telling.wire(),
            body: note.telling.body().to_string(),
            more: note.telling.more().map(str::to_owned),
            watch,
            outcome,
            audience: reach.wire(),
            told_at: utc(note.at),
            edited_at: note.edited.map(utc),
            version: note.version,
            used_by: item.uses.iter().map(UseBody::new).collect(),
            files: item.files.iter().map(FileBody::new).collect(),
            last_comment: item.last.as_ref().map(CommentBody::new),
        }
    }
}

impl ByBody {
    pub fn new(by: &By) -> Self {
        Self { handle: by.handle.to_string(), name: by.name.to_string() }
    }
}

impl UseBody {
    fn new(it: &Use) -> Self {
        Self { member: ByBody::new(&it.by), words: it.words.as_ref().map(ToString::to_string) }
    }
}

impl FileBody {
    fn new(file: &File) -> Self {
        Self {
            id: file.id.to_string(),
            name: file.name.to_string(),
            media_type: file.kind.media_type(),
            alt: file.alt.as_ref().map(ToString::to_string),
            bytes: file.bytes,
        }
    }
}

impl CommentBody {
    pub fn new(said: &Said) -> Self {
        Self {
            id: said.comment.id.to_string(),
            author: ByBody::new(&said.by),
            body: said.comment.body.to_string(),
            said_at: utc(said.comment.at),
        }
    }
}

impl CircleBody {
    pub fn new(counted: &Counted) -> Self {
        Self {
            id: counted.circle.id.to_string(),
            name: counted.circle.name.to_string(),
            members: counted.members,
        }
    }
}
