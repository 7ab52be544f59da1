//! Codes and links that prove who someone is, once. Only their hashes are here.

use domain::kernel::id::PersonId;
use domain::kernel::time::Time;
use domain::people::proof::Proof;

use super::corrupt;
use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;

/// A link that signs somebody in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Whom.
    pub person: PersonId,
    /// What was given out.
    pub proof: Proof,
}

/// Keeps the code under this key; the one before it is worth nothing any more.
pub async fn put_code(tx: &mut WriteTx, key: &str, proof: &Proof) -> Result<(), StoreError> {
    tx.query(
        "insert into code (key, hash, until, tries, used) values ($1, $2, $3, $4, $5)
         on conflict (key) do update set hash = excluded.hash, until = excluded.until,
             tries = excluded.tries, used = excluded.used",
    )
    .bind(key)
    .bind(proof.hash)
    .bind(proof.until.0)
    .bind(proof.tries)
    .bind(proof.used)
    .run()
    .await?;
    Ok(())
}

/// The code under this key.
pub async fn code(tx: &mut ReadTx, key: &str) -> Result<Option<Proof>, StoreError> {
    let row = tx
        .query("select hash, until, tries, used from code where key = $1")
        .bind(key)
        .first()
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Proof {
        hash: row.bytes("hash")?.try_into().map_err(|_| corrupt("hash of a code"))?,
        until: Time(row.int("until")?),
        tries: row.int("tries")?,
        used: row.flag("used")?,
    }))
}

/// One more wrong try of the code under this key.
pub async fn miss_code(tx: &mut WriteTx, key: &str) -> Result<(), StoreError> {
    tx.query("update code set tries = tries + 1 where key = $1").bind(key).run().await?;
    Ok(())
}

/// Uses the code under this key up.
///
/// # Errors
/// [`StoreError::Stale`] when somebody was faster.
pub async fn use_code(tx: &mut WriteTx, key: &str) -> Result<(), StoreError> {
    let used =
        tx.query("update code set used = 1 where key = $1 and used = 0").bind(key).run().await?;
    if used == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Keeps a link that `by` made; `None` when the command line did.
pub async fn insert_link(
    tx: &mut WriteTx,
    link: &Link,
    by: Option<PersonId>,
    now: Time,
) -> Result<(), StoreError> {
    tx.query(
        "insert into sign_in_link (hash, person, by_person, made, until, used)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(link.proof.hash)
    .bind(link.person.to_bytes())
    .bind(by.map(PersonId::to_bytes))
    .bind(now.0)
    .bind(link.proof.until.0)
    .bind(link.proof.used)
    .run()
    .await?;
    Ok(())
}

/// The link with this hash.
pub async fn link(tx: &mut ReadTx, hash: [u8; 32]) -> Result<Option<Link>, StoreError> {
    let row = tx
        .query("select person, until, used from sign_in_link where hash = $1")
        .bind(hash)
        .first()
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Link {
        person: PersonId::from_bytes(&row.bytes("person")?).ok_or(corrupt("link"))?,
        proof: Proof { hash, until: Time(row.int("until")?), tries: 0, used: row.flag("used")? },
    }))
}

/// Uses a link up.
///
/// # Errors
/// [`StoreError::Stale`] when somebody was faster.
pub async fn use_link(tx: &mut WriteTx, hash: [u8; 32]) -> Result<(), StoreError> {
    let used = tx
        .query("update sign_in_link set used = 1 where hash = $1 and used = 0")
        .bind(hash)
        .run()
        .await?;
    if used == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Forgets codes and links that are worth nothing since `before`.
pub async fn forget(tx: &mut WriteTx, before: Time) -> Result<u64, StoreError> {
    let codes = tx.query("delete from code where until < $1").bind(before.0).run().await?;
    let links = tx.query("delete from sign_in_link where until < $1").bind(before.0).run().await?;
    Ok(codes + links)
}
