//! Who has which concept: for every concept the slots that have it, in order, with the weight.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::fit::index::columns::Slot;
use crate::fit::terms::{Concept, Term};
use crate::fit::view::View;

/// A slot and the weight it has, packed like a [`Term`]; so there is room for 2^24 slots.
pub type Entry = Term;

/// The lists of one kind of terms.
#[derive(Debug, Clone, Default)]
pub struct Postings(HashMap<Concept, Vec<Entry>>);

impl Postings {
    fn add(&mut self, slot: Slot, terms: &[Term]) {
        for term in terms {
            // A weight is below 256.
            let entry = Entry::new(slot, term.weight() as u8);
            self.0.entry(term.concept()).or_default().push(entry);
        }
    }

    /// Who has a concept; in order of slots.
    pub fn of(&self, concept: Concept) -> &[Entry] {
        self.0.get(&concept).map_or(&[], Vec::as_slice)
    }

    fn shrink(&mut self) {
        self.0.values_mut().for_each(Vec::shrink_to_fit);
    }
}

/// Each concept once, with the most it weighs in any need: enough to know the most that the
/// need met best could be met.
pub fn once(needs: &[Term]) -> Vec<Term> {
    let mut terms = needs.to_vec();
    terms.sort_unstable_by_key(|it| (it.concept(), Reverse(it.weight())));
    terms.dedup_by_key(|it| it.concept());
    terms
}

/// The lists of every kind of terms that a search begins with.
#[derive(Debug, Clone, Default)]
pub struct Families {
    pub offers: Postings,
    pub needs: Postings,
    pub audience: Postings,
}

impl Families {
    /// Adds what the member in a slot, the highest so far, has.
    pub fn add(&mut self, slot: Slot, it: &View<'_>) {
        self.offers.add(slot, it.offers);
        self.needs.add(slot, &once(it.needs.terms));
        self.audience.add(slot, it.audience);
    }

    /// Gives back memory that was kept for growing.
    pub fn shrink(&mut self) {
        let all = [&mut self.offers, &mut self.needs, &mut self.audience];
        all.into_iter().for_each(Postings::shrink);
    }
}
