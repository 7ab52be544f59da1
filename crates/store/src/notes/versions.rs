//! Notes as they were before they were edited or moved. A version is seen by who may see the note
//! now and might have seen it then: what was taken out before a note was published stays out.

use domain::kernel::id::{NoteId, PersonId};
use domain::kernel::time::Time;
use domain::notes::audience::Audience;
use domain::notes::note::Note;
use domain::notes::telling::Telling;

use super::Reader;
use super::columns::{self, bind_audience, bind_telling};
use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;
use crate::query::Row;

/// The most versions that are shown.
const VERSIONS_MAX: i64 = 100;

/// A note as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Which one, counted from 1.
    pub number: i64,
    /// For whom it was.
    pub audience: Audience,
    /// What it said.
    pub telling: Telling,
    /// Until when.
    pub until: Time,
}

/// Keeps what a note was until now.
pub async fn keep(
    tx: &mut WriteTx,
    before: &Note,
    person: PersonId,
    until: Time,
) -> Result<(), StoreError> {
    let query = tx
        .query(
            "insert into note_version (note, version, audience, scope, kind, body, more, watch,
                 outcome, until, person)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(before.id.to_bytes())
        .bind(before.version);
    bind_telling(bind_audience(query, before.audience), &before.telling)
        .bind(until.0)
        .bind(person.to_bytes())
        .run()
        .await?;
    Ok(())
}

/// The versions of a note that this member may see, newest first.
pub async fn of_note(
    tx: &mut ReadTx,
    reader: &Reader,
    note: NoteId,
) -> Result<Vec<Version>, StoreError> {
    let rows = tx
        .query(
            "select v.* from note_version v join note n on n.id = v.note
             where v.note = $3 and (
                 n.author = $1 or v.audience in ('members', 'everyone')
                 or (v.audience = 'makers' and not exists (
                     select 1 from note_kept_from k
                     where k.note = v.note and $2 like '%,' || k.work || ',%'))
                 or (v.audience = 'circle' and exists (
                     select 1 from circle_member c
                     where c.circle = v.scope and c.member = $1 and c.open = 1))
                 or (v.audience = 'us' and exists (
                     select 1 from relationship_party p
                     where p.relationship = v.scope and p.member = $1 and p.stand = 'in'
                         and p.since <= v.until)))
             order by v.version desc limit $4",
        )
        .bind(reader.member.to_bytes())
        .bind(reader.works())
        .bind(note.to_bytes())
        .bind(VERSIONS_MAX)
        .all()
        .await?;
    rows.iter().map(read).collect()
}

/// The versions of a note that everyone could read, newest first.
pub async fn public_of_note(tx: &mut ReadTx, note: NoteId) -> Result<Vec<Version>, StoreError> {
    let rows = tx
        .query(
            "select * from note_version where note = $1 and audience = 'everyone'
             order by version desc limit $2",
        )
        .bind(note.to_bytes())
        .bind(VERSIONS_MAX)
        .all()
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Version, StoreError> {
    Ok(Version {
        number: row.int("version")?,
        audience: columns::audience(row)?,
        telling: columns::telling(row)?,
        until: Time(row.int("until")?),
    })
}
