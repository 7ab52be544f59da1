//! Where members are, for counting them.

use domain::kernel::id::MemberId;
use domain::members::parts::{Places, Standing};
use domain::members::visibility::Visibility;

use super::columns;
use crate::db::ReadTx;
use crate::error::StoreError;

/// The places of members of one standing after `after`, by id, and who may see them.
pub async fn places_after(
    tx: &mut ReadTx,
    standing: Standing,
    after: MemberId,
    limit: i64,
) -> Result<Vec<(MemberId, Places, Visibility)>, StoreError> {
    let rows = tx
        .query(
            "select id, places, visibility from member
             where id > $1 and standing = $2 order by id limit $3",
        )
        .bind(after.to_bytes())
        .bind(standing.wire())
        .bind(limit)
        .all()
        .await?;
    let corrupt = |what| StoreError::Corrupt { table: "member", what };
    let read = |row: &crate::query::Row| {
        let places = Places::parse(&row.text("places")?).map_err(|_| corrupt("places"))?;
        let visibility = Visibility::parse(&row.text("visibility")?);
        Ok((columns::id(row, "id")?, places, visibility.map_err(|_| corrupt("visibility"))?))
    };
    rows.iter().map(read).collect()
}
