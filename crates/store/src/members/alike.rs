//! Who is listed already under a name, a web address or a handle. Asked for many at once: an
//! import has thousands of rows.

use std::collections::BTreeSet;

use domain::kernel::id::MemberId;
use domain::kernel::text::{Name, Web};
use domain::members::parts::Places;
use domain::members::visibility::Visibility;

use super::columns;
use super::find::IDS_MAX;
use crate::db::ReadTx;
use crate::error::StoreError;
use crate::query::{Query, Row};

/// What a row of a file is compared with.
#[derive(Debug, Clone, PartialEq)]
pub struct Alike {
    /// Which member or contact.
    pub id: MemberId,
    /// Its name.
    pub name: Name,
    /// Where it is.
    pub places: Places,
    /// Its web address.
    pub web: Option<Web>,
    /// Who may know where it is and its web address.
    pub visibility: Visibility,
}

/// Members, candidates and contacts whose folded name is one of these.
pub async fn by_names(tx: &mut ReadTx, folded: &[&str]) -> Result<Vec<Alike>, StoreError> {
    let mut found = Vec::new();
    for some in folded.chunks(IDS_MAX) {
        let query = tx.query(
            "select id, name, places, web, visibility from member
             where standing in ('member', 'candidate', 'contact') and name_folded in (
                 $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                 $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34,
                 $35, $36, $37, $38, $39, $40)",
        );
        let rows = bind_texts(query, some).all().await?;
        found.extend(rows.iter().map(read).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

/// Members, candidates and contacts whose web address is written exactly like one of these.
pub async fn by_webs(tx: &mut ReadTx, webs: &[&str]) -> Result<Vec<Alike>, StoreError> {
    let mut found = Vec::new();
    for some in webs.chunks(IDS_MAX) {
        let query = tx.query(
            "select id, name, places, web, visibility from member
             where standing in ('member', 'candidate', 'contact') and web in (
                 $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                 $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34,
                 $35, $36, $37, $38, $39, $40)",
        );
        let rows = bind_texts(query, some).all().await?;
        found.extend(rows.iter().map(read).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

/// Those of these handles that some member has or had.
pub async fn taken_handles(
    tx: &mut ReadTx,
    handles: &[&str],
) -> Result<BTreeSet<String>, StoreError> {
    let mut taken = BTreeSet::new();
    for some in handles.chunks(IDS_MAX) {
        let query = tx.query(
            "select handle from handle where handle in (
                 $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                 $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34,
                 $35, $36, $37, $38, $39, $40)",
        );
        for row in bind_texts(query, some).all().await? {
            taken.insert(row.text("handle")?);
        }
    }
    Ok(taken)
}

/// One text for every number of values; what is left over asks for the first again.
fn bind_texts<'c>(query: Query<'c>, texts: &[&str]) -> Query<'c> {
    let at = |i: usize| texts.get(i).or(texts.first()).copied();
    (0..IDS_MAX).fold(query, |query, i| query.bind(at(i)))
}

fn read(row: &Row) -> Result<Alike, StoreError> {
    let corrupt = |what| StoreError::Corrupt { table: "member", what };
    let web = row.text_or_none("web")?.map(|it| Web::parse(&it)).transpose();
    Ok(Alike {
        id: columns::id(row, "id")?,
        name: Name::parse(&row.text("name")?).map_err(|_| corrupt("name"))?,
        places: Places::parse(&row.text("places")?).map_err(|_| corrupt("places"))?,
        web: web.map_err(|_| corrupt("web"))?,
        visibility: Visibility::parse(&row.text("visibility")?)
            .map_err(|_| corrupt("visibility"))?,
    })
}
