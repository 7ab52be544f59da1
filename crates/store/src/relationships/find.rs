//! Looking relationships up. A list takes three statements however many it holds: the
//! relationships, their parties, their newest steps.

use std::collections::BTreeMap;

use domain::kernel::id::{MemberId, RelationshipId};
use domain::kernel::text::Handle;
use domain::kernel::time::{Day, Time};
use domain::relationships::party::{Party, Shelf};
use domain::relationships::relationship::Relationship;
use domain::relationships::step::Proposal;

use super::columns;
use crate::db::ReadTx;
use crate::error::StoreError;
use crate::query::{Query, Row};

/// The most relationships one statement looks up by id.
const IDS_MAX: usize = 20;

/// The relationship with this id.
pub async fn find(tx: &mut ReadTx, id: RelationshipId) -> Result<Option<Relationship>, StoreError> {
    Ok(by_ids(tx, &[id]).await?.pop())
}

/// The relationship at an address.
pub async fn by_slug(tx: &mut ReadTx, slug: &Handle) -> Result<Option<Relationship>, StoreError> {
    let query = tx.query("select id from relationship where slug = $1");
    let row = query.bind(slug.as_str()).first().await?;
    whole(tx, row).await
}

/// The one that has not ended between just these members, as
/// [`domain::relationships::relationship::together`] writes them.
pub async fn between(tx: &mut ReadTx, together: &str) -> Result<Option<Relationship>, StoreError> {
    let query = tx.query("select id from relationship where together = $1");
    let row = query.bind(together).first().await?;
    whole(tx, row).await
}

/// The parties of a relationship, in the order they were asked.
pub async fn parties(tx: &mut ReadTx, id: RelationshipId) -> Result<Vec<Party>, StoreError> {
    let rows = tx
        .query("select * from relationship_party where relationship = $1 order by position, member")
        .bind(id.to_bytes())
        .all()
        .await?;
    rows.iter().map(columns::party).collect()
}

/// What was proposed within a relationship, oldest first.
pub async fn steps(
    tx: &mut ReadTx,
    id: RelationshipId,
    limit: i64,
) -> Result<Vec<Proposal>, StoreError> {
    let rows = tx
        .query("select * from relationship_step where relationship = $1 order by id desc limit $2")
        .bind(id.to_bytes())
        .bind(limit)
        .all()
        .await?;
    rows.iter().rev().map(columns::step).collect()
}

/// One shelf of a member's relationships before `before` (changed, id), last changed first.
pub async fn of_member(
    tx: &mut ReadTx,
    member: MemberId,
    shelf: Shelf,
    before: (Time, RelationshipId),
    limit: i64,
) -> Result<Vec<Relationship>, StoreError> {
    let rows = tx
        .query(
            "select relationship from relationship_party
             where member = $1 and shelf = $2
                 and (changed < $3 or (changed = $3 and relationship < $4))
             order by changed desc, relationship desc limit $5",
        )
        .bind(member.to_bytes())
        .bind(shelf.wire())
        .bind(before.0.0)
        .bind(before.1.to_bytes())
        .bind(limit)
        .all()
        .await?;
    by_ids(tx, &ids(&rows, "relationship")?).await
}

/// Whom a member is in touch with: who belongs to a relationship with it that goes on or rests.
pub async fn partners(tx: &mut ReadTx, member: MemberId) -> Result<Vec<MemberId>, StoreError> {
    let rows = tx
        .query(
            "select distinct other.member as member
             from relationship_party mine
             join relationship on relationship.id = mine.relationship
             join relationship_party other on other.relationship = mine.relationship
             where mine.member = $1 and mine.stand = 'in' and other.stand = 'in'
                 and other.member <> $1 and relationship.state in ('active', 'resting')
             order by other.member",
        )
        .bind(member.to_bytes())
        .all()
        .await?;
    rows.iter().map(|it| columns::member(it, "member")).collect()
}

/// When a member last said no to a hello of `by`, since `since`.
pub async fn said_no(
    tx: &mut ReadTx,
    member: MemberId,
    by: MemberId,
    since: Time,
) -> Result<Option<Time>, StoreError> {
    let row = tx
        .query(
            "select relationship_party.stand_at as stand_at from relationship_party
             join relationship on relationship.id = relationship_party.relationship
             where relationship_party.member = $1 and relationship_party.shelf = 'ended'
                 and relationship_party.changed >= $2 and relationship_party.stand = 'declined'
                 and relationship_party.stand_at >= $2 and relationship.asked_by = $3
             order by relationship_party.stand_at desc limit 1",
        )
        .bind(member.to_bytes())
        .bind(since.0)
        .bind(by.to_bytes())
        .first()
        .await?;
    row.map(|it| Ok(Time(it.int("stand_at")?))).transpose()
}

/// Whom each of these members is in touch with: the member, and one it is in touch with. Looks
/// up [`IDS_MAX`] at a time.
pub async fn partners_of(
    tx: &mut ReadTx,
    members: &[MemberId],
) -> Result<Vec<(MemberId, MemberId)>, StoreError> {
    let mut pairs = Vec::new();
    for some in members.chunks(IDS_MAX) {
        let at = |i: usize| some.get(i).or(some.first()).map(|it| it.to_bytes());
        let query = tx.query(
            "select distinct mine.member as member, other.member as partner
             from relationship_party mine
             join relationship on relationship.id = mine.relationship
             join relationship_party other on other.relationship = mine.relationship
             where mine.member in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
                     $15, $16, $17, $18, $19, $20)
                 and mine.stand = 'in' and other.stand = 'in' and other.member <> mine.member
                 and relationship.state in ('active', 'resting')
             order by mine.member, other.member",
        );
        let query = (0..IDS_MAX).fold(query, |query, i| query.bind(at(i)));
        for row in query.all().await? {
            pairs.push((columns::member(&row, "member")?, columns::member(&row, "partner")?));
        }
    }
    Ok(pairs)
}

/// How many relationships wait for a member's answer.
pub async fn waiting(tx: &mut ReadTx, member: MemberId) -> Result<i64, StoreError> {
    let query = tx.query(
        "select count(*) as n from relationship_party where member = $1 and shelf = 'waiting'",
    );
    query.bind(member.to_bytes()).one().await?.int("n")
}

/// The relationships of a member that go on and are to be looked at until `until`, the next
/// first. What rests is left in peace.
pub async fn reviews_of(
    tx: &mut ReadTx,
    member: MemberId,
    until: Day,
    limit: i64,
) -> Result<Vec<Relationship>, StoreError> {
    let rows = tx
        .query(
            "select relationship.id from relationship_party
             join relationship on relationship.id = relationship_party.relationship
             where relationship_party.member = $1 and relationship_party.stand = 'in'
                 and relationship.state = 'active' and relationship.review_due <= $2
             order by relationship.review_due, relationship.id limit $3",
        )
        .bind(member.to_bytes())
        .bind(i64::from(until.0))
        .bind(limit)
        .all()
        .await?;
    by_ids(tx, &ids(&rows, "id")?).await
}

fn ids(rows: &[Row], column: &'static str) -> Result<Vec<RelationshipId>, StoreError> {
    rows.iter().map(|it| columns::relationship_id(it, column)).collect()
}

/// The relationships with these ids, in the order asked for; looks up [`IDS_MAX`] at a time.
pub async fn by_ids(
    tx: &mut ReadTx,
    ids: &[RelationshipId],
) -> Result<Vec<Relationship>, StoreError> {
    let mut found = BTreeMap::new();
    for some in ids.chunks(IDS_MAX) {
        let query = tx.query(
            "select * from relationship where id in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
                 $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        );
        for row in bind_ids(query, some).all().await? {
            let it = columns::relationship(&row)?;
            found.insert(it.id, it);
        }
        let query = tx.query(
            "select * from relationship_party
             where relationship in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
                 $15, $16, $17, $18, $19, $20)
             order by relationship, position, member",
        );
        for row in bind_ids(query, some).all().await? {
            let of = columns::relationship_id(&row, "relationship")?;
            let party = columns::party(&row)?;
            found.get_mut(&of).ok_or(columns::corrupt("party"))?.parties.push(party);
        }
        let query = tx.query(
            "select relationship_step.* from relationship
             join relationship_step on relationship_step.id = relationship.step
             where relationship.id in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
                 $14, $15, $16, $17, $18, $19, $20)",
        );
        for row in bind_ids(query, some).all().await? {
            let of = columns::relationship_id(&row, "relationship")?;
            let step = columns::step(&row)?;
            found.get_mut(&of).ok_or(columns::corrupt("step"))?.step = Some(step);
        }
    }
    Ok(ids.iter().filter_map(|it| found.remove(it)).collect())
}

/// Binds [`IDS_MAX`] ids; what is left over asks for the first again.
fn bind_ids<'c>(query: Query<'c>, ids: &[RelationshipId]) -> Query<'c> {
    let at = |i: usize| ids.get(i).or(ids.first()).map(|it| it.to_bytes());
    (0..IDS_MAX).fold(query, |query, i| query.bind(at(i)))
}

async fn whole(tx: &mut ReadTx, row: Option<Row>) -> Result<Option<Relationship>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let id = columns::relationship_id(&row, "id")?;
    Ok(by_ids(tx, &[id]).await?.pop())
}
