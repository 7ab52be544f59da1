//! What would help.

use crate::fit::answer::reason::Side;
use crate::fit::wording::Words;

/// Something that could be said on a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// Whom one serves.
    Audience,
    /// What one offers.
    Offers,
    /// What one needs.
    Needs,
    /// Values and causes.
    Values,
    /// The six poles.
    Style,
    /// Where one is.
    Places,
    /// What one is open to.
    OpenTo,
    /// When there is time.
    Capacity,
}

/// What would help: unknown things to say, or a step that opens a gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// Something one of the two did not say.
    Say(Side, Missing),
    /// Competitors can say why they want to all the same (R68).
    SayWhy,
    /// Some work in person might be possible at a distance.
    MarkRemote,
    /// Learning is open to competitors elsewhere.
    TryLearning,
}

impl Hint {
    /// What a person reads.
    pub fn words(&self) -> Words {
        match self {
            Self::Say(Side::You, what) => Words::say(format!("Say {}.", what.words("you"))),
            Self::Say(Side::They, what) => Words::say(format!("Ask them {}.", what.words("they"))),
            Self::SayWhy => Words::say(
                "If you have a good reason to work with them all the same, say it in a sentence.",
            ),
            Self::MarkRemote => Words::say(
                "If some of your work can be done at a distance, mark that on your profile.",
            ),
            Self::TryLearning => {
                Words::say("Look under “learn from each other” for the same work elsewhere.")
            }
        }
    }
}

impl Missing {
    fn words(self, who: &str) -> String {
        match self {
            Self::Audience => format!("whom {who} serve"),
            Self::Offers => format!("what {who} offer"),
            Self::Needs => format!("what {who} are looking for"),
            Self::Values => format!("what {who} care about"),
            Self::Style => format!("how {who} work"),
            Self::Places => format!("where {who} are"),
            Self::OpenTo => format!("what {who} are open to"),
            Self::Capacity => format!("when {who} have time"),
        }
    }
}
