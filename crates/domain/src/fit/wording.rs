//! Sentences in segments: the page, the command line and the API say the same words, and each
//! emphasises what matters in its own way.

use std::fmt;

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The text; written by members or by us, never markup.
    pub text: String,
    /// To be emphasised.
    pub strong: bool,
}

/// A sentence; as plain text by its [`fmt::Display`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words(Vec<Segment>);

impl Words {
    /// The parts, in order.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    pub(in crate::fit) fn say(text: impl Into<String>) -> Self {
        Self::default().and(text)
    }

    pub(in crate::fit) fn and(mut self, text: impl Into<String>) -> Self {
        self.0.push(Segment { text: text.into(), strong: false });
        self
    }

    pub(in crate::fit) fn strong(mut self, text: impl Into<String>) -> Self {
        self.0.push(Segment { text: text.into(), strong: true });
        self
    }

    /// `one, two and three`, each emphasised.
    pub(in crate::fit) fn list(mut self, all: &[String]) -> Self {
        for (at, one) in all.iter().enumerate() {
            let last = at + 1 == all.len();
            self = match at {
                0 => self,
                _ if last => self.and(" and "),
                _ => self.and(", "),
            };
            self = self.strong(one);
        }
        self
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|it| f.write_str(&it.text))
    }
}

/// A title as it stands inside a sentence: `A film` becomes `a film`; other words keep their
/// letters, for they may be names or German nouns.
pub(in crate::fit) fn inside(title: &str) -> String {
    const SMALL: [&str; 8] = ["A", "An", "The", "Some", "Help", "Someone", "Somebody", "More"];
    let first = title.split(' ').next().unwrap_or_default();
    if SMALL.contains(&first) {
        format!("{}{}", first.to_lowercase(), &title[first.len()..])
    } else {
        title.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_reads_as_one_says_it() {
        let list = |all: &[&str]| {
            let all: Vec<String> = all.iter().map(|it| (*it).to_owned()).collect();
            Words::say("You both offer ").list(&all).and(".").to_string()
        };
        assert_eq!(list(&["film"]), "You both offer film.");
        assert_eq!(list(&["film", "print"]), "You both offer film and print.");
        assert_eq!(list(&["film", "print", "web"]), "You both offer film, print and web.");
    }

    #[test]
    fn only_small_words_become_small() {
        assert_eq!(inside("A film for a bid"), "a film for a bid");
        assert_eq!(inside("Buchhaltung"), "Buchhaltung");
        assert_eq!(inside("IT help"), "IT help");
        assert_eq!(inside("A"), "a");
    }
}
