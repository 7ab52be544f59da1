//! What a form or program sent once already, and what it was answered: a second submit gets the
//! first one's answer instead of a second effect.

use domain::kernel::time::Time;

use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;

/// What was answered; `None` while the first submit is still being worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status; 0 while it is being worked on.
    pub status: i64,
    /// The `Location` or the body.
    pub text: String,
}

/// Takes the key for the first submit. `false` when it was taken already.
pub async fn take(tx: &mut WriteTx, key: &str, now: Time) -> Result<bool, StoreError> {
    let taken = tx
        .query(
            "insert into replay (key, status, answer, at) values ($1, 0, '', $2)
             on conflict do nothing",
        )
        .bind(key)
        .bind(now.0)
        .run()
        .await?;
    Ok(taken == 1)
}

/// Keeps the answer of the first submit for the second.
pub async fn keep(tx: &mut WriteTx, key: &str, answer: &Answer) -> Result<(), StoreError> {
    tx.query("update replay set status = $1, answer = $2 where key = $3")
        .bind(answer.status)
        .bind(answer.text.as_str())
        .bind(key)
        .run()
        .await?;
    Ok(())
}

/// Gives a key back: the first submit was refused and may be sent again.
pub async fn release(tx: &mut WriteTx, key: &str) -> Result<(), StoreError> {
    tx.query("delete from replay where key = $1").bind(key).run().await?;
    Ok(())
}

/// What the first submit was answered.
pub async fn find(tx: &mut ReadTx, key: &str) -> Result<Option<Answer>, StoreError> {
    let row =
        tx.query("select status, answer from replay where key = $1").bind(key).first().await?;
    row.map(|it| Ok(Answer { status: it.int("status")?, text: it.text("answer")? })).transpose()
}

/// Forgets what is older than `before`.
pub async fn forget(tx: &mut WriteTx, before: Time) -> Result<u64, StoreError> {
    tx.query("delete from replay where at < $1").bind(before.0).run().await
}
