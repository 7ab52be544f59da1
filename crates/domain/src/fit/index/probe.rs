//! One set of terms that is compared with a million others: laid out so that each of their
//! terms is looked up in one step, without a branch.

use crate::fit::terms::{self, CONCEPT_MAX, Term};

/// A set laid out for [`Probe::dot`].
#[derive(Debug)]
pub struct Probe<'a> {
    terms: &'a [Term],
    /// An odd number that sends every concept of the set to a place of its own; `None` when
    /// none was found, which four thousand trials make next to impossible.
    by: Option<u32>,
    places: Box<[Term; 256]>,
}

/// A term that weighs nothing.
const EMPTY: Term = Term::new(CONCEPT_MAX, 0);

fn place(by: u32, term: Term) -> usize {
    // The highest eight bits.
    (term.concept().wrapping_mul(by) >> 24) as usize
}

impl<'a> Probe<'a> {
    /// Lays a set out.
    pub fn new(terms: &'a [Term]) -> Self {
        let apart = |by: &u32| {
            let mut taken = [false; 256];
            terms.iter().all(|it| !std::mem::replace(&mut taken[place(*by, *it)], true))
        };
        let by = (0..4_096_u32).map(|it| it.wrapping_mul(0x9e37_79b2) | 1).find(apart);
        let mut places = Box::new([EMPTY; 256]);
        for (term, by) in terms.iter().zip(by.iter().cycle()) {
            places[place(*by, *term)] = *term;
        }
        Self { terms, by, places }
    }

    /// The same as [`terms::dot`] says of the two sets.
    pub fn dot(&self, others: &[Term]) -> u32 {
        let Some(by) = self.by else {
            return terms::dot(self.terms, others).1;
        };
        let met = |it: &Term| {
            let ours = self.places[place(by, *it)];
            u32::from(ours.concept() == it.concept()) * ours.weight() * it.weight()
        };
        others.iter().map(met).sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::btree_map;
    use proptest::prelude::*;

    use super::*;

    fn set() -> impl Strategy<Value = Vec<Term>> {
        let terms = btree_map(0..40_u32, any::<u8>(), 0..20);
        terms
            .prop_map(|it| it.into_iter().map(|(it, weight)| Term::new(it * 997, weight)).collect())
    }

    proptest! {
        #[test]
        fn a_probe_says_what_the_sets_say(a in set(), b in set()) {
            let probe = Probe::new(&a);
            prop_assert!(probe.by.is_some());
            prop_assert_eq!(probe.dot(&b), terms::dot(&a, &b).1);
            let merging = Probe { by: None, ..Probe::new(&a) };
            prop_assert_eq!(merging.dot(&b), terms::dot(&a, &b).1);
        }
    }
}
