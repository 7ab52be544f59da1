//! Things and people that members pass on to their partners.

use domain::kernel::id::{IntroductionId, MemberId, PersonId};
use domain::kernel::text::Prose;
use domain::kernel::time::Time;
use domain::relationships::introduction::{Answer, Introduction};

use super::columns::{corrupt, member, must};
use crate::db::{ReadTx, WriteTx};
use crate::error::StoreError;
use crate::query::Row;

/// Remembers something that is passed on.
pub async fn insert(
    tx: &mut WriteTx,
    person: Option<PersonId>,
    it: &Introduction,
) -> Result<(), StoreError> {
    tx.query(
        "insert into introduction (id, by_member, person, to_member, about, passed_on, words, at,
             to_answer, about_answer, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(it.id.to_bytes())
    .bind(it.by.to_bytes())
    .bind(person.map(PersonId::to_bytes))
    .bind(it.to.to_bytes())
    .bind(it.about.map(MemberId::to_bytes))
    .bind(it.passed_on.map(IntroductionId::to_bytes))
    .bind(it.words.as_str())
    .bind(it.at.0)
    .bind(it.to_answer.wire())
    .bind(it.about_answer.wire())
    .bind(it.version)
    .run()
    .await?;
    Ok(())
}

/// Remembers an answer.
///
/// # Errors
/// [`StoreError::Stale`] if it was answered by someone else since it was loaded.
pub async fn save(tx: &mut WriteTx, it: &Introduction) -> Result<(), StoreError> {
    let saved = tx
        .query(
            "update introduction set to_answer = $1, about_answer = $2, version = version + 1
             where id = $3 and version = $4",
        )
        .bind(it.to_answer.wire())
        .bind(it.about_answer.wire())
        .bind(it.id.to_bytes())
        .bind(it.version)
        .run()
        .await?;
    if saved == 0 { Err(StoreError::Stale) } else { Ok(()) }
}

/// One of them.
pub async fn find(tx: &mut ReadTx, id: IntroductionId) -> Result<Option<Introduction>, StoreError> {
    let query = tx.query("select * from introduction where id = $1");
    query.bind(id.to_bytes()).first().await?.map(|it| read(&it)).transpose()
}

/// What waits for a member's answer, oldest first.
pub async fn waiting(
    tx: &mut ReadTx,
    member: MemberId,
    limit: i64,
) -> Result<Vec<Introduction>, StoreError> {
    let rows = tx
        .query(
            "select * from introduction where to_member = $1 and to_answer = 'open'
             union all
             select * from introduction where about = $1 and about_answer = 'open'
             order by id limit $2",
        )
        .bind(member.to_bytes())
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(read).collect()
}

/// What concerns a member before `before`, newest first: what it passed on, what was passed to
/// it, and where it was the one introduced and could be asked.
pub async fn of_member(
    tx: &mut ReadTx,
    member: MemberId,
    before: IntroductionId,
    limit: i64,
) -> Result<Vec<Introduction>, StoreError> {
    let mut found = Vec::new();
    for sql in [
        "select * from introduction where by_member = $1 and id < $2 order by id desc limit $3",
        "select * from introduction where to_member = $1 and id < $2 order by id desc limit $3",
        "select * from introduction where about = $1 and id < $2 and about_answer <> 'nobody'
         order by id desc limit $3",
    ] {
        let query = tx.query(sql).bind(member.to_bytes()).bind(before.to_bytes()).bind(limit);
        for row in query.all().await? {
            found.push(read(&row)?);
        }
    }
    found.sort_by_key(|it| std::cmp::Reverse(it.id));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

fn read(row: &Row) -> Result<Introduction, StoreError> {
    let (about, before) = (row.bytes_or_none("about")?, row.bytes_or_none("passed_on")?);
    let passed_on = before.map(|it| IntroductionId::from_bytes(&it).ok_or(corrupt("passed_on")));
    Ok(Introduction {
        id: IntroductionId::from_bytes(&row.bytes("id")?).ok_or(corrupt("introduction"))?,
        by: member(row, "by_member")?,
        to: member(row, "to_member")?,
        about: about.map(|it| MemberId::from_bytes(&it).ok_or(corrupt("about"))).transpose()?,
        passed_on: passed_on.transpose()?,
        words: must(row, "words", Prose::parse)?,
        at: Time(row.int("at")?),
        to_answer: must(row, "to_answer", Answer::parse)?,
        about_answer: must(row, "about_answer", Answer::parse)?,
        version: row.int("version")?,
    })
}
