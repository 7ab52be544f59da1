//! What a member offers and what it needs (published intents, ValueFlows `Intent`).

use crate::kernel::id::{NeedId, OfferId};
use crate::kernel::text::{Line, Prose, TextError};
use crate::kernel::time::Time;
use crate::members::parts::{Scope, Tags, choices};

choices! {
    /// Whether distance matters for an offer (R37).
    Reach {
        /// Only where the member is, or where it travels within its scope.
        PlaceBound = "place_bound", "In person";
        /// From anywhere to anywhere.
        Remote = "remote", "Works at a distance";
    }

    /// When a need is a need.
    When {
        /// Once, as soon as possible.
        Now = "now", "Now";
        /// Again and again.
        Regular = "regular", "Regularly";
    }
}

/// How much someone enjoys doing a thing (R22), 1 “it pays” to 5 “I would do it for nothing”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Enjoyment(u8);

impl Enjoyment {
    /// # Errors
    /// [`TextError::Choice`] outside 1 to 5.
    pub fn new(value: u8) -> Result<Self, TextError> {
        let fits = (1..=5).contains(&value);
        if fits { Ok(Self(value)) } else { Err(TextError::Choice(value.to_string())) }
    }

    /// 1 to 5.
    pub fn get(self) -> u8 {
        self.0
    }
}

/// Something a member offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Which one.
    pub id: OfferId,
    /// Such as `Film and photography`.
    pub title: Line,
    /// More about it.
    pub detail: Option<Prose>,
    /// Words it is found by.
    pub tags: Tags,
    /// Where the market for it ends; `None` where the member did not say.
    pub scope: Option<Scope>,
    /// Whether distance matters; `None` where the member did not say.
    pub reach: Option<Reach>,
    /// How much its makers enjoy it.
    pub enjoyment: Option<Enjoyment>,
    /// “We use this ourselves” (R92).
    pub used_ourselves: bool,
    /// When its member last said that it holds (R58).
    pub fresh: Time,
}

/// Something a member needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// Which one.
    pub id: NeedId,
    /// Such as `A film for a funding bid`.
    pub title: Line,
    /// More about it.
    pub detail: Option<Prose>,
    /// Words it is found by.
    pub tags: Tags,
    /// Now, or again and again.
    pub when: When,
    /// When its member last said that it holds (R58).
    pub fresh: Time,
}

/// The most offers, and the most needs, one member may have.
pub const MAX: usize = 40;

/// Days after which an offer or need is asked about again: one year of internet time, 365 / 7
/// (R87).
pub const FRESH_DAYS: i64 = 52;
