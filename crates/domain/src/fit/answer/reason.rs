//! Why it could work: values first, words from them, so that no sentence says more than was
//! found.

use crate::fit::manner::Dimension;
use crate::fit::wording::Words;

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The viewer.
    You,
    /// The other.
    They,
}

/// Why it could work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The same people (R64).
    BothServe {
        /// Tags of the viewer, or what both mean more broadly.
        whom: Vec<String>,
        /// The town of both.
        town: Option<String>,
    },
    /// A need of the viewer that the other meets.
    YouNeed {
        /// Its title.
        need: String,
        /// The title of the offer, when it says more.
        offer: Option<String>,
    },
    /// A need of the other that the viewer meets.
    TheyNeed {
        /// Its title.
        need: String,
        /// The title of the viewer's offer, when it says more.
        offer: Option<String>,
    },
    /// The same work, to learn from each other.
    SameWork {
        /// What both do.
        work: Vec<String>,
    },
    /// The same work elsewhere: nobody is in anybody's way (R27).
    Elsewhere {
        /// The place of the other.
        place: Option<String>,
    },
    /// Who would guide is open to it.
    OpenToGuiding(Side),
    /// Who would be guided is open to it.
    OpenToBeGuided(Side),
    /// One is established, the other just starting (R36).
    FurtherAlong(Side),
    /// Whom both know.
    KnownTo {
        /// Their names.
        names: Vec<String>,
    },
    /// They like doing it (R22).
    Enjoys {
        /// The title of the offer.
        offer: String,
    },
    /// Values or causes of both.
    SharedValues {
        /// Tags of the viewer, or what both mean more broadly.
        values: Vec<String>,
    },
    /// Directions or missions that name the same.
    SameAim {
        /// What both name.
        about: Vec<String>,
    },
    /// Ways of working that are alike.
    AlikeInStyle {
        /// Words of the ends at which both stand.
        words: Vec<String>,
    },
    /// Neither could press the other.
    EvenlyMatched(Dimension),
    /// They have time now.
    HasTime {
        /// In their own words, when they wrote any.
        words: Option<String>,
    },
}

impl Reason {
    /// What a person reads.
    pub fn words(&self) -> Words {
        match self {
            Self::BothServe { whom, town } => {
                let words = Words::say("You both serve ").list(whom);
                words.and(town.as_ref().map_or(".".to_owned(), |it| format!(" in {it}.")))
            }
            Self::YouNeed { need, offer } => {
                met(Words::say("You need ").strong(need), "They", offer.as_ref())
            }
            Self::TheyNeed { need, offer } => {
                met(Words::say("They need ").strong(need), "You", offer.as_ref())
            }
            Self::SameWork { work } => Words::say("You do the same work: ").list(work).and("."),
            Self::Elsewhere { place: Some(place) } => Words::say("They work elsewhere, in ")
                .strong(place)
                .and(": you are not in each other’s way."),
            Self::Elsewhere { place: None } => {
                Words::say("You work for different people: you are not in each other’s way.")
            }
            Self::OpenToGuiding(side) => Words::say(subject(*side, "You are", "They are"))
                .strong(" open to giving guidance")
                .and("."),
            Self::OpenToBeGuided(side) => Words::say(subject(*side, "You would", "They would"))
                .strong(" like some guidance")
                .and("."),
            Self::FurtherAlong(Side::You) => {
                Words::say("You are established; they are just starting.")
            }
            Self::FurtherAlong(Side::They) => {
                Words::say("They are established; you are just starting.")
            }
            Self::KnownTo { names } => Words::say("Known to ").list(names).and(", as you are."),
            Self::Enjoys { offer } => Words::say("They love doing this: ").strong(offer).and("."),
            Self::SharedValues { values } => {
                Words::say("You both care about ").list(values).and(".")
            }
            Self::SameAim { about } => Words::say("You are both heading for ").list(about).and("."),
            Self::AlikeInStyle { words } if words.is_empty() => {
                Words::say("You have much the same way of working.")
            }
            Self::AlikeInStyle { words } => Words::say("You work alike: ").list(words).and("."),
            Self::EvenlyMatched(dimension) => {
                Words::say(format!("You are equally matched in {}.", dimension.words()))
            }
            Self::HasTime { words: None } => Words::say("They have time for something new now."),
            Self::HasTime { words: Some(words) } => {
                Words::say("They have time now: ").strong(words).and(".")
            }
        }
    }
}

fn subject(side: Side, you: &str, they: &str) -> String {
    if side == Side::You { you.to_owned() } else { they.to_owned() }
}

fn met(words: Words, who: &str, offer: Option<&String>) -> Words {
    match offer {
        None => words.and(format!(". {who} offer it.")),
        Some(offer) => words.and(format!(". {who} offer ")).strong(offer).and("."),
    }
}
