//! What the parts of a profile are made of.

use std::collections::BTreeSet;

use crate::kernel::geo::{Country, Place};
use crate::kernel::text::{Line, TextError};
use crate::kernel::time::Day;
use crate::kernel::words;

/// One word or short phrase in small letters, as tags are compared and shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(String);

impl Tag {
    /// The most characters a tag may have.
    pub const MAX: usize = 60;

    /// Reads a tag; case and white space are folded, marks are kept for reading.
    ///
    /// # Errors
    /// [`TextError`] as [`Line::parse`], or when longer than [`Self::MAX`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = Line::parse(&text.replace(['_', '#'], " "))?.as_str().to_lowercase();
        let found = text.chars().count();
        if found > Self::MAX {
            Err(TextError::TooLong { max: Self::MAX, found })
        } else {
            Ok(Self(text))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A set of tags in the order they were written, none twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tags(Vec<Tag>);

impl Tags {
    /// The most tags one part may have.
    pub const MAX: usize = 20;

    /// Reads tags between commas, semicolons or line ends; the same tag twice counts once.
    ///
    /// # Errors
    /// [`TextError`] of the first tag that is none, or [`TextError::TooMany`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let parts = text.split([',', ';', '\n']).map(str::trim).filter(|it| !it.is_empty());
        Self::new(parts.map(Tag::parse).collect::<Result<_, _>>()?)
    }

    /// Keeps the first of each.
    ///
    /// # Errors
    /// [`TextError::TooMany`] beyond [`Self::MAX`].
    pub fn new(tags: Vec<Tag>) -> Result<Self, TextError> {
        let mut seen = BTreeSet::new();
        let tags: Vec<Tag> =
            tags.into_iter().filter(|it| seen.insert(words::fold(it.as_str()))).collect();
        if tags.len() > Self::MAX { Err(TextError::TooMany(Self::MAX)) } else { Ok(Self(tags)) }
    }

    /// The tags, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + '_ {
        self.0.iter().map(Tag::as_str)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `one, two, three`, which [`Self::parse`] reads back.
    pub fn to_text(&self) -> String {
        self.iter().collect::<Vec<_>>().join(", ")
    }
}

/// Whom a member serves or can reach (R64, R116), in tags and in its own words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audience {
    /// Such as `small charities`.
    pub tags: Tags,
    /// The same in a sentence.
    pub words: Option<Line>,
}

/// When there is time for something new.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capacity {
    /// The first day with time; in the past means now.
    pub free_from: Option<Day>,
    /// Such as `two days a week`.
    pub words: Option<Line>,
}

pub(crate) use crate::kernel::choices::choices;

choices! {
    /// What a member is. A person alone is a full member (R75).
    Kind {
        /// Several people, or one with a name for the business.
        Organisation = "organisation", "An organisation";
        /// One person in their own name.
        FreeAgent = "free_agent", "A person working in their own name";
    }

    /// How a member stands to the alliance.
    Standing {
        /// Has joined.
        Member = "member", "Member";
        /// Asked to join; the members are deciding (R78).
        Candidate = "candidate", "Asking to join";
        /// Listed by a member or an import, without an account.
        Contact = "contact", "Listed, not a member yet";
        /// Has left; what others gave stays (Karrot 1260), the profile is closed.
        Left = "left", "Has left";
        /// A contact that was taken off the list; nobody finds it any more.
        Removed = "removed", "Taken off the list";
    }

    /// How many people work there.
    Size {
        /// One person.
        One = "1", "One person";
        /// Two to five.
        Few = "2-5", "Two to five people";
        /// Six to twenty.
        Some = "6-20", "Six to twenty people";
        /// 21 to 100.
        Many = "21-100", "21 to 100 people";
        /// More than 100.
        Large = "101+", "More than 100 people";
    }

    /// Turnover of a year, in euros or about as much in another currency.
    Turnover {
        /// Below 50,000.
        Under50k = "0-50k", "Below €50,000 a year";
        /// 50,000 to 250,000.
        To250k = "50k-250k", "€50,000 to €250,000 a year";
        /// 250,000 to a million.
        To1m = "250k-1m", "€250,000 to €1 million a year";
        /// One to ten million.
        To10m = "1m-10m", "€1 to €10 million a year";
        /// Above ten million.
        Over10m = "10m+", "Above €10 million a year";
    }

    /// Where a market ends (R26): a preference per offer, never global by default.
    Scope {
        /// About a day's reach of the place.
        Local = "local", "Local";
        /// The region around it.
        Regional = "regional", "Regional";
        /// The country.
        National = "national", "National";
        /// Anywhere.
        Worldwide = "worldwide", "Worldwide";
    }

    /// What a member is open to, one for each rung of the ladder (R38–R42), and guidance from
    /// both of its sides.
    OpenTo {
        /// Give guidance.
        Guide = "guide", "Giving guidance";
        /// Be guided.
        Guided = "guided", "Getting some guidance";
        /// One piece of work together.
        OneOff = "one_off", "A one-off together";
        /// Promote each other.
        Promote = "promote", "Promoting each other";
        /// One service, one contract.
        Integrate = "integrate", "One service, one contract";
        /// A formal partnership.
        Partner = "partner", "A formal partnership";
    }

    /// How far along a business says it is (R36); nobody else decides it.
    Stage {
        /// Just starting.
        New = "new", "Just starting";
        /// On its feet.
        Established = "established", "Established";
    }
}

/// A place where a member is, with what reaching it from elsewhere needs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Places(Vec<Place>);

impl Places {
    /// The most places one member may have.
    pub const MAX: usize = 12;

    /// Reads one place a line, `Bristol, GB` or `Bristol, United Kingdom` or `GB`.
    ///
    /// # Errors
    /// [`TextError`] when a country is not known or there are too many.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let lines = text.split(['\n', ';']).map(str::trim).filter(|it| !it.is_empty());
        Self::new(lines.map(Place::parse).collect::<Result<_, _>>()?)
    }

    /// # Errors
    /// [`TextError::TooMany`] beyond [`Self::MAX`].
    pub fn new(places: Vec<Place>) -> Result<Self, TextError> {
        if places.len() > Self::MAX { Err(TextError::TooMany(Self::MAX)) } else { Ok(Self(places)) }
    }

    /// The places; the first is the main one.
    pub fn as_slice(&self) -> &[Place] {
        &self.0
    }

    /// The countries, each once, in order.
    pub fn countries(&self) -> Vec<Country> {
        let mut seen = BTreeSet::new();
        self.0.iter().map(|it| it.country).filter(|it| seen.insert(*it)).collect()
    }

    /// One line each, which [`Self::parse`] reads back.
    pub fn to_text(&self) -> String {
        self.0.iter().map(Place::to_text).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_folded_and_none_is_there_twice() {
        let tags = Tags::parse("Fair_Trade shop, café;  cafe\n Repair ").unwrap();
        assert_eq!(tags.iter().collect::<Vec<_>>(), ["fair trade shop", "café", "repair"]);
        assert_eq!(Tags::parse(&tags.to_text()).unwrap(), tags);
        assert_eq!(Tags::parse(" , ;").unwrap(), Tags::default());
        let many = (0..21).map(|it| it.to_string()).collect::<Vec<_>>().join(",");
        assert_eq!(Tags::parse(&many), Err(TextError::TooMany(20)));
        assert!(matches!(Tags::parse(&"x".repeat(61)), Err(TextError::TooLong { max: 60, .. })));
    }

    #[test]
    fn a_choice_reads_back_from_its_wire_name() {
        for size in Size::ALL {
            assert_eq!(Size::parse(size.wire()), Ok(*size));
        }
        assert_eq!(Scope::parse("galactic"), Err(TextError::Choice("galactic".into())));
    }
}
