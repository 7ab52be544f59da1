//! Finding partners: the list, one answer, what is left out and why, and what members say about
//! suggestions. Page, API and command line ask here, so that all three say the same.

mod cards;
/// The index in memory, and how it stays fresh.
pub mod index;
mod list;
mod one;
/// What one looks for, read from the fields of an address, a request or a command.
pub mod query;
mod say;

pub use list::{
    DEPTH_MAX, FindAnswer, Found, LeftOut, Position, Slice, SomeOf, find, find_for, left_out,
};
pub use one::{Fitting, Opened, answer, answer_for, member_at, open};
pub use query::{FindQuery, Whereabouts};
pub use say::{forget_reason, hidden, not_for_us, suggest_again, want_despite};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::fit::{Card, Given, Purpose};
use domain::kernel::id::MemberId;
use domain::kernel::text::Line;
use domain::kernel::time::Day;
use domain::members::member::Member;
use store::ReadTx;

use crate::App;
use crate::error::ActionError;

/// What every answer for one member begins with.
struct Viewpoint {
    me: Member,
    card: Arc<Card>,
    today: Day,
    /// Why they want to work with some competitors all the same.
    despite: BTreeMap<MemberId, Line>,
    /// Whom they do not want to see.
    hidden: BTreeSet<MemberId>,
}

impl Viewpoint {
    async fn of(app: &App, tx: &mut ReadTx, me: Member) -> Result<Self, ActionError> {
        let today = app.now().day();
        let store::fit::Said { despite, hidden } = store::fit::said(tx, me.id).await?;
        Ok(Self { card: app.finder.cards.of(&me, today), me, today, despite, hidden })
    }

    /// # Errors
    /// [`ActionError::Fields`] when the purpose is a need that is not on the profile (any more).
    fn must_have(&self, purpose: Purpose) -> Result<(), ActionError> {
        match purpose {
            Purpose::Need(id) if !self.card.needs().any(|it| it.0 == id) => {
                Err(ActionError::field("purpose", "this need is not on your profile any more"))
            }
            _ => Ok(()),
        }
    }

    fn card_of(&self, app: &App, other: &Member) -> Arc<Card> {
        app.finder.cards.of(other, self.today)
    }

    fn fit(&self, other: &Card, purpose: Purpose) -> domain::fit::Answer {
        let despite = self.despite.get(&other.member).cloned();
        let given = Given { despite, ..Given::default() };
        domain::fit::fit(&self.card, other, purpose, &given)
    }
}
