//! Files of members that were imported. A batch is there for the person who made it alone; the
//! batches of the command line belong to nobody.

use domain::kernel::id::{BatchId, MemberId, PersonId};
use domain::kernel::text::{Handle, Name};
use domain::kernel::time::Time;

use super::columns;
use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;
use crate::query::Row;

/// How far a batch has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Looked at; nothing happened yet.
    Preview,
    /// Its members are listed.
    Taken,
    /// They were taken off the list again.
    Undone,
}

impl Stage {
    /// The name in the row.
    pub fn wire(self) -> &'static str {
        match self {
            Self::Preview => "preview",
            Self::Taken => "taken",
            Self::Undone => "undone",
        }
    }
}

/// How many rows of a file are what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// New ones.
    pub fresh: i64,
    /// Those that are there already, or twice in the file.
    pub alike: i64,
    /// Those with something to do.
    pub refused: i64,
}

/// A batch without what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Which one.
    pub id: BatchId,
    /// Who made it; `None` when the command line did.
    pub by_person: Option<PersonId>,
    /// For which member they acted.
    pub by_member: Option<MemberId>,
    /// What the file was called.
    pub file_name: String,
    /// How its bytes were understood.
    pub encoding: String,
    /// How many rows are what.
    pub counts: Counts,
    /// How far it has come.
    pub stage: Stage,
    /// When it was looked at.
    pub at: Time,
}

/// A member that came from a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// The row.
    pub line: i64,
    /// The member.
    pub member: MemberId,
    /// Its address.
    pub handle: Handle,
    /// Its name.
    pub name: Name,
}

/// Remembers a file that was looked at.
pub async fn insert(
    tx: &mut WriteTx,
    batch: &Batch,
    content: &str,
    verdicts: &str,
) -> Result<(), StoreError> {
    tx.query(
        "insert into import_batch (id, by_person, by_member, file_name, encoding, content,
             verdicts, fresh, alike, refused, stage, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(batch.id.to_bytes())
    .bind(batch.by_person.map(PersonId::to_bytes))
    .bind(batch.by_member.map(MemberId::to_bytes))
    .bind(batch.file_name.as_str())
    .bind(batch.encoding.as_str())
    .bind(content)
    .bind(verdicts)
    .bind(batch.counts.fresh)
    .bind(batch.counts.alike)
    .bind(batch.counts.refused)
    .bind(batch.stage.wire())
    .bind(batch.at.0)
    .run()
    .await?;
    Ok(())
}

/// Remembers how far a batch has come from `before`, and what its rows are now.
///
/// # Errors
/// [`StoreError::Stale`] when it is not at `before` any more.
pub async fn save(
    tx: &mut WriteTx,
    batch: &Batch,
    before: Stage,
    verdicts: &str,
) -> Result<(), StoreError> {
    let saved = tx
        .query(
            "update import_batch
             set stage = $1, verdicts = $2, fresh = $3, alike = $4, refused = $5
             where id = $6 and stage = $7",
        )
        .bind(batch.stage.wire())
        .bind(verdicts)
        .bind(batch.counts.fresh)
        .bind(batch.counts.alike)
        .bind(batch.counts.refused)
        .bind(batch.id.to_bytes())
        .bind(before.wire())
        .run()
        .await?;
    if saved == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// A batch of this person, or of the command line for `None`.
pub async fn find(
    tx: &mut ReadTx,
    id: BatchId,
    by: Option<PersonId>,
) -> Result<Option<Batch>, StoreError> {
    let row = tx
        .query(
            "select id, by_person, by_member, file_name, encoding, fresh, alike, refused, stage, at
             from import_batch where id = $1 and by_person is not distinct from $2",
        )
        .bind(id.to_bytes())
        .bind(by.map(PersonId::to_bytes))
        .first()
        .await?;
    row.as_ref().map(read).transpose()
}

/// The text of a batch and its verdicts.
pub async fn content(tx: &mut ReadTx, id: BatchId) -> Result<(String, String), StoreError> {
    let row = tx
        .query("select content, verdicts from import_batch where id = $1")
        .bind(id.to_bytes())
        .one()
        .await?;
    Ok((row.text("content")?, row.text("verdicts")?))
}

/// A person's batches before `before`, newest first.
pub async fn of_person(
    tx: &mut ReadTx,
    person: PersonId,
    before: BatchId,
    limit: i64,
) -> Result<Vec<Batch>, StoreError> {
    let rows = tx
        .query(
            "select id, by_person, by_member, file_name, encoding, fresh, alike, refused, stage, at
             from import_batch where by_person = $1 and id < $2 order by id desc limit $3",
        )
        .bind(person.to_bytes())
        .bind(before.to_bytes())
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(read).collect()
}

/// Forgets the oldest of a person's files that were looked at and no more, so that `keep` stay.
pub async fn forget_previews(
    tx: &mut WriteTx,
    person: PersonId,
    keep: i64,
) -> Result<(), StoreError> {
    tx.query(
        "delete from import_batch where by_person = $1 and stage = 'preview' and id not in (
             select id from import_batch where by_person = $1 and stage = 'preview'
             order by id desc limit $2)",
    )
    .bind(person.to_bytes())
    .bind(keep)
    .run()
    .await?;
    Ok(())
}

/// Remembers that a row became a member.
pub async fn came(
    tx: &mut WriteTx,
    batch: BatchId,
    line: i64,
    member: MemberId,
) -> Result<(), StoreError> {
    tx.query("insert into import_member (batch, line, member) values ($1, $2, $3)")
        .bind(batch.to_bytes())
        .bind(line)
        .bind(member.to_bytes())
        .run()
        .await?;
    Ok(())
}

/// The members that came from the rows `first` to `last`, as they are now.
pub async fn came_from(
    tx: &mut ReadTx,
    batch: BatchId,
    first: i64,
    last: i64,
) -> Result<Vec<Came>, StoreError> {
    let rows = tx
        .query(
            "select import_member.line, member.id, member.handle, member.name
             from import_member join member on member.id = import_member.member
             where import_member.batch = $1 and import_member.line >= $2
                 and import_member.line <= $3
             order by import_member.line",
        )
        .bind(batch.to_bytes())
        .bind(first)
        .bind(last)
        .all()
        .await?;
    rows.iter().map(read_came).collect()
}

/// The members of a batch that are as the file had them: contacts that nobody changed or claimed,
/// and that nobody is invited to take over at `now`.
pub async fn untouched(
    tx: &mut ReadTx,
    batch: BatchId,
    now: Time,
) -> Result<Vec<MemberId>, StoreError> {
    let rows = tx
        .query(
            "select member.id from import_member join member on member.id = import_member.member
             where import_member.batch = $1 and member.standing = 'contact' and member.version = 1
                 and not exists (
                     select 1 from person_member where person_member.member = member.id)
                 and not exists (select 1 from claim where claim.contact = member.id)
                 and not exists (
                     select 1 from invitation
                     where invitation.into_member = member.id and invitation.withdrawn = 0
                         and invitation.until > $2 and invitation.uses < invitation.uses_max)
             order by import_member.line",
        )
        .bind(batch.to_bytes())
        .bind(now.0)
        .all()
        .await?;
    rows.iter().map(|it| columns::id(it, "id")).collect()
}

/// Forgets which rows became members that are not there any more, and answers how many still are.
pub async fn forget_gone(tx: &mut WriteTx, batch: BatchId) -> Result<i64, StoreError> {
    tx.query(
        "delete from import_member where batch = $1
             and not exists (select 1 from member where member.id = import_member.member)",
    )
    .bind(batch.to_bytes())
    .run()
    .await?;
    let query = tx.query("select count(*) as n from import_member where batch = $1");
    query.bind(batch.to_bytes()).one().await?.int("n")
}

fn read(row: &Row) -> Result<Batch, StoreError> {
    let corrupt = |what| StoreError::Corrupt { table: "import_batch", what };
    let stage = row.text("stage")?;
    let stages = [Stage::Preview, Stage::Taken, Stage::Undone];
    Ok(Batch {
        id: BatchId::from_bytes(&row.bytes("id")?).ok_or(corrupt("id"))?,
        by_person: row.bytes_or_none("by_person")?.and_then(|it| PersonId::from_bytes(&it)),
        by_member: row.bytes_or_none("by_member")?.and_then(|it| MemberId::from_bytes(&it)),
        file_name: row.text("file_name")?,
        encoding: row.text("encoding")?,
        counts: Counts {
            fresh: row.int("fresh")?,
            alike: row.int("alike")?,
            refused: row.int("refused")?,
        },
        stage: stages.into_iter().find(|it| it.wire() == stage).ok_or(corrupt("stage"))?,
        at: Time(row.int("at")?),
    })
}

fn read_came(row: &Row) -> Result<Came, StoreError> {
    let corrupt = |what| StoreError::Corrupt { table: "member", what };
    Ok(Came {
        line: row.int("line")?,
        member: columns::id(row, "id")?,
        handle: Handle::parse(&row.text("handle")?).map_err(|_| corrupt("handle"))?,
        name: Name::parse(&row.text("name")?).map_err(|_| corrupt("name"))?,
    })
}
