//! Passkeys, and ceremonies between their two requests.

use domain::kernel::id::{PasskeyId, PersonId};
use domain::kernel::text::Name;
use domain::kernel::time::Time;

use super::corrupt;
use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;
use crate::query::Row;

/// A passkey of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Which one.
    pub id: PasskeyId,
    /// Whose.
    pub person: PersonId,
    /// How its device calls it.
    pub credential: Vec<u8>,
    /// What its owner calls it.
    pub name: Name,
    /// The public key and its counter, as the library that checks it writes them.
    pub data: String,
    /// When it was added.
    pub made: Time,
    /// When it was last used.
    pub used: Time,
}

/// Remembers a new passkey.
///
/// # Errors
/// [`StoreError::Taken`] when it is known already.
pub async fn insert(tx: &mut WriteTx, passkey: &Passkey) -> Result<(), StoreError> {
    tx.query(
        "insert into passkey (id, person, credential, name, data, made, used)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(passkey.id.to_bytes())
    .bind(passkey.person.to_bytes())
    .bind(passkey.credential.as_slice())
    .bind(passkey.name.as_str())
    .bind(passkey.data.as_str())
    .bind(passkey.made.0)
    .bind(passkey.used.0)
    .run()
    .await?;
    Ok(())
}

/// The passkeys of a person, oldest first.
pub async fn of_person(tx: &mut ReadTx, person: PersonId) -> Result<Vec<Passkey>, StoreError> {
    let rows = tx
        .query(
            "select id, person, credential, name, data, made, used from passkey
             where person = $1 order by id limit 100",
        )
        .bind(person.to_bytes())
        .all()
        .await?;
    rows.iter().map(read).collect()
}

/// The passkey that its device calls so.
pub async fn with_credential(
    tx: &mut ReadTx,
    credential: &[u8],
) -> Result<Option<Passkey>, StoreError> {
    let row = tx
        .query(
            "select id, person, credential, name, data, made, used from passkey
             where credential = $1",
        )
        .bind(credential)
        .first()
        .await?;
    row.as_ref().map(read).transpose()
}

/// A passkey was used; `data` has its new counter.
pub async fn see(tx: &mut WriteTx, id: PasskeyId, data: &str, now: Time) -> Result<(), StoreError> {
    tx.query("update passkey set data = $1, used = $2 where id = $3")
        .bind(data)
        .bind(now.0)
        .bind(id.to_bytes())
        .run()
        .await?;
    Ok(())
}

/// Removes a passkey of a person. `false` when it is none of theirs.
pub async fn remove(tx: &mut WriteTx, person: PersonId, id: PasskeyId) -> Result<bool, StoreError> {
    let gone = tx
        .query("delete from passkey where id = $1 and person = $2")
        .bind(id.to_bytes())
        .bind(person.to_bytes())
        .run()
        .await?;
    Ok(gone == 1)
}

/// Keeps what the second request of a ceremony is checked against.
pub async fn begin(
    tx: &mut WriteTx,
    ceremony: [u8; 32],
    data: &str,
    until: Time,
) -> Result<(), StoreError> {
    tx.query("insert into ceremony (id, data, until) values ($1, $2, $3)")
        .bind(ceremony)
        .bind(data)
        .bind(until.0)
        .run()
        .await?;
    Ok(())
}

/// What the second request of a ceremony is checked against: once, and not too late.
pub async fn finish(
    tx: &mut WriteTx,
    ceremony: [u8; 32],
    now: Time,
) -> Result<Option<String>, StoreError> {
    let row = tx
        .query("delete from ceremony where id = $1 and until > $2 returning data")
        .bind(ceremony)
        .bind(now.0)
        .first()
        .await?;
    row.map(|it| it.text("data")).transpose()
}

/// Forgets ceremonies whose second request did not come.
pub async fn forget(tx: &mut WriteTx, now: Time) -> Result<u64, StoreError> {
    tx.query("delete from ceremony where until <= $1").bind(now.0).run().await
}

fn read(row: &Row) -> Result<Passkey, StoreError> {
    Ok(Passkey {
        id: PasskeyId::from_bytes(&row.bytes("id")?).ok_or(corrupt("passkey"))?,
        person: PersonId::from_bytes(&row.bytes("person")?).ok_or(corrupt("passkey"))?,
        credential: row.bytes("credential")?,
        name: Name::parse(&row.text("name")?).map_err(|_| corrupt("passkey name"))?,
        data: row.text("data")?,
        made: Time(row.int("made")?),
        used: Time(row.int("used")?),
    })
}
