//! Secret addresses under which a program reads the reviews of a person. Kept as hashes.

use domain::kernel::id::PersonId;
use domain::kernel::time::Time;

use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;

/// Remembers a person's address, in place of an earlier one.
pub async fn put(
    tx: &mut WriteTx,
    person: PersonId,
    hash: [u8; 32],
    made: Time,
) -> Result<(), StoreError> {
    tx.query(
        "insert into calendar_feed (person, hash, made) values ($1, $2, $3)
         on conflict (person) do update set hash = excluded.hash, made = excluded.made",
    )
    .bind(person.to_bytes())
    .bind(hash)
    .bind(made.0)
    .run()
    .await?;
    Ok(())
}

/// Forgets a person's address: nobody reads anything under it any more.
pub async fn forget(tx: &mut WriteTx, person: PersonId) -> Result<(), StoreError> {
    tx.query("delete from calendar_feed where person = $1").bind(person.to_bytes()).run().await?;
    Ok(())
}

/// When a person's address was made, if they have one.
pub async fn made(tx: &mut ReadTx, person: PersonId) -> Result<Option<Time>, StoreError> {
    let query = tx.query("select made from calendar_feed where person = $1");
    let row = query.bind(person.to_bytes()).first().await?;
    row.map(|it| Ok(Time(it.int("made")?))).transpose()
}

/// Whose address has this hash.
pub async fn owner(tx: &mut ReadTx, hash: [u8; 32]) -> Result<Option<PersonId>, StoreError> {
    let query = tx.query("select person from calendar_feed where hash = $1");
    let Some(row) = query.bind(hash).first().await? else { return Ok(None) };
    let corrupt = StoreError::Corrupt { table: "calendar_feed", what: "person" };
    PersonId::from_bytes(&row.bytes("person")?).ok_or(corrupt).map(Some)
}
