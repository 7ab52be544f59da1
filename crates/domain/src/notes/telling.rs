//! What a note says: a narration, a lesson or a probe.

use thiserror::Error;

use crate::kernel::text::{Line, Prose};
use crate::kernel::time::Day;

/// What a note says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Telling {
    /// What somebody works on; one line is enough (R80).
    Plain(Prose),
    /// What happened and what was learned, without blame (R94).
    Lesson {
        /// What happened.
        happened: Prose,
        /// What we learned from it.
        learned: Prose,
    },
    /// A small experiment that may fail (R107).
    Probe {
        /// What we try, and what we expect.
        hypothesis: Prose,
        /// The day to look at what came of it.
        watch: Day,
        /// What came of it, once somebody looked.
        outcome: Option<Outcome>,
    },
}

/// What came of a probe (R107).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// More or less of it.
    pub turn: Turn,
    /// What was seen.
    pub seen: Option<Line>,
}

/// Which way a probe goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// It did good: more of it.
    Amplify,
    /// It did not: less of it, and no harm done.
    Dampen,
}

impl Turn {
    /// The name in forms, the API and the store.
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Amplify => "amplify",
            Self::Dampen => "dampen",
        }
    }

    /// What a person reads.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Amplify => "More of it",
            Self::Dampen => "Less of it",
        }
    }

    /// Reads what [`Self::wire`] writes; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Amplify, Self::Dampen].into_iter().find(|it| it.wire() == text.trim())
    }
}

/// Why nothing came of a probe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotTold {
    /// Only probes have an outcome.
    #[error("only a probe is amplified or dampened")]
    NoProbe,
}

impl Telling {
    /// The name of its kind in forms, the API and the store.
    pub const fn wire(&self) -> &'static str {
        match self {
            Self::Plain(_) => "plain",
            Self::Lesson { .. } => "lesson",
            Self::Probe { .. } => "probe",
        }
    }

    /// Its first text.
    pub const fn body(&self) -> &Prose {
        match self {
            Self::Plain(it) => it,
            Self::Lesson { happened, .. } => happened,
            Self::Probe { hypothesis, .. } => hypothesis,
        }
    }

    /// Its second text, where it has one.
    pub fn more(&self) -> Option<&str> {
        match self {
            Self::Plain(_) => None,
            Self::Lesson { learned, .. } => Some(learned.as_str()),
            Self::Probe { outcome, .. } => {
                outcome.as_ref().and_then(|it| it.seen.as_ref()).map(Line::as_str)
            }
        }
    }

    /// All its words, for searching.
    pub fn words(&self) -> String {
        let more = self.more().unwrap_or_default();
        format!("{} {more}", self.body())
    }

    /// Says what came of a probe; a later word replaces an earlier one.
    ///
    /// # Errors
    /// [`NotTold::NoProbe`] for other notes.
    pub fn turned(self, outcome: Outcome) -> Result<Self, NotTold> {
        match self {
            Self::Probe { hypothesis, watch, .. } => {
                Ok(Self::Probe { hypothesis, watch, outcome: Some(outcome) })
            }
            _ => Err(NotTold::NoProbe),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_probe_turns_out() {
        let prose = |it: &str| Prose::parse(it).unwrap();
        let outcome =
            Outcome { turn: Turn::Amplify, seen: Line::parse_optional("Ten came").unwrap() };
        let probe = Telling::Probe { hypothesis: prose("A tea"), watch: Day(9), outcome: None };
        let after = probe.turned(outcome.clone()).unwrap();
        assert_eq!((after.wire(), after.more()), ("probe", Some("Ten came")));
        assert_eq!(after.words(), "A tea Ten came");
        assert_eq!(Telling::Plain(prose("x")).turned(outcome), Err(NotTold::NoProbe));
        assert_eq!(Turn::parse("dampen"), Some(Turn::Dampen));
        assert_eq!(Turn::parse(""), None);
    }
}
