//! For whom a note is. A note moves outward one step at a time, by its author alone (R110), and
//! what its readers wrote below it does not move with it.

use thiserror::Error;

use crate::kernel::id::{CircleId, RelationshipId};

/// For whom a note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience {
    /// Its existence is known; nobody but its author's people ever reads it (R4).
    Sealed,
    /// The parties of one relationship.
    Us(RelationshipId),
    /// The members of one circle of its author.
    Circle(CircleId),
    /// Members, except those who make the same thing as its author (R3).
    Makers,
    /// All members (R81).
    Members,
    /// Everyone on the web.
    Everyone,
}

/// The kinds of audience, from near to far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// [`Audience::Sealed`]
    Sealed,
    /// [`Audience::Us`]
    Us,
    /// [`Audience::Circle`]
    Circle,
    /// [`Audience::Makers`]
    Makers,
    /// [`Audience::Members`]
    Members,
    /// [`Audience::Everyone`]
    Everyone,
}

/// Why a note was not moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotMoved {
    /// It is there already.
    #[error("this note is there already")]
    There,
    /// One step at a time.
    #[error("a note moves outward one step at a time, so that each step is meant")]
    TooFar,
    /// What is sealed stays sealed, and nothing becomes sealed afterwards.
    #[error("what is sealed stays sealed; please write a new note about what may be told")]
    Sealed,
    /// From one circle or relationship to another is no step outward or inward.
    #[error("a note moves outward or inward, not sideways; please write it again for the others")]
    Sideways,
    /// It was for everyone, so copies may remain; its author has not said that they know.
    #[error("everyone could read this, so copies may remain; please confirm that you know")]
    MayBeCopied,
}

impl Reach {
    /// Every reach, from near to far.
    pub const ALL: [Self; 6] =
        [Self::Sealed, Self::Us, Self::Circle, Self::Makers, Self::Members, Self::Everyone];

    /// The name in forms, the API and the store.
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Sealed => "sealed",
            Self::Us => "us",
            Self::Circle => "circle",
            Self::Makers => "makers",
            Self::Members => "members",
            Self::Everyone => "everyone",
        }
    }

    /// What a person reads.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Sealed => "Sealed",
            Self::Us => "Only us",
            Self::Circle => "A circle",
            Self::Makers => "Members but same makers",
            Self::Members => "Members",
            Self::Everyone => "Everyone",
        }
    }

    /// Reads what [`Self::wire`] writes; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.wire() == text.trim())
    }
}

impl Audience {
    /// Which kind it is.
    pub const fn reach(self) -> Reach {
        match self {
            Self::Sealed => Reach::Sealed,
            Self::Us(_) => Reach::Us,
            Self::Circle(_) => Reach::Circle,
            Self::Makers => Reach::Makers,
            Self::Members => Reach::Members,
            Self::Everyone => Reach::Everyone,
        }
    }

    /// The relationship or circle it names.
    pub const fn scope(self) -> Option<u128> {
        match self {
            Self::Us(it) => Some(it.bits()),
            Self::Circle(it) => Some(it.bits()),
            _ => None,
        }
    }

    /// The audience of this reach; `scope` is the relationship or circle where it needs one.
    pub fn of(reach: Reach, scope: Option<u128>) -> Option<Self> {
        Some(match (reach, scope) {
            (Reach::Sealed, None) => Self::Sealed,
            (Reach::Us, Some(it)) => Self::Us(RelationshipId::from_bits(it)),
            (Reach::Circle, Some(it)) => Self::Circle(CircleId::from_bits(it)),
            (Reach::Makers, None) => Self::Makers,
            (Reach::Members, None) => Self::Members,
            (Reach::Everyone, None) => Self::Everyone,
            _ => return None,
        })
    }

    /// Whether `to` is the next step outward. Whoever has no circle steps over it; the other
    /// steps are not skipped.
    pub fn next_outward(self, to: Reach) -> bool {
        match self.reach() {
            Reach::Sealed | Reach::Everyone => false,
            Reach::Us => matches!(to, Reach::Circle | Reach::Makers),
            Reach::Circle => to == Reach::Makers,
            Reach::Makers => to == Reach::Members,
            Reach::Members => to == Reach::Everyone,
        }
    }

    /// Moves a note from here to `to`. `knows` says that its author knows that copies may remain.
    ///
    /// # Errors
    /// [`NotMoved`] with the rule that says no.
    pub fn moved(self, to: Self, knows: bool) -> Result<Self, NotMoved> {
        let (here, there) = (self.reach(), to.reach());
        if self == to {
            return Err(NotMoved::There);
        }
        if here == Reach::Sealed || there == Reach::Sealed {
            return Err(NotMoved::Sealed);
        }
        if here == there {
            return Err(NotMoved::Sideways);
        }
        if there > here && !self.next_outward(there) {
            return Err(NotMoved::TooFar);
        }
        if here == Reach::Everyone && !knows {
            return Err(NotMoved::MayBeCopied);
        }
        Ok(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Audience> {
        let scope = |it: Reach| matches!(it, Reach::Us | Reach::Circle).then_some(7);
        Reach::ALL.into_iter().map(|it| Audience::of(it, scope(it)).unwrap()).collect()
    }

    #[test]
    fn an_audience_reads_back_from_its_parts() {
        for it in all() {
            assert_eq!(Audience::of(it.reach(), it.scope()), Some(it));
            assert_eq!(Reach::parse(it.reach().wire()), Some(it.reach()));
        }
        assert_eq!(Audience::of(Reach::Circle, None), None);
        assert_eq!(Audience::of(Reach::Everyone, Some(1)), None);
        assert_eq!(Reach::parse("nobody"), None);
    }

    #[test]
    fn outward_is_one_step_at_a_time() {
        let far: Vec<(Reach, Reach)> = all()
            .into_iter()
            .flat_map(|from| all().into_iter().map(move |to| (from, to)))
            .filter(|(from, to)| to > from && from.moved(*to, true).is_ok())
            .map(|(from, to)| (from.reach(), to.reach()))
            .collect();
        let steps = [
            (Reach::Us, Reach::Circle),
            (Reach::Us, Reach::Makers),
            (Reach::Circle, Reach::Makers),
            (Reach::Makers, Reach::Members),
            (Reach::Members, Reach::Everyone),
        ];
        assert_eq!(far, steps);
        let circle = Audience::Circle(CircleId::from_bits(1));
        assert_eq!(circle.moved(Audience::Everyone, true), Err(NotMoved::TooFar));
    }

    #[test]
    fn inward_is_free_but_from_everyone_it_is_meant() {
        let (everyone, members) = (Audience::Everyone, Audience::Members);
        assert_eq!(everyone.moved(members, false), Err(NotMoved::MayBeCopied));
        assert_eq!(everyone.moved(members, true), Ok(members));
        let us = Audience::Us(RelationshipId::from_bits(3));
        assert_eq!(members.moved(us, false), Ok(us));
    }

    #[test]
    fn what_is_sealed_stays_and_nothing_moves_sideways() {
        for it in all() {
            if it != Audience::Sealed {
                assert_eq!(it.moved(Audience::Sealed, true), Err(NotMoved::Sealed));
                assert_eq!(Audience::Sealed.moved(it, true), Err(NotMoved::Sealed));
            }
            assert_eq!(it.moved(it, true), Err(NotMoved::There));
        }
        let (one, other) = (CircleId::from_bits(1), CircleId::from_bits(2));
        let aside = Audience::Circle(one).moved(Audience::Circle(other), true);
        assert_eq!(aside, Err(NotMoved::Sideways));
    }
}
