//! Cards that were read lately. Reading the words of a member is most of the work of comparing
//! it, and members who are looked at are looked at again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::fit::Card;
use domain::kernel::id::MemberId;
use domain::kernel::time::Day;
use domain::members::member::Member;

/// So many cards are kept, twice; a few kilobytes each.
const ROOM: usize = 2_048;

/// What a card says depends on nothing else.
type Key = (MemberId, i64, Day);

/// Cards that were read lately: those since the last turn, and those before. When there is no
/// more room the older half goes.
#[derive(Default)]
pub(super) struct Cards(Mutex<[HashMap<Key, Arc<Card>>; 2]>);

impl Cards {
    /// The card of a member, as it is in this version, for a day.
    pub(super) fn of(&self, member: &Member, today: Day) -> Arc<Card> {
        let key = (member.id, member.version, today);
        if let Some(card) = self.kept(key) {
            return card;
        }
        let card = Arc::new(Card::of(member, today));
        self.keep(key, card.clone());
        card
    }

    fn kept(&self, key: Key) -> Option<Arc<Card>> {
        let halves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = halves[0].get(&key);
        if found.is_some() {
            return found.cloned();
        }
        let found = halves[1].get(&key).cloned();
        drop(halves);
        found.inspect(|card| self.keep(key, card.clone()))
    }

    fn keep(&self, key: Key, card: Arc<Card>) {
        let mut halves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if halves[0].len() >= ROOM {
            halves.swap(0, 1);
            halves[0].clear();
        }
        halves[0].insert(key, card);
    }
}

#[cfg(test)]
mod tests {
    use domain::kernel::text::{Handle, Name};
    use domain::kernel::time::Time;
    use domain::members::member::Profile;
    use domain::members::parts::{Kind, Standing};
    use domain::members::visibility::Visibility;

    use super::*;

    fn member(number: usize, version: i64) -> Member {
        Member {
            id: MemberId::from_bits(number as u128 + 1),
            handle: Handle::parse(&format!("member-{number}")).unwrap(),
            name: Name::parse("Quay").unwrap(),
            kind: Kind::Organisation,
            standing: Standing::Member,
            since: Time(0),
            changed: Time(0),
            profile: Profile::default(),
            visibility: Visibility::default(),
            version,
        }
    }

    #[test]
    fn a_card_is_read_once_for_every_version_and_day() {
        let cards = Cards::default();
        let first = cards.of(&member(0, 1), Day(1));
        assert!(Arc::ptr_eq(&first, &cards.of(&member(0, 1), Day(1))));
        assert!(!Arc::ptr_eq(&first, &cards.of(&member(0, 2), Day(1))), "it has changed");
        assert!(!Arc::ptr_eq(&first, &cards.of(&member(0, 1), Day(2))), "another day");
    }

    #[test]
    fn what_is_asked_for_stays_and_the_room_is_bounded() {
        let cards = Cards::default();
        let asked = cards.of(&member(0, 1), Day(1));
        for number in 1..3 * ROOM {
            cards.of(&member(number, 1), Day(1));
            assert!(Arc::ptr_eq(&asked, &cards.of(&member(0, 1), Day(1))), "{number}");
        }
        let kept: usize = cards.0.lock().unwrap().iter().map(HashMap::len).sum();
        assert!(kept <= 2 * ROOM, "{kept}");
    }
}
