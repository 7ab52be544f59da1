//! Proposing, agreeing, leaving.

use domain::kernel::id::StepId;
use domain::kernel::text::{Line, Prose};
use domain::kernel::who::Who;
use domain::relationships::ladder::{Kind, Rung};
use domain::relationships::relationship::Relationship;
use domain::relationships::step::{Step, Wish};

use super::{asking, change, other};
use crate::App;
use crate::error::ActionError;
use crate::permission::Act;

/// A step as a form or request names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// `move`, `pause`, `wake`, `end`, `convert` or `include`.
    pub what: String,
    /// The rung for `move`, the kind for `convert`, the handle for `include`.
    pub to: String,
    /// Why; may be empty except where a rung is left out.
    pub why: String,
    /// What comes after an `end`; may be empty.
    pub plan: String,
}

/// Proposes a step to the other parties.
///
/// # Errors
/// [`ActionError::Fields`] for what does not fit; [`ActionError::Rule`] when it is no step from
/// where they are, or another is open.
pub async fn propose(
    app: &App,
    who: Who,
    slug: &str,
    asked: &Asked,
) -> Result<Relationship, ActionError> {
    let act = Act::ProposeStep;
    let me = asking(who, act)?;
    // What is wrong with the form is told to parties alone.
    super::load(&mut app.store.read().await?, me, slug).await?;
    let why = Line::parse_optional(&asked.why).map_err(|it| ActionError::field("why", it))?;
    let wanted = Wanted::parse(app, who, asked).await?;
    let id = StepId::from_bits(app.new_id());
    let decide = |it: Relationship, me, now| {
        let wish = Wish { id, what: wanted.step_from(&it), why: why.clone() };
        it.propose(me, wish, now)
    };
    change(app, who, act, slug, decide).await
}

/// A step without where it begins.
enum Wanted {
    Move(Rung),
    Convert(Kind),
    Step(Step),
}

impl Wanted {
    async fn parse(app: &App, who: Who, asked: &Asked) -> Result<Self, ActionError> {
        let to = asked.to.as_str();
        let wrong = |it| ActionError::field("to", it);
        Ok(match asked.what.as_str() {
            "move" => Self::Move(Rung::parse(to).map_err(wrong)?),
            "convert" => Self::Convert(Kind::parse(to).map_err(wrong)?),
            "pause" => Self::Step(Step::Pause),
            "wake" => Self::Step(Step::Wake),
            "end" => {
                let plan = Prose::parse_optional(&asked.plan);
                Self::Step(Step::End { plan: plan.map_err(|it| ActionError::field("plan", it))? })
            }
            "include" => {
                let mut tx = app.store.read().await?;
                Self::Step(Step::Include(other(&mut tx, who, to, "to").await?.id))
            }
            _ => return Err(ActionError::field("what", "please choose what to propose")),
        })
    }

    fn step_from(&self, it: &Relationship) -> Step {
        match self {
            Self::Move(to) => Step::Move { from: it.rung, to: *to },
            Self::Convert(to) => Step::Convert { from: it.kind, to: *to },
            Self::Step(step) => step.clone(),
        }
    }
}

fn step_id(id: &str) -> Result<StepId, ActionError> {
    StepId::parse(id).ok_or(ActionError::NotFound("step"))
}

/// Says yes to a proposal.
///
/// # Errors
/// [`ActionError::Rule`] when it is not open any more.
pub async fn agree(app: &App, who: Who, slug: &str, id: &str) -> Result<Relationship, ActionError> {
    asking(who, Act::AnswerStep)?;
    let id = step_id(id)?;
    change(app, who, Act::AnswerStep, slug, |it, me, now| it.agree(me, id, now)).await
}

/// Would rather stay as they are.
///
/// # Errors
/// As [`agree`].
pub async fn keep(app: &App, who: Who, slug: &str, id: &str) -> Result<Relationship, ActionError> {
    asking(who, Act::AnswerStep)?;
    let id = step_id(id)?;
    change(app, who, Act::AnswerStep, slug, |it, me, now| it.keep(me, id, now)).await
}

/// Takes one's own proposal back.
///
/// # Errors
/// As [`agree`], and for who did not propose it.
pub async fn withdraw(
    app: &App,
    who: Who,
    slug: &str,
    id: &str,
) -> Result<Relationship, ActionError> {
    asking(who, Act::AnswerStep)?;
    let id = step_id(id)?;
    change(app, who, Act::AnswerStep, slug, |it, me, now| it.withdraw(me, id, now)).await
}

/// Leaves, alone and at once.
///
/// # Errors
/// [`ActionError::Rule`] for who does not belong to it.
pub async fn leave(app: &App, who: Who, slug: &str) -> Result<Relationship, ActionError> {
    change(app, who, Act::LeaveRelationship, slug, |it, me, now| it.leave(me, now)).await
}
