//! Sparse sets of concepts with weights, packed so that a million members fit in memory and two
//! of them compare in a few hundred nanoseconds.

/// A concept by its number: the line of the thesaurus, or a number above for words it does not
/// know. 24 bits.
pub type Concept = u32;

/// The highest number a concept may have.
pub const CONCEPT_MAX: Concept = (1 << 24) - 1;

/// A concept and how much it weighs, 0 to 255. Sorts by concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(u32);

impl Term {
    /// Packs a concept and its weight.
    pub const fn new(concept: Concept, weight: u8) -> Self {
        Self(concept << 8 | weight as u32)
    }

    /// Which concept.
    pub const fn concept(self) -> Concept {
        self.0 >> 8
    }

    /// How much it weighs.
    pub const fn weight(self) -> u32 {
        self.0 & 0xff
    }
}

/// The length all weights of a set for [`dot`] add up to, as a vector. With at most 16 terms the
/// product of two sets then fits 16 bits even after rounding.
pub const LENGTH: u32 = 250;

/// The weight at and above which an offer is said outright, and not only implied by a narrower
/// one or mentioned in passing.
pub const OUTRIGHT: u32 = 150;

/// What of an offer counts when two members are asked whether they do the same: what is only
/// implied or mentioned counts a quarter, so that film and photography, both media, stay two
/// trades.
pub const fn as_work(weight: u32) -> u32 {
    if weight >= OUTRIGHT { weight } else { weight / 4 }
}

/// Calls `meet` with the weights of every concept that both have. Both are sorted.
fn meet(a: &[Term], b: &[Term], mut meet: impl FnMut(u32, u32)) {
    let (mut i, mut j) = (0, 0);
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        if left.concept() == right.concept() {
            meet(left.weight(), right.weight());
        }
        i += usize::from(left.concept() <= right.concept());
        j += usize::from(right.concept() <= left.concept());
    }
}

/// Whether the two have a concept in common, and the sum of the products of their weights.
/// Two sets of length [`LENGTH`] that are the same give its square.
pub fn dot(a: &[Term], b: &[Term]) -> (bool, u32) {
    let (mut met, mut sum) = (false, 0);
    meet(a, b, |left, right| {
        met = true;
        sum += left * right;
    });
    (met, sum)
}

/// How much of the work of two members is the same: the sum of the smaller weights.
pub fn same_work(a: &[Term], b: &[Term]) -> u32 {
    let mut sum = 0;
    meet(a, b, |left, right| sum += as_work(left).min(as_work(right)));
    sum
}

/// All the work of a member, in the measure of [`same_work`].
pub fn all_work(terms: &[Term]) -> u32 {
    terms.iter().map(|it| as_work(it.weight())).sum()
}

/// The weight of a concept in a set, 0 when it is not there.
pub fn weight_of(terms: &[Term], concept: Concept) -> u32 {
    let found = terms.binary_search_by_key(&concept, |it| it.concept());
    found.map_or(0, |at| terms[at].weight())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_meet_where_both_have_a_concept() {
        let a = [Term::new(1, 200), Term::new(5, 100), Term::new(9, 0)];
        let b = [Term::new(2, 50), Term::new(5, 60), Term::new(9, 7)];
        assert_eq!(dot(&a, &b), (true, 6_000));
        assert_eq!(dot(&a[2..], &b[2..]), (true, 0));
        assert_eq!(dot(&a[..1], &b[..1]), (false, 0));
        assert_eq!(same_work(&a, &b), 60 / 4);
        assert_eq!(all_work(&a), 200 + 25);
        assert_eq!((weight_of(&a, 5), weight_of(&a, 6)), (100, 0));
        let top = Term::new(CONCEPT_MAX, 255);
        assert_eq!((top.concept(), top.weight()), (CONCEPT_MAX, 255));
    }
}
