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

use domain::fit::{Card, Given, Known, Purpose, Ties};
use domain::kernel::id::MemberId;
use domain::kernel::text::{Line, Name};
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
    /// Whom they and those they look at are both in touch with; read for those alone who are
    /// shown ([`Viewpoint::look_at`]).
    in_common: BTreeMap<MemberId, Vec<Known>>,
}

impl Viewpoint {
    async fn of(app: &App, tx: &mut ReadTx, me: Member) -> Result<Self, ActionError> {
        let today = app.now().day();
        let store::fit::Said { despite, hidden } = store::fit::said(tx, me.id).await?;
        let card = app.finder.cards.of(&me, today);
        Ok(Self { card, me, today, despite, hidden, in_common: BTreeMap::new() })
    }

    /// Reads whom both are in touch with, for the few others that will be shown.
    async fn look_at(&mut self, tx: &mut ReadTx, others: &[MemberId]) -> Result<(), ActionError> {
        let mine: BTreeSet<MemberId> =
            store::relationships::partners(tx, self.me.id).await?.into_iter().collect();
        if mine.is_empty() {
            return Ok(());
        }
        let mut common: Vec<(MemberId, MemberId)> = Vec::new();
        for (other, partner) in store::relationships::partners_of(tx, others).await? {
            if mine.contains(&partner) {
                common.push((other, partner));
            }
        }
        let ids: BTreeSet<MemberId> = common.iter().map(|it| it.1).collect();
        let ids: Vec<MemberId> = ids.into_iter().collect();
        let names: BTreeMap<MemberId, Name> = store::members::by_ids(tx, &ids)
            .await?
            .into_iter()
            .map(|it| (it.id, it.name))
            .collect();
        for (other, member) in common {
            if let Some(name) = names.get(&member) {
                let known = Known { member, name: name.clone() };
                self.in_common.entry(other).or_default().push(known);
            }
        }
        Ok(())
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
        let in_common = self.in_common.get(&other.member).cloned().unwrap_or_default();
        let given = Given { despite, ties: Ties { in_common, path: Vec::new() } };
        domain::fit::fit(&self.card, other, purpose, &given)
    }
}
