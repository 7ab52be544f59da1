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
    /// For which member; `None` before they have joined with one.
    pub member: Option<MemberId>,
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

    /// The member they act for, if any.
    pub fn member(self) -> Option<MemberId> {
        self.actor().and_then(|it| it.member)
    }

    /// Whether they look after the server.
    pub fn is_steward(self) -> bool {
        self.actor().is_some_and(|it| it.steward)
    }
}
