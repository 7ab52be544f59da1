//! What is to be told to the outside: written in the transaction that makes it true, told by the
//! worker afterwards, at least once.

use domain::kernel::time::Time;

use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;
use crate::query::Row;

/// A thing that is given up waits at the end of time, where its failure can be read.
const NEVER: Time = Time(i64::MAX);

/// A thing to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errand {
    /// UUIDv7.
    pub id: u128,
    /// What kind of thing, such as `letter`.
    pub kind: String,
    /// Whatever its teller needs; nothing once it was given up.
    pub payload: String,
    /// How often it was begun, this time included.
    pub tries: i64,
    /// What went wrong the last time.
    pub failure: Option<String>,
}

/// Puts a thing in, to be told from `due` on.
pub async fn put(
    tx: &mut WriteTx,
    id: u128,
    kind: &str,
    payload: &str,
    due: Time,
) -> Result<(), StoreError> {
    tx.query(
        "insert into outbox (id, kind, payload, due, tries, failure)
         values ($1, $2, $3, $4, 0, null)",
    )
    .bind(id.to_be_bytes())
    .bind(kind)
    .bind(payload)
    .bind(due.0)
    .run()
    .await?;
    Ok(())
}

/// Whether anything is due: a question that does not make writers wait.
pub async fn is_due(tx: &mut ReadTx, now: Time) -> Result<bool, StoreError> {
    let row = tx.query("select id from outbox where due <= $1 limit 1").bind(now.0).first().await?;
    Ok(row.is_some())
}

/// Takes up to `limit` things that are due. Nobody else gets them until `until`; then they are
/// due again, in case the one who took them is no more.
///
/// # Errors
/// [`StoreError::Stale`] when another worker took some of them in the same moment.
pub async fn take(
    tx: &mut WriteTx,
    now: Time,
    until: Time,
    limit: i64,
) -> Result<Vec<Errand>, StoreError> {
    let rows = tx
        .query(
            "update outbox set due = $1, tries = tries + 1
             where id in (select id from outbox where due <= $2 order by due, id limit $3)
             returning id, kind, payload, tries, failure",
        )
        .bind(until.0)
        .bind(now.0)
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(read).collect()
}

/// It was told.
pub async fn done(tx: &mut WriteTx, id: u128) -> Result<(), StoreError> {
    tx.query("delete from outbox where id = $1").bind(id.to_be_bytes()).run().await?;
    Ok(())
}

/// It could not be told, and is due again at `again`.
pub async fn fail(
    tx: &mut WriteTx,
    id: u128,
    failure: &str,
    again: Time,
) -> Result<(), StoreError> {
    tx.query("update outbox set due = $1, failure = $2 where id = $3")
        .bind(again.0)
        .bind(failure)
        .bind(id.to_be_bytes())
        .run()
        .await?;
    Ok(())
}

/// It never will be told. Why is kept, and what it was is not.
pub async fn give_up(tx: &mut WriteTx, id: u128, failure: &str) -> Result<(), StoreError> {
    tx.query("update outbox set due = $1, failure = $2, payload = '' where id = $3")
        .bind(NEVER.0)
        .bind(failure)
        .bind(id.to_be_bytes())
        .run()
        .await?;
    Ok(())
}

/// What was given up, newest first.
pub async fn given_up(tx: &mut ReadTx, limit: i64) -> Result<Vec<Errand>, StoreError> {
    let rows = tx
        .query(
            "select id, kind, payload, tries, failure from outbox
             where due = $1 order by id desc limit $2",
        )
        .bind(NEVER.0)
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Errand, StoreError> {
    let corrupt = StoreError::Corrupt { table: "outbox", what: "id" };
    let id: [u8; 16] = row.bytes("id")?.try_into().map_err(|_| corrupt)?;
    Ok(Errand {
        id: u128::from_be_bytes(id),
        kind: row.text("kind")?,
        payload: row.text("payload")?,
        tries: row.int("tries")?,
        failure: row.text_or_none("failure")?,
    })
}
