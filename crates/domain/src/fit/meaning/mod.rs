//! What a text is about: words and tags become concepts, so that “bookkeeping” meets “accounts”
//! and “A video for our appeal” meets “Film” (R64–R66, formulas 5.7).
//!
//! How: letters are folded, endings dropped, phrases looked up in a thesaurus of our own
//! (`thesaurus.txt`: one concept a line, with the broader concept it belongs to). Words it does
//! not know become concepts of their own, so that two members who use the same rare word meet.
//!
//! What it cannot do: it does not understand sentences (“we do not print” is about print), it
//! does not tell the senses of a word apart, and for other languages than English it knows only
//! the commonest German, French and Spanish words of this field. Two unknown words share a
//! number by accident once in some sixteen million pairs.

mod stem;
mod thesaurus;

use std::collections::BTreeMap;

use crate::fit::terms::{CONCEPT_MAX, Concept, Term};
use crate::kernel::words;
use thesaurus::THESAURUS;

/// A concept found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Which.
    pub concept: Concept,
    /// The thesaurus knows it; otherwise it is an unknown word.
    pub known: bool,
    /// It stands before the first “for”: it is the thing itself, not what the thing is for.
    pub head: bool,
}

/// Numbers below are lines of the thesaurus, numbers from here on are unknown words.
const UNKNOWN_FROM: Concept = 4_096;

/// The concepts of a text in the order they stand there.
pub fn read(text: &str) -> Vec<Found> {
    let folded = words::fold(text);
    let words: Vec<&str> = folded.split(' ').filter(|it| !it.is_empty()).collect();
    let stems: Vec<String> = words.iter().map(|it| stem::stem(it)).collect();
    let mut found = Vec::new();
    let (mut at, mut head) = (0, true);
    while at < words.len() {
        // “IT” alone is a trade, in a sentence it is a pronoun.
        let filler = |length| length == 1 && words.len() > 1 && thesaurus::is_stop_word(words[at]);
        let phrase = THESAURUS.phrase(&stems[at..]).filter(|(_, length)| !filler(*length));
        if let Some((concept, length)) = phrase {
            found.push(Found { concept, known: true, head });
            at += length;
            continue;
        }
        if thesaurus::FOR.contains(&words[at]) {
            // “Looking for a film”: nothing was said before, so the thing itself comes now.
            head = found.is_empty();
        } else if !thesaurus::is_stop_word(words[at]) {
            found.push(Found { concept: unknown(&stems[at]), known: false, head });
        }
        at += 1;
    }
    found
}

/// The number of a word the thesaurus does not know: FNV-1a, folded into the numbers above it.
fn unknown(stem: &str) -> Concept {
    let hash = stem.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, it| {
        (hash ^ u64::from(it)).wrapping_mul(0x0100_0000_01b3)
    });
    let span = u64::from(CONCEPT_MAX - UNKNOWN_FROM + 1);
    // The remainder is below 2^24, so nothing is cut off.
    UNKNOWN_FROM + ((hash ^ (hash >> 32)) % span) as Concept
}

/// The concept that a concept belongs to, if the thesaurus names one.
pub fn broader(concept: Concept) -> Option<Concept> {
    THESAURUS.broader(concept)
}

/// The concepts that belong to a concept.
pub fn narrower(concept: Concept) -> std::slice::Iter<'static, Concept> {
    THESAURUS.narrower(concept).iter()
}

/// How many concepts the thesaurus knows; their numbers are below.
pub fn known() -> usize {
    THESAURUS.len()
}

/// What a person reads for a concept; `None` for unknown words.
pub fn label(concept: Concept) -> Option<&'static str> {
    THESAURUS.label(concept)
}

/// Concepts being gathered with their weights.
#[derive(Debug, Clone, Default)]
pub struct Bag(BTreeMap<Concept, f64>);

impl Bag {
    /// Keeps the larger weight.
    pub fn put(&mut self, concept: Concept, weight: f64) {
        let kept = self.0.entry(concept).or_default();
        *kept = kept.max(weight);
    }

    /// Adds the weights.
    pub fn add(&mut self, concept: Concept, weight: f64) {
        *self.0.entry(concept).or_default() += weight;
    }

    /// Takes in all of another, keeping the larger weights.
    pub fn join(&mut self, other: Self) {
        for (concept, weight) in other.0 {
            self.put(concept, weight);
        }
    }

    /// Adds what is broader, each step up weighing `step` of the one below.
    pub fn widen(&mut self, step: f64) {
        for (concept, weight) in self.0.clone() {
            let (mut concept, mut weight) = (concept, weight);
            while let Some(wider) = broader(concept) {
                (concept, weight) = (wider, weight * step);
                self.put(concept, weight);
            }
        }
    }

    /// Whether nothing was gathered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The heaviest `most`; of equal weight, the lower numbers.
    fn heaviest(self, most: usize) -> Vec<(Concept, f64)> {
        let mut all: Vec<_> = self.0.into_iter().filter(|(_, weight)| *weight > 0.0).collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        all.truncate(most);
        all.sort_by_key(|it| it.0);
        all
    }

    /// Weights as they are, 1 becoming 255.
    pub fn into_strengths(self, most: usize) -> Vec<Term> {
        pack(self.heaviest(most), 255.0)
    }

    /// Weights as shares of 255.
    pub fn into_shares(self, most: usize) -> Vec<Term> {
        let kept = self.heaviest(most);
        let sum: f64 = kept.iter().map(|it| it.1).sum();
        pack(kept, if sum > 0.0 { 255.0 / sum } else { 0.0 })
    }

    /// Weights as a vector of this length.
    pub fn into_vector(self, most: usize, length: u32) -> Vec<Term> {
        let kept = self.heaviest(most);
        let norm = kept.iter().map(|it| it.1 * it.1).sum::<f64>().sqrt();
        pack(kept, if norm > 0.0 { f64::from(length) / norm } else { 0.0 })
    }
}

fn pack(kept: Vec<(Concept, f64)>, by: f64) -> Vec<Term> {
    let weight = |it: f64| (it * by).round().clamp(1.0, 255.0) as u8;
    kept.into_iter().map(|(concept, it)| Term::new(concept, weight(it))).collect()
}

#[cfg(test)]
mod tests;
