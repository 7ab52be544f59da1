//! Time zones, by their IANA names.

use actions::ActionError;
use jiff::tz::{self, TimeZone};

/// The zone of this name, as it is written.
///
/// # Errors
/// [`ActionError::Fields`] when there is none.
pub fn parse(name: &str) -> Result<String, ActionError> {
    let unknown = || ActionError::field("zone", "please choose a time zone from the list");
    let zone = TimeZone::get(name.trim()).map_err(|_| unknown())?;
    zone.iana_name().map(str::to_owned).ok_or_else(unknown)
}

/// Every zone to choose from, with its words, and `chosen` even if it is not among them.
pub fn choices(chosen: &str) -> Vec<(String, String)> {
    let known = tz::db().available().map(|it| it.to_string());
    // Others are old names of the same zones.
    let places = ["Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/"];
    let more = ["Europe/", "Indian/", "Pacific/"];
    let mut names: Vec<String> = known
        .filter(|it| places.iter().chain(&more).any(|place| it.starts_with(place)))
        .chain(["UTC".to_owned(), chosen.to_owned()])
        .collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|it| (it.clone(), it.replace('_', " "))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_one_there_is() {
        assert_eq!(parse(" Europe/London ").unwrap(), "Europe/London");
        assert_eq!(parse("europe/london").unwrap(), "Europe/London");
        for wrong in ["", "Europe/Atlantis", "London", "+01:00"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_list_has_places_and_the_one_that_was_chosen() {
        let list = choices("Old/Name");
        let has = |name: &str| list.iter().any(|(it, _)| it == name);
        assert!(has("America/New_York") && has("UTC") && has("Old/Name"));
        assert!(!has("US/Eastern"));
    }
}
