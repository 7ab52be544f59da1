//! Rows of the alliance itself.

use domain::alliance::joining::Joining;
use domain::alliance::settings::Alliance;
use domain::kernel::text::{Line, Name, Prose};
use domain::kernel::time::Time;

use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;

/// The alliance; `None` until its first person has named it.
pub async fn find(tx: &mut ReadTx) -> Result<Option<Alliance>, StoreError> {
    let Some(row) = tx.query("select * from alliance where id = 1").first().await? else {
        return Ok(None);
    };
    let prose = |column: &'static str| {
        let text = row.text_or_none(column)?;
        text.map(|it| Prose::parse(&it).map_err(|_| corrupt(column))).transpose()
    };
    let line = row.text_or_none("line")?;
    Ok(Some(Alliance {
        name: Name::parse(&row.text("name")?).map_err(|_| corrupt("name"))?,
        line: line.map(|it| Line::parse(&it).map_err(|_| corrupt("line"))).transpose()?,
        meaning: prose("meaning")?,
        goals: prose("goals")?,
        interests: prose("interests")?,
        joining: Joining::parse(&row.text("joining")?).ok_or(corrupt("joining"))?,
        open_directory: row.flag("open_directory")?,
        since: Time(row.int("since")?),
        version: row.int("version")?,
    }))
}

/// Remembers the alliance for the first time.
///
/// # Errors
/// [`StoreError::Taken`] when it has a name already.
pub async fn insert(tx: &mut WriteTx, alliance: &Alliance) -> Result<(), StoreError> {
    tx.query(
        "insert into alliance (id, name, line, meaning, goals, interests, joining, open_directory,
             since, version)
         values (1, $1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(alliance.name.as_str())
    .bind(alliance.line.as_ref().map(|it| it.as_str()))
    .bind(alliance.meaning.as_ref().map(|it| it.as_str()))
    .bind(alliance.goals.as_ref().map(|it| it.as_str()))
    .bind(alliance.interests.as_ref().map(|it| it.as_str()))
    .bind(alliance.joining.to_text())
    .bind(alliance.open_directory)
    .bind(alliance.since.0)
    .bind(alliance.version)
    .run()
    .await?;
    Ok(())
}

/// Remembers what changed.
///
/// # Errors
/// [`StoreError::Stale`] if someone else was faster.
pub async fn save(tx: &mut WriteTx, alliance: &Alliance) -> Result<(), StoreError> {
    let saved = tx
        .query(
            "update alliance set name = $1, line = $2, meaning = $3, goals = $4, interests = $5,
                 joining = $6, open_directory = $7, version = version + 1
             where id = 1 and version = $8",
        )
        .bind(alliance.name.as_str())
        .bind(alliance.line.as_ref().map(|it| it.as_str()))
        .bind(alliance.meaning.as_ref().map(|it| it.as_str()))
        .bind(alliance.goals.as_ref().map(|it| it.as_str()))
        .bind(alliance.interests.as_ref().map(|it| it.as_str()))
        .bind(alliance.joining.to_text())
        .bind(alliance.open_directory)
        .bind(alliance.version)
        .run()
        .await?;
    if saved == 0 { Err(StoreError::Stale) } else { Ok(()) }
}

/// The server's key, drawn once: `fresh` is kept if there is none yet.
pub async fn server_key(tx: &mut WriteTx, fresh: [u8; 32]) -> Result<Vec<u8>, StoreError> {
    tx.query("insert into server_key (id, bytes) values (1, $1) on conflict do nothing")
        .bind(fresh)
        .run()
        .await?;
    tx.query("select bytes from server_key where id = 1").one().await?.bytes("bytes")
}

fn corrupt(what: &'static str) -> StoreError {
    StoreError::Corrupt { table: "alliance", what }
}
