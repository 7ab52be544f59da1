//! What is worth talking about first.

use crate::fit::answer::reason::Side;
use crate::fit::manner::Dimension;
use crate::fit::wording::Words;

/// What is worth talking about first: no weakness of anybody (R103), but what both should say
/// early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TalkAbout {
    /// Competitors who want to work together all the same (R68).
    Despite {
        /// What both offer.
        offers: Vec<String>,
        /// Why, in the words of who asked.
        reason: String,
    },
    /// Both offer some of the same.
    Overlap {
        /// What.
        offers: Vec<String>,
    },
    /// Audiences that hardly meet (R69).
    FarAudience {
        /// Whom the other serves.
        they: Vec<String>,
        /// Whom the viewer serves.
        you: Vec<String>,
    },
    /// The very same audience.
    SameAudience,
    /// One gives, the other has nothing to ask for yet.
    OneSided(Side),
    /// One pole on which they stand far apart.
    StyleGap {
        /// The viewer's word.
        you: &'static str,
        /// The other's word.
        they: &'static str,
    },
    /// A dimension in which they are uneven (R70–R71, formulas 5.2).
    Uneven {
        /// Which.
        dimension: Dimension,
        /// Significantly, and not only somewhat.
        significant: bool,
    },
    /// The same market, for those who would learn from each other.
    SameMarket,
    /// One would rather not guide, or be guided, just now.
    NotAskedFor(Side),
    /// They have time later.
    NotFreeYet {
        /// The first day with time, as `2026-06-01`.
        day: String,
    },
    /// They said it long ago (R58).
    SaidLongAgo,
    /// Listed, without an account.
    NotAMember,
}

impl TalkAbout {
    /// What a person reads.
    pub fn words(&self) -> Words {
        match self {
            Self::Despite { offers, reason } => Words::say("You both offer ")
                .list(offers)
                .and(" to the same people. You want to all the same: ")
                .strong(reason)
                .and("."),
            Self::Overlap { offers } => {
                Words::say("Worth talking about: you both offer ").list(offers).and(".")
            }
            Self::FarAudience { they, you } => Words::say("Different audience: they serve ")
                .list(they)
                .and(", you serve ")
                .list(you)
                .and("."),
            Self::SameAudience => {
                Words::say("You serve the very same people: agree early who does what.")
            }
            Self::OneSided(Side::They) => Words::say(
                "They have no open need you can meet yet, so you would be the one asking first.",
            ),
            Self::OneSided(Side::You) => Words::say(
                "You have no open need they can meet yet, so they would be the ones asking first.",
            ),
            Self::StyleGap { you, they } => Words::say("Worth talking about: you are more ")
                .strong(you.to_lowercase())
                .and(", they are more ")
                .strong(they.to_lowercase())
                .and("."),
            Self::Uneven { dimension, significant } => uneven(*dimension, *significant),
            Self::SameMarket => Words::say(
                "You serve the same market: say first what each of you would rather keep.",
            ),
            Self::NotAskedFor(Side::You) => {
                Words::say("This is not among the things you are open to just now.")
            }
            Self::NotAskedFor(Side::They) => {
                Words::say("This is not among the things they are open to just now. Ask gently.")
            }
            Self::NotFreeYet { day } => Words::say("They have time from ").strong(day).and("."),
            Self::SaidLongAgo => {
                Words::say("They wrote this some time ago: ask whether it still holds.")
            }
            Self::NotAMember => {
                Words::say("They are listed, but not a member yet: you would be inviting them.")
            }
        }
    }
}

/// The base rates of the study, with their limits (formulas 5.2: as “a study found”, never as a
/// prediction).
fn uneven(dimension: Dimension, significant: bool) -> Words {
    let words = Words::say("You differ in ").strong(dimension.words());
    if !significant {
        return words.and(". Say early who decides what.");
    }
    words.and(
        " by a lot. A study of 49 alliances between large companies found that two thirds of the \
         evenly matched worked and almost six in ten of the uneven did not. It says little about \
         small ones; agree early what evens it out.",
    )
}
