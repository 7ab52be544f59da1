//! The member and its whole profile.
//!
//! There is no field for weaknesses (R103), rank or staff tier (R76): the rules could not read
//! one if somebody wanted to write it.

use std::collections::BTreeSet;

use crate::kernel::geo::Place;
use crate::kernel::id::{LogoId, MemberId};
use crate::kernel::language::Language;
use crate::kernel::text::{Handle, Line, Name, Prose, Web};
use crate::kernel::time::Time;
use crate::members::offers::{Need, Offer};
use crate::members::parts::{
    Audience, Capacity, Kind, OpenTo, Places, Size, Stage, Standing, Tags, Turnover,
};
use crate::members::style::Style;
use crate::members::visibility::{Part, Viewer, Visibility};

/// A text that fades: what was true then may not be now (R58, R121).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated<T> {
    /// What was said.
    pub said: T,
    /// When.
    pub at: Time,
}

/// An organisation or free agent of the alliance, or listed in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Which one; its flag is drawn from it.
    pub id: MemberId,
    /// Its name in addresses.
    pub handle: Handle,
    /// What it is called.
    pub name: Name,
    /// Organisation or free agent.
    pub kind: Kind,
    /// How it stands to the alliance.
    pub standing: Standing,
    /// When it was listed or joined.
    pub since: Time,
    /// When anything in it last changed.
    pub changed: Time,
    /// All it says about itself; every part can be skipped.
    pub profile: Profile,
    /// Who may see which part.
    pub visibility: Visibility,
    /// How often it was saved; the store refuses to save over a newer one.
    pub version: i64,
}

/// All a member says about itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Profile {
    /// What it is in one line; always for everyone.
    pub line: Option<Line>,
    /// The picture it shows instead of its flag; seen wherever its name is.
    pub logo: Option<LogoId>,
    /// The longer story.
    pub story: Option<Prose>,
    /// Its own slightly different angle (R57), with a date because it fades.
    pub perspective: Option<Dated<Line>>,
    /// Where it is; the first is the main place (R86).
    pub places: Places,
    /// In which languages one can work with it.
    pub languages: Vec<Language>,
    /// What it offers.
    pub offers: Vec<Offer>,
    /// What it needs.
    pub needs: Vec<Need>,
    /// Whom it serves.
    pub audience: Audience,
    /// The causes it works for (R90).
    pub causes: Tags,
    /// Whose success it is invested in (R145).
    pub stakeholders: Tags,
    /// Where it is heading just now (R121).
    pub direction: Option<Dated<Line>>,
    /// Why it exists (R121).
    pub mission: Option<Line>,
    /// What matters in how it works.
    pub values: Tags,
    /// How it does business.
    pub style: Style,
    /// What it wants out of a relationship, open to the others (R133).
    pub agenda: Option<Prose>,
    /// What is not on the table (R134).
    pub off_table: Option<Prose>,
    /// How many people.
    pub size: Option<Size>,
    /// Turnover of a year.
    pub turnover: Option<Turnover>,
    /// Just starting, or established (R36).
    pub stage: Option<Stage>,
    /// Fields and people it can open a door to (R82).
    pub connections: Tags,
    /// When it has time.
    pub capacity: Capacity,
    /// What it is open to.
    pub open_to: BTreeSet<OpenTo>,
    /// Its own site.
    pub web: Option<Web>,
    /// Members it does not want to be suggested to, or have suggested to it. Nobody else sees
    /// this list.
    pub sealed_from: BTreeSet<MemberId>,
}

impl Member {
    /// Where it mainly is.
    pub fn home(&self) -> Option<&Place> {
        self.profile.places.as_slice().first()
    }

    /// The member as this viewer may see it: parts of a level they do not see are empty, as if
    /// nothing had been written, so that no page, search or answer can tell the difference.
    #[must_use]
    pub fn seen_by(mut self, viewer: Viewer) -> Self {
        if viewer == Viewer::Own {
            return self;
        }
        let hidden: Vec<Part> =
            Part::ALL.iter().copied().filter(|it| !viewer.sees(self.visibility.of(*it))).collect();
        for part in hidden {
            self.profile.forget(part);
        }
        self.profile.sealed_from.clear();
        // What is hidden is itself a hint.
        self.visibility = Visibility::default();
        self
    }
}

impl Profile {
    /// Empties one part.
    pub fn forget(&mut self, part: Part) {
        let nothing = Self::default();
        match part {
            Part::Story => (self.story, self.perspective) = (None, None),
            Part::Places => (self.places, self.languages) = (nothing.places, nothing.languages),
            Part::Offers => self.offers.clear(),
            Part::Needs => self.needs.clear(),
            Part::Audience => self.audience = nothing.audience,
            Part::Purpose => {
                (self.causes, self.stakeholders) = (nothing.causes, nothing.stakeholders);
                (self.direction, self.mission, self.values) = (None, None, nothing.values);
            }
            Part::Style => self.style = nothing.style,
            Part::Agenda => (self.agenda, self.off_table) = (None, None),
            Part::Size => (self.size, self.turnover, self.stage) = (None, None, None),
            Part::Connections => self.connections = nothing.connections,
            Part::Capacity => (self.capacity, self.open_to) = (nothing.capacity, nothing.open_to),
            Part::Contact => self.web = None,
        }
    }

    /// Whether a part has nothing in it.
    pub fn is_empty(&self, part: Part) -> bool {
        let mut without = self.clone();
        without.forget(part);
        without == *self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::change::{Change, example};
    use crate::members::visibility::Level;

    #[test]
    fn a_part_that_is_only_ours_is_nowhere_for_the_others() {
        let (mut member, _) = example()
            .apply(vec![Change::parse("story", "A secret recipe", Time(1)).unwrap()], Time(1))
            .unwrap();
        member.visibility.set(Part::Story, Level::OnlyUs);
        assert!(member.clone().seen_by(Viewer::Own).profile.story.is_some());
        for viewer in [Viewer::Fellow, Viewer::Stranger] {
            let seen = member.clone().seen_by(viewer);
            assert_eq!(seen.profile.story, None);
            assert_eq!(seen.visibility, Visibility::default());
        }
    }

    #[test]
    fn who_it_is_sealed_from_is_for_its_own_people_alone() {
        let mut member = example();
        member.profile.sealed_from.insert(MemberId::from_bits(9));
        assert_eq!(member.clone().seen_by(Viewer::Own).profile.sealed_from.len(), 1);
        assert!(member.clone().seen_by(Viewer::Fellow).profile.sealed_from.is_empty());
    }
}
