//! Named sets of members. Who is in one is told to nobody but its owner, so every statement that
//! reads members names the owner.

use domain::kernel::id::{CircleId, MemberId};
use domain::kernel::text::Name;
use domain::kernel::time::Time;
use domain::notes::circle::{CIRCLES_MAX, Circle, MEMBERS_MAX};

use super::By;
use super::columns::{self, bits, corrupt};
use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;
use crate::query::Row;

/// A circle and how many are in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The circle.
    pub circle: Circle,
    /// How many members.
    pub members: i64,
}

/// Remembers a new circle.
pub async fn insert(tx: &mut WriteTx, circle: &Circle, at: Time) -> Result<(), StoreError> {
    tx.query(
        "insert into circle (id, owner, name, at, gone, version) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(circle.id.to_bytes())
    .bind(circle.owner.to_bytes())
    .bind(circle.name.as_str())
    .bind(at.0)
    .bind(circle.gone)
    .bind(circle.version)
    .run()
    .await?;
    Ok(())
}

/// Remembers a new name, or that the circle is gone or back: then nobody reads by it, or everybody
/// who was in it does again.
///
/// # Errors
/// [`StoreError::Stale`] if it was saved by someone else since it was loaded.
pub async fn save(tx: &mut WriteTx, circle: &Circle) -> Result<(), StoreError> {
    let saved = tx
        .query(
            "update circle set name = $1, gone = $2, version = version + 1
             where id = $3 and version = $4",
        )
        .bind(circle.name.as_str())
        .bind(circle.gone)
        .bind(circle.id.to_bytes())
        .bind(circle.version)
        .run()
        .await?;
    if saved == 0 {
        return Err(StoreError::Stale);
    }
    tx.query("update circle_member set open = $1 where circle = $2 and open <> $1")
        .bind(!circle.gone)
        .bind(circle.id.to_bytes())
        .run()
        .await?;
    Ok(())
}

/// The circle with this id, if it is this member's.
pub async fn find(
    tx: &mut ReadTx,
    owner: MemberId,
    id: CircleId,
) -> Result<Option<Circle>, StoreError> {
    let row = tx
        .query("select * from circle where id = $1 and owner = $2")
        .bind(id.to_bytes())
        .bind(owner.to_bytes())
        .first()
        .await?;
    row.map(|it| read(&it)).transpose()
}

/// The circles of a member, in the order they were made.
pub async fn of_owner(tx: &mut ReadTx, owner: MemberId) -> Result<Vec<Counted>, StoreError> {
    let rows = tx
        .query(
            "select circle.*, (
                 select count(*) from circle_member where circle_member.circle = circle.id
             ) as members
             from circle where owner = $1 and gone = 0 order by id limit $2",
        )
        .bind(owner.to_bytes())
        .bind(CIRCLES_MAX)
        .all()
        .await?;
    let counted = |row: &Row| Ok(Counted { circle: read(row)?, members: row.int("members")? });
    rows.iter().map(counted).collect()
}

/// Puts a member in; twice is once.
pub async fn add(
    tx: &mut WriteTx,
    circle: CircleId,
    member: MemberId,
    at: Time,
) -> Result<(), StoreError> {
    tx.query(
        "insert into circle_member (circle, member, at, open) values ($1, $2, $3, 1)
         on conflict do nothing",
    )
    .bind(circle.to_bytes())
    .bind(member.to_bytes())
    .bind(at.0)
    .run()
    .await?;
    Ok(())
}

/// Takes a member out; answers whether it was in.
pub async fn remove(
    tx: &mut WriteTx,
    circle: CircleId,
    member: MemberId,
) -> Result<bool, StoreError> {
    let query = tx.query("delete from circle_member where circle = $1 and member = $2");
    Ok(query.bind(circle.to_bytes()).bind(member.to_bytes()).run().await? > 0)
}

/// Who is in a circle of this owner, by name; never more than fit in one.
pub async fn members(
    tx: &mut ReadTx,
    owner: MemberId,
    circle: CircleId,
) -> Result<Vec<By>, StoreError> {
    let rows = tx
        .query(
            "select a.id as id, a.name as by_name, a.handle as by_handle, a.logo as by_logo
             from circle o
             join circle_member c on c.circle = o.id
             join member a on a.id = c.member
             where o.id = $1 and o.owner = $2
             order by a.name_folded, a.id limit $3",
        )
        .bind(circle.to_bytes())
        .bind(owner.to_bytes())
        .bind(MEMBERS_MAX)
        .all()
        .await?;
    let read = |row: &Row| columns::by(row, MemberId::from_bits(bits(row, "id")?));
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Circle, StoreError> {
    Ok(Circle {
        id: CircleId::from_bits(bits(row, "id")?),
        owner: MemberId::from_bits(bits(row, "owner")?),
        name: Name::parse(&row.text("name")?).map_err(|_| corrupt("circle"))?,
        gone: row.flag("gone")?,
        version: row.int("version")?,
    })
}
