//! Notes by their words, newest first, as far as somebody may see them.

use domain::kernel::id::NoteId;

use super::Reader;
use super::columns::{self, Told};
use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;
use crate::query::Row;

/// A note that has all the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The number of its document; a list goes on before it.
    pub number: i64,
    /// The note.
    pub told: Told,
}

pub(super) async fn add(tx: &mut WriteTx, note: NoteId, words: &str) -> Result<(), StoreError> {
    tx.query("insert into note_document (note, words) values ($1, $2)")
        .bind(note.to_bytes())
        .bind(words)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn forget(tx: &mut WriteTx, note: NoteId) -> Result<(), StoreError> {
    tx.query("delete from note_document where note = $1").bind(note.to_bytes()).run().await?;
    Ok(())
}

/// Notes with all these folded words, the last of which may be the beginning of one, that this
/// member may see; newest first, before number `before`.
pub async fn with_words(
    tx: &mut ReadTx,
    reader: &Reader,
    words: &[&str],
    before: i64,
    limit: i64,
) -> Result<Vec<Hit>, StoreError> {
    let sqlite = "
        select d.number, n.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
        from note_index
        cross join note_document d on d.number = note_index.rowid
        cross join note n on n.id = d.note
        join member a on a.id = n.author
        where note_index.words match $3 and note_index.rowid < $4
            and n.gone = 0 and n.audience <> 'sealed' and (
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
        order by note_index.rowid desc limit $5";
    let postgres = "
        select d.number, n.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
        from note_document d
        join note n on n.id = d.note
        join member a on a.id = n.author
        where d.found_by @@ to_tsquery('simple', $3) and d.number < $4
            and n.gone = 0 and n.audience <> 'sealed' and (
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
        order by d.number desc limit $5";
    let sql = tx.by_engine(sqlite, postgres);
    let asked = if sql == sqlite { for_sqlite(words) } else { for_postgres(words) };
    let rows = tx
        .query(sql)
        .bind(reader.member.to_bytes())
        .bind(reader.works())
        .bind(asked)
        .bind(before)
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(hit).collect()
}

/// As [`with_words`], of what everyone may see.
pub async fn public_with_words(
    tx: &mut ReadTx,
    words: &[&str],
    before: i64,
    limit: i64,
) -> Result<Vec<Hit>, StoreError> {
    let sqlite = "
        select d.number, n.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
        from note_index
        cross join note_document d on d.number = note_index.rowid
        cross join note n on n.id = d.note
        join member a on a.id = n.author
        where note_index.words match $1 and note_index.rowid < $2
            and n.gone = 0 and n.audience = 'everyone' and a.standing = 'member'
        order by note_index.rowid desc limit $3";
    let postgres = "
        select d.number, n.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
        from note_document d
        join note n on n.id = d.note
        join member a on a.id = n.author
        where d.found_by @@ to_tsquery('simple', $1) and d.number < $2
            and n.gone = 0 and n.audience = 'everyone' and a.standing = 'member'
        order by d.number desc limit $3";
    let sql = tx.by_engine(sqlite, postgres);
    let asked = if sql == sqlite { for_sqlite(words) } else { for_postgres(words) };
    let rows = tx.query(sql).bind(asked).bind(before).bind(limit).all().await?;
    rows.iter().map(hit).collect()
}

fn hit(row: &Row) -> Result<Hit, StoreError> {
    Ok(Hit { number: row.int("number")?, told: columns::told(row)? })
}

/// `"cafe" "fil"*`: folded words hold no quotes, so none can end the phrase.
fn for_sqlite(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|it| format!("\"{it}\"")).collect();
    words.join(" ") + "*"
}

/// `'cafe' & 'fil':*`
fn for_postgres(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|it| format!("'{it}'")).collect();
    words.join(" & ") + ":*"
}
