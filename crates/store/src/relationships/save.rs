//! Writing relationships. Each save also writes the parties and the newest step; nothing is ever
//! taken away.

use domain::kernel::id::MemberId;
use domain::relationships::party::{Party, Stand};
use domain::relationships::relationship::{Relationship, State};
use domain::relationships::step::Proposal;

use super::columns::detail_and_was;
use crate::db::WriteTx;
use crate::error::StoreError;

/// Remembers a new relationship.
///
/// # Errors
/// [`StoreError::Taken`] when there is an open one between the same members, or its address is
/// taken.
pub async fn insert(tx: &mut WriteTx, it: &Relationship) -> Result<(), StoreError> {
    tx.query(
        "insert into relationship (id, slug, together, kind, rung, state, state_at, ended_by,
             asked_by, asked_at, purpose, word, goals, interests, parting, known_since, known_how,
             review_due, review_days, step, changed, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
             $19, $20, $21, $22)",
    )
    .bind(it.id.to_bytes())
    .bind(it.slug.as_str())
    .bind(it.together())
    .bind(it.kind.wire())
    .bind(it.rung.wire())
    .bind(it.state.wire())
    .bind(it.state_at.0)
    .bind(ended_by(it))
    .bind(it.hello.by.to_bytes())
    .bind(it.hello.at.0)
    .bind(it.hello.purpose.as_str())
    .bind(it.hello.word.as_str())
    .bind(it.shared.goals.as_ref().map(|it| it.as_str()))
    .bind(it.shared.interests.as_ref().map(|it| it.as_str()))
    .bind(it.shared.parting.as_ref().map(|it| it.as_str()))
    .bind(it.known.as_ref().map(|it| i64::from(it.since.0)))
    .bind(it.known.as_ref().and_then(|it| it.how.as_ref()).map(|it| it.as_str()))
    .bind(it.rhythm.due.map(|it| i64::from(it.0)))
    .bind(it.rhythm.days)
    .bind(it.step.as_ref().map(|it| it.id.to_bytes()))
    .bind(it.changed.0)
    .bind(it.version)
    .run()
    .await?;
    parts(tx, it).await
}

/// Remembers a relationship that was changed since it was loaded.
///
/// # Errors
/// [`StoreError::Stale`] if it was saved by someone else since; [`StoreError::Taken`] when its
/// parties have an open relationship between them already.
pub async fn save(tx: &mut WriteTx, it: &Relationship) -> Result<(), StoreError> {
    let saved = tx
        .query(
            "update relationship set together = $1, kind = $2, rung = $3, state = $4,
                 state_at = $5, ended_by = $6, goals = $7, interests = $8, parting = $9,
                 known_since = $10, known_how = $11, review_due = $12, review_days = $13,
                 step = $14, changed = $15, version = version + 1
             where id = $16 and version = $17",
        )
        .bind(it.together())
        .bind(it.kind.wire())
        .bind(it.rung.wire())
        .bind(it.state.wire())
        .bind(it.state_at.0)
        .bind(ended_by(it))
        .bind(it.shared.goals.as_ref().map(|it| it.as_str()))
        .bind(it.shared.interests.as_ref().map(|it| it.as_str()))
        .bind(it.shared.parting.as_ref().map(|it| it.as_str()))
        .bind(it.known.as_ref().map(|it| i64::from(it.since.0)))
        .bind(it.known.as_ref().and_then(|it| it.how.as_ref()).map(|it| it.as_str()))
        .bind(it.rhythm.due.map(|it| i64::from(it.0)))
        .bind(it.rhythm.days)
        .bind(it.step.as_ref().map(|it| it.id.to_bytes()))
        .bind(it.changed.0)
        .bind(it.id.to_bytes())
        .bind(it.version)
        .run()
        .await?;
    if saved == 0 {
        return Err(StoreError::Stale);
    }
    parts(tx, it).await
}

fn ended_by(it: &Relationship) -> Option<&'static str> {
    match it.state {
        State::Ended(by) => Some(by.wire()),
        _ => None,
    }
}

async fn parts(tx: &mut WriteTx, it: &Relationship) -> Result<(), StoreError> {
    for (position, party) in (0_i64..).zip(&it.parties) {
        put_party(tx, it, party, position).await?;
    }
    match &it.step {
        Some(step) => put_step(tx, it, step).await,
        None => Ok(()),
    }
}

async fn put_party(
    tx: &mut WriteTx,
    it: &Relationship,
    party: &Party,
    position: i64,
) -> Result<(), StoreError> {
    let (reason, reason_words) = match &party.stand {
        Stand::Declined { reason, words } => (Some(reason.wire()), words.as_ref()),
        _ => (None, None),
    };
    tx.query(
        "insert into relationship_party (relationship, member, position, stand, stand_at, since,
             reason, reason_words, knows, agenda, care, off_table, sphere, shelf, changed)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         on conflict (relationship, member) do update set stand = excluded.stand,
             stand_at = excluded.stand_at, since = excluded.since, reason = excluded.reason,
             reason_words = excluded.reason_words, knows = excluded.knows,
             agenda = excluded.agenda, care = excluded.care, off_table = excluded.off_table,
             sphere = excluded.sphere, shelf = excluded.shelf, changed = excluded.changed",
    )
    .bind(it.id.to_bytes())
    .bind(party.member.to_bytes())
    .bind(position)
    .bind(party.stand.wire())
    .bind(party.stand_at.0)
    .bind(party.since.map(|it| it.0))
    .bind(reason)
    .bind(reason_words.map(|it| it.as_str()))
    .bind(party.knows)
    .bind(party.words.agenda.as_ref().map(|it| it.as_str()))
    .bind(party.words.care.as_ref().map(|it| it.as_str()))
    .bind(party.words.off_table.as_ref().map(|it| it.as_str()))
    .bind(party.words.sphere.as_ref().map(|it| it.as_str()))
    .bind(it.shelf(party.member).wire())
    .bind(it.changed.0)
    .run()
    .await?;
    Ok(())
}

async fn put_step(tx: &mut WriteTx, it: &Relationship, step: &Proposal) -> Result<(), StoreError> {
    let (detail, was) = detail_and_was(&step.what);
    let agreed: Vec<String> = step.agreed.iter().map(MemberId::to_string).collect();
    tx.query(
        "insert into relationship_step (id, relationship, what, detail, was, why, by_member, at,
             outcome, closed_at, agreed)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (id) do update set outcome = excluded.outcome,
             closed_at = excluded.closed_at, agreed = excluded.agreed",
    )
    .bind(step.id.to_bytes())
    .bind(it.id.to_bytes())
    .bind(step.what.wire())
    .bind(detail)
    .bind(was)
    .bind(step.why.as_ref().map(|it| it.as_str()))
    .bind(step.by.to_bytes())
    .bind(step.at.0)
    .bind(step.outcome.wire())
    .bind(step.closed_at.map(|it| it.0))
    .bind(agreed.join(" "))
    .run()
    .await?;
    Ok(())
}
