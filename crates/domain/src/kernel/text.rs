//! Text from outside, parsed once into a type that says what it is. Every door (form, API, CSV,
//! command line) uses these, so a rule about text is written once.

use std::fmt;

use thiserror::Error;

/// Why a text was not taken; each says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("please write something here")]
    Empty,
    /// More characters than fit.
    #[error("please keep it to {max} characters; this has {found}")]
    TooLong {
        /// How many fit.
        max: usize,
        /// How many there were.
        found: usize,
    },
    /// A character that cannot be shown, such as NUL.
    #[error("please remove the invisible control characters")]
    Control,
    /// A handle with other characters than those that fit in an address.
    #[error("please use 2 to 40 small letters, digits and hyphens, starting with a letter")]
    Handle,
    /// Not an email address.
    #[error("this does not look like an email address")]
    Email,
    /// Not a web address.
    #[error("please give a web address that starts with http:// or https://")]
    Web,
    /// One of a fixed list was expected.
    #[error("“{0}” is not one of the choices")]
    Choice(String),
    /// More entries than fit.
    #[error("please keep it to {0} entries")]
    TooMany(usize),
}

/// Trims, folds line ends and refuses what cannot be shown. `many_lines` keeps line breaks,
/// otherwise every run of white space becomes one space.
fn clean(text: &str, max: usize, many_lines: bool) -> Result<String, TextError> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    let hidden = |it: char| it.is_control() && !(it == '\n' || it == '\t');
    // Bidirectional overrides would let one text rearrange the page around it.
    let turning = |it: char| matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if text.chars().any(|it| hidden(it) || turning(it)) {
        return Err(TextError::Control);
    }
    let text = if many_lines {
        text.to_owned()
    } else {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    let found = text.chars().count();
    if found > max { Err(TextError::TooLong { max, found }) } else { Ok(text) }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident, $max:literal, $many_lines:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The most characters it may have.
            pub const MAX: usize = $max;

            /// Reads it from outside.
            ///
            /// # Errors
            /// [`TextError`] when it is empty, too long or has characters that cannot be shown.
            pub fn parse(text: &str) -> Result<Self, TextError> {
                clean(text, $max, $many_lines).map(Self)
            }

            /// Reads a field that may be left empty.
            ///
            /// # Errors
            /// [`TextError`] as [`Self::parse`], but nothing at all is `None`.
            pub fn parse_optional(text: &str) -> Result<Option<Self>, TextError> {
                match Self::parse(text) {
                    Err(TextError::Empty) => Ok(None),
                    other => other.map(Some),
                }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

texts! {
    /// What someone or something is called: one line, up to 80 characters.
    Name, 80, false;
    /// One line that says a thing in short, up to 200 characters.
    Line, 200, false;
    /// A few paragraphs, up to 4,000 characters; line breaks are kept.
    Prose, 4_000, true;
}

/// The name in an address, `/@quay-stories`: 2 to 40 small ASCII letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle(String);

impl Handle {
    /// Reads a handle, with or without its `@`.
    ///
    /// # Errors
    /// [`TextError::Handle`] when it would not fit in an address.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = text.trim().trim_start_matches('@');
        let fits = (2..=40).contains(&text.len())
            && text.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
            && text.starts_with(|it: char| it.is_ascii_lowercase())
            && !text.ends_with('-');
        if fits { Ok(Self(text.to_owned())) } else { Err(TextError::Handle) }
    }

    /// Makes a handle from a name: Latin letters lose their marks, the rest becomes hyphens.
    /// `number` above 1 is put behind it, for names that are taken.
    pub fn suggest(name: &str, number: u32) -> Self {
        let mut handle = String::new();
        for letter in name.chars().flat_map(char::to_lowercase) {
            let plain = crate::kernel::words::without_marks(letter);
            match plain.is_empty() {
                false if plain.bytes().all(|it| it.is_ascii_alphanumeric()) => handle += plain,
                _ if handle.ends_with('-') || handle.is_empty() => (),
                _ => handle.push('-'),
            }
        }
        if !handle.starts_with(|it: char| it.is_ascii_lowercase()) {
            handle.insert_str(0, "m-");
        }
        handle.truncate(32);
        let stem = handle.trim_end_matches('-');
        let stem = if stem.len() < 2 { "member" } else { stem };
        Self(if number > 1 { format!("{stem}-{number}") } else { stem.to_owned() })
    }

    /// The text, without `@`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where mail reaches someone. Kept in small letters: two spellings are one address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

impl Email {
    /// Reads an address of the everyday form `name@host.tld` (RFC 5321 lengths; quoted names and
    /// address literals are refused, nobody uses them to sign in).
    ///
    /// # Errors
    /// [`TextError::Email`] for anything else.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = text.trim().to_lowercase();
        let (name, host) = text.rsplit_once('@').ok_or(TextError::Email)?;
        let name_fits = (1..=64).contains(&name.len())
            && name
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&it))
            && !name.starts_with('.')
            && !name.ends_with('.')
            && !name.contains("..");
        let label_fits = |it: &str| {
            (1..=63).contains(&it.len())
                && it.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
                && !it.starts_with('-')
                && !it.ends_with('-')
        };
        let host_fits = host.len() <= 255 && host.contains('.') && host.split('.').all(label_fits);
        if name_fits && host_fits { Ok(Self(text)) } else { Err(TextError::Email) }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A public web address, `http` or `https` only, so that a link can never run a script.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Web(String);

impl Web {
    /// Reads an address; one without a scheme gets `https://`.
    ///
    /// # Errors
    /// [`TextError::Web`] for other schemes, white space or a missing host.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = text.trim();
        let full = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let rest = full.strip_prefix("https://").or_else(|| full.strip_prefix("http://"));
        let host = rest.and_then(|it| it.split(['/', '?', '#']).next()).ok_or(TextError::Web)?;
        let odd = |it: char| it.is_whitespace() || it.is_control() || "<>\"\\^`{|}".contains(it);
        let fits =
            full.len() <= 300 && host.contains('.') && !host.contains('@') && !full.contains(odd);
        if fits { Ok(Self(full)) } else { Err(TextError::Web) }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Web {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_is_trimmed_and_limits_are_named() {
        assert_eq!(Name::parse("  Quay \n Stories ").unwrap().as_str(), "Quay Stories");
        assert_eq!(Prose::parse(" a\r\n\r\nb ").unwrap().as_str(), "a\n\nb");
        assert_eq!(Name::parse(" \t "), Err(TextError::Empty));
        assert_eq!(Name::parse("a\0b"), Err(TextError::Control));
        assert_eq!(Name::parse("a\u{202e}b"), Err(TextError::Control));
        let long = "é".repeat(81);
        assert_eq!(Name::parse(&long), Err(TextError::TooLong { max: 80, found: 81 }));
        assert_eq!(Line::parse_optional("  "), Ok(None));
    }

    #[test]
    fn handles_fit_in_an_address() {
        assert_eq!(
            Handle::suggest("Garten der Generationen", 1).as_str(),
            "garten-der-generationen"
        );
        assert_eq!(Handle::suggest("FoodCoop FürMi", 3).as_str(), "foodcoop-furmi-3");
        assert_eq!(Handle::suggest("日本", 1).as_str(), "member");
        assert_eq!(Handle::suggest("3 Boats", 1).as_str(), "m-3-boats");
        for wrong in ["a", "A-b", "-ab", "ab-", "a b", "ab/..", &"a".repeat(41)] {
            assert_eq!(Handle::parse(wrong), Err(TextError::Handle), "{wrong}");
        }
    }

    #[test]
    fn addresses() {
        assert_eq!(Email::parse(" Ana@Example.ORG ").unwrap().as_str(), "ana@example.org");
        for wrong in ["ana", "ana@", "@example.org", "a b@example.org", "ana@example", "a..b@c.de"]
        {
            assert_eq!(Email::parse(wrong), Err(TextError::Email), "{wrong}");
        }
        assert_eq!(Web::parse("www.getactive.org").unwrap().as_str(), "https://www.getactive.org");
        for wrong in ["javascript://x.y", "ftp://x.y", "https://", "http://a b.de", "http://u@h.de"]
        {
            assert_eq!(Web::parse(wrong), Err(TextError::Web), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_suggested_handle_is_a_handle(name: String, number in 0..1000u32) {
            let handle = Handle::suggest(&name, number);
            prop_assert_eq!(Handle::parse(handle.as_str()), Ok(handle));
        }
    }
}
