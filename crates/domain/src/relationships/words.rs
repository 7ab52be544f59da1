//! What each gives the others, and what the parties write down. Nothing here unlocks or blocks
//! anything: no document makes an alliance work (R104).

use crate::kernel::choices::choices;
use crate::kernel::event::Event;
use crate::kernel::id::{MemberId, ValueId};
use crate::kernel::text::{Line, Prose};
use crate::kernel::time::Time;
use crate::relationships::refusal::Refusal;
use crate::relationships::relationship::{Known, Moved, Relationship};

choices! {
    /// A text of a relationship. The first four are each party's own, the others everyone's.
    Field {
        /// Its own agenda (R133).
        Agenda = "agenda", "What we want out of it";
        /// What the others get out of it (R135).
        Care = "care", "What we hope they get out of it";
        /// What is not on the table (R134).
        OffTable = "off_table", "What is not on the table";
        /// The field it keeps for itself (R160).
        Sphere = "sphere", "The field we keep for ourselves";
        /// Common goals (R152).
        Goals = "goals", "What we want to reach together";
        /// Common interests (R159).
        Interests = "interests", "What interests us both";
        /// How they would part.
        Parting = "parting", "How we would part";
    }
}

/// A named thing that one party gives another (R49).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Which one.
    pub id: ValueId,
    /// Who gives.
    pub giver: MemberId,
    /// Who gets.
    pub receiver: MemberId,
    /// What.
    pub words: Line,
    /// Since when it stands here.
    pub at: Time,
    /// When it was taken back.
    pub until: Option<Time>,
}

impl Field {
    /// Whether each party has its own.
    pub fn is_own(self) -> bool {
        matches!(self, Self::Agenda | Self::Care | Self::OffTable | Self::Sphere)
    }
}

impl Relationship {
    /// Writes one of its texts; nothing empties it. Writing what stands there already is no
    /// change.
    ///
    /// # Errors
    /// [`Refusal::NotIn`] or [`Refusal::NotNow`] unless the member belongs to it and it goes on.
    pub fn write(mut self, by: MemberId, field: Field, text: Option<Prose>, now: Time) -> Moved {
        self.must_hold(by)?;
        let Some(place) = self.place_of(by, field) else { return Err(Refusal::NotIn) };
        if *place == text {
            return Ok((self, Vec::new()));
        }
        *place = text;
        self.changed = now;
        let words = format!("wrote “{}” anew", field.words());
        let event = self.event("relationship.described", by, words);
        Ok((self, vec![event]))
    }

    fn place_of(&mut self, by: MemberId, field: Field) -> Option<&mut Option<Prose>> {
        let place = match field {
            Field::Goals => &mut self.shared.goals,
            Field::Interests => &mut self.shared.interests,
            Field::Parting => &mut self.shared.parting,
            Field::Agenda => &mut self.party_mut(by)?.words.agenda,
            Field::Care => &mut self.party_mut(by)?.words.care,
            Field::OffTable => &mut self.party_mut(by)?.words.off_table,
            Field::Sphere => &mut self.party_mut(by)?.words.sphere,
        };
        Some(place)
    }

    /// Says since when they know each other; saying the same as another party confirms it.
    ///
    /// # Errors
    /// [`Refusal::Future`] for a day to come; else as [`Self::write`].
    pub fn say_known(mut self, by: MemberId, known: Known, now: Time) -> Moved {
        self.must_hold(by)?;
        if known.since > now.day() {
            return Err(Refusal::Future);
        }
        if self.known.as_ref() == Some(&known) {
            return self.confirm_known(by, now);
        }
        let words = format!("says you know each other since {}", known.since.month_words());
        self.known = Some(known);
        for party in &mut self.parties {
            party.knows = party.member == by;
        }
        self.changed = now;
        let event = self.event("relationship.known", by, words);
        Ok((self, vec![event]))
    }

    /// Confirms since when they know each other.
    ///
    /// # Errors
    /// [`Refusal::NothingToConfirm`] before anybody said it; else as [`Self::write`].
    pub fn confirm_known(mut self, by: MemberId, now: Time) -> Moved {
        self.must_hold(by)?;
        if self.known.is_none() {
            return Err(Refusal::NothingToConfirm);
        }
        match self.party_mut(by) {
            Some(party) if !party.knows => party.knows = true,
            _ => return Ok((self, Vec::new())),
        }
        self.changed = now;
        let words = "confirms since when you know each other";
        let event = self.event("relationship.known_confirmed", by, words);
        Ok((self, vec![event]))
    }

    /// Names something the giver gives the receiver.
    ///
    /// # Errors
    /// [`Refusal::NotIn`] unless both belong to it, [`Refusal::SameMember`] to oneself.
    pub fn give(&self, value: &Value) -> Result<Event, Refusal> {
        self.must_hold(value.giver)?;
        self.must_be_in(value.receiver)?;
        if value.giver == value.receiver {
            return Err(Refusal::SameMember);
        }
        let words = format!("gives: {}", value.words);
        Ok(self.event("relationship.value", value.giver, words))
    }

    /// Takes back something one gives, or puts it back.
    ///
    /// # Errors
    /// [`Refusal::NotWriter`] for others than the giver, [`Refusal::Already`] when it is so.
    pub fn change_value(
        &self,
        by: MemberId,
        value: Value,
        given: bool,
        now: Time,
    ) -> Result<(Value, Event), Refusal> {
        self.must_hold(by)?;
        if value.giver != by {
            return Err(Refusal::NotWriter);
        }
        if value.until.is_none() == given {
            return Err(Refusal::Already);
        }
        let (until, words) = match given {
            true => (None, format!("gives again: {}", value.words)),
            false => (Some(now), format!("does not give any more: {}", value.words)),
        };
        Ok((Value { until, ..value }, self.event("relationship.value", by, words)))
    }

    /// Whether a member may say something to the others now.
    ///
    /// # Errors
    /// [`Refusal::NotIn`] or [`Refusal::NotNow`] as [`Self::write`].
    pub fn may_speak(&self, by: MemberId) -> Result<(), Refusal> {
        self.must_hold(by)
    }
}
