//! "This is us": people outside who say that a listed contact is theirs.

use domain::kernel::id::{ClaimId, MemberId};
use domain::kernel::text::{Email, Name};
use domain::kernel::time::Time;
use domain::members::claim::Claim;

use super::columns;
use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;
use crate::query::Row;

/// Remembers that somebody asked.
pub async fn add(tx: &mut WriteTx, claim: &Claim) -> Result<(), StoreError> {
    tx.query("insert into claim (id, contact, name, email, at) values ($1, $2, $3, $4, $5)")
        .bind(claim.id.to_bytes())
        .bind(claim.contact.to_bytes())
        .bind(claim.name.as_str())
        .bind(claim.email.as_str())
        .bind(claim.at.0)
        .run()
        .await?;
    Ok(())
}

/// Who asked for a contact and was not answered yet, in the order they asked.
pub async fn of_contact(
    tx: &mut ReadTx,
    contact: MemberId,
    limit: i64,
) -> Result<Vec<Claim>, StoreError> {
    let rows = tx
        .query(
            "select id, contact, name, email, at from claim where contact = $1
             order by id limit $2",
        )
        .bind(contact.to_bytes())
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(read).collect()
}

/// One of them.
pub async fn one(tx: &mut ReadTx, id: ClaimId) -> Result<Option<Claim>, StoreError> {
    let query = tx.query("select id, contact, name, email, at from claim where id = $1");
    query.bind(id.to_bytes()).first().await?.map(|it| read(&it)).transpose()
}

/// It was answered; the name and address are not kept longer than needed.
pub async fn forget(tx: &mut WriteTx, id: ClaimId) -> Result<(), StoreError> {
    tx.query("delete from claim where id = $1").bind(id.to_bytes()).run().await?;
    Ok(())
}

fn read(row: &Row) -> Result<Claim, StoreError> {
    let corrupt = |what| StoreError::Corrupt { table: "claim", what };
    Ok(Claim {
        id: ClaimId::from_bytes(&row.bytes("id")?).ok_or(corrupt("id"))?,
        contact: columns::id(row, "contact")?,
        name: Name::parse(&row.text("name")?).map_err(|_| corrupt("name"))?,
        email: Email::parse(&row.text("email")?).map_err(|_| corrupt("email"))?,
        at: Time(row.int("at")?),
    })
}
