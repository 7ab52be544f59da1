//! Access tokens for programs.

use domain::kernel::id::{MemberId, PersonId, TokenId};
use domain::kernel::text::Name;
use domain::kernel::time::Time;
use domain::people::person::Person;

use super::{Hat, corrupt, read_hat, read_person};
use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;
use crate::query::Row;

/// A token as the list of its owner shows it: without its secret, which nobody keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Which one.
    pub id: TokenId,
    /// What its owner calls it.
    pub name: Name,
    /// For which member it acts, if its owner still does.
    pub hat: Option<Hat>,
    /// When it was made.
    pub made: Time,
    /// When it was last used, to the hour.
    pub used: Option<Time>,
}

/// What a token lets a program be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// Which token.
    pub id: TokenId,
    /// Whose it is.
    pub person: Person,
    /// For which member it acts, if its owner still does.
    pub hat: Option<Hat>,
    /// When it was last used, to the hour.
    pub used: Option<Time>,
}

/// Remembers a new token by its hash.
pub async fn insert(
    tx: &mut WriteTx,
    person: PersonId,
    token: &Token,
    hash: [u8; 32],
) -> Result<(), StoreError> {
    tx.query(
        "insert into token (id, hash, person, member, name, made, used)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(token.id.to_bytes())
    .bind(hash)
    .bind(person.to_bytes())
    .bind(token.hat.as_ref().map(|it| MemberId::to_bytes(it.member)))
    .bind(token.name.as_str())
    .bind(token.made.0)
    .bind(token.used.map(|it| it.0))
    .run()
    .await?;
    Ok(())
}

/// The person a token belongs to, and the member it acts for.
pub async fn bearer(tx: &mut ReadTx, hash: [u8; 32]) -> Result<Option<Bearer>, StoreError> {
    let row = tx
        .query(
            "select token.id, token.used, person.id as person, person.name as person_name, email,
                 zone, steward, person.since,
                 member.id as member, handle, member.name as member_name, standing, logo
             from token
             join person on person.id = token.person
             left join person_member on person_member.person = token.person
                 and person_member.member = token.member
             left join member on member.id = person_member.member
             where token.hash = $1",
        )
        .bind(hash)
        .first()
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Bearer {
        id: read_id(&row)?,
        person: read_person(&row)?,
        hat: hat(&row)?,
        used: row.int_or_none("used")?.map(Time),
    }))
}

/// The tokens of a person, newest first.
pub async fn of_person(tx: &mut ReadTx, person: PersonId) -> Result<Vec<Token>, StoreError> {
    let rows = tx
        .query(
            "select token.id, token.name as token_name, token.made, token.used,
                 member.id as member, handle, member.name as member_name, standing, logo
             from token
             left join person_member on person_member.person = token.person
                 and person_member.member = token.member
             left join member on member.id = person_member.member
             where token.person = $1 order by token.id desc limit 200",
        )
        .bind(person.to_bytes())
        .all()
        .await?;
    let token = |row: &Row| {
        Ok(Token {
            id: read_id(row)?,
            name: Name::parse(&row.text("token_name")?).map_err(|_| corrupt("token name"))?,
            hat: hat(row)?,
            made: Time(row.int("made")?),
            used: row.int_or_none("used")?.map(Time),
        })
    };
    rows.iter().map(token).collect()
}

/// A program used this token.
pub async fn see(tx: &mut WriteTx, id: TokenId, now: Time) -> Result<(), StoreError> {
    tx.query("update token set used = $1 where id = $2")
        .bind(now.0)
        .bind(id.to_bytes())
        .run()
        .await?;
    Ok(())
}

/// Takes a token of a person back. `false` when it is none of theirs.
pub async fn remove(tx: &mut WriteTx, person: PersonId, id: TokenId) -> Result<bool, StoreError> {
    let gone = tx
        .query("delete from token where id = $1 and person = $2")
        .bind(id.to_bytes())
        .bind(person.to_bytes())
        .run()
        .await?;
    Ok(gone == 1)
}

fn read_id(row: &Row) -> Result<TokenId, StoreError> {
    TokenId::from_bytes(&row.bytes("id")?).ok_or(corrupt("token"))
}

fn hat(row: &Row) -> Result<Option<Hat>, StoreError> {
    row.bytes_or_none("member")?.map(|_| read_hat(row)).transpose()
}
