//! Languages by their ISO 639-1 code.

use std::collections::BTreeSet;

use crate::kernel::text::TextError;
use crate::kernel::words;

/// A language, such as `en`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(&'static str);

/// Code and English name of the languages offered in forms: the official and widely spoken ones
/// of Europe and the world's largest.
const LANGUAGES: &[(&str, &str)] = &[
    ("ar", "Arabic"),
    ("be", "Belarusian"),
    ("bg", "Bulgarian"),
    ("bn", "Bengali"),
    ("bs", "Bosnian"),
    ("ca", "Catalan"),
    ("cs", "Czech"),
    ("cy", "Welsh"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("en", "English"),
    ("es", "Spanish"),
    ("et", "Estonian"),
    ("eu", "Basque"),
    ("fa", "Persian"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("ga", "Irish"),
    ("gd", "Scottish Gaelic"),
    ("gl", "Galician"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hr", "Croatian"),
    ("hu", "Hungarian"),
    ("hy", "Armenian"),
    ("id", "Indonesian"),
    ("is", "Icelandic"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ka", "Georgian"),
    ("ko", "Korean"),
    ("ku", "Kurdish"),
    ("lb", "Luxembourgish"),
    ("lt", "Lithuanian"),
    ("lv", "Latvian"),
    ("mk", "Macedonian"),
    ("ms", "Malay"),
    ("mt", "Maltese"),
    ("nl", "Dutch"),
    ("no", "Norwegian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sk", "Slovak"),
    ("sl", "Slovenian"),
    ("sq", "Albanian"),
    ("sr", "Serbian"),
    ("sv", "Swedish"),
    ("sw", "Swahili"),
    ("ta", "Tamil"),
    ("th", "Thai"),
    ("tl", "Tagalog"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("vi", "Vietnamese"),
    ("yi", "Yiddish"),
    ("zh", "Chinese"),
];

impl Language {
    /// The most languages one member may name.
    pub const MAX: usize = 20;

    /// Reads a code or an English name.
    ///
    /// # Errors
    /// [`TextError::Choice`] when it is not among those offered.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = words::fold(text);
        let is_it = |(code, name): &&(&str, &str)| *code == text || words::fold(name) == text;
        let found = LANGUAGES.iter().find(is_it).map(|(code, _)| Self(code));
        found.ok_or_else(|| TextError::Choice(text.chars().take(40).collect()))
    }

    /// Reads languages between commas, semicolons or line ends; each counts once.
    ///
    /// # Errors
    /// As [`Self::parse`], or [`TextError::TooMany`].
    pub fn parse_list(text: &str) -> Result<Vec<Self>, TextError> {
        let entries = text.split([',', ';', '\n']).map(str::trim).filter(|it| !it.is_empty());
        let mut seen = BTreeSet::new();
        let mut list = entries.map(Self::parse).collect::<Result<Vec<_>, _>>()?;
        list.retain(|it| seen.insert(*it));
        if list.len() > Self::MAX { Err(TextError::TooMany(Self::MAX)) } else { Ok(list) }
    }

    /// Every language offered, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        LANGUAGES.iter().map(|(code, _)| Self(code))
    }

    /// Two small letters.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        LANGUAGES.iter().find(|(code, _)| *code == self.0).map_or("", |(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_read_by_code_and_by_name_and_count_once() {
        let list = Language::parse_list("en, German; DE\nWelsh").unwrap();
        assert_eq!(list.iter().map(|it| it.code()).collect::<Vec<_>>(), ["en", "de", "cy"]);
        assert_eq!(list[1].name(), "German");
        assert!(Language::parse("Klingon").is_err());
    }
}
