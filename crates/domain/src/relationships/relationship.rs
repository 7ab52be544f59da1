//! The tie itself: between whom it is, of what kind, how far it has come and how it stands. Kind,
//! rung and state are separate (a resting partnership is still one).

use crate::kernel::choices::choices;
use crate::kernel::event::Event;
use crate::kernel::id::{MemberId, RelationshipId};
use crate::kernel::text::{Handle, Line, Prose};
use crate::kernel::time::{Day, Time};
use crate::relationships::ladder::{Kind, Rung};
use crate::relationships::party::{Party, Shelf, Stand};
use crate::relationships::refusal::Refusal;
use crate::relationships::review::Rhythm;
use crate::relationships::step::Proposal;

/// The most parties one relationship may have: a small group finds its way sooner (R24, R44).
pub const PARTIES_MAX: usize = 12;

choices! {
    /// How a relationship ended, or why it did not come about.
    EndedBy {
        /// One side stepped out, or nobody answered.
        Lapse = "lapse", "One side stepped out";
        /// Everyone agreed.
        Agreement = "agreement", "Everyone agreed";
        /// Everyone agreed, and wrote down what comes after.
        ExitPlan = "exit_plan", "Everyone agreed on what comes after";
        /// The hello was answered with no.
        Declined = "declined", "The hello was declined";
        /// The hello was taken back.
        Withdrawn = "withdrawn", "The hello was taken back";
    }
}

/// How a relationship stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Hello was said and is to be answered.
    Proposed,
    /// It goes on.
    Active,
    /// It rests, by everyone's consent.
    Resting,
    /// It is over. Nothing of it is deleted.
    Ended(EndedBy),
}

impl State {
    /// The name in the API and the store.
    pub fn wire(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Active => "active",
            Self::Resting => "resting",
            Self::Ended(_) => "ended",
        }
    }
}

/// What it began with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hello {
    /// Who said it.
    pub by: MemberId,
    /// When.
    pub at: Time,
    /// What for.
    pub purpose: Line,
    /// In their own words.
    pub word: Prose,
}

/// Since when the parties know each other (R105).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The day; the first of a month where only the month is known.
    pub since: Day,
    /// How it came about.
    pub how: Option<Line>,
}

/// What the parties write together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shared {
    /// Common goals; what a partnership is for (R89, R152).
    pub goals: Option<Prose>,
    /// Common interests; what a collaboration is about (R89, R159). Kept apart from goals.
    pub interests: Option<Prose>,
    /// How they would part: who keeps what, and what customers are told.
    pub parting: Option<Prose>,
}

/// A tie between two or more members (R52).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// Which one.
    pub id: RelationshipId,
    /// Its name in addresses.
    pub slug: Handle,
    /// What it is.
    pub kind: Kind,
    /// How far it has come.
    pub rung: Rung,
    /// How it stands.
    pub state: State,
    /// Since when it stands so.
    pub state_at: Time,
    /// What it began with.
    pub hello: Hello,
    /// Everyone who was ever asked, in the order they were.
    pub parties: Vec<Party>,
    /// What was proposed last; open as long as it is not answered by all.
    pub step: Option<Proposal>,
    /// What they write together.
    pub shared: Shared,
    /// Since when they know each other, as one of them said.
    pub known: Option<Known>,
    /// When they look at it together.
    pub rhythm: Rhythm,
    /// When anything in it last changed.
    pub changed: Time,
    /// How often it was saved; the store refuses to save over a newer one.
    pub version: i64,
}

/// What a transition answers: what holds then, and what happened.
pub type Moved = Result<(Relationship, Vec<Event>), Refusal>;

impl Relationship {
    /// The party of a member, if it is one.
    pub fn party(&self, member: MemberId) -> Option<&Party> {
        self.parties.iter().find(|it| it.member == member)
    }

    /// Those who belong to it.
    pub fn inside(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|it| it.is_in())
    }

    /// Whether a member belongs to it, while it goes on or rests.
    pub fn holds(&self, member: MemberId) -> bool {
        self.is_alive() && self.party(member).is_some_and(Party::is_in)
    }

    /// Whether it was begun and has not ended.
    pub fn is_alive(&self) -> bool {
        matches!(self.state, State::Active | State::Resting)
    }

    /// The proposal that waits for answers.
    pub fn open_step(&self) -> Option<&Proposal> {
        self.step.as_ref().filter(|it| it.is_open())
    }

    /// Whom it is between, as one text that is the same in whichever order they are named;
    /// nothing once it has ended, so that the same members may begin anew.
    pub fn together(&self) -> Option<String> {
        let ended = matches!(self.state, State::Ended(_));
        (!ended).then(|| together(self.parties.iter().map(|it| it.member)))
    }

    /// Where it stands in a member's list.
    pub fn shelf(&self, member: MemberId) -> Shelf {
        let Some(party) = self.party(member) else { return Shelf::Ended };
        match (&party.stand, self.state) {
            (_, State::Ended(_)) | (Stand::Declined { .. } | Stand::Left, _) => Shelf::Ended,
            (Stand::Asked, _) => Shelf::Waiting,
            (Stand::Aside, _) => Shelf::Resting,
            (Stand::In, State::Proposed) => Shelf::Asked,
            (Stand::In, state) => match self.open_step() {
                Some(step) if !step.agreed.contains(&member) => Shelf::Waiting,
                _ if state == State::Resting => Shelf::Resting,
                _ => Shelf::Active,
            },
        }
    }

    /// From when until when a member reads what happens and is said here: from its yes to its
    /// leaving. `None` for those who never belonged to it; they read the hello alone.
    pub fn reads(&self, member: MemberId) -> Option<(Time, Time)> {
        let party = self.party(member)?;
        let from = party.since?;
        let until = if party.is_in() { Time(i64::MAX) } else { party.stand_at };
        Some((from, until))
    }

    /// Whether everyone who belongs to it says since when they know each other.
    pub fn known_by_all(&self) -> bool {
        self.known.is_some() && self.inside().all(|it| it.knows)
    }

    /// # Errors
    /// [`Refusal::NotIn`] unless the member belongs to it.
    pub(super) fn must_be_in(&self, member: MemberId) -> Result<(), Refusal> {
        if self.party(member).is_some_and(Party::is_in) { Ok(()) } else { Err(Refusal::NotIn) }
    }

    /// # Errors
    /// [`Refusal::NotIn`] unless the member belongs to it, [`Refusal::NotNow`] unless it goes on
    /// or rests.
    pub(super) fn must_hold(&self, member: MemberId) -> Result<(), Refusal> {
        self.must_be_in(member)?;
        if self.is_alive() { Ok(()) } else { Err(Refusal::NotNow) }
    }

    pub(super) fn party_mut(&mut self, member: MemberId) -> Option<&mut Party> {
        self.parties.iter_mut().find(|it| it.member == member)
    }

    pub(super) fn stand_now(&mut self, state: State, now: Time) {
        (self.state, self.state_at) = (state, now);
    }

    pub(super) fn event(
        &self,
        kind: &'static str,
        by: MemberId,
        words: impl Into<String>,
    ) -> Event {
        Event { kind, member: Some(by), subject: self.id.bits(), words: words.into() }
    }
}

/// These members as one text, the same in whichever order they are named.
pub fn together(members: impl Iterator<Item = MemberId>) -> String {
    let mut all: Vec<String> = members.map(|it| format!("{:032x}", it.bits())).collect();
    all.sort();
    all.dedup();
    all.join(".")
}
