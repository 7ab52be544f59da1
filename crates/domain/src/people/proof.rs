//! Codes and links that prove who someone is, once. Only their hashes are kept.

use thiserror::Error;

use crate::kernel::time::Time;

/// How long a six-digit code is good, in seconds.
pub const CODE_SECONDS: i64 = 10 * 60;
/// How often a code may be tried before it is used up: 5 of 1,000,000.
pub const CODE_TRIES: i64 = 5;
/// How long a one-time link is good, in seconds.
pub const LINK_SECONDS: i64 = 24 * 3_600;
/// How long a device stays signed in after it was last seen, in days.
pub const SESSION_DAYS: i64 = 60;

/// A code or link that was given out and is kept as a hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// SHA-256 of what was given out.
    pub hash: [u8; 32],
    /// From this moment on it is worth nothing.
    pub until: Time,
    /// How often it was tried and was wrong.
    pub tries: i64,
    /// Whether it was used; it is good for once.
    pub used: bool,
}

/// Why a code or link was not taken. The same words for all: whoever guesses learns nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this code or link is not valid any more; please ask for a new one")]
pub struct NotProven;

impl Proof {
    /// Whether what was shown at `now` proves it. `same` is the constant-time comparison of the
    /// hashes; it is made in any case, so that a used proof takes as long as a fresh one.
    ///
    /// # Errors
    /// [`NotProven`] when it is wrong, late, used or tried too often.
    pub fn check(&self, same: bool, now: Time) -> Result<(), NotProven> {
        let open = !self.used && now < self.until && self.tries < CODE_TRIES;
        if open & same { Ok(()) } else { Err(NotProven) }
    }
}

/// How many tries are allowed in a span of time: after `free` of them each further one waits
/// twice as long as the one before, up to an hour. Slows a guesser, spares who mistypes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// Tries so far.
    pub count: i64,
    /// When the last one was.
    pub last: Time,
}

impl Throttle {
    /// Tries without a wait.
    pub const FREE: i64 = 5;
    /// After this long without a try all is forgotten, in seconds.
    pub const FORGET_SECONDS: i64 = 24 * 3_600;
    const WAIT_SECONDS_MAX: i64 = 3_600;

    /// Counts one more try, or says how many seconds to wait first.
    ///
    /// # Errors
    /// The seconds to wait, at least 1.
    pub fn next(self, now: Time) -> Result<Self, i64> {
        let passed = (now.0 - self.last.0) / 1_000_000;
        if passed >= Self::FORGET_SECONDS {
            return Ok(Self { count: 1, last: now });
        }
        let over = self.count - Self::FREE;
        if over >= 0 {
            let wait = (2_i64 << over.min(20)).min(Self::WAIT_SECONDS_MAX);
            if passed < wait {
                return Err((wait - passed).max(1));
            }
        }
        Ok(Self { count: self.count + 1, last: now })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FRESH: Proof = Proof { hash: [0; 32], until: Time(100), tries: 0, used: false };

    #[test]
    fn a_proof_is_good_once_in_time_and_not_after_many_tries() {
        assert_eq!(FRESH.check(true, Time(99)), Ok(()));
        for (proof, same, now) in [
            (FRESH, false, 99),
            (FRESH, true, 100),
            (Proof { used: true, ..FRESH }, true, 1),
            (Proof { tries: CODE_TRIES, ..FRESH }, true, 1),
        ] {
            assert_eq!(proof.check(same, Time(now)), Err(NotProven));
        }
    }

    #[test]
    fn the_wait_doubles_up_to_an_hour() {
        let at = |count| Throttle { count, last: Time(0) }.next(Time(0));
        assert!(at(4).is_ok());
        assert_eq!([5, 6, 7, 30].map(at), [Err(2), Err(4), Err(8), Err(3_600)]);
    }

    proptest! {
        #[test]
        fn ten_thousand_tries_in_a_day_do_not_get_through(step in 1..10i64) {
            let (mut throttle, mut through) = (Throttle { count: 0, last: Time(0) }, 0);
            for i in 0..10_000 {
                if let Ok(next) = throttle.next(Time(0).plus_seconds(i * step)) {
                    (throttle, through) = (next, through + 1);
                }
            }
            // 12 doublings take more than an hour, then one an hour.
            prop_assert!(through <= Throttle::FREE + 13 + 28, "{}", through);
        }
    }
}
