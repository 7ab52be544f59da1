//! Newcomers get seen: one place in five goes to somebody new, another one each day, so that
//! who is known already does not take every place (popularity bias, formulas 5.7).

use std::collections::BTreeSet;

use crate::kernel::id::MemberId;
use crate::kernel::time::Day;

/// One in so many places of a page goes to a newcomer.
pub const ONE_IN: usize = 5;

/// The `size` members of the first page: `ranked` in order, with newcomers in every
/// [`ONE_IN`]th place. Both lists hold only members that fit; nobody is there twice. The same
/// viewer sees the same page all day, and other newcomers tomorrow.
pub fn page(
    ranked: &[MemberId],
    newcomers: &[MemberId],
    viewer: MemberId,
    today: Day,
    size: usize,
) -> Vec<MemberId> {
    let mut drawn: Vec<MemberId> = newcomers.to_vec();
    drawn.sort_by_key(|it| (lot(*it, viewer, today), *it));
    let (mut ranked, mut drawn) = (ranked.iter(), drawn.iter());
    let (mut page, mut there) = (Vec::new(), BTreeSet::new());
    while page.len() < size {
        let turn = (page.len() + 1) % ONE_IN == 0;
        let fresh = |it: &&MemberId| !there.contains(*it);
        let next = if turn {
            drawn.find(fresh).or_else(|| ranked.find(fresh))
        } else {
            ranked.find(fresh).or_else(|| drawn.find(fresh))
        };
        let Some(next) = next else { break };
        there.insert(*next);
        page.push(*next);
    }
    page
}

/// A number that looks like chance and is the same all day (the finaliser of `SplitMix64`).
fn lot(member: MemberId, viewer: MemberId, today: Day) -> u64 {
    let fold = |id: MemberId| (id.bits() ^ (id.bits() >> 64)) as u64;
    let day = u64::from(today.0.unsigned_abs()).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut lot = fold(member).rotate_left(17) ^ fold(viewer) ^ day;
    lot = (lot ^ (lot >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    lot = (lot ^ (lot >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    lot ^ (lot >> 31)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ids(all: &[u8]) -> Vec<MemberId> {
        all.iter().map(|it| MemberId::from_bits(u128::from(*it))).collect()
    }

    #[test]
    fn every_fifth_place_is_for_somebody_new_and_another_one_tomorrow() {
        let ranked = ids(&(1..=40).collect::<Vec<_>>());
        let new = ids(&(101..=140).collect::<Vec<_>>());
        let page = |day| page(&ranked, &new, MemberId::from_bits(7), Day(day), 20);
        let places: Vec<usize> =
            (0..20).filter(|it| new.contains(&page(1)[*it])).map(|it| it + 1).collect();
        assert_eq!(places, [5, 10, 15, 20]);
        assert_eq!(page(1), page(1));
        assert_ne!(page(1), page(2));
        let all: BTreeSet<MemberId> = (0..60).flat_map(page).collect();
        assert!(new.iter().all(|it| all.contains(it)), "in two months everybody was there");
    }

    proptest! {
        #[test]
        fn a_page_has_nobody_twice_and_nobody_who_was_not_given(
            ranked: Vec<u8>, new: Vec<u8>, viewer: u128, day in -9_000..90_000_i32,
            size in 0..30_usize,
        ) {
            let (ranked, new) = (ids(&ranked), ids(&new));
            let page = page(&ranked, &new, MemberId::from_bits(viewer), Day(day), size);
            let given: BTreeSet<MemberId> = ranked.iter().chain(&new).copied().collect();
            let shown: BTreeSet<MemberId> = page.iter().copied().collect();
            prop_assert_eq!(shown.len(), page.len());
            prop_assert!(shown.is_subset(&given));
            prop_assert_eq!(page.len(), size.min(given.len()));
        }
    }
}
