//! Files of notes: what is said about them. What they hold lies in a folder, named by its hash.

use domain::kernel::id::{FileId, NoteId};
use domain::kernel::text::{Line, Name};
use domain::kernel::time::Time;
use domain::notes::file::{File, Kind};

use super::bind_ids;
use super::columns::{bits, corrupt};
use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;
use crate::query::Row;

/// Remembers a file.
pub async fn insert(tx: &mut WriteTx, file: &File) -> Result<(), StoreError> {
    tx.query(
        "insert into note_file (id, note, name, kind, alt, bytes, hash, at, gone)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(file.id.to_bytes())
    .bind(file.note.to_bytes())
    .bind(file.name.as_str())
    .bind(file.kind.wire())
    .bind(file.alt.as_ref().map(Line::as_str))
    .bind(file.bytes)
    .bind(file.hash.as_str())
    .bind(file.at.0)
    .bind(file.gone)
    .run()
    .await?;
    Ok(())
}

/// The file with this id; who may see it follows from its note.
pub async fn find(tx: &mut ReadTx, id: FileId) -> Result<Option<File>, StoreError> {
    let query = tx.query("select * from note_file where id = $1");
    query.bind(id.to_bytes()).first().await?.map(|it| read(&it)).transpose()
}

/// The files of these notes, at most [`super::IDS_MAX`], in the order they were added.
pub async fn of_notes(tx: &mut ReadTx, notes: &[u128]) -> Result<Vec<File>, StoreError> {
    let query = tx.query(
        "select * from note_file where gone = 0 and note in (
             $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
             $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34,
             $35, $36, $37, $38, $39, $40)
         order by note, id",
    );
    bind_ids(query, notes).all().await?.iter().map(read).collect()
}

/// Takes a file off its note, or puts it back.
pub async fn set_gone(tx: &mut WriteTx, id: FileId, gone: bool) -> Result<(), StoreError> {
    let query = tx.query("update note_file set gone = $1 where id = $2");
    query.bind(gone).bind(id.to_bytes()).run().await?;
    Ok(())
}

fn read(row: &Row) -> Result<File, StoreError> {
    Ok(File {
        id: FileId::from_bits(bits(row, "id")?),
        note: NoteId::from_bits(bits(row, "note")?),
        name: Name::parse(&row.text("name")?).map_err(|_| corrupt("file name"))?,
        kind: Kind::parse(&row.text("kind")?).ok_or(corrupt("file kind"))?,
        alt: match row.text_or_none("alt")? {
            Some(text) => Some(Line::parse(&text).map_err(|_| corrupt("alt"))?),
            None => None,
        },
        bytes: row.int("bytes")?,
        hash: row.text("hash")?,
        at: Time(row.int("at")?),
        gone: row.flag("gone")?,
    })
}
