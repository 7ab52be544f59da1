//! Rows of the alliance itself: as it is, and every version it had.

use domain::alliance::joining::Joining;
use domain::alliance::settings::{Alliance, Causes};
use domain::kernel::id::{MemberId, PersonId};
use domain::kernel::text::{Handle, Line, Name, Prose};
use domain::kernel::time::Time;

use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;
use crate::query::{Query, Row};

/// A version of the alliance in its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// What was said then.
    pub alliance: Alliance,
    /// Since when.
    pub at: Time,
    /// Who made it.
    pub person: Option<Name>,
    /// The address and name of the member they acted for.
    pub member: Option<(Handle, Name)>,
    /// What changed, such as `changed the causes`.
    pub words: String,
}

/// Who made a version, when, and what they did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made<'a> {
    /// When.
    pub at: Time,
    /// Who.
    pub person: Option<PersonId>,
    /// For which member.
    pub member: Option<MemberId>,
    /// What a person reads in the history.
    pub words: &'a str,
}

/// The alliance; `None` until its first person has named it.
pub async fn find(tx: &mut ReadTx) -> Result<Option<Alliance>, StoreError> {
    let row = tx.query("select * from alliance where id = 1").first().await?;
    row.map(|it| read(&it)).transpose()
}

/// Remembers the alliance for the first time.
///
/// # Errors
/// [`StoreError::Taken`] when it has a name already.
pub async fn insert(tx: &mut WriteTx, alliance: &Alliance) -> Result<(), StoreError> {
    let query = tx.query(
        "insert into alliance (name, line, meaning, goals, interests, causes, joining,
             open_directory, id, since, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10)",
    );
    bind(query, alliance).bind(alliance.since.0).bind(alliance.version).run().await?;
    Ok(())
}

/// Remembers what changed.
///
/// # Errors
/// [`StoreError::Stale`] if someone else was faster.
pub async fn save(tx: &mut WriteTx, alliance: &Alliance) -> Result<(), StoreError> {
    let query = tx.query(
        "update alliance set name = $1, line = $2, meaning = $3, goals = $4, interests = $5,
             causes = $6, joining = $7, open_directory = $8, version = version + 1
         where id = 1 and version = $9",
    );
    let saved = bind(query, alliance).bind(alliance.version).run().await?;
    if saved == 0 { Err(StoreError::Stale) } else { Ok(()) }
}

/// Keeps this version for the history. `alliance.version` is its number.
///
/// # Errors
/// [`StoreError::Taken`] when there is one of this number already.
pub async fn keep_version(
    tx: &mut WriteTx,
    alliance: &Alliance,
    made: &Made<'_>,
) -> Result<(), StoreError> {
    let query = tx.query(
        "insert into alliance_version (name, line, meaning, goals, interests, causes, joining,
             open_directory, since, version, at, person, member, words)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    );
    bind(query, alliance)
        .bind(alliance.since.0)
        .bind(alliance.version)
        .bind(made.at.0)
        .bind(made.person.map(PersonId::to_bytes))
        .bind(made.member.map(MemberId::to_bytes))
        .bind(made.words)
        .run()
        .await?;
    Ok(())
}

/// The versions before `before`, newest first.
pub async fn versions(
    tx: &mut ReadTx,
    before: i64,
    limit: i64,
) -> Result<Vec<Version>, StoreError> {
    let rows = tx
        .query(
            "select alliance_version.*, person.name as person_name, member.handle,
                 member.name as member_name
             from alliance_version
             left join person on person.id = alliance_version.person
             left join member on member.id = alliance_version.member
             where alliance_version.version < $1
             order by alliance_version.version desc limit $2",
        )
        .bind(before)
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(read_version).collect()
}

/// The key of the set-up code that lets the first person in, in place of the one before.
pub async fn put_setup(tx: &mut WriteTx, hash: [u8; 32], at: Time) -> Result<(), StoreError> {
    tx.query(
        "insert into setup (id, hash, at) values (1, $1, $2)
         on conflict (id) do update set hash = excluded.hash, at = excluded.at",
    )
    .bind(hash)
    .bind(at.0)
    .run()
    .await?;
    Ok(())
}

/// The hash of the set-up code; `None` once it was used.
pub async fn setup(tx: &mut ReadTx) -> Result<Option<Vec<u8>>, StoreError> {
    let row = tx.query("select hash from setup where id = 1").first().await?;
    row.map(|it| it.bytes("hash")).transpose()
}

/// Forgets the set-up code: it was used.
pub async fn forget_setup(tx: &mut WriteTx) -> Result<(), StoreError> {
    tx.query("delete from setup where id = 1").run().await?;
    Ok(())
}

/// The server's key, drawn once: `fresh` is kept if there is none yet.
pub async fn server_key(tx: &mut WriteTx, fresh: [u8; 32]) -> Result<Vec<u8>, StoreError> {
    tx.query("insert into server_key (id, bytes) values (1, $1) on conflict do nothing")
        .bind(fresh)
        .run()
        .await?;
    tx.query("select bytes from server_key where id = 1").one().await?.bytes("bytes")
}

/// The first eight values of every statement that writes an alliance.
fn bind<'c>(query: Query<'c>, alliance: &Alliance) -> Query<'c> {
    query
        .bind(alliance.name.as_str())
        .bind(alliance.line.as_ref().map(|it| it.as_str()))
        .bind(alliance.meaning.as_ref().map(|it| it.as_str()))
        .bind(alliance.goals.as_ref().map(|it| it.as_str()))
        .bind(alliance.interests.as_ref().map(|it| it.as_str()))
        .bind(alliance.causes.to_text())
        .bind(alliance.joining.to_text())
        .bind(alliance.open_directory)
}

pub(crate) fn read(row: &Row) -> Result<Alliance, StoreError> {
    let prose = |column: &'static str| {
        let text = row.text_or_none(column)?;
        text.map(|it| Prose::parse(&it).map_err(|_| corrupt(column))).transpose()
    };
    let line = row.text_or_none("line")?;
    Ok(Alliance {
        name: Name::parse(&row.text("name")?).map_err(|_| corrupt("name"))?,
        line: line.map(|it| Line::parse(&it).map_err(|_| corrupt("line"))).transpose()?,
        meaning: prose("meaning")?,
        goals: prose("goals")?,
        interests: prose("interests")?,
        causes: Causes::parse(&row.text("causes")?).map_err(|_| corrupt("causes"))?,
        joining: Joining::parse(&row.text("joining")?).ok_or(corrupt("joining"))?,
        open_directory: row.flag("open_directory")?,
        since: Time(row.int("since")?),
        version: row.int("version")?,
    })
}

fn read_version(row: &Row) -> Result<Version, StoreError> {
    let name = |column: &'static str| {
        let text = row.text_or_none(column)?;
        text.map(|it| Name::parse(&it).map_err(|_| corrupt(column))).transpose()
    };
    let handle = row.text_or_none("handle")?;
    let handle = handle.map(|it| Handle::parse(&it).map_err(|_| corrupt("handle"))).transpose()?;
    Ok(Version {
        alliance: read(row)?,
        at: Time(row.int("at")?),
        person: name("person_name")?,
        member: handle.zip(name("member_name")?),
        words: row.text("words")?,
    })
}

fn corrupt(what: &'static str) -> StoreError {
    StoreError::Corrupt { table: "alliance", what }
}
