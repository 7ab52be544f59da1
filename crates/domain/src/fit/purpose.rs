//! What two members could be for each other, and what counts for it.

use std::fmt;

use crate::kernel::id::NeedId;
use crate::kernel::text::TextError;

/// What the viewer is looking for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Work together (R40, R48).
    Together,
    /// Promote each other (R31, R41).
    Promote,
    /// Learn from each other: the same work elsewhere (R27).
    Learn,
    /// The viewer guides the other (R36, R39).
    Mentor,
    /// The other guides the viewer.
    Mentored,
    /// The other fills this need of the viewer.
    Need(NeedId),
}

impl Purpose {
    /// Those that every member has, in the order they are shown.
    pub const FIXED: [Self; 5] =
        [Self::Together, Self::Promote, Self::Learn, Self::Mentored, Self::Mentor];

    /// Reads the name in addresses, the API and the command line: `together`, `promote`,
    /// `learn`, `mentor`, `mentored` or `need:<id>`.
    ///
    /// # Errors
    /// [`TextError::Choice`] for any other text.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let fixed = Self::FIXED.into_iter().find(|it| it.to_string() == text);
        let need = || text.strip_prefix("need:").and_then(NeedId::parse).map(Self::Need);
        let found = fixed.or_else(need);
        found.ok_or_else(|| TextError::Choice(text.chars().take(40).collect()))
    }

    /// The name in addresses, the API and the command line.
    pub fn wire(self) -> String {
        self.to_string()
    }

    /// What a person reads.
    pub fn words(self) -> &'static str {
        match self {
            Self::Together => "work together",
            Self::Promote => "promote each other",
            Self::Learn => "learn from each other",
            Self::Mentor => "guide someone",
            Self::Mentored => "get guidance",
            Self::Need(_) => "fill a need",
        }
    }

    /// The same seen from the other side; `None` for a need, which only its member has.
    pub fn mirrored(self) -> Option<Self> {
        match self {
            Self::Mentor => Some(Self::Mentored),
            Self::Mentored => Some(Self::Mentor),
            Self::Need(_) => None,
            same => Some(same),
        }
    }

    /// What counts, and how much.
    pub(in crate::fit) fn weights(self) -> &'static Weights {
        match self {
            Self::Together => &TOGETHER,
            Self::Promote => &PROMOTE,
            Self::Learn => &LEARN,
            Self::Mentor | Self::Mentored => &MENTOR,
            Self::Need(_) => &NEED,
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Together => f.write_str("together"),
            Self::Promote => f.write_str("promote"),
            Self::Learn => f.write_str("learn"),
            Self::Mentor => f.write_str("mentor"),
            Self::Mentored => f.write_str("mentored"),
            Self::Need(id) => write!(f, "need:{id}"),
        }
    }
}

/// How much each factor counts: exponents of a geometric mean, in 64ths, that add up to
/// [`Self::WHOLE`]. Ours; to be tuned on what members said was useful.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::fit) struct Weights {
    /// The distance of audiences, best in the middle.
    pub audience: i32,
    /// How different the offers are.
    pub different: i32,
    /// How much the work is the same.
    pub same_work: i32,
    /// How far the markets are apart.
    pub elsewhere: i32,
    /// Who guides whom.
    pub guidance: i32,
    /// How well the chosen need is met.
    pub cover: i32,
    /// When the other has time.
    pub free: i32,
    /// What one side gains: its needs met by the other; counts once in each direction.
    pub gain: i32,
    /// Values and causes.
    pub values: i32,
    /// Direction.
    pub direction: i32,
    /// Mission.
    pub mission: i32,
    /// Way of working.
    pub style: i32,
    /// The worst balance.
    pub balance: i32,
    /// Freshness of the other; counts once in each direction.
    pub freshness: i32,
    /// Whom both know.
    pub ties: i32,
}

impl Weights {
    /// What all weights add up to.
    pub const WHOLE: i32 = 64;

    const NONE: Self = Self {
        audience: 0,
        different: 0,
        same_work: 0,
        elsewhere: 0,
        guidance: 0,
        cover: 0,
        free: 0,
        gain: 0,
        values: 0,
        direction: 0,
        mission: 0,
        style: 0,
        balance: 0,
        freshness: 2,
        ties: 2,
    };
}

const TOGETHER: Weights = Weights {
    audience: 12,
    different: 8,
    gain: 14,
    values: 6,
    direction: 4,
    mission: 4,
    style: 9,
    balance: 3,
    ..Weights::NONE
};

const PROMOTE: Weights = Weights {
    audience: 18,
    different: 10,
    gain: 4,
    values: 7,
    direction: 3,
    mission: 4,
    style: 12,
    balance: 2,
    ..Weights::NONE
};

const LEARN: Weights = Weights {
    same_work: 24,
    elsewhere: 10,
    audience: 8,
    values: 6,
    direction: 3,
    mission: 3,
    style: 6,
    ..Weights::NONE
};

const MENTOR: Weights =
    Weights { guidance: 24, same_work: 16, audience: 6, values: 6, style: 8, ..Weights::NONE };

const NEED: Weights = Weights {
    cover: 30,
    gain: 4,
    audience: 6,
    style: 9,
    values: 4,
    free: 4,
    balance: 3,
    ..Weights::NONE
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_of_each_purpose_add_up_to_the_whole() {
        for it in [TOGETHER, PROMOTE, LEARN, MENTOR, NEED] {
            let offers = it.different + it.same_work + it.elsewhere + it.cover + it.gain;
            let character = it.values + it.direction + it.mission + it.style + it.balance;
            let moment = it.guidance + it.free + it.freshness + it.ties;
            assert_eq!(it.audience + offers + character + moment, Weights::WHOLE, "{it:?}");
        }
    }

    #[test]
    fn a_purpose_reads_back_from_its_wire_name() {
        let need = Purpose::Need(NeedId::from_bits(77));
        for purpose in Purpose::FIXED.into_iter().chain([need]) {
            assert_eq!(Purpose::parse(&purpose.wire()), Ok(purpose));
        }
        for wrong in ["", "need:", "need:7", "Together", "rank"] {
            assert!(Purpose::parse(wrong).is_err(), "{wrong}");
        }
    }
}
