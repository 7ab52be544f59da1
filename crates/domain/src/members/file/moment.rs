//! Dates and times inside one cell: `2026-06-01`, or to the microsecond
//! `2026-06-01T12:30:00.000001Z`, always UTC.

use crate::kernel::time::{Day, Time};

const SECOND: i64 = 1_000_000;

/// The shortest text that [`read`] reads back as the same moment.
pub fn write(time: Time) -> String {
    let day = time.day();
    let rest = time.0 - day.start().0;
    if rest == 0 {
        return day.to_string();
    }
    let (seconds, micros) = (rest / SECOND, rest % SECOND);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let fraction = if micros == 0 { String::new() } else { format!(".{micros:06}") };
    format!("{day}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
}

/// Reads a day, or a day and a time in UTC.
pub fn read(text: &str) -> Option<Time> {
    let text = text.trim();
    let Some((day, clock)) = text.split_once(['T', ' ']) else {
        return Day::parse(text).map(Day::start);
    };
    let clock = clock.trim().trim_end_matches('Z');
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut parts = clock.split(':').map(number);
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = match parts.next() {
        Some(second) => second?,
        None => 0,
    };
    if parts.next().is_some() || hour > 23 || minute > 59 || second > 59 || fraction.len() > 6 {
        return None;
    }
    let micros = number(&format!("{fraction:0<6}"))?;
    let seconds = hour * 3_600 + minute * 60 + second;
    Some(Time(Day::parse(day)?.start().0 + seconds * SECOND + micros))
}

fn number(digits: &str) -> Option<i64> {
    let fits = (1..=6).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    if fits { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_and_times_read() {
        assert_eq!(read("2017-05-22"), Day::parse("2017-05-22").map(Day::start));
        let noon = Day::parse("2017-05-22").unwrap().start().plus_seconds(12 * 3_600);
        assert_eq!(read("2017-05-22T12:00:00Z"), Some(noon));
        assert_eq!(read(" 2017-05-22 12:00 "), Some(noon));
        for wrong in ["", "22.05.2017", "2017-05-22T25:00", "2017-05-22T12", "2017-05-22T12:00:+1"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_moment_reads_back(micros in -10_000_000_000_000_000..100_000_000_000_000_000_i64) {
            prop_assert_eq!(read(&write(Time(micros))), Some(Time(micros)));
        }
    }
}
