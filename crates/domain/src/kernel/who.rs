//! Who is asking. What that allows is a rule of the room they ask in.

use crate::kernel::id::{MemberId, PersonId};

/// Who is asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Nobody we know.
    Guest,
    /// A signed-in person.
    Person(Actor),
}

/// A signed-in person and the member they act for just now (R75, R79: one person, several hats).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub person: PersonId,
    /// For which member or candidate; `None` before they have one.
    pub hat: Option<MemberId>,
    /// Whether that member has joined; a candidate is not let in yet (R78).
    pub joined: bool,
    /// Looks after the server. Gives no right over any member (R76: no ranks).
    pub steward: bool,
}

impl Who {
    /// The person and their hat, if we know them.
    pub fn actor(self) -> Option<Actor> {
        match self {
            Self::Guest => None,
            Self::Person(actor) => Some(actor),
        }
    }

    /// The person, if we know them.
    pub fn person(self) -> Option<PersonId> {
        self.actor().map(|it| it.person)
    }

    /// The member they act for, once it has joined.
    pub fn member(self) -> Option<MemberId> {
        self.actor().filter(|it| it.joined).and_then(|it| it.hat)
    }

    /// Whether they act for this member or candidate.
    pub fn acts_for(self, member: MemberId) -> bool {
        self.actor().and_then(|it| it.hat) == Some(member)
    }

    /// Whether they look after the server.
    pub fn is_steward(self) -> bool {
        self.actor().is_some_and(|it| it.steward)
    }
}
