//! One note: told, looked up, saved.

use std::collections::BTreeSet;

use domain::kernel::id::NoteId;
use domain::kernel::words::fold;
use domain::notes::audience::Reach;
use domain::notes::note::Note;

use super::columns::{self, bind_audience, bind_telling};
use super::{Reader, Told, search};
use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;

/// Remembers a new note. `works` is what its author makes, where it is kept from those who make
/// the same, and empty otherwise. What is sealed is found by nobody.
pub async fn insert(
    tx: &mut WriteTx,
    note: &Note,
    works: &BTreeSet<String>,
) -> Result<(), StoreError> {
    let query = tx.query(
        "insert into note (id, author, person, audience, scope, kind, body, more, watch, outcome,
             placed, at, edited, gone, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    );
    let query =
        query.bind(note.id.to_bytes()).bind(note.author.to_bytes()).bind(note.person.to_bytes());
    bind_telling(bind_audience(query, note.audience), &note.telling)
        .bind(note.placed.to_be_bytes())
        .bind(note.at.0)
        .bind(note.edited.map(|it| it.0))
        .bind(note.gone)
        .bind(note.version)
        .run()
        .await?;
    keep_from(tx, note, works).await?;
    if note.audience.reach() == Reach::Sealed {
        return Ok(());
    }
    search::add(tx, note.id, &fold(&note.telling.words())).await
}

/// Remembers what changed in a note.
///
/// # Errors
/// [`StoreError::Stale`] if it was saved by someone else since it was loaded.
pub async fn save(
    tx: &mut WriteTx,
    note: &Note,
    works: &BTreeSet<String>,
) -> Result<(), StoreError> {
    let query = tx.query(
        "update note set audience = $1, scope = $2, kind = $3, body = $4, more = $5, watch = $6,
             outcome = $7, placed = $8, edited = $9, gone = $10, version = version + 1
         where id = $11 and version = $12",
    );
    let saved = bind_telling(bind_audience(query, note.audience), &note.telling)
        .bind(note.placed.to_be_bytes())
        .bind(note.edited.map(|it| it.0))
        .bind(note.gone)
        .bind(note.id.to_bytes())
        .bind(note.version)
        .run()
        .await?;
    if saved == 0 {
        return Err(StoreError::Stale);
    }
    keep_from(tx, note, works).await?;
    if note.audience.reach() == Reach::Sealed {
        return Ok(());
    }
    search::forget(tx, note.id).await?;
    search::add(tx, note.id, &fold(&note.telling.words())).await
}

/// The works stay when the note moves on: comments of that time are kept from the same members.
async fn keep_from(
    tx: &mut WriteTx,
    note: &Note,
    works: &BTreeSet<String>,
) -> Result<(), StoreError> {
    if note.audience.reach() != Reach::Makers {
        return Ok(());
    }
    for work in works {
        tx.query("insert into note_kept_from (note, work) values ($1, $2) on conflict do nothing")
            .bind(note.id.to_bytes())
            .bind(work.as_str())
            .run()
            .await?;
    }
    Ok(())
}

/// The note with this id, whoever may see it: for acts that decide themselves what they tell.
pub async fn find(tx: &mut ReadTx, id: NoteId) -> Result<Option<Note>, StoreError> {
    let row = tx.query("select * from note where id = $1").bind(id.to_bytes()).first().await?;
    row.map(|it| columns::note(&it)).transpose()
}

/// The note with this id, if this member may see it. Its own people see it also when it was taken
/// back.
pub async fn seen(
    tx: &mut ReadTx,
    reader: &Reader,
    id: NoteId,
) -> Result<Option<Told>, StoreError> {
    let row = tx
        .query(
            "select n.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
             from note n join member a on a.id = n.author
             where n.id = $3 and (n.author = $1 or n.gone = 0 and (
                 n.audience in ('members', 'everyone')
                 or (n.audience = 'makers' and not exists (
                     select 1 from note_kept_from k
                     where k.note = n.id and $2 like '%,' || k.work || ',%'))
                 or (n.audience = 'circle' and exists (
                     select 1 from circle_member c
                     where c.circle = n.scope and c.member = $1 and c.open = 1))
                 or (n.audience = 'us' and exists (
                     select 1 from relationship_party p
                     where p.relationship = n.scope and p.member = $1 and p.stand = 'in'
                         and p.since <= n.at))))",
        )
        .bind(reader.member.to_bytes())
        .bind(reader.works())
        .bind(id.to_bytes())
        .first()
        .await?;
    row.map(|it| columns::told(&it)).transpose()
}

/// The note with this id, if everyone may see it. A member that has left has closed its page.
pub async fn public(tx: &mut ReadTx, id: NoteId) -> Result<Option<Told>, StoreError> {
    let row = tx
        .query(
            "select n.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
             from note n join member a on a.id = n.author
             where n.id = $1 and n.audience = 'everyone' and n.gone = 0
                 and a.standing = 'member'",
        )
        .bind(id.to_bytes())
        .first()
        .await?;
    row.map(|it| columns::told(&it)).transpose()
}
