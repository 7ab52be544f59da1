//! How a relationship begins. Nobody is in one without having said yes (R50: acceptance).

use std::collections::BTreeSet;

use crate::kernel::id::{MemberId, RelationshipId};
use crate::kernel::text::{Handle, Line};
use crate::kernel::time::Time;
use crate::relationships::ladder::{Kind, Rung};
use crate::relationships::party::{Decline, Party, Stand};
use crate::relationships::refusal::Refusal;
use crate::relationships::relationship::{
    EndedBy, Hello, Moved, PARTIES_MAX, Relationship, Shared, State,
};
use crate::relationships::review::Rhythm;

/// Days after which an unanswered hello has lapsed, and after which one may come back to somebody
/// who declined: one year of internet time, 365 / 7 (R87).
pub const HELLO_DAYS: i64 = 52;

/// Whether somebody who said no at `said_no` should be left in peace still.
pub fn is_too_soon(said_no: Time, now: Time) -> bool {
    now < said_no.plus_days(HELLO_DAYS)
}

impl Relationship {
    /// Says hello to one or more members. They are in touch once all have answered and at least
    /// two said yes.
    ///
    /// # Errors
    /// [`Refusal::Alone`] with nobody to say it to, [`Refusal::TooMany`] beyond [`PARTIES_MAX`].
    pub fn say_hello(
        id: RelationshipId,
        slug: Handle,
        kind: Kind,
        hello: Hello,
        to: &[MemberId],
    ) -> Moved {
        let others: Vec<MemberId> = {
            let mut seen = BTreeSet::from([hello.by]);
            to.iter().copied().filter(|it| seen.insert(*it)).collect()
        };
        if others.is_empty() {
            return Err(Refusal::Alone);
        }
        if others.len() >= PARTIES_MAX {
            return Err(Refusal::TooMany);
        }
        let now = hello.at;
        let mut parties = vec![Party::new(hello.by, Stand::In, now)];
        parties.extend(others.into_iter().map(|it| Party::new(it, Stand::Asked, now)));
        let begun = Self {
            id,
            slug,
            kind,
            rung: Rung::InTouch,
            state: State::Proposed,
            state_at: now,
            parties,
            step: None,
            shared: Shared::default(),
            known: None,
            rhythm: Rhythm::default(),
            changed: now,
            version: 1,
            hello,
        };
        let words = format!("said hello: {}", begun.hello.purpose);
        let event = begun.event("relationship.hello", begun.hello.by, words);
        Ok((begun, vec![event]))
    }

    /// Says yes to the hello, or to being asked in later.
    ///
    /// # Errors
    /// [`Refusal::Answered`] unless the member was asked and it has not ended.
    pub fn accept(mut self, by: MemberId, now: Time) -> Moved {
        self.answered(by, Stand::In, now)?;
        let mut events = vec![self.event("relationship.accepted", by, "said yes")];
        if self.begins(now) {
            events.push(self.event("relationship.began", by, "you are in touch"));
        }
        Ok((self, events))
    }

    /// Says no, with a reason from a short list. The others go on without them, if there are at
    /// least two.
    ///
    /// # Errors
    /// [`Refusal::Answered`] as [`Self::accept`].
    pub fn decline(
        mut self,
        by: MemberId,
        reason: Decline,
        words: Option<Line>,
        now: Time,
    ) -> Moved {
        self.answered(by, Stand::Declined { reason, words }, now)?;
        let said = format!("declined: {}", reason.words());
        let mut events = vec![self.event("relationship.declined", by, said)];
        let left = self.parties.iter().filter(|it| it.is_in() || it.may_answer()).count();
        if self.state == State::Proposed && left < 2 {
            self.stand_now(State::Ended(EndedBy::Declined), now);
        } else if self.begins(now) {
            events.push(self.event("relationship.began", by, "you are in touch"));
        }
        Ok((self, events))
    }

    /// Lets the question rest. It may still be answered later; nobody is pressed.
    ///
    /// # Errors
    /// [`Refusal::Answered`] as [`Self::accept`].
    pub fn set_aside(mut self, by: MemberId, now: Time) -> Moved {
        self.answered(by, Stand::Aside, now)?;
        let mut events = vec![self.event("relationship.set_aside", by, "lets the hello rest")];
        if self.begins(now) {
            events.push(self.event("relationship.began", by, "you are in touch"));
        }
        Ok((self, events))
    }

    /// Takes the hello back before it was answered by all.
    ///
    /// # Errors
    /// [`Refusal::NotYours`] for others than who said it, [`Refusal::Answered`] once they are in
    /// touch or it has ended.
    pub fn withdraw_hello(mut self, by: MemberId, now: Time) -> Moved {
        if self.hello.by != by {
            return Err(Refusal::NotYours);
        }
        if self.state != State::Proposed {
            return Err(Refusal::Answered);
        }
        self.stand_now(State::Ended(EndedBy::Withdrawn), now);
        self.changed = now;
        let event = self.event("relationship.withdrawn", by, "took the hello back");
        Ok((self, vec![event]))
    }

    /// Ends a hello that was not answered for [`HELLO_DAYS`], so that it can be said again.
    ///
    /// # Errors
    /// [`Refusal::NotNow`] before, or when it is no hello any more.
    pub fn lapse(mut self, by: MemberId, now: Time) -> Moved {
        if self.state != State::Proposed || now < self.hello.at.plus_days(HELLO_DAYS) {
            return Err(Refusal::NotNow);
        }
        self.stand_now(State::Ended(EndedBy::Lapse), now);
        self.changed = now;
        let event = self.event("relationship.ended", by, "the hello was not answered");
        Ok((self, vec![event]))
    }

    fn answered(&mut self, by: MemberId, stand: Stand, now: Time) -> Result<(), Refusal> {
        if matches!(self.state, State::Ended(_)) {
            return Err(Refusal::Answered);
        }
        let party = self.party_mut(by).filter(|it| it.may_answer() && it.stand != stand);
        party.ok_or(Refusal::Answered)?.stands(stand, now);
        self.changed = now;
        Ok(())
    }

    /// Begins once nobody is to answer any more and there are two. Whoever lets it rest may come
    /// in later.
    fn begins(&mut self, now: Time) -> bool {
        let asked = self.parties.iter().any(|it| it.stand == Stand::Asked);
        let begins = self.state == State::Proposed && !asked && self.inside().count() >= 2;
        if begins {
            self.stand_now(State::Active, now);
            self.rhythm.begin(now.day());
        }
        begins
    }
}
