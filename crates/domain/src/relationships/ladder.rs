//! Kinds and rungs: two separate axes. A kind says what the tie is, a rung how far it has come;
//! nothing forces anybody up (R38), and down is as easy as up (formulas 5.12).

use crate::kernel::choices::choices;

choices! {
    /// What a relationship is. It matters how one labels it (R143).
    Kind {
        /// Informal and complete as it is (R88).
        Friendship = "friendship", "Friendship";
        /// Shorter and flexible, with shared interests (R158–R163).
        Collaboration = "collaboration", "Collaboration";
        /// Longer and formal, with shared goals (R150–R156).
        Partnership = "partnership", "Partnership";
    }

    /// How far a relationship has come (R38–R42).
    Rung {
        /// Have said hello.
        InTouch = "in_touch", "In touch";
        /// Help one another with advice and support (R39).
        Guidance = "guidance", "Guidance";
        /// Try something together once (R40).
        OneOff = "one_off", "One-off work";
        /// Recommend each other (R41).
        Promotion = "cross_promotion", "Promoting each other";
        /// Offer one service together (R42).
        Service = "integrated_service", "One service";
        /// A signed partnership.
        Partnership = "formal_partnership", "Formal partnership";
    }
}

impl Kind {
    /// The kind in a sentence, as its members would say it.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Friendship => "We know each other and help out. Nothing to sign.",
            Self::Collaboration => {
                "We do something together for a while. Each keeps its own field and its own means."
            }
            Self::Partnership => {
                "We go for the same goal for longer, with roles, duties and means in common."
            }
        }
    }
}

/// How a collaboration and a partnership differ, line by line: what it is about, the one, the
/// other (R143, R150–R163).
pub const COMPARISON: [(&str, &str, &str); 7] = [
    ("How long", "Shorter, and flexible", "Longer, with a day to look at it again"),
    ("What holds it", "An understanding", "A formal agreement"),
    ("What is shared", "Interests", "Goals"),
    ("Who does what", "Found out on the way: one sees what is to be done and takes it", "Agreed"),
    ("Duties", "What each one takes on", "Each has some, and they are written down"),
    ("Means", "Each keeps and manages its own", "Put together and managed as equals"),
    (
        "What comes of it",
        "Everyone may use what was made or exchanged",
        "Shared by what each put in, risked and paid",
    ),
];

impl Rung {
    /// Its place from 0, for the stairs.
    pub fn place(self) -> usize {
        Self::ALL.iter().position(|it| *it == self).unwrap_or_default()
    }

    /// The rung above, unless this is the highest.
    pub fn up(self) -> Option<Self> {
        Self::ALL.get(self.place() + 1).copied()
    }

    /// The rung below, unless this is the lowest.
    pub fn down(self) -> Option<Self> {
        self.place().checked_sub(1).and_then(|it| Self::ALL.get(it)).copied()
    }

    /// Whether the way from here to `other` leaves a rung out.
    pub fn skips_to(self, other: Self) -> bool {
        self.place().abs_diff(other.place()) > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ladder_has_six_rungs_one_above_the_other() {
        assert_eq!(Rung::ALL.len(), 6);
        assert_eq!(Rung::InTouch.down(), None);
        assert_eq!(Rung::InTouch.up(), Some(Rung::Guidance));
        assert_eq!(Rung::Partnership.up(), None);
        assert!(Rung::InTouch.skips_to(Rung::OneOff));
        assert!(!Rung::OneOff.skips_to(Rung::Guidance));
    }
}
