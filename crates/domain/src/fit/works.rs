//! What a member makes, as a set of words: who has one of them in common makes the same thing
//! (R66). Notes that are "for members but same makers" are kept from exactly those (R3).

use std::collections::BTreeSet;

use crate::fit::features;
use crate::fit::meaning::{self, Bag};
use crate::fit::terms::OUTRIGHT;
use crate::members::member::Member;

/// Everything that a member says outright that it offers, whoever may see that offer. The same
/// concepts count as in the gate for competitors; where and for whom does not matter here: what
/// one does not want to tell a rival is not told to one in the next town either.
pub fn works(member: &Member) -> BTreeSet<String> {
    let mut bag = Bag::default();
    for offer in &member.profile.offers {
        features::put_offer(&mut bag, offer);
    }
    let outright = bag.into_strengths(usize::MAX).into_iter().filter(|it| it.weight() >= OUTRIGHT);
    // Labels, not numbers: these are kept, and numbers are lines of a file that grows.
    let name = |concept| match meaning::label(concept) {
        Some(label) => crate::kernel::words::fold(label),
        None => format!("word {concept}"),
    };
    outright.map(|it| name(it.concept())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::id::OfferId;
    use crate::kernel::text::Line;
    use crate::kernel::time::Time;
    use crate::members::change::{Change, example};
    use crate::members::offers::Offer;
    use crate::members::parts::Tags;

    fn maker(title: &str, tags: &str) -> BTreeSet<String> {
        let offer = Offer {
            id: OfferId::from_bits(1),
            title: Line::parse(title).unwrap(),
            detail: None,
            tags: Tags::parse(tags).unwrap(),
            scope: None,
            reach: None,
            enjoyment: None,
            used_ourselves: false,
            fresh: Time(1),
        };
        works(&example().apply(vec![Change::Offer(offer)], Time(1)).unwrap().0)
    }

    #[test]
    fn who_makes_the_same_thing_has_a_word_in_common() {
        let film = maker("Film", "");
        assert!(!film.is_disjoint(&maker("Short videos", "video")), "{film:?}");
        assert!(film.is_disjoint(&maker("Bookkeeping", "accounts")));
        assert!(film.is_disjoint(&maker("Photography", "")), "both media, but two trades");
        assert!(!maker("Zzyzx", "").is_disjoint(&maker("zzyzx", "")), "a rare word of both");
        assert!(works(&example()).is_empty());
    }
}
