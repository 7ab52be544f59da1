//! What the parties of a relationship give, say and do. Only ever added to.

use domain::kernel::id::{
    InteractionId, MemberId, MessageId, PersonId, RelationshipId, ReviewId, ValueId,
};
use domain::kernel::text::{Line, Prose};
use domain::kernel::time::Time;
use domain::relationships::interaction::{Circumstance, Did, Interaction};
use domain::relationships::review::{Review, Useful};
use domain::relationships::words::Value;

use super::columns::{corrupt, day, may, member, must};
use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;
use crate::query::Row;

/// A line of the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Which one.
    pub id: MessageId,
    /// For whom it was said.
    pub member: MemberId,
    /// Who said it.
    pub person: Option<PersonId>,
    /// When.
    pub at: Time,
    /// What.
    pub words: Prose,
}

/// Remembers something a party gives, or that it takes it back.
pub async fn put_value(
    tx: &mut WriteTx,
    of: RelationshipId,
    value: &Value,
) -> Result<(), StoreError> {
    tx.query(
        "insert into relationship_value (id, relationship, giver, receiver, words, at, until)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (id) do update set until = excluded.until",
    )
    .bind(value.id.to_bytes())
    .bind(of.to_bytes())
    .bind(value.giver.to_bytes())
    .bind(value.receiver.to_bytes())
    .bind(value.words.as_str())
    .bind(value.at.0)
    .bind(value.until.map(|it| it.0))
    .run()
    .await?;
    Ok(())
}

/// What the parties give each other and have not taken back, oldest first.
pub async fn values(
    tx: &mut ReadTx,
    of: RelationshipId,
    limit: i64,
) -> Result<Vec<Value>, StoreError> {
    let rows = tx
        .query(
            "select * from relationship_value where relationship = $1 and until is null
             order by id limit $2",
        )
        .bind(of.to_bytes())
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(value).collect()
}

/// One of them, taken back or not.
pub async fn find_value(
    tx: &mut ReadTx,
    of: RelationshipId,
    id: ValueId,
) -> Result<Option<Value>, StoreError> {
    let row = tx
        .query("select * from relationship_value where id = $1 and relationship = $2")
        .bind(id.to_bytes())
        .bind(of.to_bytes())
        .first()
        .await?;
    row.map(|it| value(&it)).transpose()
}

/// Remembers something the parties did.
pub async fn add_interaction(
    tx: &mut WriteTx,
    of: RelationshipId,
    person: Option<PersonId>,
    done: &Interaction,
) -> Result<(), StoreError> {
    tx.query(
        "insert into interaction (id, relationship, by_member, person, at, day, what,
             circumstance, words)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(done.id.to_bytes())
    .bind(of.to_bytes())
    .bind(done.by.to_bytes())
    .bind(person.map(PersonId::to_bytes))
    .bind(done.at.0)
    .bind(i64::from(done.day.0))
    .bind(done.what.wire())
    .bind(done.circumstance.wire())
    .bind(done.words.as_str())
    .run()
    .await?;
    Ok(())
}

/// What the parties did before `before`, recorded between two moments, newest first.
pub async fn interactions(
    tx: &mut ReadTx,
    of: RelationshipId,
    (from, until): (Time, Time),
    before: InteractionId,
    limit: i64,
) -> Result<Vec<Interaction>, StoreError> {
    let rows = tx
        .query(
            "select * from interaction
             where relationship = $1 and id < $2 and at >= $3 and at <= $4
             order by id desc limit $5",
        )
        .bind(of.to_bytes())
        .bind(before.to_bytes())
        .bind(from.0)
        .bind(until.0)
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(interaction).collect()
}

/// Remembers something somebody said to the other parties.
pub async fn add_message(
    tx: &mut WriteTx,
    of: RelationshipId,
    message: &Message,
) -> Result<(), StoreError> {
    tx.query(
        "insert into relationship_message (id, relationship, member, person, at, words)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(message.id.to_bytes())
    .bind(of.to_bytes())
    .bind(message.member.to_bytes())
    .bind(message.person.map(PersonId::to_bytes))
    .bind(message.at.0)
    .bind(message.words.as_str())
    .run()
    .await?;
    Ok(())
}

/// The conversation before `before`, said between two moments, newest first.
pub async fn messages(
    tx: &mut ReadTx,
    of: RelationshipId,
    (from, until): (Time, Time),
    before: MessageId,
    limit: i64,
) -> Result<Vec<Message>, StoreError> {
    let rows = tx
        .query(
            "select * from relationship_message
             where relationship = $1 and id < $2 and at >= $3 and at <= $4
             order by id desc limit $5",
        )
        .bind(of.to_bytes())
        .bind(before.to_bytes())
        .bind(from.0)
        .bind(until.0)
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(message).collect()
}

/// Remembers one party's part of a review.
pub async fn add_review(
    tx: &mut WriteTx,
    of: RelationshipId,
    person: Option<PersonId>,
    review: &Review,
) -> Result<(), StoreError> {
    tx.query(
        "insert into relationship_review (id, relationship, member, person, at, useful, words)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(review.id.to_bytes())
    .bind(of.to_bytes())
    .bind(review.by.to_bytes())
    .bind(person.map(PersonId::to_bytes))
    .bind(review.at.0)
    .bind(review.useful.wire())
    .bind(review.words.as_ref().map(|it| it.as_str()))
    .run()
    .await?;
    Ok(())
}

/// The newest reviews, held between two moments, newest first.
pub async fn reviews(
    tx: &mut ReadTx,
    of: RelationshipId,
    (from, until): (Time, Time),
    limit: i64,
) -> Result<Vec<Review>, StoreError> {
    let rows = tx
        .query(
            "select * from relationship_review
             where relationship = $1 and at >= $2 and at <= $3 order by id desc limit $4",
        )
        .bind(of.to_bytes())
        .bind(from.0)
        .bind(until.0)
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(review).collect()
}

fn value(row: &Row) -> Result<Value, StoreError> {
    Ok(Value {
        id: ValueId::from_bytes(&row.bytes("id")?).ok_or(corrupt("value id"))?,
        giver: member(row, "giver")?,
        receiver: member(row, "receiver")?,
        words: must(row, "words", Line::parse)?,
        at: Time(row.int("at")?),
        until: row.int_or_none("until")?.map(Time),
    })
}

fn interaction(row: &Row) -> Result<Interaction, StoreError> {
    Ok(Interaction {
        id: InteractionId::from_bytes(&row.bytes("id")?).ok_or(corrupt("interaction id"))?,
        by: member(row, "by_member")?,
        at: Time(row.int("at")?),
        day: day(row, "day")?.ok_or(corrupt("day"))?,
        what: must(row, "what", Did::parse)?,
        circumstance: must(row, "circumstance", Circumstance::parse)?,
        words: must(row, "words", Line::parse)?,
    })
}

fn message(row: &Row) -> Result<Message, StoreError> {
    let person = row.bytes_or_none("person")?;
    Ok(Message {
        id: MessageId::from_bytes(&row.bytes("id")?).ok_or(corrupt("message id"))?,
        member: member(row, "member")?,
        person: person.map(|it| PersonId::from_bytes(&it).ok_or(corrupt("person"))).transpose()?,
        at: Time(row.int("at")?),
        words: must(row, "words", Prose::parse)?,
    })
}

fn review(row: &Row) -> Result<Review, StoreError> {
    Ok(Review {
        id: ReviewId::from_bytes(&row.bytes("id")?).ok_or(corrupt("review id"))?,
        by: member(row, "member")?,
        at: Time(row.int("at")?),
        useful: must(row, "useful", Useful::parse)?,
        words: may(row, "words", Prose::parse)?,
    })
}
