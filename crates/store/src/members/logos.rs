//! Pictures that members show instead of their flags, apart from the rows of members, which are
//! read far more often.

use domain::kernel::id::{LogoId, MemberId};
use domain::kernel::time::Time;

use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;

/// Keeps a picture (WebP) of a member. The same one again changes nothing.
pub async fn put(
    tx: &mut WriteTx,
    member: MemberId,
    logo: LogoId,
    picture: &[u8],
) -> Result<(), StoreError> {
    tx.query(
        "insert into logo (member, id, picture, replaced) values ($1, $2, $3, null)
         on conflict (member, id) do nothing",
    )
    .bind(member.to_bytes())
    .bind(logo.to_bytes())
    .bind(picture)
    .run()
    .await?;
    Ok(())
}

/// Notes that a member shows `shown` now instead of `before`, which is kept to be brought back.
/// Older ones are forgotten: there are never more than two of a member.
pub async fn turn(
    tx: &mut WriteTx,
    member: MemberId,
    shown: Option<LogoId>,
    before: Option<LogoId>,
    now: Time,
) -> Result<(), StoreError> {
    let bytes = |it: Option<LogoId>| it.map_or_else(Vec::new, |it| it.to_bytes().to_vec());
    tx.query("delete from logo where member = $1 and id <> $2 and id <> $3")
        .bind(member.to_bytes())
        .bind(bytes(shown))
        .bind(bytes(before))
        .run()
        .await?;
    tx.query("update logo set replaced = $1 where member = $2 and id = $3")
        .bind(now.0)
        .bind(member.to_bytes())
        .bind(bytes(before))
        .run()
        .await?;
    tx.query("update logo set replaced = null where member = $1 and id = $2")
        .bind(member.to_bytes())
        .bind(bytes(shown))
        .run()
        .await?;
    Ok(())
}

/// A picture of a member, shown or kept.
pub async fn find(
    tx: &mut ReadTx,
    member: MemberId,
    logo: LogoId,
) -> Result<Option<Vec<u8>>, StoreError> {
    let row = tx
        .query("select picture from logo where member = $1 and id = $2")
        .bind(member.to_bytes())
        .bind(logo.to_bytes())
        .first()
        .await?;
    row.map(|it| it.bytes("picture")).transpose()
}

/// Forgets pictures that were replaced before `before`.
pub async fn forget(tx: &mut WriteTx, before: Time) -> Result<u64, StoreError> {
    tx.query("delete from logo where replaced < $1").bind(before.0).run().await
}
