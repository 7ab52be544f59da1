//! Rows of people: who they are, for whom they act, where they are signed in.

/// Devices that are signed in, as their owner sees them.
pub mod devices;
/// Passkeys, and ceremonies between their two requests.
pub mod passkeys;
/// Codes and links that prove who someone is, once.
pub mod proofs;
/// How often something was tried.
pub mod throttle;
/// Access tokens for programs.
pub mod tokens;

use domain::kernel::id::{LogoId, MemberId, PersonId, SessionId};
use domain::kernel::text::{Email, Handle, Name};
use domain::kernel::time::Time;
use domain::members::parts::Standing;
use domain::people::person::Person;

use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;
use crate::query::Row;

/// A device that is signed in, with what every page needs to know about its person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Which one.
    pub id: SessionId,
    /// Who.
    pub person: Person,
    /// The member they act for just now, if they still act for it.
    pub hat: Option<Hat>,
    /// When it was last seen, to the hour.
    pub seen: Time,
    /// When it ends.
    pub until: Time,
}

/// A member that a person acts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hat {
    /// Which one.
    pub member: MemberId,
    /// Its address.
    pub handle: Handle,
    /// Its name.
    pub name: Name,
    /// How it stands to the alliance.
    pub standing: Standing,
    /// The picture it shows.
    pub logo: Option<LogoId>,
}

/// Remembers a new person.
///
/// # Errors
/// [`StoreError::Taken`] when somebody has this address already.
pub async fn insert(tx: &mut WriteTx, person: &Person) -> Result<(), StoreError> {
    tx.query(
        "insert into person (id, name, email, zone, steward, since)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(person.id.to_bytes())
    .bind(person.name.as_str())
    .bind(person.email.as_ref().map(|it| it.as_str()))
    .bind(person.zone.as_str())
    .bind(person.steward)
    .bind(person.since.0)
    .run()
    .await?;
    Ok(())
}

/// The person with this id.
pub async fn find(tx: &mut ReadTx, id: PersonId) -> Result<Option<Person>, StoreError> {
    let query = tx.query(
        "select id as person, name as person_name, email, zone, steward, since
         from person where id = $1",
    );
    query.bind(id.to_bytes()).first().await?.map(|it| read_person(&it)).transpose()
}

/// The person with this address.
pub async fn with_email(tx: &mut ReadTx, email: &Email) -> Result<Option<Person>, StoreError> {
    let query = tx.query(
        "select id as person, name as person_name, email, zone, steward, since
         from person where email = $1",
    );
    query.bind(email.as_str()).first().await?.map(|it| read_person(&it)).transpose()
}

/// Saves what a person changed about themselves.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else has this address.
pub async fn save(tx: &mut WriteTx, person: &Person) -> Result<(), StoreError> {
    tx.query("update person set name = $1, email = $2, zone = $3 where id = $4")
        .bind(person.name.as_str())
        .bind(person.email.as_ref().map(|it| it.as_str()))
        .bind(person.zone.as_str())
        .bind(person.id.to_bytes())
        .run()
        .await?;
    Ok(())
}

/// Lets a person act for a member; doing so twice changes nothing.
pub async fn add_hat(
    tx: &mut WriteTx,
    person: PersonId,
    member: MemberId,
    since: Time,
) -> Result<(), StoreError> {
    tx.query(
        "insert into person_member (person, member, since) values ($1, $2, $3)
         on conflict do nothing",
    )
    .bind(person.to_bytes())
    .bind(member.to_bytes())
    .bind(since.0)
    .run()
    .await?;
    Ok(())
}

/// A person acts no longer for a member. `false` when they did not.
pub async fn remove_hat(
    tx: &mut WriteTx,
    person: PersonId,
    member: MemberId,
) -> Result<bool, StoreError> {
    let gone = tx
        .query("delete from person_member where person = $1 and member = $2")
        .bind(person.to_bytes())
        .bind(member.to_bytes())
        .run()
        .await?;
    Ok(gone == 1)
}

/// The members a person acts for, by name.
pub async fn hats(tx: &mut ReadTx, person: PersonId) -> Result<Vec<Hat>, StoreError> {
    let rows = tx
        .query(
            "select member.id as member, handle, name as member_name, standing, logo
             from person_member join member on member.id = person_member.member
             where person_member.person = $1 order by name_folded, member.id",
        )
        .bind(person.to_bytes())
        .all()
        .await?;
    rows.iter().map(read_hat).collect()
}

/// The people who act for a member, by name.
pub async fn of_member(tx: &mut ReadTx, member: MemberId) -> Result<Vec<Person>, StoreError> {
    let rows = tx
        .query(
            "select person.id as person, name as person_name, email, zone, steward, person.since
             from person_member join person on person.id = person_member.person
             where person_member.member = $1 order by name, person.id",
        )
        .bind(member.to_bytes())
        .all()
        .await?;
    rows.iter().map(read_person).collect()
}

/// Signs a device in.
pub async fn insert_session(
    tx: &mut WriteTx,
    session: &Session,
    hash: [u8; 32],
    device: &str,
) -> Result<(), StoreError> {
    tx.query(
        "insert into session (id, hash, person, member, device, made, seen, until)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(session.id.to_bytes())
    .bind(hash)
    .bind(session.person.id.to_bytes())
    .bind(session.hat.as_ref().map(|it| it.member.to_bytes()))
    .bind(device)
    .bind(session.seen.0)
    .bind(session.seen.0)
    .bind(session.until.0)
    .run()
    .await?;
    Ok(())
}

/// The session whose secret has this hash and which has not ended. A hat that was taken away
/// since is not in it.
pub async fn session(
    tx: &mut ReadTx,
    hash: [u8; 32],
    now: Time,
) -> Result<Option<Session>, StoreError> {
    let row = tx
        .query(
            "select session.id as session, session.seen, session.until, person.id as person,
                 person.name as person_name, email, zone, steward, person.since as person_since,
                 member.id as member, handle, member.name as member_name, standing, logo
             from session
             join person on person.id = session.person
             left join person_member on person_member.person = session.person
                 and person_member.member = session.member
             left join member on member.id = person_member.member
             where session.hash = $1 and session.until > $2",
        )
        .bind(hash)
        .bind(now.0)
        .first()
        .await?;
    row.map(|it| read_session(&it)).transpose()
}

pub(crate) fn read_session(row: &Row) -> Result<Session, StoreError> {
    let has_hat = row.bytes_or_none("member")?.is_some();
    Ok(Session {
        id: SessionId::from_bytes(&row.bytes("session")?).ok_or(corrupt("session"))?,
        person: read_person_since(row, "person_since")?,
        hat: if has_hat { Some(read_hat(row)?) } else { None },
        seen: Time(row.int("seen")?),
        until: Time(row.int("until")?),
    })
}

pub(crate) fn read_person(row: &Row) -> Result<Person, StoreError> {
    read_person_since(row, "since")
}

fn read_person_since(row: &Row, since: &str) -> Result<Person, StoreError> {
    let email = row.text_or_none("email")?;
    Ok(Person {
        id: PersonId::from_bytes(&row.bytes("person")?).ok_or(corrupt("id"))?,
        name: Name::parse(&row.text("person_name")?).map_err(|_| corrupt("name"))?,
        email: email.map(|it| Email::parse(&it).map_err(|_| corrupt("email"))).transpose()?,
        zone: row.text("zone")?,
        steward: row.flag("steward")?,
        since: Time(row.int(since)?),
    })
}

fn read_hat(row: &Row) -> Result<Hat, StoreError> {
    let logo = row.bytes_or_none("logo")?;
    Ok(Hat {
        member: MemberId::from_bytes(&row.bytes("member")?).ok_or(corrupt("member"))?,
        handle: Handle::parse(&row.text("handle")?).map_err(|_| corrupt("handle"))?,
        name: Name::parse(&row.text("member_name")?).map_err(|_| corrupt("member name"))?,
        standing: Standing::parse(&row.text("standing")?).map_err(|_| corrupt("standing"))?,
        logo: logo.map(|it| LogoId::from_bytes(&it).ok_or(corrupt("logo"))).transpose()?,
    })
}

fn corrupt(what: &'static str) -> StoreError {
    StoreError::Corrupt { table: "person", what }
}
