//! What one member said about suggestions of another: not for us, or in spite of competing.

use domain::kernel::id::MemberId;
use domain::kernel::text::Line;
use domain::kernel::time::Time;

use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;

/// Hides `other` from the suggestions of `member`; doing so twice changes nothing.
pub async fn hide(
    tx: &mut WriteTx,
    member: MemberId,
    other: MemberId,
    at: Time,
) -> Result<(), StoreError> {
    tx.query(
        "insert into not_for_us (member, other, at) values ($1, $2, $3) on conflict do nothing",
    )
    .bind(member.to_bytes())
    .bind(other.to_bytes())
    .bind(at.0)
    .run()
    .await?;
    Ok(())
}

/// Shows `other` again; when it was not hidden, nothing changes.
pub async fn unhide(tx: &mut WriteTx, member: MemberId, other: MemberId) -> Result<(), StoreError> {
    tx.query("delete from not_for_us where member = $1 and other = $2")
        .bind(member.to_bytes())
        .bind(other.to_bytes())
        .run()
        .await?;
    Ok(())
}

/// Whom a member hid.
pub async fn hidden(tx: &mut ReadTx, member: MemberId) -> Result<Vec<MemberId>, StoreError> {
    let rows = tx
        .query("select other from not_for_us where member = $1 order by other")
        .bind(member.to_bytes())
        .all()
        .await?;
    let read = |it: &crate::query::Row| {
        let corrupt = StoreError::Corrupt { table: "not_for_us", what: "other" };
        MemberId::from_bytes(&it.bytes("other")?).ok_or(corrupt)
    };
    rows.iter().map(read).collect()
}

/// Remembers why a member wants to work with a competitor (R68); a later reason replaces it.
pub async fn put_despite(
    tx: &mut WriteTx,
    member: MemberId,
    other: MemberId,
    reason: &Line,
    at: Time,
) -> Result<(), StoreError> {
    tx.query(
        "insert into despite (member, other, reason, at) values ($1, $2, $3, $4)
         on conflict (member, other) do update set reason = excluded.reason, at = excluded.at",
    )
    .bind(member.to_bytes())
    .bind(other.to_bytes())
    .bind(reason.as_str())
    .bind(at.0)
    .run()
    .await?;
    Ok(())
}

/// Forgets that reason.
pub async fn drop_despite(
    tx: &mut WriteTx,
    member: MemberId,
    other: MemberId,
) -> Result<(), StoreError> {
    tx.query("delete from despite where member = $1 and other = $2")
        .bind(member.to_bytes())
        .bind(other.to_bytes())
        .run()
        .await?;
    Ok(())
}

/// Every competitor a member wants to work with all the same, and why.
pub async fn despite(
    tx: &mut ReadTx,
    member: MemberId,
) -> Result<Vec<(MemberId, Line)>, StoreError> {
    let query = tx.query("select other, reason from despite where member = $1 order by other");
    let rows = query.bind(member.to_bytes()).all().await?;
    let read = |row: &crate::query::Row| {
        let corrupt = |what| StoreError::Corrupt { table: "despite", what };
        let other = MemberId::from_bytes(&row.bytes("other")?).ok_or(corrupt("other"))?;
        let reason = Line::parse(&row.text("reason")?).map_err(|_| corrupt("reason"))?;
        Ok((other, reason))
    };
    rows.iter().map(read).collect()
}
