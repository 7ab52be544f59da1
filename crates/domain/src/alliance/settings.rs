//! The alliance of this server. One instance is the home of one alliance.

use thiserror::Error;

use crate::alliance::joining::Joining;
use crate::kernel::text::{Line, Name, Prose, TextError};
use crate::kernel::time::Time;

/// The alliance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alliance {
    /// What it is called.
    pub name: Name,
    /// What it is in one line.
    pub line: Option<Line>,
    /// “What does the name mean?” (R84); its public page.
    pub meaning: Option<Prose>,
    /// Common goals (R89), kept apart from interests.
    pub goals: Option<Prose>,
    /// Common interests (R89).
    pub interests: Option<Prose>,
    /// What it works for together (R90).
    pub causes: Causes,
    /// How one joins.
    pub joining: Joining,
    /// Whether the list of members is for everyone, or for members only.
    pub open_directory: bool,
    /// Since when.
    pub since: Time,
    /// How often it was saved.
    pub version: i64,
}

/// The causes of an alliance, in the order they were written, none twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Causes(Vec<Name>);

impl Causes {
    /// The most causes one alliance may have.
    pub const MAX: usize = 12;

    /// Reads causes between commas, semicolons or line ends.
    ///
    /// # Errors
    /// [`TextError`] of the first that is none, or [`TextError::TooMany`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let mut causes = Vec::new();
        let parts = text.split([',', ';', '\n']).map(str::trim).filter(|it| !it.is_empty());
        for part in parts {
            let cause = Name::parse(part)?;
            if !causes.contains(&cause) {
                causes.push(cause);
            }
        }
        if causes.len() > Self::MAX { Err(TextError::TooMany(Self::MAX)) } else { Ok(Self(causes)) }
    }

    /// The causes, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + '_ {
        self.0.iter().map(Name::as_str)
    }

    /// `one, two, three`, which [`Self::parse`] reads back.
    pub fn to_text(&self) -> String {
        self.iter().collect::<Vec<_>>().join(", ")
    }
}

/// Every field [`Alliance::set`] reads, as the form and the API name them, with what a history
/// calls it.
pub const FIELDS: &[(&str, &str)] = &[
    ("name", "the name"),
    ("line", "what it is in one line"),
    ("meaning", "what the name means"),
    ("goals", "the common goals"),
    ("interests", "the common interests"),
    ("causes", "the causes"),
    ("joining", "how one joins"),
    ("open_directory", "who sees the list of members"),
];

/// A field of the alliance that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SettingError {
    /// The name of the field is not one of [`FIELDS`].
    #[error("there is no field called “{0}”")]
    Unknown(String),
    /// The text does not fit.
    #[error(transparent)]
    Text(#[from] TextError),
}

impl Alliance {
    /// An alliance that has nothing but a name. Whoever a member invites is in, and the list of
    /// members is open (R2): both can be closed.
    pub fn new(name: Name, since: Time) -> Self {
        Self {
            name,
            line: None,
            meaning: None,
            goals: None,
            interests: None,
            causes: Causes::default(),
            joining: Joining::Invited,
            open_directory: true,
            since,
            version: 1,
        }
    }

    /// Changes one field; an empty text empties it where that is possible.
    ///
    /// # Errors
    /// [`SettingError`] when there is no such field or the text does not fit it.
    pub fn set(&mut self, field: &str, text: &str) -> Result<(), SettingError> {
        let choice = || TextError::Choice(text.trim().chars().take(40).collect());
        match field {
            "name" => self.name = Name::parse(text)?,
            "line" => self.line = Line::parse_optional(text)?,
            "meaning" => self.meaning = Prose::parse_optional(text)?,
            "goals" => self.goals = Prose::parse_optional(text)?,
            "interests" => self.interests = Prose::parse_optional(text)?,
            "causes" => self.causes = Causes::parse(text)?,
            "joining" => self.joining = Joining::parse(text.trim()).ok_or_else(choice)?,
            "open_directory" => {
                self.open_directory = match text.trim() {
                    "yes" | "true" => true,
                    "no" | "false" => false,
                    _ => return Err(choice().into()),
                }
            }
            _ => return Err(SettingError::Unknown(field.chars().take(40).collect())),
        }
        Ok(())
    }

    /// The text of a field, which [`Self::set`] reads back; empty for a field that is none.
    pub fn get(&self, field: &str) -> String {
        let prose = |it: &Option<Prose>| it.as_ref().map(ToString::to_string).unwrap_or_default();
        match field {
            "name" => self.name.to_string(),
            "line" => self.line.as_ref().map(ToString::to_string).unwrap_or_default(),
            "meaning" => prose(&self.meaning),
            "goals" => prose(&self.goals),
            "interests" => prose(&self.interests),
            "causes" => self.causes.to_text(),
            "joining" => self.joining.to_text(),
            "open_directory" => if self.open_directory { "yes" } else { "no" }.to_owned(),
            _ => String::new(),
        }
    }

    /// What a history says about this version after `before`, such as `changed the causes and how
    /// one joins`; `None` when nothing is different.
    pub fn difference(&self, before: &Self) -> Option<String> {
        let changed = FIELDS.iter().filter(|(field, _)| self.get(field) != before.get(field));
        let words: Vec<&str> = changed.map(|(_, words)| *words).collect();
        let (last, others) = words.split_last()?;
        Some(match others {
            [] => format!("changed {last}"),
            _ => format!("changed {} and {last}", others.join(", ")),
        })
    }

    /// This alliance with everything said as it was in an earlier version.
    #[must_use]
    pub fn restored(&self, earlier: Self) -> Self {
        Self { since: self.since, version: self.version, ..earlier }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tideway() -> Alliance {
        Alliance::new(Name::parse("Tideway").unwrap(), Time(5))
    }

    #[test]
    fn every_field_reads_back() {
        let mut alliance = tideway();
        for (field, _) in FIELDS {
            let text = match *field {
                "joining" => "consent:7",
                "open_directory" => "no",
                "causes" => "repair, fair work",
                _ => "Some words",
            };
            alliance.set(field, text).unwrap();
            assert_eq!(alliance.get(field), text);
        }
        for wrong in [("name", ""), ("joining", "open"), ("open_directory", "maybe")] {
            assert!(matches!(alliance.set(wrong.0, wrong.1), Err(SettingError::Text(_))));
        }
        assert_eq!(alliance.set("rank", "1"), Err(SettingError::Unknown("rank".into())));
        assert_eq!(alliance.get("rank"), "");
    }

    #[test]
    fn the_history_names_what_changed() {
        let mut after = tideway();
        assert_eq!(after.difference(&tideway()), None);
        after.set("causes", "repair, repair").unwrap();
        assert_eq!(after.difference(&tideway()).unwrap(), "changed the causes");
        after.set("goals", "x").unwrap();
        after.set("line", "y").unwrap();
        assert_eq!(
            after.difference(&tideway()).unwrap(),
            "changed what it is in one line, the common goals and the causes"
        );
    }

    #[test]
    fn what_is_restored_keeps_its_age_and_its_version() {
        let now = Alliance { version: 9, ..tideway() };
        let earlier = Alliance { version: 3, since: Time(1), open_directory: false, ..tideway() };
        let restored = now.restored(earlier);
        assert_eq!((restored.version, restored.since), (9, Time(5)));
        assert!(!restored.open_directory);
    }

    #[test]
    fn there_are_not_too_many_causes() {
        let many = (0..13).map(|it| it.to_string()).collect::<Vec<_>>().join(",");
        assert_eq!(Causes::parse(&many), Err(TextError::TooMany(12)));
    }
}
