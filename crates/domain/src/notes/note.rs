//! The note itself: told, edited, moved, taken back.

use thiserror::Error;

use crate::kernel::event::Event;
use crate::kernel::id::{MemberId, NoteId, PersonId};
use crate::kernel::time::Time;
use crate::notes::audience::{Audience, NotMoved};
use crate::notes::telling::{NotTold, Outcome, Telling};

/// Something a member told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Which one.
    pub id: NoteId,
    /// Whose it is.
    pub author: MemberId,
    /// Who wrote it.
    pub person: PersonId,
    /// For whom it is.
    pub audience: Audience,
    /// What it says.
    pub telling: Telling,
    /// Where it stands in streams, newest first: a UUIDv7 that is drawn anew when it moves
    /// outward, because to its new readers it is new.
    pub placed: u128,
    /// When it was told.
    pub at: Time,
    /// When its words were last changed.
    pub edited: Option<Time>,
    /// It was taken back, and can still be put back.
    pub gone: bool,
    /// How often it was saved; the store refuses to save over a newer one.
    pub version: i64,
}

/// Why a note was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotChanged {
    /// Its audience stays.
    #[error(transparent)]
    NotMoved(#[from] NotMoved),
    /// Nothing comes of it.
    #[error(transparent)]
    NotTold(#[from] NotTold),
    /// Who uses their own work has not used another's.
    #[error("this is your own note; others say when they used it")]
    OwnUse,
}

/// What was done to a note, and its events.
type Changed = Result<(Note, Vec<Event>), NotChanged>;

impl Note {
    /// The event of telling it. It names no member, and never its words: the history of a member
    /// is no second copy of what it tells.
    pub fn told(&self) -> Event {
        Event::of("note.told", self.id.bits(), "told something")
    }

    /// Changes its words; the same words again change nothing.
    pub fn edit(self, telling: Telling, now: Time) -> (Self, Vec<Event>) {
        if telling == self.telling {
            return (self, Vec::new());
        }
        let event = self.event("note.edited", "changed the words of a note");
        (Self { telling, edited: Some(now), ..self }, vec![event])
    }

    /// Says what came of a probe.
    ///
    /// # Errors
    /// [`NotTold::NoProbe`] for other notes.
    pub fn turn(self, outcome: Outcome) -> Changed {
        let words = format!("looked at a probe: {}", outcome.turn.words().to_lowercase());
        let event = self.event("note.turned", &words);
        let telling = self.telling.turned(outcome)?;
        Ok((Self { telling, ..self }, vec![event]))
    }

    /// Moves it outward or inward. `placed` is where it stands in the streams of its new readers,
    /// when it moves outward.
    ///
    /// # Errors
    /// [`NotMoved`] with the rule that says no.
    pub fn move_to(self, to: Audience, knows: bool, placed: u128) -> Changed {
        let outward = to.reach() > self.audience.reach();
        let from = self.audience.reach().words().to_lowercase();
        let audience = self.audience.moved(to, knows)?;
        let way = if outward { "outward" } else { "inward" };
        let to = to.reach().words().to_lowercase();
        let event = self.event("note.moved", &format!("moved a note {way}, from {from} to {to}"));
        let placed = if outward { placed } else { self.placed };
        Ok((Self { audience, placed, ..self }, vec![event]))
    }

    /// Takes it back, or puts it back; twice is once.
    pub fn set_gone(self, gone: bool) -> (Self, Vec<Event>) {
        if self.gone == gone {
            return (self, Vec::new());
        }
        let (kind, words) = match gone {
            true => ("note.taken_back", "took a note back"),
            false => ("note.put_back", "put a note back"),
        };
        let event = self.event(kind, words);
        (Self { gone, ..self }, vec![event])
    }

    /// Somebody used what it says: the only thing that is counted (R96).
    ///
    /// # Errors
    /// [`NotChanged::OwnUse`] for its author.
    pub fn used_by(&self, member: MemberId) -> Result<Event, NotChanged> {
        if member == self.author {
            return Err(NotChanged::OwnUse);
        }
        Ok(Event::of("note.used", self.id.bits(), "used a note"))
    }

    fn event(&self, kind: &'static str, words: &str) -> Event {
        let subject = self.id.bits();
        Event { kind, member: Some(self.author), subject, words: words.to_owned() }
    }
}

/// A note for the tests of this room.
#[cfg(test)]
pub fn example(number: u128, author: u128, text: &str) -> Note {
    Note {
        id: NoteId::from_bits(number),
        author: MemberId::from_bits(author),
        person: PersonId::from_bits(author),
        audience: Audience::Members,
        telling: Telling::Plain(crate::kernel::text::Prose::parse(text).unwrap()),
        placed: number,
        at: Time(1),
        edited: None,
        gone: false,
        version: 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::telling::Turn;

    #[test]
    fn the_same_words_again_change_nothing() {
        let note = example(1, 1, "A film");
        let (same, events) = note.clone().edit(note.telling.clone(), Time(5));
        assert_eq!((same.edited, events.len()), (None, 0));
        let (other, events) = note.edit(example(1, 1, "Another film").telling, Time(5));
        assert_eq!((other.edited, events[0].kind), (Some(Time(5)), "note.edited"));
        assert!(!events[0].words.contains("film"));
    }

    #[test]
    fn outward_it_is_new_to_its_readers_and_inward_it_stays_where_it_was() {
        let (out, events) = example(1, 1, "x").move_to(Audience::Everyone, false, 99).unwrap();
        assert_eq!((out.placed, out.audience), (99, Audience::Everyone));
        assert_eq!(events[0].words, "moved a note outward, from members to everyone");
        let refused = out.clone().move_to(Audience::Members, false, 100).unwrap_err();
        assert_eq!(refused, NotMoved::MayBeCopied.into());
        let (back, _) = out.move_to(Audience::Members, true, 100).unwrap();
        assert_eq!((back.placed, back.audience), (99, Audience::Members));
    }

    #[test]
    fn taking_back_twice_is_once() {
        let (gone, events) = example(1, 1, "x").set_gone(true);
        assert_eq!((gone.gone, events.len()), (true, 1));
        let (gone, events) = gone.set_gone(true);
        assert_eq!(events.len(), 0);
        assert!(!gone.set_gone(false).0.gone);
    }

    #[test]
    fn only_others_use_it_and_only_probes_turn_out() {
        let note = example(1, 1, "x");
        assert_eq!(note.used_by(MemberId::from_bits(1)).unwrap_err(), NotChanged::OwnUse);
        assert!(note.used_by(MemberId::from_bits(2)).is_ok());
        let outcome = Outcome { turn: Turn::Dampen, seen: None };
        assert_eq!(note.turn(outcome).unwrap_err(), NotTold::NoProbe.into());
    }
}
