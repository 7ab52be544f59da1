//! Taking a batch in, and undoing it: each in one transaction, so that it happened whole or not
//! at all.

use domain::kernel::event::Event;
use domain::kernel::id::{BatchId, MemberId};
use domain::members::file::row::Draft;
use store::members::{self as people, imports as rows};
use store::{StoreError, WriteTx};

use super::judging::{self, Verdict, Verdicts};
use super::looking::kept;
use super::sheet::Drafted;
use super::{Asker, Batch, Stage, aside, batch, handles};
use crate::App;
use crate::error::ActionError;
use crate::members::TRIES;

/// What is done with rows that look like somebody who is listed, or like an earlier row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Twins {
    /// They stay outside.
    #[default]
    Skip,
    /// They are taken in all the same: whoever made the list knows better.
    Take,
}

/// Is told how many rows of how many are written.
pub type Progress<'p> = &'p (dyn Fn(usize, usize) + Send + Sync);

/// What an undo came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The batch, which can be taken in again.
    pub batch: Batch,
    /// How many contacts were taken off the list.
    pub removed: usize,
    /// Those that somebody changed or claimed meanwhile, which stay.
    pub kept: Vec<rows::Came>,
}

/// Takes a batch in: every row that is new then becomes a contact. Who takes it in a second time
/// gets the same answer and changes nothing. `progress` is told how many of how many are written.
///
/// # Errors
/// [`ActionError::NotFound`] to all but whoever made it.
pub async fn take(
    app: &App,
    asker: Asker,
    id: BatchId,
    twins: Twins,
    progress: Progress<'_>,
) -> Result<Batch, ActionError> {
    for _ in 1..TRIES {
        match take_once(app, asker, id, twins, progress).await {
            Err(ActionError::Stale) => (),
            other => return other,
        }
    }
    take_once(app, asker, id, twins, progress).await
}

async fn take_once(
    app: &App,
    asker: Asker,
    id: BatchId,
    twins: Twins,
    progress: Progress<'_>,
) -> Result<Batch, ActionError> {
    let mut tx = app.store.read().await?;
    let before = batch(&mut tx, asker, id).await?;
    let (sheet, _) = kept(&mut tx, &before).await?;
    drop(tx);
    let now = app.now();
    let drafts = aside(move || sheet.drafts(now)).await;

    let mut tx = app.store.write().await?;
    let before = batch(&mut tx, asker, id).await?;
    if before.stage == Stage::Taken {
        return Ok(before);
    }
    let mut verdicts = judging::judge(&mut tx, asker, &drafts).await?;
    if twins == Twins::Take {
        take_twins(&mut verdicts);
    }
    let counts = judging::counts(&verdicts);
    let after = Batch { stage: Stage::Taken, counts, ..before.clone() };
    let new = new_ones(drafts, &verdicts);
    list(app, (&mut tx, asker), &after, new, progress).await?;
    rows::save(&mut tx, &after, before.stage, &judging::write(&verdicts)).await?;
    let words = format!("took in {} contacts from “{}”", counts.fresh, after.file_name);
    let event = Event::of("import.taken", id.bits(), words);
    app.record(&mut tx, asker.who(), &[event]).await?;
    tx.commit().await?;
    Ok(after)
}

fn take_twins(verdicts: &mut Verdicts) {
    for (_, verdict) in verdicts {
        if matches!(verdict, Verdict::Listed(_) | Verdict::Twice(_)) {
            *verdict = Verdict::New;
        }
    }
}

fn new_ones(drafts: Vec<Drafted>, verdicts: &Verdicts) -> Vec<(i64, Draft)> {
    let new = drafts.into_iter().zip(verdicts).filter(|(_, it)| it.1 == Verdict::New);
    new.filter_map(|(it, _)| Some((it.line, it.draft.ok()?))).collect()
}

/// Lists a contact for each new row.
async fn list(
    app: &App,
    (tx, asker): (&mut WriteTx, Asker),
    batch: &Batch,
    new: Vec<(i64, Draft)>,
    progress: Progress<'_>,
) -> Result<(), ActionError> {
    let names: Vec<&Draft> = new.iter().map(|(_, it)| it).collect();
    let handles = handles::choose(tx, &names).await?;
    let (all, now) = (new.len(), app.now());
    let words = format!("listed from “{}”", batch.file_name);
    for (done, ((line, draft), handle)) in new.into_iter().zip(handles).enumerate() {
        let id = MemberId::from_bits(app.new_id());
        let contact = draft.into_contact(id, handle, now, || app.new_id());
        match people::insert(tx, &contact).await {
            // Somebody took the address in this moment; choosing again is safe.
            Err(StoreError::Taken) => return Err(ActionError::Stale),
            other => other?,
        }
        rows::came(tx, batch.id, line, id).await?;
        let listed = Event::of_member("contact.listed", id, words.clone());
        app.record(tx, asker.who(), &[listed]).await?;
        progress(done + 1, all);
    }
    Ok(())
}

/// Takes the contacts of a batch off the list again, except those that somebody changed or claimed
/// meanwhile, or is invited to take over: their link must not lead nowhere. Afterwards the batch
/// can be taken in again.
///
/// # Errors
/// [`ActionError::NotFound`] to all but whoever made it, [`ActionError::Refused`] when it was not
/// taken in.
pub async fn undo(app: &App, asker: Asker, id: BatchId) -> Result<Undone, ActionError> {
    for _ in 1..TRIES {
        match undo_once(app, asker, id).await {
            Err(ActionError::Stale) => (),
            other => return other,
        }
    }
    undo_once(app, asker, id).await
}

async fn undo_once(app: &App, asker: Asker, id: BatchId) -> Result<Undone, ActionError> {
    let mut tx = app.store.read().await?;
    let before = batch(&mut tx, asker, id).await?;
    let (sheet, _) = kept(&mut tx, &before).await?;
    drop(tx);
    let now = app.now();
    let drafts = aside(move || sheet.drafts(now)).await;

    let mut tx = app.store.write().await?;
    let before = batch(&mut tx, asker, id).await?;
    match before.stage {
        Stage::Preview => {
            return Err(ActionError::Refused("this list was not taken in yet"));
        }
        Stage::Undone => {
            let kept = rows::came_from(&mut tx, id, 0, i64::MAX).await?;
            return Ok(Undone { batch: before, removed: 0, kept });
        }
        Stage::Taken => (),
    }
    let untouched = rows::untouched(&mut tx, id, app.now()).await?;
    for member in &untouched {
        people::delete(&mut tx, *member).await?;
        let event = Event::of_member("contact.unlisted", *member, "taken off the list: an undo");
        app.record(&mut tx, asker.who(), &[event]).await?;
    }
    rows::forget_gone(&mut tx, id).await?;
    let kept = rows::came_from(&mut tx, id, 0, i64::MAX).await?;
    // What is in the file is compared anew: the page shows what taking it in again would do.
    let verdicts = judging::judge(&mut tx, asker, &drafts).await?;
    let counts = judging::counts(&verdicts);
    let after = Batch { stage: Stage::Undone, counts, ..before };
    rows::save(&mut tx, &after, Stage::Taken, &judging::write(&verdicts)).await?;
    let words = format!("undid the import of “{}”", after.file_name);
    app.record(&mut tx, asker.who(), &[Event::of("import.undone", id.bits(), words)]).await?;
    tx.commit().await?;
    Ok(Undone { batch: after, removed: untouched.len(), kept })
}
