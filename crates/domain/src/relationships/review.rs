//! Looking together at how it goes. An association is temporary (R51), so there is always a day
//! to look at it again; every 52 days unless the parties choose otherwise (R87, formulas 5.6).

use crate::kernel::choices::choices;
use crate::kernel::event::Event;
use crate::kernel::id::{MemberId, ReviewId};
use crate::kernel::text::{Prose, TextError};
use crate::kernel::time::{Day, Time};
use crate::relationships::refusal::Refusal;
use crate::relationships::relationship::{Moved, Relationship};

/// The rhythm in days unless the parties choose another: 365 / 7 (R87).
pub const DAYS: i64 = 52;
/// The shortest and the longest rhythm in days.
const DAYS_FROM_TO: (i64, i64) = (7, 400);
/// How far ahead a review may be put, in days.
const AHEAD_DAYS_MAX: i32 = 731;

choices! {
    /// Whether a relationship is useful to a party (R164).
    Useful {
        /// It is.
        Yes = "yes", "Useful to us";
        /// Somewhat.
        Partly = "partly", "Somewhat useful to us";
        /// Not at present.
        NotNow = "not_now", "Not useful to us just now";
    }
}

/// When the parties look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rhythm {
    /// The next time; `None` before they are in touch.
    pub due: Option<Day>,
    /// Days from one time to the next.
    pub days: i64,
}

impl Default for Rhythm {
    fn default() -> Self {
        Self { due: None, days: DAYS }
    }
}

impl Rhythm {
    /// Reads a number of days from outside.
    ///
    /// # Errors
    /// [`TextError::Choice`] for anything but 7 to 400.
    pub fn parse_days(text: &str) -> Result<i64, TextError> {
        let days = text.trim().parse().ok();
        let fits = days.filter(|it| (DAYS_FROM_TO.0..=DAYS_FROM_TO.1).contains(it));
        fits.ok_or_else(|| TextError::Choice(text.chars().take(40).collect()))
    }

    pub(super) fn begin(&mut self, today: Day) {
        self.due = Some(later(today, self.days));
    }
}

fn later(day: Day, days: i64) -> Day {
    Day(day.0.saturating_add(i32::try_from(days).unwrap_or(i32::MAX)))
}

/// One party's part of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Which one.
    pub id: ReviewId,
    /// Whose.
    pub by: MemberId,
    /// When.
    pub at: Time,
    /// Whether it is useful to them.
    pub useful: Useful,
    /// What they note.
    pub words: Option<Prose>,
}

impl Relationship {
    /// Holds a review: says how it goes for one party, and puts the next one a rhythm later.
    ///
    /// # Errors
    /// [`Refusal::NotIn`] or [`Refusal::NotNow`] unless the member belongs to it and it goes on.
    pub fn hold_review(mut self, review: &Review) -> Moved {
        self.must_hold(review.by)?;
        self.rhythm.begin(review.at.day());
        self.changed = review.at;
        let words = format!("looked at how it goes: {}", review.useful.words().to_lowercase());
        let event = self.event("relationship.reviewed", review.by, words);
        Ok((self, vec![event]))
    }

    /// Changes when the parties look at it next, and how often.
    ///
    /// # Errors
    /// [`Refusal::PastReview`] for a day that is not ahead; else as [`Self::hold_review`].
    pub fn change_rhythm(mut self, by: MemberId, due: Day, days: i64, now: Time) -> Moved {
        self.must_hold(by)?;
        let today = now.day();
        if due <= today || due.0 > today.0.saturating_add(AHEAD_DAYS_MAX) {
            return Err(Refusal::PastReview);
        }
        let rhythm = Rhythm { due: Some(due), days };
        if self.rhythm == rhythm {
            return Ok((self, Vec::new()));
        }
        (self.rhythm, self.changed) = (rhythm, now);
        let words = format!("put the next review on {}, then every {days} days", due.words());
        let events: Vec<Event> = vec![self.event("relationship.review_moved", by, words)];
        Ok((self, events))
    }
}

/// Whether it is useful to one party and not to another, by what each said last (R164).
pub fn is_one_sided(reviews: &[Review]) -> bool {
    let latest = |it: &&Review| !reviews.iter().any(|other| other.by == it.by && other.at > it.at);
    let said: Vec<Useful> = reviews.iter().filter(latest).map(|it| it.useful).collect();
    said.contains(&Useful::Yes) && said.contains(&Useful::NotNow)
}
