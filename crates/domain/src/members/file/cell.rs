//! One cell: kept from being read as a formula, and cut to a line.

use crate::kernel::text::Line;

/// What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection").
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The text with a `'` before it where a spreadsheet would run it as a formula.
pub fn guard(text: &str) -> String {
    let would_run = text.trim_start_matches('\'').starts_with(FORMULA);
    if would_run { format!("'{text}") } else { text.to_owned() }
}

/// Takes back what [`guard`] put before a text.
pub fn unguard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA) => rest,
        _ => text,
    }
}

/// A sentence shorter than this is an abbreviation or a greeting and does not stand alone.
const SENTENCE_MIN: usize = 20;

/// The first sentence of a description, cut behind a word where it is longer than a line.
pub fn first_sentence(text: &str) -> String {
    let text = text.trim();
    let whole = text.split('\n').next().unwrap_or_default().trim_end();
    let ends = whole.char_indices().filter(|(at, it)| {
        let behind = &whole[at + it.len_utf8()..];
        matches!(it, '.' | '!' | '?') && behind.starts_with(char::is_whitespace)
    });
    let end = ends.map(|(at, _)| at + 1).find(|at| whole[..*at].chars().count() >= SENTENCE_MIN);
    let sentence = end.map_or(whole, |at| &whole[..at]);
    let words = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= Line::MAX { words } else { cut(&words) }
}

fn cut(words: &str) -> String {
    let short: String = words.chars().take(Line::MAX - 1).collect();
    let whole_words = short.rsplit_once(' ').map_or(short.as_str(), |(before, _)| before);
    format!("{}…", whole_words.trim_end_matches([',', ';', ':', ' ']))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_would_run_is_guarded_and_the_rest_is_left_alone() {
        for formula in ["=1+1", "+44 117", "-2!,,0", "@quay", "\t=1", "'=1"] {
            assert_eq!(guard(formula), format!("'{formula}"));
        }
        for text in ["", "Quay", "'tis", "a=1", "5-a-side"] {
            assert_eq!(guard(text), text);
        }
    }

    #[test]
    fn a_line_is_the_first_sentence() {
        let text = "Get Active is a non profit. It does much.";
        assert_eq!(first_sentence(text), "Get Active is a non profit.");
        assert_eq!(first_sentence("St. Mary's is a garden. Yes."), "St. Mary's is a garden.");
        assert_eq!(first_sentence(" One\n two "), "One");
        let long = "word ".repeat(60);
        let line = first_sentence(&long);
        assert!(line.ends_with("word…") && line.chars().count() <= Line::MAX, "{line}");
    }

    proptest! {
        #[test]
        fn a_guarded_text_comes_back(text in "['=+@a-]{0,6}") {
            let guarded = guard(&text);
            prop_assert_eq!(unguard(&guarded), text);
        }

        #[test]
        fn a_first_sentence_fits_in_a_line(text: String) {
            prop_assert!(first_sentence(&text).chars().count() <= Line::MAX);
        }
    }
}
