//! What members said against candidates.

use domain::alliance::candidates::Objection;
use domain::kernel::id::{MemberId, PersonId};
use domain::kernel::text::Line;
use domain::kernel::time::Time;

use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;
use crate::query::Row;

/// Remembers an objection, in place of an earlier one of the same member.
pub async fn put(tx: &mut WriteTx, objection: &Objection) -> Result<(), StoreError> {
    tx.query(
        "insert into objection (candidate, member, person, reason, at, withdrawn)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (candidate, member) do update set person = excluded.person,
             reason = excluded.reason, at = excluded.at, withdrawn = excluded.withdrawn",
    )
    .bind(objection.candidate.to_bytes())
    .bind(objection.member.to_bytes())
    .bind(objection.person.to_bytes())
    .bind(objection.reason.as_str())
    .bind(objection.at.0)
    .bind(objection.withdrawn)
    .run()
    .await?;
    Ok(())
}

/// One member's objection to a candidate, withdrawn or not.
pub async fn find(
    tx: &mut ReadTx,
    candidate: MemberId,
    member: MemberId,
) -> Result<Option<Objection>, StoreError> {
    let query = tx.query("select * from objection where candidate = $1 and member = $2");
    let row = query.bind(candidate.to_bytes()).bind(member.to_bytes()).first().await?;
    row.map(|it| read(&it)).transpose()
}

/// What stands against a candidate, oldest first.
pub async fn standing(tx: &mut ReadTx, candidate: MemberId) -> Result<Vec<Objection>, StoreError> {
    let rows = tx
        .query("select * from objection where candidate = $1 and withdrawn = 0 order by at, member")
        .bind(candidate.to_bytes())
        .all()
        .await?;
    rows.iter().map(read).collect()
}

/// What stands against any candidate just now.
pub async fn all_standing(tx: &mut ReadTx) -> Result<Vec<Objection>, StoreError> {
    let rows = tx
        .query(
            "select objection.* from member join objection on objection.candidate = member.id
             where member.standing = 'candidate' and objection.withdrawn = 0
             order by objection.candidate, objection.at, objection.member",
        )
        .all()
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Objection, StoreError> {
    let corrupt = |what| StoreError::Corrupt { table: "objection", what };
    let member =
        |column| MemberId::from_bytes(&row.bytes(column)?).ok_or_else(|| corrupt("member"));
    Ok(Objection {
        candidate: member("candidate")?,
        member: member("member")?,
        person: PersonId::from_bytes(&row.bytes("person")?).ok_or(corrupt("person"))?,
        reason: Line::parse(&row.text("reason")?).map_err(|_| corrupt("reason"))?,
        at: Time(row.int("at")?),
        withdrawn: row.flag("withdrawn")?,
    })
}
