//! Many notes, newest first: of everybody for a member, of everybody for everyone, of one member.
//!
//! A member's stream is merged from a few stretches of indexes, each of which ends after a page:
//! the work is the same in an alliance of ten members and of a hundred thousand.

use std::collections::BTreeMap;

use domain::kernel::id::{MemberId, NoteId};
use domain::kernel::time::Time;
use domain::kernel::who::Who;
use domain::members::parts::Standing;
use domain::notes::audience::Reach;
use domain::notes::file::File;
use store::ReadTx;
use store::notes::comments::{self, Said};
use store::notes::uses::{self, Use};
use store::notes::{Reader, Span, Told, few, files, stream as rows};

use super::Eye;
use crate::App;
use crate::error::ActionError;
use crate::permission::{Act, may, must};

/// How many notes one page has.
pub const PAGE: usize = 30;
/// How many notes that may be kept from the reader are looked through at once.
const LOOKED_AT: i64 = 200;
/// How often that is done for one page before it is shown short.
const TRIES: usize = 5;
/// How far back is looked for what is for few, in days, until a page is full: most of it is new.
const WINDOWS: [i64; 5] = [1, 8, 64, 512, 4_096];

/// A note in a stream, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The note.
    pub told: Told,
    /// The last thing that was said about it.
    pub last: Option<Said>,
    /// Who used it; told to members.
    pub uses: Vec<Use>,
    /// What hangs on it.
    pub files: Vec<File>,
}

/// One page of a stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Newest first, at most [`PAGE`].
    pub items: Vec<Item>,
    /// Before which place the next page begins, unless this is the last.
    pub next: Option<u128>,
}

/// What of the stream is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    /// Everything one may see.
    #[default]
    All,
    /// What those told with whom one is in touch.
    Partners,
    /// What everyone may read.
    Public,
}

/// The stream of the member somebody acts for.
///
/// # Errors
/// As [`must`].
pub async fn home(
    app: &App,
    who: Who,
    show: Show,
    before: Option<u128>,
) -> Result<Page, ActionError> {
    must(who, Act::ReadHome, None)?;
    let mut tx = app.store.read().await?;
    let eye = Eye::of(&mut tx, who).await?;
    let before = before.unwrap_or(u128::MAX);
    let (told, next) = match (&eye, show) {
        (Eye::Member(reader), Show::All) => all(&mut tx, reader, before, app.now()).await?,
        (Eye::Member(reader), Show::Partners) => {
            let mut found = Vec::new();
            for from in windows(before, app.now()) {
                found = few::partners(&mut tx, reader, span(before, from)).await?;
                if found.len() > PAGE {
                    break;
                }
            }
            full(found)
        }
        _ => full(rows::wide(&mut tx, true, span(before, 0)).await?),
    };
    page(&mut tx, &eye, told, next).await
}

/// What everyone may read, of the whole alliance.
///
/// # Errors
/// As [`may`].
pub async fn public(app: &App, who: Who, before: Option<u128>) -> Result<Page, ActionError> {
    may(who, Act::ReadNotes, None)?;
    let mut tx = app.store.read().await?;
    let eye = Eye::of(&mut tx, who).await?;
    let before = before.unwrap_or(u128::MAX);
    let (told, next) = full(rows::public(&mut tx, span(before, 0)).await?);
    page(&mut tx, &eye, told, next).await
}

/// The story of one member, as far as somebody may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// Its notes.
    pub page: Page,
    /// What it keeps sealed: that it is there, and since when (R4). Told to members.
    pub sealed: Vec<(NoteId, Time)>,
}

/// What a member told. The page of the member was read before, so that who may not know of it
/// learns nothing here.
///
/// # Errors
/// [`ActionError::NotFound`] when there is none, or none for them.
pub async fn of_member(
    app: &App,
    who: Who,
    member: MemberId,
    before: Option<u128>,
) -> Result<Story, ActionError> {
    may(who, Act::ReadNotes, None)?;
    let mut tx = app.store.read().await?;
    let author = crate::members::load(&mut tx, member).await?;
    if author.standing != Standing::Member {
        return Ok(Story { page: Page::default(), sealed: Vec::new() });
    }
    let eye = Eye::of(&mut tx, who).await?;
    let start = before.unwrap_or(u128::MAX);
    let Eye::Member(reader) = &eye else {
        let (told, next) = full(rows::public_of(&mut tx, member, span(start, 0)).await?);
        return Ok(Story { page: page(&mut tx, &eye, told, next).await?, sealed: Vec::new() });
    };
    let (told, next) = by_author(&mut tx, reader, member, start).await?;
    let sealed = match before {
        None => rows::sealed_of(&mut tx, member, span(start, 0)).await?,
        Some(_) => Vec::new(),
    };
    Ok(Story { page: page(&mut tx, &eye, told, next).await?, sealed })
}

/// What a member told everyone, whoever asks: for feeds, which are the same for all.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub async fn public_of(app: &App, member: MemberId) -> Result<Page, ActionError> {
    let mut tx = app.store.read().await?;
    let (told, next) = full(rows::public_of(&mut tx, member, span(u128::MAX, 0)).await?);
    page(&mut tx, &Eye::Stranger, told, next).await
}

/// The notes of a page, and before which place the next one begins.
type Slice = (Vec<Told>, Option<u128>);

/// Of one note more than a page has, the page and where the next begins.
fn full(mut told: Vec<Told>) -> Slice {
    let more = told.len() > PAGE;
    told.truncate(PAGE);
    let next = told.last().filter(|_| more).map(|it| it.note.placed);
    (told, next)
}

fn span(before: u128, from: u128) -> Span {
    Span { before, from, limit: i64::try_from(PAGE + 1).unwrap_or(i64::MAX) }
}

/// Everything a member may see.
async fn all(
    tx: &mut ReadTx,
    reader: &Reader,
    before: u128,
    now: Time,
) -> Result<Slice, ActionError> {
    let mut start = before;
    for _ in 1..TRIES {
        let slice = all_once(tx, reader, start, now).await?;
        match slice {
            // Everything that was looked at is kept from this reader.
            (told, Some(next)) if told.is_empty() => start = next,
            slice => return Ok(slice),
        }
    }
    all_once(tx, reader, start, now).await
}

async fn all_once(
    tx: &mut ReadTx,
    reader: &Reader,
    before: u128,
    now: Time,
) -> Result<Slice, ActionError> {
    let mut merged = Merged::default();
    merged.take(rows::wide(tx, false, span(before, 0)).await?);
    merged.take(rows::wide(tx, true, span(before, 0)).await?);
    merged.take(rows::own(tx, reader, span(before, 0)).await?);
    // Many of these may be kept from the reader: looked through so far, and no further.
    let floor = rows::far_in_reach(tx, Reach::Makers, before, LOOKED_AT).await?;
    let others = rows::makers(tx, reader, span(before, floor.unwrap_or(0))).await?;
    if others.len() <= PAGE {
        merged.known_from = floor.unwrap_or(0);
    }
    merged.take(others);
    for from in windows(before, now) {
        let from = from.max(merged.last_of_page().unwrap_or(0));
        let mut some = few::circles(tx, reader, span(before, from)).await?;
        let us = few::between_us(tx, reader, span(before, from)).await?;
        // Of each of the two at most a page and one: the newest of both are all known.
        let enough = some.len().max(us.len()) > PAGE || from <= merged.last_of_page().unwrap_or(0);
        if enough {
            some.extend(us);
            merged.take(some);
            break;
        }
    }
    Ok(merged.into_slice())
}

/// The places where the windows before `before` begin, ever further back, to the beginning.
fn windows(before: u128, now: Time) -> impl Iterator<Item = u128> {
    let start = (before >> 80).min(u128::try_from(now.0 / 1_000).unwrap_or_default());
    let back = WINDOWS.into_iter().map(move |days| {
        let ms = u128::try_from(days * 86_400_000).unwrap_or_default();
        start.saturating_sub(ms) << 80
    });
    back.chain([0])
}

/// Notes of several stretches, newest first, none twice.
#[derive(Default)]
struct Merged {
    notes: BTreeMap<u128, Told>,
    /// What stands before this place has not been looked at.
    known_from: u128,
}

impl Merged {
    fn take(&mut self, told: Vec<Told>) {
        self.notes.extend(told.into_iter().map(|it| (it.note.placed, it)));
    }

    /// The place of the first note of the next page, when there is one already.
    fn last_of_page(&self) -> Option<u128> {
        let known = self.notes.keys().rev().filter(|it| **it >= self.known_from);
        known.copied().nth(PAGE)
    }

    fn into_slice(self) -> Slice {
        let known_from = self.known_from;
        let known = self.notes.into_values().rev().filter(|it| it.note.placed >= known_from);
        let told: Vec<Told> = known.take(PAGE + 1).collect();
        let (told, next) = full(told);
        let rest = (known_from > 0).then_some(known_from);
        (told, next.or(rest))
    }
}

async fn by_author(
    tx: &mut ReadTx,
    reader: &Reader,
    author: MemberId,
    before: u128,
) -> Result<Slice, ActionError> {
    let mut start = before;
    let mut told = Vec::new();
    for _ in 0..TRIES {
        let floor = rows::far_in_author(tx, author, start, LOOKED_AT).await?;
        let some = rows::of_author(tx, reader, author, span(start, floor.unwrap_or(0))).await?;
        told.extend(some);
        match floor {
            Some(floor) if told.len() <= PAGE => start = floor,
            _ => return Ok(full(told)),
        }
    }
    let next = Some(start).filter(|_| told.len() <= PAGE);
    let (told, more) = full(told);
    Ok((told, more.or(next)))
}

/// With what became of each note: three statements for a whole page.
async fn page(
    tx: &mut ReadTx,
    eye: &Eye,
    told: Vec<Told>,
    next: Option<u128>,
) -> Result<Page, ActionError> {
    let items = with_all(tx, eye, told).await?;
    Ok(Page { items, next })
}

/// Notes with what became of them, in their order; at most [`store::notes::IDS_MAX`].
pub(super) async fn with_all(
    tx: &mut ReadTx,
    eye: &Eye,
    told: Vec<Told>,
) -> Result<Vec<Item>, ActionError> {
    let ids: Vec<u128> = told.iter().map(|it| it.note.id.bits()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (last, uses) = match eye {
        Eye::Member(reader) => {
            (comments::last_of(tx, reader, &ids).await?, uses::of_notes(tx, &ids).await?)
        }
        Eye::Stranger => (comments::public_last_of(tx, &ids).await?, Vec::new()),
    };
    let mut last: BTreeMap<NoteId, Said> =
        last.into_iter().map(|it| (it.comment.note, it)).collect();
    let files = files::of_notes(tx, &ids).await?;
    let item = |told: Told| {
        let id = told.note.id;
        Item {
            last: last.remove(&id),
            uses: uses.iter().filter(|it| it.note == id).cloned().collect(),
            files: files.iter().filter(|it| it.note == id).cloned().collect(),
            told,
        }
    };
    Ok(told.into_iter().map(item).collect())
}
