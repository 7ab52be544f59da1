//! What happened: written in the transaction in which it happened; read as history and as the
//! change feed by which every app node keeps its indexes fresh.

use domain::kernel::event::Event;
use domain::kernel::id::{EventId, MemberId, PersonId};
use domain::kernel::time::Time;

use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;
use crate::query::Row;

/// An event as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Ids grow with time, so they are the order of the feed.
    pub id: EventId,
    /// When.
    pub at: Time,
    /// What kind of thing.
    pub kind: String,
    /// The member it is about.
    pub member: Option<MemberId>,
    /// The thing it happened to.
    pub subject: u128,
    /// Who did it; `None` when the command line did.
    pub person: Option<PersonId>,
    /// What a person reads.
    pub words: String,
}

/// Records that `event` happened.
pub async fn record(
    tx: &mut WriteTx,
    id: EventId,
    at: Time,
    person: Option<PersonId>,
    event: &Event,
) -> Result<(), StoreError> {
    tx.query(
        "insert into event (id, at, kind, member, subject, person, words)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id.to_bytes())
    .bind(at.0)
    .bind(event.kind)
    .bind(event.member.map(MemberId::to_bytes))
    .bind(event.subject.to_be_bytes())
    .bind(person.map(PersonId::to_bytes))
    .bind(event.words.as_str())
    .run()
    .await?;
    Ok(())
}

/// What happened after `after`, oldest first. Readers of the feed step back some seconds and skip
/// what they know: on PostgreSQL an event may become visible after one with a later id.
pub async fn after(
    tx: &mut ReadTx,
    after: EventId,
    limit: i64,
) -> Result<Vec<Recorded>, StoreError> {
    let rows = tx
        .query(
            "select id, at, kind, member, subject, person, words from event
             where id > $1 order by id limit $2",
        )
        .bind(after.to_bytes())
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(read).collect()
}

/// The last event so far; zero when nothing has happened yet.
pub async fn newest(tx: &mut ReadTx) -> Result<EventId, StoreError> {
    let row = tx.query("select id from event order by id desc limit 1").first().await?;
    let Some(row) = row else { return Ok(EventId::from_bits(0)) };
    let corrupt = StoreError::Corrupt { table: "event", what: "id" };
    EventId::from_bytes(&row.bytes("id")?).ok_or(corrupt)
}

/// A member's history before `before`, newest first.
pub async fn of_member(
    tx: &mut ReadTx,
    member: MemberId,
    before: EventId,
    limit: i64,
) -> Result<Vec<Recorded>, StoreError> {
    let rows = tx
        .query(
            "select id, at, kind, member, subject, person, words from event
             where member = $1 and id < $2 order by id desc limit $3",
        )
        .bind(member.to_bytes())
        .bind(before.to_bytes())
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(read).collect()
}

/// What happened to one thing between two moments (both included) and before `before`, newest
/// first.
pub async fn of_subject(
    tx: &mut ReadTx,
    subject: u128,
    (from, until): (Time, Time),
    before: EventId,
    limit: i64,
) -> Result<Vec<Recorded>, StoreError> {
    let rows = tx
        .query(
            "select id, at, kind, member, subject, person, words from event
             where subject = $1 and id < $2 and at >= $3 and at <= $4
             order by id desc limit $5",
        )
        .bind(subject.to_be_bytes())
        .bind(before.to_bytes())
        .bind(from.0)
        .bind(until.0)
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(read).collect()
}

/// The first thing that happened to a member: how it came here.
pub async fn first_of_member(
    tx: &mut ReadTx,
    member: MemberId,
) -> Result<Option<Recorded>, StoreError> {
    let row = tx
        .query(
            "select id, at, kind, member, subject, person, words from event
             where member = $1 order by id limit 1",
        )
        .bind(member.to_bytes())
        .first()
        .await?;
    row.map(|it| read(&it)).transpose()
}

fn read(row: &Row) -> Result<Recorded, StoreError> {
    let corrupt = |what| StoreError::Corrupt { table: "event", what };
    let subject: [u8; 16] = row.bytes("subject")?.try_into().map_err(|_| corrupt("subject"))?;
    Ok(Recorded {
        id: EventId::from_bytes(&row.bytes("id")?).ok_or(corrupt("id"))?,
        at: Time(row.int("at")?),
        kind: row.text("kind")?,
        member: row.bytes_or_none("member")?.and_then(|it| MemberId::from_bytes(&it)),
        subject: u128::from_be_bytes(subject),
        person: row.bytes_or_none("person")?.and_then(|it| PersonId::from_bytes(&it)),
        words: row.text("words")?,
    })
}
