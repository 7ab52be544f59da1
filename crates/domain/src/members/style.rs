//! How a member does business (R122): six poles, each with a possible veto (R129).

use crate::kernel::text::TextError;

/// One pair of opposite ways of working (formulas 5.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pole {
    /// The name in forms, files and the API.
    pub wire: &'static str,
    /// The word for the left end, −2.
    pub left: &'static str,
    /// The word for the right end, +2.
    pub right: &'static str,
}

/// The six poles, in the order they are stored and shown.
pub const POLES: [Pole; 6] = [
    Pole { wire: "nurturing_selling", left: "Nurturing", right: "Selling" },
    Pole { wire: "planned_improvised", left: "Planned", right: "Improvised" },
    Pole { wire: "fast_careful", left: "Fast", right: "Careful" },
    Pole { wire: "formal_informal", left: "Formal", right: "Informal" },
    Pole { wire: "open_discreet", left: "Open", right: "Discreet" },
    Pole { wire: "premium_affordable", left: "Premium", right: "Affordable" },
];

/// Where a member stands on one pole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stand {
    /// −2 at the left word to +2 at the right word.
    at: i8,
    /// “We could not work with someone at the other end.”
    pub veto: bool,
}

impl Stand {
    /// # Errors
    /// [`TextError::Choice`] outside −2 to +2.
    pub fn new(at: i8, veto: bool) -> Result<Self, TextError> {
        let fits = (-2..=2).contains(&at);
        if fits { Ok(Self { at, veto }) } else { Err(TextError::Choice(at.to_string())) }
    }

    /// −2 at the left word to +2 at the right word.
    pub fn at(self) -> i8 {
        self.at
    }

    /// Steps between two stands, 0 to 4.
    pub fn distance(self, other: Self) -> u8 {
        self.at.abs_diff(other.at)
    }
}

/// Where a member stands on each of [`POLES`]; `None` where it did not say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style(pub [Option<Stand>; 6]);

impl Style {
    /// Reads `-2!,,0,1,,2`: one entry a pole, `!` behind a veto. Fewer entries are allowed.
    ///
    /// # Errors
    /// [`TextError::Choice`] for an entry that is no stand, [`TextError::TooMany`] above six.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let mut style = Self::default();
        for (i, entry) in text.split(',').map(str::trim).enumerate() {
            let slot = style.0.get_mut(i).ok_or(TextError::TooMany(POLES.len()))?;
            *slot = Self::parse_stand(entry)?;
        }
        Ok(style)
    }

    /// Reads one entry, `-2!`; nothing is no stand.
    ///
    /// # Errors
    /// [`TextError::Choice`] when it is not a whole number from −2 to 2.
    pub fn parse_stand(entry: &str) -> Result<Option<Stand>, TextError> {
        let number = entry.trim_end_matches('!');
        if number.is_empty() {
            return Ok(None);
        }
        let at = number.parse().map_err(|_| TextError::Choice(entry.chars().take(40).collect()))?;
        Stand::new(at, number.len() < entry.len()).map(Some)
    }

    /// What [`Self::parse`] reads back.
    pub fn to_text(self) -> String {
        let entry = |it: &Option<Stand>| match it {
            None => String::new(),
            Some(stand) => format!("{}{}", stand.at, if stand.veto { "!" } else { "" }),
        };
        self.0.iter().map(entry).collect::<Vec<_>>().join(",")
    }

    /// Whether nothing was said on any pole.
    pub fn is_empty(self) -> bool {
        self.0.iter().all(Option::is_none)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_reads_back_from_its_text() {
        let style = Style::parse("-2!, ,0,1,,2").unwrap();
        assert_eq!(style.to_text(), "-2!,,0,1,,2");
        assert_eq!(Style::parse(&style.to_text()), Ok(style));
        assert_eq!(style.0[0].unwrap().distance(Stand::new(2, false).unwrap()), 4);
        assert_eq!(Style::parse(""), Ok(Style::default()));
        for wrong in ["3", "x", "1.5", "0,0,0,0,0,0,0"] {
            assert!(Style::parse(wrong).is_err(), "{wrong}");
        }
    }
}
