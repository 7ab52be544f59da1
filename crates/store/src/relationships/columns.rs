//! How a relationship lies in its rows. What the rules could not have written is corrupt.

use domain::kernel::id::{MemberId, RelationshipId, StepId};
use domain::kernel::text::{Handle, Line, Prose, TextError};
use domain::kernel::time::{Day, Time};
use domain::relationships::ladder::{Kind, Rung};
use domain::relationships::party::{Decline, Party, PartyWords, Stand};
use domain::relationships::relationship::{EndedBy, Hello, Known, Relationship, Shared, State};
use domain::relationships::review::Rhythm;
use domain::relationships::step::{Outcome, Proposal, Step};

use crate::error::StoreError;
use crate::query::Row;

pub(super) fn relationship(row: &Row) -> Result<Relationship, StoreError> {
    let known_since = day(row, "known_since")?;
    let how = may(row, "known_how", Line::parse)?;
    Ok(Relationship {
        id: RelationshipId::from_bytes(&row.bytes("id")?).ok_or(corrupt("id"))?,
        slug: must(row, "slug", Handle::parse)?,
        kind: must(row, "kind", Kind::parse)?,
        rung: must(row, "rung", Rung::parse)?,
        state: state(row)?,
        state_at: Time(row.int("state_at")?),
        hello: Hello {
            by: member(row, "asked_by")?,
            at: Time(row.int("asked_at")?),
            purpose: must(row, "purpose", Line::parse)?,
            word: must(row, "word", Prose::parse)?,
        },
        parties: Vec::new(),
        step: None,
        shared: Shared {
            goals: may(row, "goals", Prose::parse)?,
            interests: may(row, "interests", Prose::parse)?,
            parting: may(row, "parting", Prose::parse)?,
        },
        known: known_since.map(|since| Known { since, how }),
        rhythm: Rhythm { due: day(row, "review_due")?, days: row.int("review_days")? },
        changed: Time(row.int("changed")?),
        version: row.int("version")?,
    })
}

fn state(row: &Row) -> Result<State, StoreError> {
    Ok(match row.text("state")?.as_str() {
        "proposed" => State::Proposed,
        "active" => State::Active,
        "resting" => State::Resting,
        "ended" => {
            let by = row.text_or_none("ended_by")?.ok_or(corrupt("ended_by"))?;
            State::Ended(EndedBy::parse(&by).map_err(|_| corrupt("ended_by"))?)
        }
        _ => return Err(corrupt("state")),
    })
}

pub(super) fn party(row: &Row) -> Result<Party, StoreError> {
    let prose = |column: &'static str| may(row, column, Prose::parse);
    Ok(Party {
        member: member(row, "member")?,
        stand: stand(row)?,
        stand_at: Time(row.int("stand_at")?),
        since: row.int_or_none("since")?.map(Time),
        knows: row.flag("knows")?,
        words: PartyWords {
            agenda: prose("agenda")?,
            care: prose("care")?,
            off_table: prose("off_table")?,
            sphere: prose("sphere")?,
        },
    })
}

fn stand(row: &Row) -> Result<Stand, StoreError> {
    Ok(match row.text("stand")?.as_str() {
        "asked" => Stand::Asked,
        "aside" => Stand::Aside,
        "in" => Stand::In,
        "left" => Stand::Left,
        "declined" => {
            let reason = row.text_or_none("reason")?.ok_or(corrupt("reason"))?;
            let reason = Decline::parse(&reason).map_err(|_| corrupt("reason"))?;
            Stand::Declined { reason, words: may(row, "reason_words", Line::parse)? }
        }
        _ => return Err(corrupt("stand")),
    })
}

pub(super) fn step(row: &Row) -> Result<Proposal, StoreError> {
    let agreed = row.text("agreed")?;
    let read = |it: &str| MemberId::parse(it).ok_or(corrupt("agreed"));
    let agreed = agreed.split(' ').filter(|it| !it.is_empty()).map(read);
    Ok(Proposal {
        id: StepId::from_bytes(&row.bytes("id")?).ok_or(corrupt("step id"))?,
        what: what(row)?,
        why: may(row, "why", Line::parse)?,
        by: member(row, "by_member")?,
        at: Time(row.int("at")?),
        agreed: agreed.collect::<Result<_, _>>()?,
        outcome: must(row, "outcome", Outcome::parse)?,
        closed_at: row.int_or_none("closed_at")?.map(Time),
    })
}

fn what(row: &Row) -> Result<Step, StoreError> {
    let wrong = |_| corrupt("step detail");
    let (detail, was) = (row.text_or_none("detail")?, row.text_or_none("was")?);
    let (detail, was) = (detail.as_deref(), was.as_deref().unwrap_or_default());
    let some = detail.unwrap_or_default();
    Ok(match row.text("what")?.as_str() {
        "move" => Step::Move {
            from: Rung::parse(was).map_err(wrong)?,
            to: Rung::parse(some).map_err(wrong)?,
        },
        "convert" => Step::Convert {
            from: Kind::parse(was).map_err(wrong)?,
            to: Kind::parse(some).map_err(wrong)?,
        },
        "pause" => Step::Pause,
        "wake" => Step::Wake,
        "end" => Step::End { plan: detail.map(Prose::parse).transpose().map_err(wrong)? },
        "include" => Step::Include(MemberId::parse(some).ok_or(corrupt("step detail"))?),
        _ => return Err(corrupt("what")),
    })
}

/// What of a step stands in its columns `detail` and `was`.
pub(super) fn detail_and_was(what: &Step) -> (Option<String>, Option<String>) {
    let some = |it: &str| Some(it.to_owned());
    match what {
        Step::Move { from, to } => (some(to.wire()), some(from.wire())),
        Step::Convert { from, to } => (some(to.wire()), some(from.wire())),
        Step::Pause | Step::Wake => (None, None),
        Step::End { plan } => (plan.as_ref().map(ToString::to_string), None),
        Step::Include(member) => (Some(member.to_string()), None),
    }
}

pub(super) fn corrupt(what: &'static str) -> StoreError {
    StoreError::Corrupt { table: "relationship", what }
}

pub(super) fn member(row: &Row, column: &'static str) -> Result<MemberId, StoreError> {
    MemberId::from_bytes(&row.bytes(column)?).ok_or(corrupt(column))
}

pub(super) fn relationship_id(
    row: &Row,
    column: &'static str,
) -> Result<RelationshipId, StoreError> {
    RelationshipId::from_bytes(&row.bytes(column)?).ok_or(corrupt(column))
}

pub(super) fn must<T>(
    row: &Row,
    column: &'static str,
    parse: fn(&str) -> Result<T, TextError>,
) -> Result<T, StoreError> {
    parse(&row.text(column)?).map_err(|_| corrupt(column))
}

pub(super) fn may<T>(
    row: &Row,
    column: &'static str,
    parse: fn(&str) -> Result<T, TextError>,
) -> Result<Option<T>, StoreError> {
    let text = row.text_or_none(column)?;
    text.map(|it| parse(&it).map_err(|_| corrupt(column))).transpose()
}

pub(super) fn day(row: &Row, column: &'static str) -> Result<Option<Day>, StoreError> {
    let days = row.int_or_none(column)?;
    days.map(|it| i32::try_from(it).map(Day).map_err(|_| corrupt(column))).transpose()
}
