//! Notes that are for few, and notes of those one is in touch with: what is read here follows from
//! who belongs together, so a stretch of it is read from many short indexes at once. Callers keep
//! the stretch short.

use domain::kernel::id::{MemberId, RelationshipId};
use domain::kernel::text::Name;

use super::columns::{self, Told, bits, corrupt};
use super::{Reader, Span};
use crate::db::ReadTx;
use crate::error::StoreError;
use crate::query::Row;

/// What is for circles this member is in.
pub async fn circles(
    tx: &mut ReadTx,
    reader: &Reader,
    span: Span,
) -> Result<Vec<Told>, StoreError> {
    let rows = tx
        .query(
            "select n.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
             from circle_member c
             join note n on n.scope = c.circle and n.placed < $2 and n.placed >= $3
             join member a on a.id = n.author
             where c.member = $1 and c.open = 1 and n.audience = 'circle' and n.gone = 0
             order by n.placed desc limit $4",
        )
        .bind(reader.member.to_bytes())
        .bind(span.before.to_be_bytes())
        .bind(span.from.to_be_bytes())
        .bind(span.limit)
        .all()
        .await?;
    rows.iter().map(columns::told).collect()
}

/// What is between the parties of relationships this member belongs to, told since it did.
pub async fn between_us(
    tx: &mut ReadTx,
    reader: &Reader,
    span: Span,
) -> Result<Vec<Told>, StoreError> {
    let rows = tx
        .query(
            "select n.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
             from relationship_party p
             join note n on n.scope = p.relationship and n.placed < $2 and n.placed >= $3
             join member a on a.id = n.author
             where p.member = $1 and p.stand = 'in' and p.since <= n.at
                 and n.audience = 'us' and n.gone = 0
             order by n.placed desc limit $4",
        )
        .bind(reader.member.to_bytes())
        .bind(span.before.to_be_bytes())
        .bind(span.from.to_be_bytes())
        .bind(span.limit)
        .all()
        .await?;
    rows.iter().map(columns::told).collect()
}

/// What those told with whom this member is in touch, as far as it may see it.
pub async fn partners(
    tx: &mut ReadTx,
    reader: &Reader,
    span: Span,
) -> Result<Vec<Told>, StoreError> {
    let rows = tx
        .query(
            "select n.*, a.name as by_name, a.handle as by_handle, a.logo as by_logo
             from note n join member a on a.id = n.author
             where n.placed < $3 and n.placed >= $4 and n.gone = 0 and n.author in (
                     select other.member
                     from relationship_party mine
                     join relationship r on r.id = mine.relationship
                     join relationship_party other on other.relationship = mine.relationship
                     where mine.member = $1 and mine.stand = 'in' and other.stand = 'in'
                         and other.member <> $1 and r.state in ('active', 'resting'))
                 and (n.audience in ('members', 'everyone')
                     or (n.audience = 'makers' and not exists (
                         select 1 from note_kept_from k
                         where k.note = n.id and $2 like '%,' || k.work || ',%'))
                     or (n.audience = 'circle' and exists (
                         select 1 from circle_member c
                         where c.circle = n.scope and c.member = $1 and c.open = 1))
                     or (n.audience = 'us' and exists (
                         select 1 from relationship_party p
                         where p.relationship = n.scope and p.member = $1 and p.stand = 'in'
                             and p.since <= n.at)))
             order by n.placed desc limit $5",
        )
        .bind(reader.member.to_bytes())
        .bind(reader.works())
        .bind(span.before.to_be_bytes())
        .bind(span.from.to_be_bytes())
        .bind(span.limit)
        .all()
        .await?;
    rows.iter().map(columns::told).collect()
}

/// The relationships of a member that go on or rest, each with the names of the others in it;
/// those that changed last come first. A relationship of several has as many lines.
pub async fn ties(
    tx: &mut ReadTx,
    member: MemberId,
    limit: i64,
) -> Result<Vec<(RelationshipId, Name)>, StoreError> {
    let rows = tx
        .query(
            "select mine.relationship as id, a.name as name
             from relationship_party mine
             join relationship_party other on other.relationship = mine.relationship
             join member a on a.id = other.member
             where mine.member = $1 and mine.stand = 'in' and mine.shelf in ('active', 'resting')
                 and other.member <> $1 and other.stand = 'in'
             order by mine.changed desc, mine.relationship, other.position, other.member limit $2",
        )
        .bind(member.to_bytes())
        .bind(limit)
        .all()
        .await?;
    let read = |row: &Row| {
        let name = Name::parse(&row.text("name")?).map_err(|_| corrupt("member"))?;
        Ok((RelationshipId::from_bits(bits(row, "id")?), name))
    };
    rows.iter().map(read).collect()
}
