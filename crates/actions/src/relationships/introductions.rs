//! Passing an opportunity or a member on, with who passed it (R18).

use std::collections::BTreeSet;

use domain::kernel::id::{IntroductionId, MemberId};
use domain::kernel::text::Prose;
use domain::kernel::who::Who;
use domain::members::parts::Standing;
use domain::relationships::introduction::Introduction;
use store::relationships::introductions as rows;
use store::{ReadTx, relationships};

use super::asking;
use super::read::{Members, named};
use crate::App;
use crate::error::ActionError;
use crate::members::{load_at, seen_by};
use crate::permission::Act;

/// The most on one page.
pub const PAGE: usize = 20;
/// How far back one is told through whose hands something came.
const HANDS_MAX: usize = 5;

/// What is passed on, as a form or request says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// To which partner, by handle.
    pub to: String,
    /// The member or contact it is about, by handle; empty for an opportunity.
    pub about: String,
    /// What it is, or why they should meet.
    pub words: String,
    /// The id of the introduction by which it came, if it is passed on further.
    pub passed_on: String,
}

/// An introduction as one of those it concerns reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The introduction.
    pub introduction: Introduction,
    /// Through whose hands it came to who passed it on, the last first.
    pub hands: Vec<MemberId>,
}

/// One page of introductions.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// For whom.
    pub me: MemberId,
    /// Newest first.
    pub shown: Vec<Shown>,
    /// Everyone in them.
    pub members: Members,
    /// Before which the next page begins, unless this is the last.
    pub next: Option<IntroductionId>,
}

/// Passes something on to a partner.
///
/// # Errors
/// [`ActionError::Fields`] for what does not fit, and unless one is in touch with who it goes to;
/// [`ActionError::Rule`] unless all of them are different.
pub async fn pass_on(app: &App, who: Who, asked: &Asked) -> Result<Introduction, ActionError> {
    let me = asking(who, Act::Introduce)?;
    let mut tx = app.store.write().await?;
    let words = Prose::parse(&asked.words).map_err(|it| ActionError::field("words", it))?;
    let to = super::other(&mut tx, who, &asked.to, "to").await?.id;
    if !relationships::partners(&mut tx, me).await?.contains(&to) {
        let problem = "please choose somebody you are in touch with";
        return Err(ActionError::field("to", problem));
    }
    let about = match asked.about.trim() {
        "" => None,
        handle => Some(about(&mut tx, who, handle).await?),
    };
    let passed_on = match asked.passed_on.trim() {
        "" => None,
        id => Some(came_by(&mut tx, me, id).await?),
    };
    let id = IntroductionId::from_bits(app.new_id());
    let (made, event) = Introduction::new(id, (me, to), about, (words, passed_on), app.now())?;
    rows::insert(&mut tx, who.person(), &made).await?;
    app.record(&mut tx, who, &[event]).await?;
    tx.commit().await?;
    Ok(made)
}

/// Who it is about, and whether they can be asked: members can, contacts have no account.
async fn about(tx: &mut ReadTx, who: Who, handle: &str) -> Result<(MemberId, bool), ActionError> {
    let nobody = || ActionError::field("about", "there is no member or contact of this name");
    let found = load_at(tx, handle).await.map_err(|_| nobody())?;
    let found = seen_by(who, found).map_err(|_| nobody())?.member;
    match found.standing {
        Standing::Member => Ok((found.id, true)),
        Standing::Contact => Ok((found.id, false)),
        _ => Err(nobody()),
    }
}

/// The introduction by which it came to `me`.
async fn came_by(tx: &mut ReadTx, me: MemberId, id: &str) -> Result<IntroductionId, ActionError> {
    let none = ActionError::NotFound("introduction");
    let Some(id) = IntroductionId::parse(id) else { return Err(none) };
    let found = rows::find(tx, id).await?;
    Ok(found.filter(|it| it.to == me).ok_or(none)?.id)
}

/// Answers: yes, or not now.
///
/// # Errors
/// [`ActionError::NotFound`] to whom it does not concern; [`ActionError::Rule`] when one is not
/// asked or has answered.
pub async fn answer(app: &App, who: Who, id: &str, yes: bool) -> Result<Introduction, ActionError> {
    let me = asking(who, Act::AnswerIntroduction)?;
    let mut tx = app.store.write().await?;
    let it = load(&mut tx, me, id).await?;
    let (it, event) = it.answer(me, yes)?;
    rows::save(&mut tx, &it).await?;
    app.record(&mut tx, who, &[event]).await?;
    tx.commit().await?;
    Ok(it)
}

async fn load(tx: &mut ReadTx, me: MemberId, id: &str) -> Result<Introduction, ActionError> {
    let none = ActionError::NotFound("introduction");
    let Some(id) = IntroductionId::parse(id) else { return Err(none) };
    rows::find(tx, id).await?.filter(|it| it.concerns(me)).ok_or(none)
}

/// What concerns the member that `who` acts for, newest first.
///
/// # Errors
/// As [`crate::permission::must`].
pub async fn list(
    app: &App,
    who: Who,
    before: Option<IntroductionId>,
) -> Result<Listed, ActionError> {
    let me = asking(who, Act::ListRelationships)?;
    let before = before.unwrap_or(IntroductionId::from_bits(u128::MAX));
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut tx = app.store.read().await?;
    let mut found = rows::of_member(&mut tx, me, before, limit).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| more).map(|it| it.id);
    listed(&mut tx, who, me, found, next).await
}

/// What waits for an answer of the member that `who` acts for, oldest first, at most [`PAGE`].
///
/// # Errors
/// As [`list`].
pub async fn waiting(app: &App, who: Who) -> Result<Listed, ActionError> {
    let me = asking(who, Act::ListRelationships)?;
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let mut tx = app.store.read().await?;
    let found = rows::waiting(&mut tx, me, limit).await?;
    listed(&mut tx, who, me, found, None).await
}

/// One of them.
///
/// # Errors
/// [`ActionError::NotFound`] to whom it does not concern.
pub async fn one(app: &App, who: Who, id: &str) -> Result<Listed, ActionError> {
    let me = asking(who, Act::ListRelationships)?;
    let mut tx = app.store.read().await?;
    let it = load(&mut tx, me, id).await?;
    listed(&mut tx, who, me, vec![it], None).await
}

async fn listed(
    tx: &mut ReadTx,
    who: Who,
    me: MemberId,
    found: Vec<Introduction>,
    next: Option<IntroductionId>,
) -> Result<Listed, ActionError> {
    let mut shown = Vec::with_capacity(found.len());
    for introduction in found {
        let hands = hands(tx, &introduction).await?;
        shown.push(Shown { introduction, hands });
    }
    let ids: BTreeSet<MemberId> = shown
        .iter()
        .flat_map(|it| {
            let one = &it.introduction;
            it.hands.iter().copied().chain([one.by, one.to]).chain(one.about)
        })
        .collect();
    Ok(Listed { me, members: named(tx, who, ids).await?, shown, next })
}

async fn hands(tx: &mut ReadTx, it: &Introduction) -> Result<Vec<MemberId>, ActionError> {
    let (mut hands, mut before) = (Vec::new(), it.passed_on);
    while let Some(id) = before.filter(|_| hands.len() < HANDS_MAX) {
        let Some(earlier) = rows::find(tx, id).await? else { break };
        hands.push(earlier.by);
        before = earlier.passed_on;
    }
    Ok(hands)
}
