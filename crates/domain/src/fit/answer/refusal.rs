//! Why two are not suggested to each other.

use crate::fit::wording::Words;

/// Why two are not suggested to each other for a purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// One asked for it; it is not told which.
    Sealed,
    /// A veto on a pole (R129).
    StyleVeto {
        /// The viewer's word.
        you: &'static str,
        /// The other's word.
        they: &'static str,
    },
    /// No language in common.
    NoLanguage,
    /// Too far for work in person.
    TooFar,
    /// Markets that do not meet.
    OtherMarket,
    /// Nobody whom both serve, no cause of both (R64).
    OtherContext {
        /// Whom the other serves.
        they: Vec<String>,
        /// Whom the viewer serves.
        you: Vec<String>,
    },
    /// The same work for the same people in the same place (R66–R67).
    Competitor {
        /// What both offer.
        offers: Vec<String>,
    },
    /// Not the same work.
    OtherWork,
    /// Neither the same work nor the same people.
    OtherField,
    /// They do not offer what is needed.
    NotTheNeed {
        /// The title of the need.
        need: String,
    },
}

impl Refusal {
    /// What a person reads.
    pub fn words(&self) -> Words {
        match self {
            Self::Sealed => Words::say("You two are not suggested to each other."),
            Self::StyleVeto { you, they } => {
                Words::say("One of you could not work with someone at the other end: you are ")
                    .strong(you.to_lowercase())
                    .and(", they are ")
                    .strong(they.to_lowercase())
                    .and(". Nothing else makes up for that.")
            }
            Self::NoLanguage => Words::say("You have no language in common."),
            Self::TooFar => Words::say("Too far apart for work that is done in person."),
            Self::OtherMarket => Words::say(
                "Your markets do not meet, so neither could send anyone to the \
                 other.",
            ),
            Self::OtherContext { they, you } => {
                Words::say("You do not serve the same people: they serve ")
                    .list(they)
                    .and(", you serve ")
                    .list(you)
                    .and(".")
            }
            Self::Competitor { offers } => Words::say("You both offer ").list(offers).and(
                " to the same people in the same place. That makes you competitors; you may \
                      be good to swap notes with.",
            ),
            Self::OtherWork => Words::say(
                "They do other work than you. Learning from each other is for the same work \
                 elsewhere.",
            ),
            Self::OtherField => {
                Words::say("They neither do the same work nor serve the same people.")
            }
            Self::NotTheNeed { need } => {
                Words::say("They do not offer what this needs: ").strong(need).and(".")
            }
        }
    }
}
