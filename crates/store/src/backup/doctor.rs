//! Looks for damage: what the engine can tell, and whether every row can be read back.

use std::collections::BTreeSet;

use domain::kernel::id::{EventId, MemberId};
use domain::members::member::Member;
use domain::members::search::documents;

use super::copy;
use crate::db::{ReadTx, Store};
use crate::error::StoreError;
use crate::{events, members};

/// Something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding(pub String);

/// Rows that are in memory at once.
const ROWS_AT_ONCE: i64 = 500;

/// Looks through the whole database. Nothing found means that it is whole.
///
/// # Errors
/// [`StoreError`] when the database does not even answer.
pub async fn examine(store: &Store) -> Result<Vec<Finding>, StoreError> {
    let mut tx = store.read().await?;
    let mut findings = Vec::new();
    if store.file().is_some() {
        engine(&mut tx, &mut findings).await?;
    }
    for table in super::TABLES {
        if let Err(error) = copy::read(&mut tx, table).await {
            findings.push(Finding(format!("table {}: {error}", table.name)));
        }
    }
    read_members(&mut tx, &mut findings).await?;
    read_events(&mut tx, &mut findings).await?;
    Ok(findings)
}

/// What SQLite itself finds. PostgreSQL keeps references by itself and checks pages as it reads.
async fn engine(tx: &mut ReadTx, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
    for row in tx.query("select integrity_check as said from pragma_integrity_check").all().await? {
        let said = row.text("said")?;
        if said != "ok" {
            findings.push(Finding(format!("the file is damaged: {said}")));
        }
    }
    let sql = "select \"table\" as child, parent, count(*) as n from pragma_foreign_key_check
               group by 1, 2";
    for row in tx.query(sql).all().await? {
        findings.push(Finding(format!(
            "{} rows of {} refer to rows of {} that are not there",
            row.int("n")?,
            row.text("child")?,
            row.text("parent")?
        )));
    }
    Ok(())
}

async fn read_members(tx: &mut ReadTx, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
    let mut last = MemberId::from_bits(0);
    loop {
        match members::after(tx, last, ROWS_AT_ONCE).await {
            Ok(some) => match some.last() {
                Some(member) => {
                    last = member.id;
                    can_be_searched(tx, &some, findings).await?;
                }
                None => return Ok(()),
            },
            Err(error @ StoreError::Corrupt { .. }) => {
                findings.push(Finding(format!("after member {last}: {error}")));
                return Ok(());
            }
            Err(error) => return Err(error),
        }
    }
}

/// Whether members are found by exactly what they say: neither less nor more.
async fn can_be_searched(
    tx: &mut ReadTx,
    some: &[Member],
    findings: &mut Vec<Finding>,
) -> Result<(), StoreError> {
    let (Some(first), Some(last)) = (some.first(), some.last()) else { return Ok(()) };
    let rows = tx
        .query(
            "select subject, audience, title, words from search_document
             where subject >= $1 and subject <= $2",
        )
        .bind(first.id.to_bytes())
        .bind(last.id.to_bytes())
        .all()
        .await?;
    let mut kept = BTreeSet::new();
    for row in &rows {
        let words = (row.text("title")?, row.text("words")?);
        kept.insert((row.bytes("subject")?, row.text("audience")?, words));
    }
    let of = |member: &Member| {
        let id = member.id.to_bytes().to_vec();
        let documents = documents(member).into_iter();
        documents.map(move |it| (id.clone(), it.audience.wire().to_owned(), (it.title, it.words)))
    };
    let due: BTreeSet<_> = some.iter().flat_map(of).collect();
    for (subject, _, (title, _)) in kept.symmetric_difference(&due) {
        let id = MemberId::from_bytes(subject).unwrap_or(MemberId::from_bits(0));
        findings.push(Finding(format!("member {id} ({title}) is not found by what it says")));
    }
    Ok(())
}

async fn read_events(tx: &mut ReadTx, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
    let mut last = EventId::from_bits(0);
    loop {
        match events::after(tx, last, ROWS_AT_ONCE).await {
            Ok(some) => match some.last() {
                Some(event) => last = event.id,
                None => return Ok(()),
            },
            Err(error @ StoreError::Corrupt { .. }) => {
                findings.push(Finding(format!("after event {last}: {error}")));
                return Ok(());
            }
            Err(error) => return Err(error),
        }
    }
}
