//! What the parties do, and looking at it together.

use domain::kernel::id::{InteractionId, ReviewId};
use domain::kernel::text::{Line, Prose};
use domain::kernel::time::Day;
use domain::kernel::who::Who;
use domain::relationships::interaction::{Circumstance, Did, Interaction};
use domain::relationships::relationship::Relationship;
use domain::relationships::review::{Review, Rhythm, Useful};
use store::relationships::talk;

use super::{asking, change, load, save};
use crate::App;
use crate::error::{ActionError, FieldProblem};
use crate::permission::Act;

/// Something the parties did, as a form or request says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// `talk`, `guidance`, `work`, `try_out`, `referral` or `again`.
    pub what: String,
    /// `mutual_support` or `competitive`.
    pub circumstance: String,
    /// The day; empty for today.
    pub day: String,
    /// In a line.
    pub words: String,
}

/// Records something the parties did.
///
/// # Errors
/// [`ActionError::Fields`] for every field that does not fit; [`ActionError::Rule`] for a day to
/// come.
pub async fn record(
    app: &App,
    who: Who,
    slug: &str,
    asked: &Asked,
) -> Result<Interaction, ActionError> {
    let me = asking(who, Act::RecordInteraction)?;
    let mut tx = app.store.write().await?;
    let it = load(&mut tx, me, slug).await?;
    let (what, circumstance) = (Did::parse(&asked.what), Circumstance::parse(&asked.circumstance));
    let today = asked.day.trim().is_empty().then(|| app.now().day());
    let day = today.or_else(|| Day::parse(&asked.day));
    let (Ok(what), Ok(circumstance), Some(day), Ok(words)) =
        (what, circumstance, day, Line::parse(&asked.words))
    else {
        return Err(ActionError::Fields(problems(asked, day.is_none())));
    };
    let id = InteractionId::from_bits(app.new_id());
    let done = Interaction { id, by: me, at: app.now(), day, what, circumstance, words };
    let event = it.record(&done)?;
    talk::add_interaction(&mut tx, it.id, who.person(), &done).await?;
    app.record(&mut tx, who, &[event]).await?;
    tx.commit().await?;
    Ok(done)
}

fn problems(asked: &Asked, no_day: bool) -> Vec<FieldProblem> {
    let problem = |field: &str, problem: String| FieldProblem { field: field.into(), problem };
    let mut all = Vec::new();
    all.extend(Did::parse(&asked.what).err().map(|it| problem("what", it.to_string())));
    let circumstance = Circumstance::parse(&asked.circumstance).err();
    all.extend(circumstance.map(|it| problem("circumstance", it.to_string())));
    if no_day {
        all.push(problem("day", "please give a day, such as 2026-11-23".to_owned()));
    }
    all.extend(Line::parse(&asked.words).err().map(|it| problem("words", it.to_string())));
    all
}

/// Holds a review for one's member: whether it is useful, and a note. Every party may hold its
/// own.
///
/// # Errors
/// [`ActionError::Fields`] for what does not fit; [`ActionError::Rule`] unless one belongs to it.
pub async fn review(
    app: &App,
    who: Who,
    slug: &str,
    useful: &str,
    words: &str,
) -> Result<Review, ActionError> {
    let me = asking(who, Act::HoldReview)?;
    let mut tx = app.store.write().await?;
    let it = load(&mut tx, me, slug).await?;
    let useful = Useful::parse(useful)
        .map_err(|_| ActionError::field("useful", "please say how useful it is to you"))?;
    let words = Prose::parse_optional(words).map_err(|it| ActionError::field("words", it))?;
    let id = ReviewId::from_bits(app.new_id());
    let review = Review { id, by: me, at: app.now(), useful, words };
    let (it, events) = it.hold_review(&review)?;
    save(&mut tx, it.clone()).await?;
    talk::add_review(&mut tx, it.id, who.person(), &review).await?;
    app.record(&mut tx, who, &events).await?;
    tx.commit().await?;
    Ok(review)
}

/// Changes when the parties look at it next, and how often.
///
/// # Errors
/// [`ActionError::Fields`] for what does not fit; [`ActionError::Rule`] for a day that is not
/// ahead.
pub async fn change_rhythm(
    app: &App,
    who: Who,
    slug: &str,
    due: &str,
    days: &str,
) -> Result<Relationship, ActionError> {
    let act = Act::HoldReview;
    asking(who, act)?;
    let due = Day::parse(due)
        .ok_or_else(|| ActionError::field("due", "please give a day, such as 2027-01-14"))?;
    let days = Rhythm::parse_days(days)
        .map_err(|_| ActionError::field("days", "please give a number of days from 7 to 400"))?;
    change(app, who, act, slug, |it, me, now| it.change_rhythm(me, due, days, now)).await
}
