//! Looking members up. Each answer takes two statements: the rows, and their offers and needs.

use std::collections::BTreeMap;

use domain::kernel::id::MemberId;
use domain::kernel::text::Handle;
use domain::members::member::Member;
use domain::members::parts::Standing;

use super::columns::{self, Intents};
use crate::db::ReadTx;
use crate::error::StoreError;
use crate::query::{Query, Row};

/// The most members one statement looks up by id.
pub const IDS_MAX: usize = 40;

/// The member with this id.
pub async fn find(tx: &mut ReadTx, id: MemberId) -> Result<Option<Member>, StoreError> {
    let row = tx.query("select * from member where id = $1").bind(id.to_bytes()).first().await?;
    whole(tx, row).await
}

/// The member whose page has this address, now or formerly. A page that finds another handle
/// than it was asked for redirects.
pub async fn at_handle(tx: &mut ReadTx, handle: &Handle) -> Result<Option<Member>, StoreError> {
    let row = tx
        .query(
            "select member.* from handle join member on member.id = handle.member
             where handle.handle = $1",
        )
        .bind(handle.as_str())
        .first()
        .await?;
    whole(tx, row).await
}

/// The member whose page has this address, now or formerly, and the one with this id: what a
/// page about one, shown to the other, begins with. Both are the same on one's own page.
pub async fn at_handle_and(
    tx: &mut ReadTx,
    handle: &Handle,
    id: MemberId,
) -> Result<(Option<Member>, Option<Member>), StoreError> {
    let rows = tx
        .query(
            "select member.*, (select member from handle where handle = $1) as asked
             from member
             where id = $2 or id = (select member from handle where handle = $1)",
        )
        .bind(handle.as_str())
        .bind(id.to_bytes())
        .all()
        .await?;
    let asked = rows.first().map(|it| it.bytes_or_none("asked")).transpose()?.flatten();
    let asked = asked.and_then(|it| MemberId::from_bytes(&it));
    let found = all_whole(tx, rows).await?;
    let with = |id| found.iter().find(|it| it.id == id).cloned();
    Ok((asked.and_then(with), with(id)))
}

/// The members with these ids, in the order asked for; those that are not there are left out.
/// Looks up [`IDS_MAX`] at a time.
pub async fn by_ids(tx: &mut ReadTx, ids: &[MemberId]) -> Result<Vec<Member>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(IDS_MAX) {
        let query = tx.query(
            "select * from member where id in (
                 $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                 $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34,
                 $35, $36, $37, $38, $39, $40)",
        );
        let rows = bind_ids(query, some).all().await?;
        found.extend(all_whole(tx, rows).await?);
    }
    let mut by_id: BTreeMap<MemberId, Member> = found.into_iter().map(|it| (it.id, it)).collect();
    Ok(ids.iter().filter_map(|it| by_id.remove(it)).collect())
}

/// Members of one standing after `after` (folded name, id), by name.
pub async fn by_name(
    tx: &mut ReadTx,
    standing: Standing,
    after: (&str, MemberId),
    limit: i64,
) -> Result<Vec<Member>, StoreError> {
    let rows = tx
        .query(
            "select * from member
             where standing = $1 and (name_folded, id) > ($2, $3)
             order by name_folded, id limit $4",
        )
        .bind(standing.wire())
        .bind(after.0)
        .bind(after.1.to_bytes())
        .bind(limit)
        .all()
        .await?;
    all_whole(tx, rows).await
}

/// The members that joined last, newest first.
pub async fn newest(tx: &mut ReadTx, limit: i64) -> Result<Vec<Member>, StoreError> {
    let rows = tx
        .query(
            "select * from member where standing = 'member' order by since desc, id desc limit $1",
        )
        .bind(limit)
        .all()
        .await?;
    all_whole(tx, rows).await
}

/// Every member and contact after `after`, by id: how indexes and exports read the whole table.
pub async fn after(
    tx: &mut ReadTx,
    after: MemberId,
    limit: i64,
) -> Result<Vec<Member>, StoreError> {
    let rows = tx
        .query("select * from member where id > $1 order by id limit $2")
        .bind(after.to_bytes())
        .bind(limit)
        .all()
        .await?;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(Vec::new()) };
    let (first, last) = (columns::id(first, "id")?, columns::id(last, "id")?);
    let intents = tx
        .query(
            "select * from intent where member >= $1 and member <= $2
             order by member, position, id",
        )
        .bind(first.to_bytes())
        .bind(last.to_bytes())
        .all()
        .await?;
    together(rows, &intents)
}

/// How many there are of one standing.
pub async fn count(tx: &mut ReadTx, standing: Standing) -> Result<i64, StoreError> {
    let query = tx.query("select count(*) as n from member where standing = $1");
    query.bind(standing.wire()).one().await?.int("n")
}

/// Binds [`IDS_MAX`] ids: one text for every number of them, so that the engine prepares it
/// once. What is left over asks for the first again.
fn bind_ids<'c>(query: Query<'c>, ids: &[MemberId]) -> Query<'c> {
    let at = |i: usize| ids.get(i).or(ids.first()).map(|it| it.to_bytes());
    (0..IDS_MAX).fold(query, |query, i| query.bind(at(i)))
}

async fn whole(tx: &mut ReadTx, row: Option<Row>) -> Result<Option<Member>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let id = columns::id(&row, "id")?;
    let rows = tx
        .query("select * from intent where member = $1 order by position, id")
        .bind(id.to_bytes())
        .all()
        .await?;
    let mut intents = Intents::default();
    rows.iter().try_for_each(|it| columns::intent(it, &mut intents))?;
    columns::member(&row, intents).map(Some)
}

async fn all_whole(tx: &mut ReadTx, rows: Vec<Row>) -> Result<Vec<Member>, StoreError> {
    let mut intents = Vec::new();
    for some in rows.chunks(IDS_MAX) {
        let ids: Vec<MemberId> =
            some.iter().map(|it| columns::id(it, "id")).collect::<Result<_, _>>()?;
        let query = tx.query(
            "select * from intent where member in (
                 $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                 $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34,
                 $35, $36, $37, $38, $39, $40)
             order by member, position, id",
        );
        intents.extend(bind_ids(query, &ids).all().await?);
    }
    together(rows, &intents)
}

fn together(rows: Vec<Row>, intents: &[Row]) -> Result<Vec<Member>, StoreError> {
    let mut of_member: BTreeMap<MemberId, Intents> = BTreeMap::new();
    for intent in intents {
        let member = columns::id(intent, "member")?;
        columns::intent(intent, of_member.entry(member).or_default())?;
    }
    let whole = |row: &Row| {
        let id = columns::id(row, "id")?;
        columns::member(row, of_member.remove(&id).unwrap_or_default())
    };
    rows.iter().map(whole).collect()
}
