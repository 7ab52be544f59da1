//! What the columns of a file mean. The columns of the directory and every field of a profile
//! are read; of the others it is said that they are not.

use thiserror::Error;

use crate::members::change::FIELDS;

/// The most columns a file may have.
pub const COLUMNS_MAX: usize = 100;

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A field of the profile, by the name all doors use.
    Field(&'static str),
    /// A longer text, which becomes the story, and its first sentence the line.
    Description,
    /// What it offers.
    Offers,
    /// Codes of the offers, in the same order.
    Tags,
    /// What it needs.
    Needs,
    /// Country of the main place.
    Country,
    /// Town of the main place.
    City,
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// When the row was last known to be true.
    LastChanged,
    /// When the angle was written.
    PerspectiveAt,
    /// When the direction was written.
    DirectionAt,
    /// Who may see which part.
    Visibility,
}

/// Columns that are not fields of a profile under their own name.
const NAMED: &[(&str, Role)] = &[
    ("website", Role::Field("web")),
    ("description", Role::Description),
    ("offers", Role::Offers),
    ("tags", Role::Tags),
    ("needs", Role::Needs),
    ("country", Role::Country),
    ("city", Role::City),
    ("latitude", Role::Latitude),
    ("longitude", Role::Longitude),
    ("last_changed", Role::LastChanged),
    ("perspective_at", Role::PerspectiveAt),
    ("direction_at", Role::DirectionAt),
    ("visibility", Role::Visibility),
];

/// Columns that are understood and all the same not taken, and why.
const NOT_TAKEN: &[(&str, &str)] = &[
    ("org_id", "numbers of other systems are not kept"),
    ("source_id", "numbers of other systems are not kept"),
    ("standing", "whoever is imported is listed as a contact"),
    ("since", "a contact is listed from the day of the import"),
    ("reason", "it says why a row was not taken in last time"),
];

/// Why no row of a file can be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HeaderError {
    /// Without names there are no members.
    #[error(
        "the first line must name the columns, and one of them must be “name”; here it says: {0}"
    )]
    NoName(String),
    /// It would not be clear which of the two counts.
    #[error("the column “{0}” is there twice; please remove or rename one")]
    Twice(String),
    /// More than [`COLUMNS_MAX`].
    #[error("please keep it to {COLUMNS_MAX} columns; this has {0}")]
    TooMany(usize),
}

/// The first line of a file, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    roles: Vec<Option<Role>>,
    /// The names of the columns as they stand in the file.
    pub names: Vec<String>,
    /// Those that are read.
    pub read: Vec<String>,
    /// Those that are understood and not taken, and why.
    pub not_taken: Vec<(String, &'static str)>,
    /// Those that mean nothing here.
    pub not_read: Vec<String>,
}

impl Header {
    /// Reads the first line. Case, spaces and hyphens in names do not matter.
    ///
    /// # Errors
    /// [`HeaderError`] when the rows below could not be understood.
    pub fn read<'c>(cells: impl ExactSizeIterator<Item = &'c str>) -> Result<Self, HeaderError> {
        if cells.len() > COLUMNS_MAX {
            return Err(HeaderError::TooMany(cells.len()));
        }
        let names: Vec<String> = cells.map(shown).collect();
        let mut header = Self {
            roles: Vec::with_capacity(names.len()),
            read: Vec::new(),
            not_taken: Vec::new(),
            not_read: Vec::new(),
            names,
        };
        for name in header.names.clone() {
            let role = header.place(&name);
            if role.is_some() && header.roles.contains(&role) {
                return Err(HeaderError::Twice(name));
            }
            header.roles.push(role);
        }
        if header.at(Role::Field("name")).is_some() {
            return Ok(header);
        }
        let found: String = header.names.join(", ").chars().take(120).collect();
        Err(HeaderError::NoName(found))
    }

    /// Which column has this role.
    pub fn at(&self, role: Role) -> Option<usize> {
        self.roles.iter().position(|it| *it == Some(role))
    }

    /// The columns that are fields of a profile, with the name of the field.
    pub fn fields(&self) -> impl Iterator<Item = (usize, &'static str)> + '_ {
        self.roles.iter().enumerate().filter_map(|(at, role)| match role {
            Some(Role::Field(field)) => Some((at, *field)),
            _ => None,
        })
    }

    fn place(&mut self, name: &str) -> Option<Role> {
        let folded = name.to_lowercase().replace([' ', '-'], "_");
        if folded.is_empty() {
            return None;
        }
        if let Some((_, why)) = NOT_TAKEN.iter().find(|(it, _)| *it == folded) {
            self.not_taken.push((name.to_owned(), why));
            return None;
        }
        let named = NAMED.iter().find(|(it, _)| *it == folded).map(|(_, role)| *role);
        let field = || FIELDS.iter().find(|it| **it == folded).map(|it| Role::Field(it));
        let role = named.or_else(field);
        let list = if role.is_some() { &mut self.read } else { &mut self.not_read };
        list.push(name.to_owned());
        role
    }
}

/// A name as it is repeated to the person who made the file.
fn shown(cell: &str) -> String {
    let plain = cell.split(|it: char| it.is_whitespace() || it.is_control());
    let plain = plain.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
    plain.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Header, HeaderError> {
        Header::read(line.split(',').collect::<Vec<_>>().into_iter())
    }

    #[test]
    fn columns_are_read_said_not_to_be_taken_or_not_read() {
        let header = read("org_id,Name,WEBSITE,Last changed,colour,").unwrap();
        assert_eq!(header.read, ["Name", "WEBSITE", "Last changed"]);
        assert_eq!(header.not_taken[0].0, "org_id");
        assert_eq!(header.not_read, ["colour"]);
        assert_eq!(header.at(Role::LastChanged), Some(3));
        assert_eq!(header.fields().collect::<Vec<_>>(), [(1, "name"), (2, "web")]);
    }

    #[test]
    fn a_first_line_that_names_nothing_is_refused() {
        assert!(matches!(read("Quay Stories,Film"), Err(HeaderError::NoName(_))));
        assert_eq!(read("name,web,Website"), Err(HeaderError::Twice("Website".into())));
        let many = format!("name{}", ",".repeat(100));
        assert_eq!(read(&many), Err(HeaderError::TooMany(101)));
    }
}
