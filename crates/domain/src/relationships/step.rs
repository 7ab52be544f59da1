//! What is proposed, agreed, declined or taken back. A proposal binds everybody or nobody: it is
//! carried out the moment the last of those who belong to it says yes, and never otherwise. One
//! is open at a time, so that everyone answers the same question.

use crate::kernel::choices::choices;
use crate::kernel::event::Event;
use crate::kernel::id::{MemberId, StepId};
use crate::kernel::text::{Line, Prose};
use crate::kernel::time::Time;
use crate::relationships::ladder::{Kind, Rung};
use crate::relationships::party::{Party, Stand};
use crate::relationships::refusal::Refusal;
use crate::relationships::relationship::{EndedBy, Moved, PARTIES_MAX, Relationship, State};

/// What can be proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Up or down the ladder.
    Move {
        /// The rung they are on.
        from: Rung,
        /// The rung they would be on.
        to: Rung,
    },
    /// Let it rest.
    Pause,
    /// Go on after a rest.
    Wake,
    /// End it.
    End {
        /// What comes after: who keeps what, and what customers are told.
        plan: Option<Prose>,
    },
    /// Become another kind (R140: no silent conversion).
    Convert {
        /// What it is.
        from: Kind,
        /// What it would be.
        to: Kind,
    },
    /// Ask one more member in.
    Include(MemberId),
}

/// What somebody would like to propose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Which one it becomes.
    pub id: StepId,
    /// What.
    pub what: Step,
    /// Why; needed where a rung is left out.
    pub why: Option<Line>,
}

choices! {
    /// What became of a proposal.
    Outcome {
        /// It waits for answers.
        Open = "open", "Open";
        /// Everyone said yes.
        Agreed = "agreed", "Agreed by everyone";
        /// Somebody would rather stay as they are.
        Kept = "kept", "You stayed as you were";
        /// Who proposed it took it back.
        Withdrawn = "withdrawn", "Taken back";
        /// Somebody left meanwhile, so the question was no longer the same.
        Overtaken = "overtaken", "Overtaken, somebody left";
    }
}

/// Something that was proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Which one.
    pub id: StepId,
    /// What.
    pub what: Step,
    /// Why; needed where a rung is left out.
    pub why: Option<Line>,
    /// Who proposed it.
    pub by: MemberId,
    /// When.
    pub at: Time,
    /// Who said yes, in that order; the proposer first.
    pub agreed: Vec<MemberId>,
    /// What became of it.
    pub outcome: Outcome,
    /// When that was.
    pub closed_at: Option<Time>,
}

impl Step {
    /// What it is called in the API and the store.
    pub fn wire(&self) -> &'static str {
        match self {
            Self::Move { .. } => "move",
            Self::Pause => "pause",
            Self::Wake => "wake",
            Self::End { .. } => "end",
            Self::Convert { .. } => "convert",
            Self::Include(_) => "include",
        }
    }

    /// What would happen, after “proposes”.
    pub fn words(&self) -> String {
        match self {
            Self::Move { from, to } if to > from => format!("a step up to “{}”", to.words()),
            Self::Move { to, .. } => format!("a step down to “{}”", to.words()),
            Self::Pause => "a pause".to_owned(),
            Self::Wake => "to go on after the pause".to_owned(),
            Self::End { .. } => "to end it".to_owned(),
            Self::Convert { to, .. } => format!("to call it a {}", to.words().to_lowercase()),
            Self::Include(_) => "to ask one more member in".to_owned(),
        }
    }
}

impl Proposal {
    /// Whether it waits for answers.
    pub fn is_open(&self) -> bool {
        self.outcome == Outcome::Open
    }

    fn close(&mut self, outcome: Outcome, now: Time) {
        (self.outcome, self.closed_at) = (outcome, Some(now));
    }
}

impl Relationship {
    /// Proposes a step. Who proposes it says yes to it.
    ///
    /// # Errors
    /// [`Refusal::StepOpen`] while another waits for answers, and every [`Refusal`] that says why
    /// this step is none from here.
    pub fn propose(mut self, by: MemberId, wish: Wish, now: Time) -> Moved {
        let Wish { id, what, why } = wish;
        self.must_hold(by)?;
        if self.open_step().is_some() {
            return Err(Refusal::StepOpen);
        }
        self.allows(&what, why.as_ref())?;
        let reason = why.as_ref().map(|it| format!(": {it}")).unwrap_or_default();
        let words = format!("proposed {}{reason}", what.words());
        let event = self.event("relationship.proposed", by, words);
        let outcome = Outcome::Open;
        let agreed = vec![by];
        self.step = Some(Proposal { id, what, why, by, at: now, agreed, outcome, closed_at: None });
        self.changed = now;
        Ok((self, vec![event]))
    }

    /// Says yes to the open proposal; the last yes carries it out.
    ///
    /// # Errors
    /// [`Refusal::Answered`] when it is not open any more, [`Refusal::AgreedAlready`] the second
    /// time.
    pub fn agree(mut self, by: MemberId, id: StepId, now: Time) -> Moved {
        let mut step = self.take_open(by, id)?;
        if step.agreed.contains(&by) {
            return Err(Refusal::AgreedAlready);
        }
        step.agreed.push(by);
        let words = format!("said yes to {}", step.what.words());
        let mut events = vec![self.event("relationship.agreed", by, words)];
        if self.inside().all(|it| step.agreed.contains(&it.member)) {
            step.close(Outcome::Agreed, now);
            events.push(self.carry_out(&step.what, by, now));
        }
        (self.step, self.changed) = (Some(step), now);
        Ok((self, events))
    }

    /// Would rather stay as they are.
    ///
    /// # Errors
    /// [`Refusal::Answered`] when it is not open any more.
    pub fn keep(mut self, by: MemberId, id: StepId, now: Time) -> Moved {
        let mut step = self.take_open(by, id)?;
        step.close(Outcome::Kept, now);
        let words = format!("would rather stay as you are than {}", step.what.words());
        let event = self.event("relationship.kept", by, words);
        (self.step, self.changed) = (Some(step), now);
        Ok((self, vec![event]))
    }

    /// Takes one's own proposal back.
    ///
    /// # Errors
    /// [`Refusal::Answered`] when it is not open any more, [`Refusal::NotYours`] for others.
    pub fn withdraw(mut self, by: MemberId, id: StepId, now: Time) -> Moved {
        let mut step = self.take_open(by, id)?;
        if step.by != by {
            return Err(Refusal::NotYours);
        }
        step.close(Outcome::Withdrawn, now);
        let words = format!("took back what they proposed, {}", step.what.words());
        let event = self.event("relationship.taken_back", by, words);
        (self.step, self.changed) = (Some(step), now);
        Ok((self, vec![event]))
    }

    /// Leaves, which everyone may at any time and alone. Where two remain they go on; otherwise
    /// it has ended.
    ///
    /// # Errors
    /// [`Refusal::NotIn`] or [`Refusal::NotNow`] for who does not belong to it.
    pub fn leave(mut self, by: MemberId, now: Time) -> Moved {
        self.must_hold(by)?;
        let goes_on = self.inside().count() > 2;
        let event = self.event("relationship.left", by, "left");
        if let Some(step) = self.step.as_mut().filter(|it| it.is_open()) {
            step.close(Outcome::Overtaken, now);
        }
        if !goes_on {
            self.stand_now(State::Ended(EndedBy::Lapse), now);
        } else if let Some(party) = self.party_mut(by) {
            party.stands(Stand::Left, now);
        }
        self.changed = now;
        Ok((self, vec![event]))
    }

    fn allows(&self, what: &Step, why: Option<&Line>) -> Result<(), Refusal> {
        let resting = self.state == State::Resting;
        match what {
            Step::Wake if resting => Ok(()),
            Step::End { .. } => Ok(()),
            Step::Wake => Err(Refusal::Already),
            Step::Pause if resting => Err(Refusal::Already),
            _ if resting => Err(Refusal::NotNow),
            Step::Pause => Ok(()),
            Step::Move { from, .. } if *from != self.rung => Err(Refusal::NotNow),
            Step::Move { from, to } if from == to => Err(Refusal::Already),
            Step::Move { from, to } if from.skips_to(*to) && why.is_none() => {
                Err(Refusal::SkipsWithoutWhy)
            }
            Step::Move { to: Rung::Partnership, .. } if self.kind != Kind::Partnership => {
                Err(Refusal::NotAPartnership)
            }
            Step::Move { .. } => Ok(()),
            Step::Convert { from, .. } if *from != self.kind => Err(Refusal::NotNow),
            Step::Convert { from, to } if from == to => Err(Refusal::Already),
            Step::Convert { .. } if self.rung == Rung::Partnership => Err(Refusal::StillFormal),
            Step::Convert { .. } => Ok(()),
            Step::Include(member) => match self.party(*member) {
                Some(party) if party.is_in() || party.may_answer() => Err(Refusal::Already),
                None if self.parties.len() >= PARTIES_MAX => Err(Refusal::TooMany),
                _ => Ok(()),
            },
        }
    }

    /// Takes the open proposal out, to be put back changed.
    fn take_open(&mut self, by: MemberId, id: StepId) -> Result<Proposal, Refusal> {
        self.must_hold(by)?;
        match self.step.take_if(|it| it.is_open() && it.id == id) {
            Some(step) => Ok(step),
            None => Err(Refusal::Answered),
        }
    }

    fn carry_out(&mut self, what: &Step, by: MemberId, now: Time) -> Event {
        match what {
            Step::Move { to, .. } => {
                self.rung = *to;
                let words = format!("everyone agreed: you are at “{}” now", to.words());
                self.event("relationship.moved", by, words)
            }
            Step::Pause => {
                self.stand_now(State::Resting, now);
                self.event("relationship.rested", by, "everyone agreed: it rests now")
            }
            Step::Wake => {
                self.stand_now(State::Active, now);
                self.rhythm.begin(now.day());
                self.event("relationship.woken", by, "everyone agreed: it goes on")
            }
            Step::End { plan } => {
                let ended = if plan.is_some() { EndedBy::ExitPlan } else { EndedBy::Agreement };
                self.stand_now(State::Ended(ended), now);
                self.event("relationship.ended", by, "everyone agreed to end it")
            }
            Step::Convert { to, .. } => {
                self.kind = *to;
                let words = format!("everyone agreed: it is a {} now", to.words().to_lowercase());
                self.event("relationship.converted", by, words)
            }
            Step::Include(member) => {
                match self.party_mut(*member) {
                    Some(party) => party.stands(Stand::Asked, now),
                    None => self.parties.push(Party::new(*member, Stand::Asked, now)),
                }
                self.event("relationship.asked_in", by, "everyone agreed to ask one more in")
            }
        }
    }
}
