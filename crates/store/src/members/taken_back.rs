//! Offers and needs that were taken back, so that this can be undone.

use domain::kernel::id::MemberId;
use domain::members::offers::{Need, Offer};

use super::columns::{self, Intents};
use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakenBack {
    /// An offer.
    Offer(Offer),
    /// A need.
    Need(Need),
}

/// Keeps an offer or need of a member that is about to be taken back. One that is not there is
/// not kept.
pub async fn keep(tx: &mut WriteTx, member: MemberId, id: [u8; 16]) -> Result<(), StoreError> {
    tx.query("delete from taken_back where member = $1 and id = $2")
        .bind(member.to_bytes())
        .bind(id)
        .run()
        .await?;
    tx.query(
        "insert into taken_back (id, member, side, position, title, detail, tags, scope, reach,
             enjoyment, used_ourselves, need_when, fresh)
         select id, member, side, position, title, detail, tags, scope, reach, enjoyment,
             used_ourselves, need_when, fresh
         from intent where member = $1 and id = $2",
    )
    .bind(member.to_bytes())
    .bind(id)
    .run()
    .await?;
    Ok(())
}

/// What a member took back under this id.
pub async fn find_again(
    tx: &mut ReadTx,
    member: MemberId,
    id: [u8; 16],
) -> Result<Option<TakenBack>, StoreError> {
    let row = tx
        .query("select * from taken_back where member = $1 and id = $2")
        .bind(member.to_bytes())
        .bind(id)
        .first()
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut intents = Intents::default();
    columns::intent(&row, &mut intents)?;
    let offer = intents.offers.pop().map(TakenBack::Offer);
    Ok(offer.or_else(|| intents.needs.pop().map(TakenBack::Need)))
}
