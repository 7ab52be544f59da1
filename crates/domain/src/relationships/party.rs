//! The parties of a relationship, and how each stands to it.

use crate::kernel::choices::choices;
use crate::kernel::id::MemberId;
use crate::kernel::text::{Line, Prose};
use crate::kernel::time::Time;

choices! {
    /// Why a hello is declined. A short list, so that saying no costs little and hurts nobody.
    Decline {
        /// No time just now.
        NotNow = "not_now", "Not just now";
        /// Full already.
        Full = "full", "We have our hands full";
        /// Another field.
        NotOurField = "not_our_field", "It is not what we do";
        /// Works with somebody else on this.
        Taken = "taken", "We work with someone on this already";
        /// Would rather not say.
        Other = "other", "Not for us";
    }

    /// Where a relationship stands in one member's list.
    Shelf {
        /// It needs an answer of this member.
        Waiting = "waiting", "Waiting for you";
        /// This member said hello and others are to answer.
        Asked = "asked", "You said hello";
        /// It goes on.
        Active = "active", "Active";
        /// It rests, or this member lets a hello rest.
        Resting = "resting", "Resting";
        /// It has ended, or did not come about.
        Ended = "ended", "Ended";
    }
}

/// How a member stands to a relationship.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stand {
    /// Was asked, and has not answered.
    Asked,
    /// Lets the question rest; may answer it later.
    Aside,
    /// Belongs to it.
    In,
    /// Said no, kindly.
    Declined {
        /// Why.
        reason: Decline,
        /// In their own words.
        words: Option<Line>,
    },
    /// Belonged to it, and left while others went on.
    Left,
}

impl Stand {
    /// The name in the API and the store.
    pub fn wire(&self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Aside => "aside",
            Self::In => "in",
            Self::Declined { .. } => "declined",
            Self::Left => "left",
        }
    }
}

/// One party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Who.
    pub member: MemberId,
    /// How it stands.
    pub stand: Stand,
    /// Since when it stands so.
    pub stand_at: Time,
    /// From when on it reads what is said between the parties; `None` while it is not one of
    /// them. Who comes later does not read what was said before.
    pub since: Option<Time>,
    /// Whether it confirms since when they know each other.
    pub knows: bool,
    /// What it says about the relationship.
    pub words: PartyWords,
}

/// What one party writes down about a relationship, for the other parties to read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartyWords {
    /// What it wants out of it (R133).
    pub agenda: Option<Prose>,
    /// What it hopes the others get out of it (R135).
    pub care: Option<Prose>,
    /// What is not on the table (R134).
    pub off_table: Option<Prose>,
    /// The field it keeps for itself (R160).
    pub sphere: Option<Prose>,
}

impl Party {
    pub(super) fn new(member: MemberId, stand: Stand, now: Time) -> Self {
        let since = (stand == Stand::In).then_some(now);
        let words = PartyWords::default();
        Self { member, stand, stand_at: now, since, knows: false, words }
    }

    /// Whether it belongs to the relationship.
    pub fn is_in(&self) -> bool {
        self.stand == Stand::In
    }

    /// Whether it may still answer a hello.
    pub fn may_answer(&self) -> bool {
        matches!(self.stand, Stand::Asked | Stand::Aside)
    }

    pub(super) fn stands(&mut self, stand: Stand, now: Time) {
        if stand == Stand::In {
            self.since = Some(now);
        }
        (self.stand, self.stand_at) = (stand, now);
    }
}
