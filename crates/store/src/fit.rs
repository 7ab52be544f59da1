//! What one member said about suggestions of another: not for us, or in spite of competing.

use std::collections::{BTreeMap, BTreeSet};

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

/// All that a member said about suggestions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Every competitor it wants to work with all the same, and why.
    pub despite: BTreeMap<MemberId, Line>,
    /// Whom it hid.
    pub hidden: BTreeSet<MemberId>,
}

/// Both at once, because every answer needs both.
pub async fn said(tx: &mut ReadTx, member: MemberId) -> Result<Said, StoreError> {
    let query = tx.query(
        "select other, reason from despite where member = $1
         union all
         select other, null from not_for_us where member = $1",
    );
    let rows = query.bind(member.to_bytes()).all().await?;
    let corrupt = |what| StoreError::Corrupt { table: "despite", what };
    let mut said = Said::default();
    for row in &rows {
        let other = MemberId::from_bytes(&row.bytes("other")?).ok_or(corrupt("other"))?;
        match row.text_or_none("reason")? {
            None => drop(said.hidden.insert(other)),
            Some(reason) => {
                let reason = Line::parse(&reason).map_err(|_| corrupt("reason"))?;
                said.despite.insert(other, reason);
            }
        }
    }
    Ok(said)
}
