//! How a note lies in its row. What the rules would refuse is corrupt, not repaired.

use domain::kernel::id::{LogoId, MemberId, NoteId, PersonId};
use domain::kernel::text::{Handle, Line, Name, Prose};
use domain::kernel::time::{Day, Time};
use domain::notes::audience::{Audience, Reach};
use domain::notes::note::Note;
use domain::notes::telling::{Outcome, Telling, Turn};

use crate::error::StoreError;
use crate::query::{Query, Row};

/// A member as it stands beside what it told or said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// Which one.
    pub member: MemberId,
    /// Its name.
    pub name: Name,
    /// Its address.
    pub handle: Handle,
    /// The picture it shows instead of its flag.
    pub logo: Option<LogoId>,
}

/// A note, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The note.
    pub note: Note,
    /// Its author.
    pub by: By,
}

pub(super) fn told(row: &Row) -> Result<Told, StoreError> {
    let note = note(row)?;
    Ok(Told { by: by(row, note.author)?, note })
}

/// A member, of the columns `by_name`, `by_handle` and `by_logo`.
pub(super) fn by(row: &Row, member: MemberId) -> Result<By, StoreError> {
    let logo = row.bytes_or_none("by_logo")?;
    let logo = logo.map(|it| LogoId::from_bytes(&it).ok_or(corrupt("author"))).transpose()?;
    Ok(By {
        member,
        name: Name::parse(&row.text("by_name")?).map_err(|_| corrupt("author"))?,
        handle: Handle::parse(&row.text("by_handle")?).map_err(|_| corrupt("author"))?,
        logo,
    })
}

pub(super) fn note(row: &Row) -> Result<Note, StoreError> {
    Ok(Note {
        id: NoteId::from_bits(bits(row, "id")?),
        author: MemberId::from_bits(bits(row, "author")?),
        person: PersonId::from_bits(bits(row, "person")?),
        audience: audience(row)?,
        telling: telling(row)?,
        placed: bits(row, "placed")?,
        at: Time(row.int("at")?),
        edited: row.int_or_none("edited")?.map(Time),
        gone: row.flag("gone")?,
        version: row.int("version")?,
    })
}

pub(super) fn audience(row: &Row) -> Result<Audience, StoreError> {
    let reach = Reach::parse(&row.text("audience")?).ok_or(corrupt("audience"))?;
    let scope = match row.bytes_or_none("scope")? {
        Some(bytes) => Some(from_bytes(&bytes).ok_or(corrupt("scope"))?),
        None => None,
    };
    Audience::of(reach, scope).ok_or(corrupt("audience"))
}

pub(super) fn telling(row: &Row) -> Result<Telling, StoreError> {
    let body = prose(&row.text("body")?)?;
    let more = row.text_or_none("more")?;
    match row.text("kind")?.as_str() {
        "plain" => Ok(Telling::Plain(body)),
        "lesson" => {
            let learned = prose(&more.ok_or(corrupt("more"))?)?;
            Ok(Telling::Lesson { happened: body, learned })
        }
        "probe" => {
            let days = row.int_or_none("watch")?.and_then(|it| i32::try_from(it).ok());
            let seen = more.map(|it| Line::parse(&it).map_err(|_| corrupt("more"))).transpose()?;
            let turn = row.text_or_none("outcome")?;
            let turn = turn.map(|it| Turn::parse(&it).ok_or(corrupt("outcome"))).transpose()?;
            Ok(Telling::Probe {
                hypothesis: body,
                watch: days.map(Day).ok_or(corrupt("watch"))?,
                outcome: turn.map(|turn| Outcome { turn, seen }),
            })
        }
        _ => Err(corrupt("kind")),
    }
}

pub(super) fn bind_audience<'c>(query: Query<'c>, audience: Audience) -> Query<'c> {
    query.bind(audience.reach().wire()).bind(audience.scope().map(u128::to_be_bytes))
}

/// Binds `kind`, `body`, `more`, `watch` and `outcome`.
pub(super) fn bind_telling<'c>(query: Query<'c>, telling: &Telling) -> Query<'c> {
    let (watch, outcome) = match telling {
        Telling::Probe { watch, outcome, .. } => {
            (Some(i64::from(watch.0)), outcome.as_ref().map(|it| it.turn.wire()))
        }
        _ => (None, None),
    };
    query
        .bind(telling.wire())
        .bind(telling.body().as_str())
        .bind(telling.more())
        .bind(watch)
        .bind(outcome)
}

pub(super) fn bits(row: &Row, column: &'static str) -> Result<u128, StoreError> {
    from_bytes(&row.bytes(column)?).ok_or(corrupt(column))
}

pub(super) fn prose(text: &str) -> Result<Prose, StoreError> {
    Prose::parse(text).map_err(|_| corrupt("body"))
}

pub(super) fn corrupt(what: &'static str) -> StoreError {
    StoreError::Corrupt { table: "note", what }
}

fn from_bytes(bytes: &[u8]) -> Option<u128> {
    bytes.try_into().ok().map(u128::from_be_bytes)
}
