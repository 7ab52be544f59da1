//! Who may see which part of a profile. Open is proposed, closing is one click (R2).

use crate::kernel::text::TextError;
use crate::members::parts::choices;

choices! {
    /// How far a part can be seen.
    Level {
        /// Anyone on the web.
        Everyone = "everyone", "Everyone";
        /// Signed-in people of the alliance.
        Members = "members", "Members";
        /// The people who act for this member.
        OnlyUs = "only_us", "Only us";
    }

    /// The parts of a profile that are shown or kept apart from each other. Name, handle, kind
    /// and the one line are always for everyone: without them nobody could be addressed.
    Part {
        /// The story and the angle.
        Story = "story", "Your story";
        /// Where.
        Places = "places", "Places and languages";
        /// Offers.
        Offers = "offers", "What you offer";
        /// Needs.
        Needs = "needs", "What you are looking for";
        /// Whom it serves.
        Audience = "audience", "Whom you serve";
        /// Causes, direction, mission, values and stakeholders.
        Purpose = "purpose", "What you stand for";
        /// The six poles.
        Style = "style", "How you work";
        /// Its own agenda and what is not on the table.
        Agenda = "agenda", "What you want out of it";
        /// People, turnover and stage.
        Size = "size", "How big you are";
        /// Whom it knows.
        Connections = "connections", "Whom you know";
        /// When it has time, and what it is open to.
        Capacity = "capacity", "When you have time";
        /// Web address.
        Contact = "contact", "How to reach you";
    }
}

/// Who is looking at a profile, from near to far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewer {
    /// Acts for this member.
    Own,
    /// Signed in, acts for another member.
    Fellow,
    /// Not signed in, or not a member.
    Stranger,
}

impl Viewer {
    /// Whether a part of this level is shown to this viewer.
    pub fn sees(self, level: Level) -> bool {
        match self {
            Self::Own => true,
            Self::Fellow => level != Level::OnlyUs,
            Self::Stranger => level == Level::Everyone,
        }
    }
}

/// The level of each part; what was never chosen is as proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visibility(Vec<(Part, Level)>);

impl Visibility {
    /// The level of a part. Proposed: everything for everyone (R2), but for members only what a
    /// competitor could use: agenda, size and connections (R3).
    pub fn of(&self, part: Part) -> Level {
        match self.0.iter().find(|(it, _)| *it == part) {
            Some((_, level)) => *level,
            None if matches!(part, Part::Agenda | Part::Size | Part::Connections) => Level::Members,
            None => Level::Everyone,
        }
    }

    /// Chooses the level of a part.
    pub fn set(&mut self, part: Part, level: Level) {
        self.0.retain(|(it, _)| *it != part);
        self.0.push((part, level));
        self.0.sort_unstable();
    }

    /// Reads `story=members,offers=everyone`.
    ///
    /// # Errors
    /// [`TextError::Choice`] for a part or level that does not exist.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let mut visibility = Self::default();
        for entry in text.split(',').map(str::trim).filter(|it| !it.is_empty()) {
            let wrong = || TextError::Choice(entry.chars().take(40).collect());
            let (part, level) = entry.split_once('=').ok_or_else(wrong)?;
            visibility.set(Part::parse(part)?, Level::parse(level)?);
        }
        Ok(visibility)
    }

    /// What [`Self::parse`] reads back.
    pub fn to_text(&self) -> String {
        let entry = |(part, level): &(Part, Level)| format!("{}={}", part.wire(), level.wire());
        self.0.iter().map(entry).collect::<Vec<_>>().join(",")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_viewer_sees_what_the_level_says() {
        let seen = |viewer: Viewer| Level::ALL.iter().filter(|it| viewer.sees(**it)).count();
        assert_eq!([Viewer::Own, Viewer::Fellow, Viewer::Stranger].map(seen), [3, 2, 1]);
    }

    #[test]
    fn what_was_chosen_reads_back_and_the_rest_is_as_proposed() {
        let mut visibility = Visibility::default();
        visibility.set(Part::Offers, Level::OnlyUs);
        visibility.set(Part::Story, Level::Members);
        visibility.set(Part::Offers, Level::Members);
        assert_eq!(visibility.to_text(), "story=members,offers=members");
        assert_eq!(Visibility::parse(&visibility.to_text()), Ok(visibility.clone()));
        assert_eq!(visibility.of(Part::Needs), Level::Everyone);
        assert_eq!(visibility.of(Part::Agenda), Level::Members);
        assert!(Visibility::parse("story=nobody").is_err());
    }
}
