//! Changing a note: its words, its audience, what came of a probe, whether it is there. What it
//! was before is kept.

use std::collections::BTreeSet;

use domain::kernel::event::Event;
use domain::kernel::id::NoteId;
use domain::kernel::text::Line;
use domain::kernel::who::Who;
use domain::notes::note::{NotChanged, Note};
use domain::notes::telling::{Outcome, Turn};
use store::WriteTx;
use store::notes::{one, uses, versions};

use super::tell::{Words, audience_of, kept_from};
use super::{Eye, own, seen};
use crate::App;
use crate::error::ActionError;
use crate::permission::{Act, must};

/// Changes the words of a note. `version` is the one the words were written upon.
///
/// # Errors
/// [`ActionError::Stale`] when somebody changed it meanwhile, [`ActionError::Fields`] for what
/// does not fit.
pub async fn edit(
    app: &App,
    who: Who,
    id: NoteId,
    version: i64,
    words: &Words,
) -> Result<Note, ActionError> {
    let mut tx = app.store.write().await?;
    let before = own(&mut tx, who, id, Act::ChangeNote).await?;
    if before.version != version {
        return Err(ActionError::Stale);
    }
    let mut telling = words.read()?;
    // What came of a probe stays, whatever its words are now.
    if let Some(outcome) = outcome_of(&before) {
        telling = telling.clone().turned(outcome).unwrap_or(telling);
    }
    let changed = before.clone().edit(telling, app.now());
    save(app, tx, who, before, changed).await
}

fn outcome_of(note: &Note) -> Option<Outcome> {
    match &note.telling {
        domain::notes::telling::Telling::Probe { outcome, .. } => outcome.clone(),
        _ => None,
    }
}

/// Whether somebody may change a note that they see.
///
/// # Errors
/// [`ActionError::SignIn`] and [`ActionError::Refused`].
pub fn may_edit(who: Who, note: &Note) -> Result<(), ActionError> {
    must(who, Act::ChangeNote, Some(note.author)).map(drop)
}

/// Says what came of a probe: `amplify` or `dampen`, and what was seen.
///
/// # Errors
/// [`ActionError::Rule`] unless it is a probe.
pub async fn turn(
    app: &App,
    who: Who,
    id: NoteId,
    turn: &str,
    seen: &str,
) -> Result<Note, ActionError> {
    let mut tx = app.store.write().await?;
    let before = own(&mut tx, who, id, Act::ChangeNote).await?;
    let say =
        || ActionError::field("turn", "please choose whether there is to be more or less of it");
    let turn = Turn::parse(turn).ok_or_else(say)?;
    let seen = Line::parse_optional(seen).map_err(|it| ActionError::field("seen", it))?;
    let changed = before.clone().turn(Outcome { turn, seen })?;
    save(app, tx, who, before, changed).await
}

/// Moves a note outward, one step, or inward (R110). `knows` says that its author knows that
/// copies may remain of what everyone could read.
///
/// # Errors
/// [`ActionError::Rule`] with the rule that says no.
pub async fn move_to(
    app: &App,
    who: Who,
    id: NoteId,
    audience: &str,
    knows: bool,
) -> Result<Note, ActionError> {
    let mut tx = app.store.write().await?;
    let before = own(&mut tx, who, id, Act::MoveNote).await?;
    let to = audience_of(&mut tx, before.author, audience).await?;
    let changed = before.clone().move_to(to, knows, app.new_id())?;
    save(app, tx, who, before, changed).await
}

/// Takes a note back; [`put_back`] undoes it.
///
/// # Errors
/// [`ActionError::NotFound`] and [`ActionError::Refused`] as everywhere.
pub async fn take_back(app: &App, who: Who, id: NoteId) -> Result<(), ActionError> {
    set_gone(app, who, id, true).await
}

/// Puts a note back that was taken back.
///
/// # Errors
/// As [`take_back`].
pub async fn put_back(app: &App, who: Who, id: NoteId) -> Result<(), ActionError> {
    set_gone(app, who, id, false).await
}

async fn set_gone(app: &App, who: Who, id: NoteId, gone: bool) -> Result<(), ActionError> {
    let mut tx = app.store.write().await?;
    let before = own(&mut tx, who, id, Act::ChangeNote).await?;
    let (after, events) = before.set_gone(gone);
    if events.is_empty() {
        return Ok(());
    }
    one::save(&mut tx, &after, &BTreeSet::new()).await?;
    app.record(&mut tx, who, &events).await?;
    Ok(tx.commit().await?)
}

async fn save(
    app: &App,
    mut tx: WriteTx,
    who: Who,
    before: Note,
    (after, events): (Note, Vec<Event>),
) -> Result<Note, ActionError> {
    let person = who.person().ok_or(ActionError::SignIn)?;
    if events.is_empty() {
        return Ok(after);
    }
    let kept_from = kept_from(&mut tx, &after).await?;
    one::save(&mut tx, &after, &kept_from).await?;
    versions::keep(&mut tx, &before, person, app.now()).await?;
    app.record(&mut tx, who, &events).await?;
    tx.commit().await?;
    Ok(Note { version: after.version + 1, ..after })
}

/// Says that the member somebody acts for used what a note says, and in what (R96).
///
/// # Errors
/// [`ActionError::Rule`] for its own author.
pub async fn used(app: &App, who: Who, id: NoteId, words: &str) -> Result<(), ActionError> {
    must(who, Act::UseNote, None)?;
    let member = who.member().ok_or(ActionError::NotFound("member"))?;
    let words = Line::parse_optional(words).map_err(|it| ActionError::field("words", it))?;
    let mut tx = app.store.write().await?;
    let eye = Eye::of(&mut tx, who).await?;
    let told = seen(&mut tx, &eye, id).await?;
    let event = told.note.used_by(member)?;
    uses::put(&mut tx, id, member, words.as_ref(), app.now()).await?;
    app.record(&mut tx, who, &[event]).await?;
    Ok(tx.commit().await?)
}

/// Takes that back.
///
/// # Errors
/// [`ActionError::NotFound`] when they may not see the note.
pub async fn not_used(app: &App, who: Who, id: NoteId) -> Result<(), ActionError> {
    must(who, Act::UseNote, None)?;
    let member = who.member().ok_or(ActionError::NotFound("member"))?;
    let mut tx = app.store.write().await?;
    let eye = Eye::of(&mut tx, who).await?;
    seen(&mut tx, &eye, id).await?;
    if uses::remove(&mut tx, id, member).await? {
        let event = Event::of("note.not_used", id.bits(), "took back that they used a note");
        app.record(&mut tx, who, &[event]).await?;
    }
    Ok(tx.commit().await?)
}

/// Whether a refusal is the warning that copies may remain, which a page asks about.
pub fn asks_to_confirm(error: &ActionError) -> bool {
    use crate::error::RuleError;
    use domain::notes::audience::NotMoved;
    matches!(error, ActionError::Rule(RuleError::Note(NotChanged::NotMoved(NotMoved::MayBeCopied))))
}
