//! Devices that are signed in, as their owner sees them.

use domain::kernel::id::{MemberId, PersonId, SessionId};
use domain::kernel::time::Time;

use super::corrupt;
use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;

/// A device in the list of its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its session.
    pub id: SessionId,
    /// What it calls itself, in plain words.
    pub name: String,
    /// When it signed in.
    pub made: Time,
    /// When it was last seen, to the hour.
    pub seen: Time,
}

/// The devices a person is signed in on, the one seen last first.
pub async fn of_person(
    tx: &mut ReadTx,
    person: PersonId,
    now: Time,
) -> Result<Vec<Device>, StoreError> {
    let rows = tx
        .query(
            "select id, device, made, seen from session
             where person = $1 and until > $2 order by seen desc, id desc limit 200",
        )
        .bind(person.to_bytes())
        .bind(now.0)
        .all()
        .await?;
    let device = |row: &crate::query::Row| {
        Ok(Device {
            id: SessionId::from_bytes(&row.bytes("id")?).ok_or(corrupt("session"))?,
            name: row.text("device")?,
            made: Time(row.int("made")?),
            seen: Time(row.int("seen")?),
        })
    };
    rows.iter().map(device).collect()
}

/// The device is here again, and stays signed in until `until`.
pub async fn see(
    tx: &mut WriteTx,
    id: SessionId,
    now: Time,
    until: Time,
) -> Result<(), StoreError> {
    tx.query("update session set seen = $1, until = $2 where id = $3 and seen < $1")
        .bind(now.0)
        .bind(until.0)
        .bind(id.to_bytes())
        .run()
        .await?;
    Ok(())
}

/// On this device, its person acts for this member from now on.
pub async fn wear(
    tx: &mut WriteTx,
    id: SessionId,
    member: Option<MemberId>,
) -> Result<(), StoreError> {
    tx.query("update session set member = $1 where id = $2")
        .bind(member.map(MemberId::to_bytes))
        .bind(id.to_bytes())
        .run()
        .await?;
    Ok(())
}

/// Signs one device of a person out. `false` when it is none of theirs.
pub async fn end(tx: &mut WriteTx, person: PersonId, id: SessionId) -> Result<bool, StoreError> {
    let ended = tx
        .query("delete from session where id = $1 and person = $2")
        .bind(id.to_bytes())
        .bind(person.to_bytes())
        .run()
        .await?;
    Ok(ended == 1)
}

/// Signs all devices of a person out but one, and answers how many there were.
pub async fn end_others(
    tx: &mut WriteTx,
    person: PersonId,
    but: SessionId,
) -> Result<u64, StoreError> {
    tx.query("delete from session where person = $1 and id <> $2")
        .bind(person.to_bytes())
        .bind(but.to_bytes())
        .run()
        .await
}

/// Forgets sessions that have ended.
pub async fn forget(tx: &mut WriteTx, now: Time) -> Result<u64, StoreError> {
    tx.query("delete from session where until <= $1").bind(now.0).run().await
}
