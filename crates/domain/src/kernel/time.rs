//! Time as the rules see it: numbers handed in by the caller, always UTC.

use std::fmt;

/// Microseconds since 1970-01-01T00:00:00Z, leap seconds ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

/// Days since 1970-01-01 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

const SECOND: i64 = 1_000_000;

impl Time {
    /// This time moved by `seconds`, earlier when negative; stays at the ends of time.
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(SECOND)))
    }

    /// This time moved by whole days.
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days.saturating_mul(86_400))
    }

    /// The UTC day it falls on.
    pub fn day(self) -> Day {
        let days = self.0.div_euclid(86_400 * SECOND);
        Day(i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX }))
    }
}

impl Day {
    /// The first moment of this day.
    pub const fn start(self) -> Time {
        Time(self.0 as i64 * 86_400 * SECOND)
    }

    /// Reads `2026-06-01`; also `2026-06`, which means the first of that month.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let year: i64 = parts.next().filter(|it| it.len() == 4)?.parse().ok()?;
        let month: i64 = parts.next().filter(|it| it.len() == 2)?.parse().ok()?;
        let day: i64 = match parts.next() {
            Some(day) if day.len() == 2 => day.parse().ok()?,
            Some(_) => return None,
            None => 1,
        };
        if parts.next().is_some() || !(1..=12).contains(&month) || day < 1 || year < 1 {
            return None;
        }
        let found = Self(days_from_civil(year, month, day));
        (found.civil() == (year, month, day)).then_some(found)
    }

    /// As one writes it: `18 December 2026`.
    pub fn words(self) -> String {
        format!("{} {}", self.civil().2, self.month_words())
    }

    /// The month it is in: `December 2026`.
    pub fn month_words(self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let (year, month, _) = self.civil();
        let name = usize::try_from(month - 1).ok().and_then(|it| MONTHS.get(it));
        format!("{} {year}", name.copied().unwrap_or_default())
    }

    /// Year, month (1–12) and day (1–31) in the proleptic Gregorian calendar.
    pub fn civil(self) -> (i64, i64, i64) {
        // Counts in 400-year eras of 146,097 days that begin on 1 March, so that the leap day
        // is the last of its year.
        let days = i64::from(self.0) + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        (year + era * 400 + i64::from(month <= 2), month, day)
    }
}

fn days_from_civil(year: i64, month: i64, day: i64) -> i32 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    i32::try_from(days).unwrap_or(i32::MAX)
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_days() {
        assert_eq!(Day::parse("1970-01-01"), Some(Day(0)));
        assert_eq!(Day::parse("2000-02-29"), Some(Day(11_016)));
        assert_eq!(Day::parse("2026-06"), Day::parse("2026-06-01"));
        assert_eq!(Time(-1).day(), Day(-1));
        assert_eq!(Day(11_016).words(), "29 February 2000");
        for wrong in ["2026-02-30", "2026-13-01", "26-01-01", "2026-1-1", "", "2026-01-01-01"] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_day_reads_back_from_its_text(days in -700_000..2_900_000i32) {
            prop_assert_eq!(Day::parse(&Day(days).to_string()), Some(Day(days)));
        }
    }
}
