//! Notes in the words of a page.

use actions::notes::stream::Item;
use actions::notes::{By, Said, Told, Use};
use domain::kernel::time::Time;
use domain::notes::audience::Reach;
use domain::notes::file::File;
use domain::notes::fold::{self, Part};
use domain::notes::telling::{Telling, Turn};

use super::text::{Paragraph, paragraphs, start};
use crate::flag::Flag;
use crate::mark::{self, Mark};
use crate::members::when;
use crate::times::Moment;

/// A comment is quoted below its note with so many characters.
const QUOTED: usize = 120;

/// A note.
#[derive(Debug, Clone)]
pub struct NoteShown {
    pub id: String,
    pub by: ByShown,
    pub when: Moment,
    pub ago: String,
    pub edited: bool,
    /// The icon and the words of its audience.
    pub icon: &'static str,
    pub audience: String,
    /// `Lesson` or `Probe`; nothing for a narration.
    pub kind: &'static str,
    pub body: Vec<Paragraph>,
    /// What was learned.
    pub learned: Vec<Paragraph>,
    /// The day to look at a probe.
    pub watch: String,
    /// What came of it.
    pub outcome: &'static str,
    pub seen: String,
    pub uses: Vec<UseShown>,
    pub used: String,
    pub files: Vec<FileShown>,
    pub last: Option<SaidShown>,
}

/// A member beside what it told.
#[derive(Debug, Clone)]
pub struct ByShown {
    pub name: String,
    pub href: String,
    pub mark: Mark,
}

/// Something that was said about a note.
#[derive(Debug, Clone)]
pub struct SaidShown {
    pub id: String,
    pub by: ByShown,
    pub when: Moment,
    pub ago: String,
    pub body: Vec<Paragraph>,
    pub quote: String,
    /// Whether the reader may take it back.
    pub own: bool,
}

/// A member used a note.
#[derive(Debug, Clone)]
pub struct UseShown {
    pub name: String,
    pub href: String,
    pub words: String,
}

/// A file of a note.
#[derive(Debug, Clone)]
pub struct FileShown {
    pub id: String,
    pub href: String,
    pub name: String,
    pub alt: String,
    pub is_picture: bool,
    pub size: String,
}

/// A part of a stream: one note, or small things of several people in one line.
#[derive(Debug, Clone)]
pub struct PartShown {
    /// The notes.
    pub notes: Vec<NoteShown>,
    /// What the line says; empty for one note.
    pub line: String,
}

/// The parts of a stream.
pub fn parts(items: &[Item], now: Time) -> Vec<PartShown> {
    let small = |it: &&Item| {
        let answered = it.last.is_some() || !it.uses.is_empty() || !it.files.is_empty();
        fold::is_small(&it.told.note, answered)
    };
    let parts = fold::fold(items.iter().collect(), small, |it| it.told.note.author);
    let one = |it: &Item| shown(it, now);
    let part = |part: Part<&Item>| match part {
        Part::One(item) => PartShown { notes: vec![one(item)], line: String::new() },
        Part::Folded(items) => {
            let line = folded_line(&items);
            PartShown { notes: items.into_iter().map(one).collect(), line }
        }
    };
    parts.into_iter().map(part).collect()
}

/// `Ana Print, Ben Film and others: five short notes`.
fn folded_line(items: &[&Item]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in items.iter().map(|it| it.told.by.name.as_str()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let who = match names.as_slice() {
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, ..] => format!("{one}, {two} and others"),
        one => one.join(""),
    };
    format!("{who}: {} short notes", when::number(i64::try_from(items.len()).unwrap_or(0)))
}

/// A note as a reader sees it.
pub fn shown(item: &Item, now: Time) -> NoteShown {
    let Item { told, last, uses, files } = item;
    let mut shown = bare(told, now);
    shown.last = last.as_ref().map(|it| said(it, false, now));
    shown.used = used(uses);
    shown.uses = uses.iter().map(use_shown).collect();
    shown.files = files.iter().map(file).collect();
    shown
}

/// A note without what hangs on it.
pub fn bare(told: &Told, now: Time) -> NoteShown {
    let note = &told.note;
    let reach = note.audience.reach();
    let (mut learned, mut watch, mut outcome, mut seen) =
        (Vec::new(), String::new(), "", String::new());
    match &note.telling {
        Telling::Plain(_) => (),
        Telling::Lesson { learned: text, .. } => learned = paragraphs(text.as_str()),
        Telling::Probe { watch: day, outcome: came, .. } => {
            watch = when::date(*day);
            if let Some(came) = came {
                outcome = match came.turn {
                    Turn::Amplify => "More of it",
                    Turn::Dampen => "Less of it",
                };
                seen = came.seen.as_ref().map(ToString::to_string).unwrap_or_default();
            }
        }
    }
    NoteShown {
        id: note.id.to_string(),
        by: by(&told.by),
        when: note.at.into(),
        ago: when::ago(note.at, now),
        edited: note.edited.is_some(),
        icon: icon(reach),
        audience: words(reach).to_owned(),
        kind: match note.telling {
            Telling::Plain(_) => "",
            Telling::Lesson { .. } => "Lesson",
            Telling::Probe { .. } => "Probe",
        },
        body: paragraphs(note.telling.body().as_str()),
        learned,
        watch,
        outcome,
        seen,
        uses: Vec::new(),
        used: String::new(),
        files: Vec::new(),
        last: None,
    }
}

/// The icon of an audience.
pub fn icon(reach: Reach) -> &'static str {
    match reach {
        Reach::Sealed => "key-round",
        Reach::Us => "lock",
        Reach::Circle => "heart",
        Reach::Makers => "user-x",
        Reach::Members => "users",
        Reach::Everyone => "globe",
    }
}

/// What an audience is called to its readers, who do not learn which circle it is.
pub fn words(reach: Reach) -> &'static str {
    reach.words()
}

pub fn by(by: &By) -> ByShown {
    let logo = by.logo.map(|it| mark::address(by.handle.as_str(), it));
    ByShown {
        name: by.name.to_string(),
        href: format!("/@{}", by.handle),
        mark: Mark { flag: Flag::of(by.member.bits()), logo },
    }
}

/// A comment; `own` when the reader may take it back.
pub fn said(said: &Said, own: bool, now: Time) -> SaidShown {
    SaidShown {
        id: said.comment.id.to_string(),
        by: by(&said.by),
        when: said.comment.at.into(),
        ago: when::ago(said.comment.at, now),
        body: paragraphs(said.comment.body.as_str()),
        quote: start(said.comment.body.as_str(), QUOTED),
        own,
    }
}

pub fn use_shown(it: &Use) -> UseShown {
    UseShown {
        name: it.by.name.to_string(),
        href: format!("/@{}", it.by.handle),
        words: it.words.as_ref().map(ToString::to_string).unwrap_or_default(),
    }
}

/// `Used by two members`; nothing while nobody has.
pub fn used(uses: &[Use]) -> String {
    match uses.len() {
        0 => String::new(),
        1 => "Used by one member".to_owned(),
        many => format!("Used by {} members", when::number(i64::try_from(many).unwrap_or(0))),
    }
}

pub fn file(file: &File) -> FileShown {
    let kilobytes = (file.bytes + 1_023) / 1_024;
    FileShown {
        id: file.id.to_string(),
        href: format!("/files/{}", file.id),
        name: file.name.to_string(),
        alt: file.alt.as_ref().map(ToString::to_string).unwrap_or_default(),
        is_picture: file.kind.is_picture(),
        size: match kilobytes {
            0..=999 => format!("{kilobytes} kB"),
            _ => format!("{} MB", (kilobytes + 512) / 1_024),
        },
    }
}
