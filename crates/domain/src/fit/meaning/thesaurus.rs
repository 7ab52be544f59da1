//! The thesaurus: reads `thesaurus.txt` once and finds phrases in it.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::stem::stem;
use crate::fit::terms::Concept;
use crate::kernel::words;

/// One concept a line, `label < broader: phrase, phrase`; `#` begins a comment.
const TEXT: &str = include_str!("thesaurus.txt");

/// The most words a phrase may have.
const WORDS_MAX: usize = 4;

/// The thesaurus of this build.
pub static THESAURUS: LazyLock<Thesaurus> = LazyLock::new(|| Thesaurus::read(TEXT));

/// Concepts, what they are called and what they belong to.
pub struct Thesaurus {
    labels: Vec<&'static str>,
    broader: Vec<Option<Concept>>,
    narrower: Vec<Vec<Concept>>,
    phrases: HashMap<String, Concept>,
}

impl Thesaurus {
    fn read(text: &'static str) -> Self {
        let lines = || text.lines().filter_map(Line::read);
        let labels: Vec<&str> = lines().map(|it| it.label).collect();
        let number =
            |label: &str| labels.iter().position(|it| *it == label).map(|it| it as Concept);
        let broader: Vec<Option<Concept>> = lines().map(|it| it.broader.and_then(number)).collect();
        let mut narrower = vec![Vec::new(); labels.len()];
        for (concept, wider) in broader.iter().enumerate() {
            if let Some(wider) = wider {
                narrower[*wider as usize].push(concept as Concept);
            }
        }
        let mut phrases = HashMap::new();
        for (concept, line) in lines().enumerate() {
            for phrase in std::iter::once(line.label).chain(line.phrases) {
                // The first line that has a phrase keeps it.
                phrases.entry(stems_of(phrase)).or_insert(concept as Concept);
            }
        }
        Self { labels, broader, narrower, phrases }
    }

    /// The longest phrase that these stems begin with, and how many stems it takes.
    pub fn phrase(&self, stems: &[String]) -> Option<(Concept, usize)> {
        let longest = stems.len().min(WORDS_MAX);
        (1..=longest).rev().find_map(|length| {
            let concept = match length {
                1 => self.phrases.get(&stems[0]),
                _ => self.phrases.get(&stems[..length].join(" ")),
            };
            concept.map(|it| (*it, length))
        })
    }

    /// What a concept belongs to.
    pub fn broader(&self, concept: Concept) -> Option<Concept> {
        self.broader.get(concept as usize).copied().flatten()
    }

    /// What belongs to a concept.
    pub fn narrower(&self, concept: Concept) -> &[Concept] {
        self.narrower.get(concept as usize).map_or(&[], Vec::as_slice)
    }

    /// What a concept is called.
    pub fn label(&self, concept: Concept) -> Option<&'static str> {
        self.labels.get(concept as usize).copied()
    }

    /// How many concepts there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }
}

struct Line {
    label: &'static str,
    broader: Option<&'static str>,
    phrases: Vec<&'static str>,
}

impl Line {
    fn read(line: &'static str) -> Option<Self> {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        let (head, phrases) = line.split_once(':').unwrap_or((line, ""));
        let (label, broader) = match head.split_once('<') {
            Some((label, broader)) => (label.trim(), Some(broader.trim())),
            None => (head.trim(), None),
        };
        let phrases = phrases.split(',').map(str::trim).filter(|it| !it.is_empty()).collect();
        Some(Self { label, broader, phrases })
    }
}

fn stems_of(phrase: &str) -> String {
    words::fold(phrase).split(' ').map(stem).collect::<Vec<_>>().join(" ")
}

/// What stands between a thing and what it is for.
pub const FOR: &[&str] = &["for", "fur", "pour", "para", "zum", "zur"];

/// Words that say nothing about what is offered, needed or served.
const STOP_WORDS: &str = " a about after all also among an and any anything are around as at be \
     because been being best both but by can do does each etc every everyone everything few first \
     from further get give good great had has have help helping here high how i in into is it its \
     just kind like lots made make makes making many me more most much my need needed needs new \
     no not now of offer offered offers on one only open or other others our out over own part \
     people please provide provided provides providing quality range service services small so \
     some someone something such support supporting than that the their them there these they \
     thing things this those through to together too under up us use used using various very \
     want we well what when where which who whom whose why will with within work working works \
     would year years you your looking someone somebody project projects different based level \
     general overflow der die das den dem des ein eine einen einer und oder mit von im in auf an \
     wir uns unsere sie ist sind nicht auch bei aus hilfe suche suchen bieten le la les un une du \
     de et ou avec par sur nous nos notre vos aide au aux en el los las una y o con por sobre \
     nuestro nuestra ayuda del al ";

/// Whether a folded word says nothing by itself.
pub fn is_stop_word(word: &str) -> bool {
    static ALL: LazyLock<HashSet<&str>> = LazyLock::new(|| STOP_WORDS.split(' ').collect());
    let long_enough = word.len() >= 2 && !word.bytes().all(|it| it.is_ascii_digit());
    !long_enough || ALL.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_sound() {
        let lines: Vec<Line> = TEXT.lines().filter_map(Line::read).collect();
        let mut seen = HashMap::new();
        let mut twice = Vec::new();
        for line in &lines {
            assert!(!line.phrases.is_empty(), "{} has no phrases", line.label);
            if let Some(broader) = line.broader {
                assert!(lines.iter().any(|it| it.label == broader), "{broader} has no line");
            }
            for phrase in std::iter::once(&line.label).chain(&line.phrases) {
                let words = phrase.split([' ', '-']).count();
                assert!(words <= WORDS_MAX, "{phrase} has too many words");
                let other = seen.insert(stems_of(phrase), line.label);
                let same = other.is_none() || other == Some(line.label);
                if !same {
                    twice.push(format!("“{phrase}” is in {} and in {other:?}", line.label));
                }
            }
        }
        assert!(twice.is_empty(), "{}", twice.join("\n"));
        assert!(THESAURUS.len() > 200 && THESAURUS.len() < 4_096);
    }

    #[test]
    fn nothing_is_broader_than_itself() {
        for concept in 0..THESAURUS.len() as Concept {
            let mut up = concept;
            for _ in 0..5 {
                match THESAURUS.broader(up) {
                    Some(wider) => up = wider,
                    None => break,
                }
            }
            assert_eq!(THESAURUS.broader(up), None, "{:?}", THESAURUS.label(concept));
        }
    }
}
