//! Times as pages show them: in UTC in the text, and for scripts that say them in the reader's
//! zone.

use domain::kernel::time::Time;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A moment, for the macro `list::local_time`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// RFC 3339, in UTC.
    pub utc: String,
    /// The day, such as `23 November 2026`.
    pub day: String,
}

/// RFC 3339 in UTC, to the second.
pub fn utc(time: Time) -> String {
    let second = time.0.div_euclid(1_000_000);
    Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH).to_string()
}

impl From<Time> for Moment {
    fn from(time: Time) -> Self {
        let stamp = Timestamp::from_microsecond(time.0).unwrap_or(Timestamp::UNIX_EPOCH);
        let day = stamp.to_zoned(TimeZone::UTC).strftime("%-d %B %Y").to_string();
        Self { utc: utc(time), day }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_says_its_day_and_its_second() {
        let moment = Moment::from(Time(1_795_435_200_000_001));
        assert_eq!(moment.utc, "2026-11-23T12:00:00Z");
        assert_eq!(moment.day, "23 November 2026");
    }
}
