//! What the parties did. Two members may compete here and support each other there, so the
//! circumstance belongs to each time and not to the pair (R149).

use crate::kernel::choices::choices;
use crate::kernel::event::Event;
use crate::kernel::id::{InteractionId, MemberId};
use crate::kernel::text::Line;
use crate::kernel::time::{Day, Time};
use crate::relationships::refusal::Refusal;
use crate::relationships::relationship::Relationship;

choices! {
    /// What was done. Help is recorded by whoever was helped, so nobody praises themselves.
    Did {
        /// Talked.
        Talk = "talk", "We talked";
        /// Was helped by the others.
        Guidance = "guidance", "They helped us";
        /// Finished a piece of work together.
        Work = "work", "We finished something together";
        /// Used what the others offer, as a customer would (R127).
        TryOut = "try_out", "We tried what they offer";
        /// Got a customer from the others, who was glad (R118).
        Referral = "referral", "They sent us somebody, who was glad";
        /// Offered the same together once more.
        Again = "again", "We did it once more";
    }

    /// Under which circumstance (R149).
    Circumstance {
        /// For one another.
        MutualSupport = "mutual_support", "In support of each other";
        /// Both went for the same.
        Competitive = "competitive", "In competition";
    }
}

/// One thing the parties did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interaction {
    /// Which one.
    pub id: InteractionId,
    /// Who recorded it.
    pub by: MemberId,
    /// When it was recorded.
    pub at: Time,
    /// When it was.
    pub day: Day,
    /// What was done.
    pub what: Did,
    /// Under which circumstance.
    pub circumstance: Circumstance,
    /// In a line.
    pub words: Line,
}

impl Relationship {
    /// Records something the parties did.
    ///
    /// # Errors
    /// [`Refusal::Future`] for a day to come; [`Refusal::NotIn`] or [`Refusal::NotNow`] unless the
    /// member belongs to it and it goes on.
    pub fn record(&self, done: &Interaction) -> Result<Event, Refusal> {
        self.must_hold(done.by)?;
        if done.day > done.at.day() {
            return Err(Refusal::Future);
        }
        let words = format!("noted: {}, {}", done.what.words().to_lowercase(), done.words);
        Ok(self.event("relationship.interaction", done.by, words))
    }
}
