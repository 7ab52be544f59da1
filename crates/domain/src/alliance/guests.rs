//! Whom one invites by name: a pasted list, one a line.

use crate::kernel::text::{Email, Name, TextError};

/// The most one list may have: more than this wants a link for several.
pub const GUESTS_MAX: usize = 50;

/// Someone who is invited by name, by address or by both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    /// What they are called.
    pub name: Option<Name>,
    /// Where mail reaches them.
    pub email: Option<Email>,
}

/// Which line was not taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongLine {
    /// Counted from 1, as an editor counts.
    pub line: usize,
    /// What to do about it.
    pub error: TextError,
}

impl Guest {
    /// Reads `Ana Marić`, `ana@example.org` or `Ana Marić <ana@example.org>`; also with a comma or
    /// a tab between name and address, as tables are pasted.
    ///
    /// # Errors
    /// [`TextError`] when the name or the address cannot be read.
    pub fn parse(line: &str) -> Result<Self, TextError> {
        let line = line.trim().trim_end_matches([',', ';']);
        let Some(at) = line.find('@') else {
            return Ok(Self { name: Some(Name::parse(line)?), email: None });
        };
        let split = line[..at].rfind(['<', ',', ';', '\t', ' ']).map_or(0, |it| it + 1);
        let email = Email::parse(line[split..].trim_end_matches('>'))?;
        let name = line[..split].trim_end_matches(['<', ',', ';', '\t', ' ']);
        let name = Name::parse_optional(name.trim().trim_matches('"'))?;
        Ok(Self { name, email: Some(email) })
    }

    /// What to call them: the name, or else the address.
    pub fn words(&self) -> String {
        let email = || self.email.as_ref().map(ToString::to_string).unwrap_or_default();
        self.name.as_ref().map_or_else(email, ToString::to_string)
    }
}

/// Reads a list, one guest a line; empty lines are skipped, whoever is there twice counts once.
///
/// # Errors
/// Every line that cannot be read, or the first one too many.
pub fn read_list(text: &str) -> Result<Vec<Guest>, Vec<WrongLine>> {
    let mut guests: Vec<Guest> = Vec::new();
    let mut wrong = Vec::new();
    for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        match Guest::parse(text) {
            Ok(guest) if guests.contains(&guest) => (),
            Ok(_) if guests.len() == GUESTS_MAX => {
                wrong.push(WrongLine { line, error: TextError::TooMany(GUESTS_MAX) });
                break;
            }
            Ok(guest) => guests.push(guest),
            Err(error) => wrong.push(WrongLine { line, error }),
        }
    }
    if wrong.is_empty() { Ok(guests) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guest(name: &str, email: &str) -> Guest {
        Guest { name: Name::parse(name).ok(), email: Email::parse(email).ok() }
    }

    #[test]
    fn names_and_addresses_are_told_apart() {
        for (line, name, email) in [
            ("Ana Marić", "Ana Marić", ""),
            (" ana@example.org ", "", "ana@example.org"),
            ("Ana Marić <ana@example.org>,", "Ana Marić", "ana@example.org"),
            ("\"Marić, Ana\" <ana@example.org>", "Marić, Ana", "ana@example.org"),
            ("Ana Marić\tana@example.org", "Ana Marić", "ana@example.org"),
            ("Ana, ana@example.org", "Ana", "ana@example.org"),
        ] {
            assert_eq!(Guest::parse(line), Ok(guest(name, email)), "{line}");
        }
        assert_eq!(guest("", "ana@example.org").words(), "ana@example.org");
        assert_eq!(guest("Ana", "ana@example.org").words(), "Ana");
    }

    #[test]
    fn each_line_has_its_own_error() {
        let read = read_list("Ana\n\nbo@\nAna\nCy@example\nDee <dee@example.org>");
        let wrong = |line| WrongLine { line, error: TextError::Email };
        assert_eq!(read, Err(vec![wrong(3), wrong(5)]));
        assert_eq!(read_list("Ana\r\nAna\r\n").unwrap(), [guest("Ana", "")]);
        assert_eq!(read_list(" \n"), Ok(vec![]));
    }

    #[test]
    fn a_list_has_an_end() {
        let many: String = (0..60).map(|it| format!("Guest {it}\n")).collect();
        let error = TextError::TooMany(GUESTS_MAX);
        assert_eq!(read_list(&many), Err(vec![WrongLine { line: 51, error }]));
    }
}
