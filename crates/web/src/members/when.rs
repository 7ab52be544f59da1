//! Times in words.

use domain::kernel::time::{Day, Time};

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
const NUMBERS: [&str; 13] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// `today`, `last week`, `two months ago`.
pub fn ago(then: Time, now: Time) -> String {
    let days = i64::from(now.day().0) - i64::from(then.day().0);
    match days {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        2..=6 => format!("{} days ago", number(days)),
        7..=13 => "last week".to_owned(),
        14..=29 => format!("{} weeks ago", number(days / 7)),
        30..=59 => "a month ago".to_owned(),
        60..=364 => format!("{} months ago", number(days / 30)),
        365..=729 => "a year ago".to_owned(),
        _ => format!("{} years ago", number(days / 365)),
    }
}

/// `three`; numbers beyond twelve in digits.
pub fn number(value: i64) -> String {
    let word = usize::try_from(value).ok().and_then(|it| NUMBERS.get(it));
    word.map_or_else(|| value.to_string(), |it| (*it).to_owned())
}

/// `12 May 2026`.
pub fn date(day: Day) -> String {
    let (year, month, day) = day.civil();
    format!("{day} {} {year}", month_name(month))
}

/// When a member has time: `Free now`, `Free from June`, `Free from 12 May 2027`.
pub fn free_from(from: Day, today: Day) -> String {
    if from <= today {
        return "Free now".to_owned();
    }
    let ((year, month, day), (this_year, _, _)) = (from.civil(), today.civil());
    let day = if day == 1 { String::new() } else { format!("{day} ") };
    let year = if year == this_year { String::new() } else { format!(" {year}") };
    format!("Free from {day}{}{year}", month_name(month))
}

fn month_name(month: i64) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|it| MONTHS.get(it)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_words() {
        let now = Day::parse("2026-11-23").unwrap().start().plus_seconds(43_200);
        for (days, words) in [
            (0, "today"),
            (1, "yesterday"),
            (3, "three days ago"),
            (8, "last week"),
            (20, "two weeks ago"),
            (40, "a month ago"),
            (65, "two months ago"),
            (364, "twelve months ago"),
            (400, "a year ago"),
            (365 * 14, "14 years ago"),
        ] {
            assert_eq!(ago(now.plus_days(-days), now), words);
        }
        let from = |text: &str| free_from(Day::parse(text).unwrap(), now.day());
        assert_eq!(from("2026-12"), "Free from December");
        assert_eq!(from("2027-06"), "Free from June 2027");
        assert_eq!(from("2026-12-24"), "Free from 24 December");
        assert_eq!(from("2020-01"), "Free now");
        assert_eq!(date(now.day()), "23 November 2026");
    }
}
