//! Leaving the alliance and coming back; taking a contact off the list and putting it back. What
//! others gave is never taken away with it.

use crate::kernel::event::Event;
use crate::kernel::time::Time;
use crate::members::change::Refusal;
use crate::members::member::Member;
use crate::members::parts::Standing;

/// How long the way back stays open, in days.
pub const BACK_DAYS: i64 = 30;

type Moved = Result<(Member, Vec<Event>), Refusal>;

impl Member {
    /// Leaves the alliance: the page is closed, nothing is erased.
    ///
    /// # Errors
    /// [`Refusal::NotJoined`] unless it is a member now.
    pub fn leave(self, now: Time) -> Moved {
        let event = Event::of_member("member.left", self.id, "left the alliance");
        self.moved((Standing::Member, Standing::Left), Refusal::NotJoined, now, event)
    }

    /// Comes back as if it had never left.
    ///
    /// # Errors
    /// [`Refusal::NotLeft`] unless it has left, [`Refusal::Late`] after [`BACK_DAYS`].
    pub fn come_back(self, now: Time) -> Moved {
        if self.standing == Standing::Left && now >= self.way_back_until() {
            return Err(Refusal::Late);
        }
        let event = Event::of_member("member.returned", self.id, "came back to the alliance");
        self.moved((Standing::Left, Standing::Member), Refusal::NotLeft, now, event)
    }

    /// Until when who has left may come back by themselves: nothing changes after leaving, so the
    /// last change was the leaving.
    pub fn way_back_until(&self) -> Time {
        self.changed.plus_days(BACK_DAYS)
    }

    /// Takes a listed contact off the list.
    ///
    /// # Errors
    /// [`Refusal::NotListed`] unless it is a contact.
    pub fn unlist(self, now: Time) -> Moved {
        let event = Event::of_member("contact.unlisted", self.id, "taken off the list");
        self.moved((Standing::Contact, Standing::Removed), Refusal::NotListed, now, event)
    }

    /// Puts it back on the list.
    ///
    /// # Errors
    /// [`Refusal::Gone`] unless it was taken off.
    pub fn relist(self, now: Time) -> Moved {
        let event = Event::of_member("contact.relisted", self.id, "put back on the list");
        self.moved((Standing::Removed, Standing::Contact), Refusal::Gone, now, event)
    }

    fn moved(
        self,
        (from, to): (Standing, Standing),
        refusal: Refusal,
        now: Time,
        event: Event,
    ) -> Moved {
        if self.standing != from {
            return Err(refusal);
        }
        Ok((Self { standing: to, changed: now, ..self }, vec![event]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::change::example;

    #[test]
    fn who_left_comes_back_within_thirty_days_and_not_later() {
        let (left, events) = example().leave(Time(5)).unwrap();
        assert_eq!((left.standing, events.len()), (Standing::Left, 1));
        assert_eq!(left.clone().leave(Time(6)).unwrap_err(), Refusal::NotJoined);
        let last = Time(5).plus_days(BACK_DAYS);
        assert_eq!(left.clone().come_back(last).unwrap_err(), Refusal::Late);
        let (back, _) = left.come_back(Time(last.0 - 1)).unwrap();
        assert_eq!(back.standing, Standing::Member);
        assert_eq!(back.come_back(Time(6)).unwrap_err(), Refusal::NotLeft);
    }

    #[test]
    fn only_a_contact_is_taken_off_the_list() {
        assert_eq!(example().unlist(Time(1)).unwrap_err(), Refusal::NotListed);
        let contact = Member { standing: Standing::Contact, ..example() };
        let (gone, _) = contact.unlist(Time(1)).unwrap();
        assert_eq!(gone.clone().relist(Time(2)).unwrap().0.standing, Standing::Contact);
        assert_eq!(gone.leave(Time(2)).unwrap_err(), Refusal::NotJoined);
    }
}
