//! The card of a member: what fit knows of it.

use crate::fit::features::Features;
use crate::fit::purpose::Purpose;
use crate::fit::view::Asked;
use crate::kernel::id::{MemberId, NeedId};
use crate::kernel::time::{Day, Time};
use crate::members::member::{Member, Profile};
use crate::members::visibility::Viewer;

/// What fit knows of a member: what its fellows may see, and the list of those it is sealed
/// from, which is used and never told. A private part is not there, so no reason can leak it.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Which member.
    pub member: MemberId,
    /// The day on which it is judged what is fresh and who is free.
    pub today: Day,
    pub(in crate::fit) seen: Member,
    pub(in crate::fit) features: Features,
}

impl Card {
    /// Makes the card of a member for a day.
    pub fn of(member: &Member, today: Day) -> Self {
        let seen = member.clone().seen_by(Viewer::Fellow);
        let features = Features::of(&seen, &member.profile.sealed_from);
        Self { member: member.id, today, seen, features }
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        self.seen.name.as_str()
    }

    /// When it was listed or joined.
    pub fn since(&self) -> Time {
        self.seen.since
    }

    /// Its needs that fellows may see, with their titles.
    pub fn needs(&self) -> impl Iterator<Item = (NeedId, &str)> {
        self.profile().needs.iter().map(|it| (it.id, it.title.as_str()))
    }

    /// What this member asks of all others.
    pub(in crate::fit) fn asks(&self, purpose: Purpose) -> Asked<'_> {
        let need = match purpose {
            Purpose::Need(id) => self.features.needs.iter().find(|it| it.0 == id),
            _ => None,
        };
        let need = need.map(|it| it.1);
        Asked { viewer: self.features.view(), purpose, need, today: self.today }
    }

    pub(in crate::fit) fn profile(&self) -> &Profile {
        &self.seen.profile
    }
}
