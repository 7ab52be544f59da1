//! How often something was tried, by account and by where the tries come from.

use domain::kernel::time::Time;
use domain::people::proof::Throttle;

use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;

/// The tries under this key so far.
pub async fn find(tx: &mut ReadTx, key: &str) -> Result<Option<Throttle>, StoreError> {
    let row = tx.query("select count, last from throttle where key = $1").bind(key).first().await?;
    row.map(|it| Ok(Throttle { count: it.int("count")?, last: Time(it.int("last")?) })).transpose()
}

/// Remembers the tries under this key.
pub async fn save(tx: &mut WriteTx, key: &str, throttle: Throttle) -> Result<(), StoreError> {
    tx.query(
        "insert into throttle (key, count, last) values ($1, $2, $3)
         on conflict (key) do update set count = excluded.count, last = excluded.last",
    )
    .bind(key)
    .bind(throttle.count)
    .bind(throttle.last.0)
    .run()
    .await?;
    Ok(())
}

/// Forgets the tries under this key: the last one was right.
pub async fn clear(tx: &mut WriteTx, key: &str) -> Result<(), StoreError> {
    tx.query("delete from throttle where key = $1").bind(key).run().await?;
    Ok(())
}

/// Forgets tries whose last one was before `before`.
pub async fn forget(tx: &mut WriteTx, before: Time) -> Result<u64, StoreError> {
    tx.query("delete from throttle where last < $1").bind(before.0).run().await
}
