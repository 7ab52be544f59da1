//! Many notes, newest first. Each statement reads one stretch of one index; actions merge them.

use domain::kernel::id::{MemberId, NoteId};
use domain::kernel::time::Time;
use domain::notes::audience::Reach;

use super::columns::{self, Told, bits};
use super::{Reader, Span, bind_ids};
use crate::db::ReadTx;
use crate::error::StoreError;
use crate::query::Row;

/// What is for everyone, or else what is for all members: one index, read from its end.
pub async fn wide(tx: &mut ReadTx, everyone: bool, span: Span) -> Result<Vec<Told>, StoreError> {
    let reach = if everyone { Reach::Everyone } else { Reach::Members };
    let rows = tx
        .query(
            "select n.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
             from note n join member a on a.id = n.author
             where n.audience = $1 and n.gone = 0 and n.placed < $2 and n.placed >= $3
             order by n.placed desc limit $4",
        )
        .bind(reach.wire())
        .bind(span.before.to_be_bytes())
        .bind(span.from.to_be_bytes())
        .bind(span.limit)
        .all()
        .await?;
    all(&rows)
}

/// What is for members but same makers, as far as this member makes other things.
pub async fn makers(tx: &mut ReadTx, reader: &Reader, span: Span) -> Result<Vec<Told>, StoreError> {
    let rows = tx
        .query(
            "select n.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
             from note n join member a on a.id = n.author
             where n.audience = 'makers' and n.gone = 0 and n.placed < $2 and n.placed >= $3
                 and not exists (select 1 from note_kept_from k
                     where k.note = n.id and $1 like '%,' || k.work || ',%')
             order by n.placed desc limit $4",
        )
        .bind(reader.works())
        .bind(span.before.to_be_bytes())
        .bind(span.from.to_be_bytes())
        .bind(span.limit)
        .all()
        .await?;
    all(&rows)
}

/// What this member told itself, but not what it keeps sealed.
pub async fn own(tx: &mut ReadTx, reader: &Reader, span: Span) -> Result<Vec<Told>, StoreError> {
    let rows = tx
        .query(
            "select n.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
             from note n join member a on a.id = n.author
             where n.author = $1 and n.placed < $2 and n.placed >= $3 and n.gone = 0
                 and n.audience <> 'sealed'
             order by n.placed desc limit $4",
        )
        .bind(reader.member.to_bytes())
        .bind(span.before.to_be_bytes())
        .bind(span.from.to_be_bytes())
        .bind(span.limit)
        .all()
        .await?;
    all(&rows)
}

/// What a member told, as far as another may see it.
pub async fn of_author(
    tx: &mut ReadTx,
    reader: &Reader,
    author: MemberId,
    span: Span,
) -> Result<Vec<Told>, StoreError> {
    let rows = tx
        .query(
            "select n.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
             from note n join member a on a.id = n.author
             where n.author = $3 and n.placed < $4 and n.placed >= $5 and n.gone = 0
                 and n.audience <> 'sealed' and (
                     n.author = $1 or n.audience in ('members', 'everyone')
                     or (n.audience = 'makers' and not exists (
                         select 1 from note_kept_from k
                         where k.note = n.id and $2 like '%,' || k.work || ',%'))
                     or (n.audience = 'circle' and exists (
                         select 1 from circle_member c
                         where c.circle = n.scope and c.member = $1 and c.open = 1))
                     or (n.audience = 'us' and exists (
                         select 1 from relationship_party p
                         where p.relationship = n.scope and p.member = $1 and p.stand = 'in'
                             and p.since <= n.at)))
             order by n.placed desc limit $6",
        )
        .bind(reader.member.to_bytes())
        .bind(reader.works())
        .bind(author.to_bytes())
        .bind(span.before.to_be_bytes())
        .bind(span.from.to_be_bytes())
        .bind(span.limit)
        .all()
        .await?;
    all(&rows)
}

/// What a member told everyone. One that has left has closed its page.
pub async fn public_of(
    tx: &mut ReadTx,
    author: MemberId,
    span: Span,
) -> Result<Vec<Told>, StoreError> {
    let rows = tx
        .query(
            "select n.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
             from note n join member a on a.id = n.author
             where n.author = $1 and n.placed < $2 and n.placed >= $3 and n.gone = 0
                 and n.audience = 'everyone' and a.standing = 'member'
             order by n.placed desc limit $4",
        )
        .bind(author.to_bytes())
        .bind(span.before.to_be_bytes())
        .bind(span.from.to_be_bytes())
        .bind(span.limit)
        .all()
        .await?;
    all(&rows)
}

/// What everyone may read. A member that has left has closed its page.
pub async fn public(tx: &mut ReadTx, span: Span) -> Result<Vec<Told>, StoreError> {
    let rows = tx
        .query(
            "select n.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
             from note n join member a on a.id = n.author
             where n.audience = 'everyone' and n.gone = 0 and a.standing = 'member'
                 and n.placed < $1 and n.placed >= $2
             order by n.placed desc limit $3",
        )
        .bind(span.before.to_be_bytes())
        .bind(span.from.to_be_bytes())
        .bind(span.limit)
        .all()
        .await?;
    all(&rows)
}

/// That a member keeps something sealed, and since when: never what it is (R4).
pub async fn sealed_of(
    tx: &mut ReadTx,
    author: MemberId,
    span: Span,
) -> Result<Vec<(NoteId, Time)>, StoreError> {
    let rows = tx
        .query(
            "select id, at from note
             where author = $1 and placed < $2 and placed >= $3 and audience = 'sealed'
                 and gone = 0
             order by placed desc limit $4",
        )
        .bind(author.to_bytes())
        .bind(span.before.to_be_bytes())
        .bind(span.from.to_be_bytes())
        .bind(span.limit)
        .all()
        .await?;
    let read = |row: &Row| Ok((NoteId::from_bits(bits(row, "id")?), Time(row.int("at")?)));
    rows.iter().map(read).collect()
}

/// The place of the note that stands `many` notes before `before` among those of an author; `None`
/// when there are not so many. A reader who may see few of them looks no further at once.
pub async fn far_in_author(
    tx: &mut ReadTx,
    author: MemberId,
    before: u128,
    many: i64,
) -> Result<Option<u128>, StoreError> {
    let row = tx
        .query(
            "select placed from note where author = $1 and placed < $2
             order by placed desc limit 1 offset $3",
        )
        .bind(author.to_bytes())
        .bind(before.to_be_bytes())
        .bind(many - 1)
        .first()
        .await?;
    row.map(|it| bits(&it, "placed")).transpose()
}

/// As [`far_in_author`], among those of an audience.
pub async fn far_in_reach(
    tx: &mut ReadTx,
    reach: Reach,
    before: u128,
    many: i64,
) -> Result<Option<u128>, StoreError> {
    let row = tx
        .query(
            "select placed from note where audience = $1 and placed < $2
             order by placed desc limit 1 offset $3",
        )
        .bind(reach.wire())
        .bind(before.to_be_bytes())
        .bind(many - 1)
        .first()
        .await?;
    row.map(|it| bits(&it, "placed")).transpose()
}

/// Of these notes, at most [`super::IDS_MAX`], those that this member may see, newest first.
pub async fn seen_among(
    tx: &mut ReadTx,
    reader: &Reader,
    ids: &[u128],
) -> Result<Vec<Told>, StoreError> {
    let query = tx
        .query(
            "select n.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
             from note n join member a on a.id = n.author
             where n.gone = 0 and n.audience <> 'sealed' and (
                     n.author = $1 or n.audience in ('members', 'everyone')
                     or (n.audience = 'makers' and not exists (
                         select 1 from note_kept_from k
                         where k.note = n.id and $2 like '%,' || k.work || ',%'))
                     or (n.audience = 'circle' and exists (
                         select 1 from circle_member c
                         where c.circle = n.scope and c.member = $1 and c.open = 1))
                     or (n.audience = 'us' and exists (
                         select 1 from relationship_party p
                         where p.relationship = n.scope and p.member = $1 and p.stand = 'in'
                             and p.since <= n.at)))
                 and n.id in (
                     $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                     $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33,
                     $34, $35, $36, $37, $38, $39, $40, $41, $42)
             order by n.placed desc",
        )
        .bind(reader.member.to_bytes())
        .bind(reader.works());
    all(&bind_ids(query, ids).all().await?)
}

/// Of these notes, at most [`super::IDS_MAX`], those that everyone may see, newest first.
pub async fn public_among(tx: &mut ReadTx, ids: &[u128]) -> Result<Vec<Told>, StoreError> {
    let query = tx.query(
        "select n.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
         from note n join member a on a.id = n.author
         where n.gone = 0 and n.audience = 'everyone' and a.standing = 'member' and n.id in (
             $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
             $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34,
             $35, $36, $37, $38, $39, $40)
         order by n.placed desc",
    );
    all(&bind_ids(query, ids).all().await?)
}

fn all(rows: &[Row]) -> Result<Vec<Told>, StoreError> {
    rows.iter().map(columns::told).collect()
}
