use domain::alliance::joining::Closed;
use domain::members::change::{FieldError, Refusal};
use domain::notes::circle::NotInCircle;
use domain::notes::note::NotChanged;
use domain::people::proof::NotProven;
use domain::relationships::refusal::Refusal as NotRelated;
use store::StoreError;
use thiserror::Error;

/// Why an action did not happen. One enum for all actions, because every front door (page, JSON,
/// command line, inbox) answers each of these in one way of its own.
#[derive(Debug, Error)]
pub enum ActionError {
    /// They must say who they are first.
    #[error("please sign in first")]
    SignIn,
    /// It does not exist, or they may not know that it does.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// They know of it and may not do this; the text says who may.
    #[error("{0}")]
    Refused(&'static str),
    /// A rule said no; the text is for the person who asked.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// What was typed does not fit; each text belongs beside its field.
    #[error("please look at the marked fields")]
    Fields(Vec<FieldProblem>),
    /// Too many tries; waiting helps.
    #[error("please wait {seconds} seconds and try again")]
    Wait {
        /// How long.
        seconds: i64,
    },
    /// Someone else was faster; trying again is safe.
    #[error("someone changed this a moment ago; please look again")]
    Stale,
    /// It was done already, and what that came to cannot be told again.
    #[error("{0}")]
    Conflict(&'static str),
    /// There is no room for writing; reading goes on.
    #[error("the disk of the server is full, so nothing was saved; please tell a steward")]
    Full,
    /// It took too long and was stopped; nothing was changed.
    #[error("this took too long and was stopped; please ask for less at once")]
    Slow,
    /// Our fault. The text is for the log, never for the person.
    #[error("the store failed")]
    Store(#[source] StoreError),
}

/// What is wrong with one field of a form, file or request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The name of the field.
    pub field: String,
    /// What to do about it.
    pub problem: String,
}

/// Every "no" of the rules, by room.
#[derive(Debug, Error)]
pub enum RuleError {
    /// A profile was not changed.
    #[error(transparent)]
    Describe(#[from] Refusal),
    /// A code or link was not taken.
    #[error(transparent)]
    Proof(#[from] NotProven),
    /// An invitation lets nobody in.
    #[error(transparent)]
    Invitation(#[from] Closed),
    /// Nothing happened between the parties.
    #[error(transparent)]
    Relate(#[from] NotRelated),
    /// A note was not changed.
    #[error(transparent)]
    Note(#[from] NotChanged),
    /// A circle was not changed.
    #[error(transparent)]
    Circle(#[from] NotInCircle),
}

impl ActionError {
    /// One field does not fit.
    pub fn field(field: impl Into<String>, problem: impl ToString) -> Self {
        Self::Fields(vec![FieldProblem { field: field.into(), problem: problem.to_string() }])
    }
}

impl FieldProblem {
    /// A field whose text could not be read.
    pub fn of(field: &str, error: &FieldError) -> Self {
        Self { field: field.to_owned(), problem: error.to_string() }
    }
}

macro_rules! rules {
    ($($rule:ty),*) => {$(
        impl From<$rule> for ActionError {
            fn from(error: $rule) -> Self { Self::Rule(error.into()) }
        }
    )*};
}
rules!(Refusal, NotProven, Closed, NotRelated, NotChanged, NotInCircle);

impl From<StoreError> for ActionError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale => Self::Stale,
            StoreError::Full => Self::Full,
            StoreError::Slow => Self::Slow,
            error => Self::Store(error),
        }
    }
}
