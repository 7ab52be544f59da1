//! Who used what: the only thing about a note that is counted (R96).

use domain::kernel::id::{MemberId, NoteId};
use domain::kernel::text::Line;
use domain::kernel::time::Time;

use super::columns::{self, bits, corrupt};
use super::{By, bind_ids};
use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;
use crate::query::Row;

/// The most uses that one statement reads.
const USES_MAX: i64 = 400;

/// A member used a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// Which note.
    pub note: NoteId,
    /// Which member.
    pub by: By,
    /// In what.
    pub words: Option<Line>,
    /// When it first said so.
    pub at: Time,
}

/// Remembers that a member used a note; said again, the words are replaced.
pub async fn put(
    tx: &mut WriteTx,
    note: NoteId,
    member: MemberId,
    words: Option<&Line>,
    at: Time,
) -> Result<(), StoreError> {
    tx.query(
        "insert into note_use (note, member, words, at) values ($1, $2, $3, $4)
         on conflict (note, member) do update set words = excluded.words",
    )
    .bind(note.to_bytes())
    .bind(member.to_bytes())
    .bind(words.map(Line::as_str))
    .bind(at.0)
    .run()
    .await?;
    Ok(())
}

/// Forgets that; answers whether it was there.
pub async fn remove(tx: &mut WriteTx, note: NoteId, member: MemberId) -> Result<bool, StoreError> {
    let query = tx.query("delete from note_use where note = $1 and member = $2");
    Ok(query.bind(note.to_bytes()).bind(member.to_bytes()).run().await? > 0)
}

/// Who used these notes, at most [`super::IDS_MAX`].
pub async fn of_notes(tx: &mut ReadTx, notes: &[u128]) -> Result<Vec<Use>, StoreError> {
    let query = tx.query(
        "select u.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
         from note_use u join member a on a.id = u.member
         where u.note in (
             $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
             $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34,
             $35, $36, $37, $38, $39, $40)
         order by u.note, u.member limit $41",
    );
    let rows = bind_ids(query, notes).bind(USES_MAX).all().await?;
    let read = |row: &Row| {
        let words = row.text_or_none("words")?.map(|it| Line::parse(&it)).transpose();
        Ok(Use {
            note: NoteId::from_bits(bits(row, "note")?),
            by: columns::by(row, MemberId::from_bits(bits(row, "member")?))?,
            words: words.map_err(|_| corrupt("use"))?,
            at: Time(row.int("at")?),
        })
    };
    rows.iter().map(read).collect()
}
