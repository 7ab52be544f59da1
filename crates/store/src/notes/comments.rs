//! What is said about notes. A comment is for whom the note was when it was written; whoever asks
//! has looked first whether they may see the note now.

use domain::kernel::id::{CommentId, MemberId, NoteId, PersonId};
use domain::kernel::time::Time;
use domain::notes::comment::Comment;

use super::columns::{self, bind_audience, bits};
use super::{By, Reader, bind_ids};
use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;
use crate::query::Row;

/// A comment, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The comment.
    pub comment: Comment,
    /// The member it was said for.
    pub by: By,
}

/// Remembers a comment.
pub async fn insert(tx: &mut WriteTx, comment: &Comment) -> Result<(), StoreError> {
    let query = tx
        .query(
            "insert into note_comment (id, note, author, person, audience, scope, body, at, gone)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(comment.id.to_bytes())
        .bind(comment.note.to_bytes())
        .bind(comment.author.to_bytes())
        .bind(comment.person.to_bytes());
    bind_audience(query, comment.audience)
        .bind(comment.body.as_str())
        .bind(comment.at.0)
        .bind(comment.gone)
        .run()
        .await?;
    Ok(())
}

/// The comment with this id, whoever may see it.
pub async fn find(tx: &mut ReadTx, id: CommentId) -> Result<Option<Comment>, StoreError> {
    let query = tx.query("select * from note_comment where id = $1");
    query.bind(id.to_bytes()).first().await?.map(|it| read(&it)).transpose()
}

/// Takes a comment back, or puts it back.
pub async fn set_gone(tx: &mut WriteTx, id: CommentId, gone: bool) -> Result<(), StoreError> {
    tx.query("update note_comment set gone = $1 where id = $2")
        .bind(gone)
        .bind(id.to_bytes())
        .run()
        .await?;
    Ok(())
}

/// What was said about a note after `after`, oldest first, as far as this member may see it.
pub async fn of_note(
    tx: &mut ReadTx,
    reader: &Reader,
    note: NoteId,
    after: CommentId,
    limit: i64,
) -> Result<Vec<Said>, StoreError> {
    let rows = tx
        .query(
            "select m.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
             from note_comment m join note n on n.id = m.note join member a on a.id = m.author
             where m.note = $3 and m.id > $4 and m.gone = 0 and (
                 n.author = $1 or m.author = $1 or m.audience in ('members', 'everyone')
                 or (m.audience = 'makers' and not exists (
                     select 1 from note_kept_from k
                     where k.note = m.note and $2 like '%,' || k.work || ',%'))
                 or (m.audience = 'circle' and exists (
                     select 1 from circle_member c
                     where c.circle = m.scope and c.member = $1 and c.open = 1))
                 or (m.audience = 'us' and exists (
                     select 1 from relationship_party p
                     where p.relationship = m.scope and p.member = $1 and p.stand = 'in'
                         and p.since <= m.at)))
             order by m.id limit $5",
        )
        .bind(reader.member.to_bytes())
        .bind(reader.works())
        .bind(note.to_bytes())
        .bind(after.to_bytes())
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(said).collect()
}

/// What was said about a note in front of everyone after `after`, oldest first.
pub async fn public_of_note(
    tx: &mut ReadTx,
    note: NoteId,
    after: CommentId,
    limit: i64,
) -> Result<Vec<Said>, StoreError> {
    let rows = tx
        .query(
            "select m.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
             from note_comment m join member a on a.id = m.author
             where m.note = $1 and m.id > $2 and m.gone = 0 and m.audience = 'everyone'
             order by m.id limit $3",
        )
        .bind(note.to_bytes())
        .bind(after.to_bytes())
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(said).collect()
}

/// The last thing said about each of these notes, at most [`super::IDS_MAX`], that this member may
/// see.
pub async fn last_of(
    tx: &mut ReadTx,
    reader: &Reader,
    notes: &[u128],
) -> Result<Vec<Said>, StoreError> {
    let query = tx
        .query(
            "select (
                 select x.id from note_comment x
                 where x.note = n.id and x.gone = 0 and (
                     n.author = $1 or x.author = $1 or x.audience in ('members', 'everyone')
                     or (x.audience = 'makers' and not exists (
                         select 1 from note_kept_from k
                         where k.note = x.note and $2 like '%,' || k.work || ',%'))
                     or (x.audience = 'circle' and exists (
                         select 1 from circle_member c
                         where c.circle = x.scope and c.member = $1 and c.open = 1))
                     or (x.audience = 'us' and exists (
                         select 1 from relationship_party p
                         where p.relationship = x.scope and p.member = $1 and p.stand = 'in'
                             and p.since <= x.at)))
                 order by x.id desc limit 1) as last
             from note n where n.id in (
                 $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                 $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35,
                 $36, $37, $38, $39, $40, $41, $42)",
        )
        .bind(reader.member.to_bytes())
        .bind(reader.works());
    let rows = bind_ids(query, notes).all().await?;
    these(tx, &rows).await
}

/// As [`last_of`], of what was said in front of everyone.
pub async fn public_last_of(tx: &mut ReadTx, notes: &[u128]) -> Result<Vec<Said>, StoreError> {
    let query = tx.query(
        "select (
             select x.id from note_comment x
             where x.note = n.id and x.gone = 0 and x.audience = 'everyone'
             order by x.id desc limit 1) as last
         from note n where n.id in (
             $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
             $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34,
             $35, $36, $37, $38, $39, $40)",
    );
    let rows = bind_ids(query, notes).all().await?;
    these(tx, &rows).await
}

/// The comments that were found in the column `last`.
async fn these(tx: &mut ReadTx, rows: &[Row]) -> Result<Vec<Said>, StoreError> {
    let mut ids = Vec::new();
    for row in rows {
        if row.bytes_or_none("last")?.is_some() {
            ids.push(bits(row, "last")?);
        }
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = tx.query(
        "select m.*,
             (select name from member where id = m.author) as by_name,
             (select handle from member where id = m.author) as by_handle,
             (select logo from member where id = m.author) as by_logo
         from note_comment m where m.id in (
             $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
             $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34,
             $35, $36, $37, $38, $39, $40)",
    );
    bind_ids(query, &ids).all().await?.iter().map(said).collect()
}

fn said(row: &Row) -> Result<Said, StoreError> {
    let comment = read(row)?;
    Ok(Said { by: columns::by(row, comment.author)?, comment })
}

fn read(row: &Row) -> Result<Comment, StoreError> {
    Ok(Comment {
        id: CommentId::from_bits(bits(row, "id")?),
        note: NoteId::from_bits(bits(row, "note")?),
        author: MemberId::from_bits(bits(row, "author")?),
        person: PersonId::from_bits(bits(row, "person")?),
        audience: columns::audience(row)?,
        body: columns::prose(&row.text("body")?)?,
        at: Time(row.int("at")?),
        gone: row.flag("gone")?,
    })
}
