//! What is asked for, as it stands in the address: so a search can be kept, shared and gone back
//! to, and works without any script.

use actions::fit::{FindQuery, Position};
use actions::{ActionError, App};
use domain::fit::Purpose;

use crate::cursor;
use crate::form::Fields;
use crate::map::Bounds;

/// The distances one can choose, in kilometres.
pub const DISTANCES_KM: [u32; 4] = [30, 100, 300, 1_000];

/// How the answers are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One card each.
    List,
    /// Dots over land.
    Map,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Who is looked for.
    pub query: FindQuery,
    /// How the answers are shown.
    pub shape: Shape,
    /// The part of the map.
    pub bounds: Option<Bounds>,
    /// Where the page before ended, sealed; empty on the first.
    pub cursor: String,
}

impl Ask {
    /// Reads the address.
    ///
    /// # Errors
    /// [`ActionError::Fields`] naming every parameter that is none of its choices.
    pub fn read(fields: &Fields) -> Result<Self, ActionError> {
        Ok(Self {
            query: FindQuery::parse(&fields.0)?,
            shape: if fields.get("view") == "map" { Shape::Map } else { Shape::List },
            bounds: Bounds::parse(fields.get("box")),
            cursor: fields.get("cursor").to_owned(),
        })
    }

    /// Where the page before ended.
    ///
    /// # Errors
    /// [`ActionError::Fields`] when the cursor is not one of this search.
    pub fn position(&self, app: &App) -> Result<Option<Position>, ActionError> {
        position(app, &self.query, &self.cursor)
    }

    /// How many choices of the panel are made.
    pub fn chosen(&self) -> usize {
        let it = &self.query;
        it.open_to.len()
            + it.ways.len()
            + it.sizes.len()
            + it.kinds.len()
            + usize::from(it.free.is_some())
            + usize::from(it.members_only)
    }

    /// The address of this question's first page.
    pub fn href(&self) -> String {
        let view = if self.shape == Shape::Map { Some(("view", "map".to_owned())) } else { None };
        at("/find", self.query.fields().into_iter().chain(view))
    }

    /// The same search on another page about it.
    pub fn at(&self, path: &str) -> String {
        at(path, self.query.fields())
    }

    /// The page after this one.
    pub fn after(&self, app: &App, position: Position) -> String {
        let cursor = write_position(app, &self.query, position);
        at("/find", self.query.fields().into_iter().chain([("cursor", cursor)]))
    }

    /// The same for another purpose, from the first page.
    #[must_use]
    pub fn for_purpose(&self, purpose: Purpose) -> Self {
        let mut other = self.clone();
        other.query.purpose = purpose;
        other
    }

    /// Without one of the parts, with the words for what is left away.
    pub fn looser(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        let mut without = |words: String, change: &dyn Fn(&mut FindQuery)| {
            let mut other = self.clone();
            change(&mut other.query);
            all.push((words, other.href()));
        };
        let it = &self.query;
        if !it.audience.is_empty() {
            without("Whoever they serve".to_owned(), &|it| it.audience.clear());
        }
        if !it.offer.is_empty() {
            without("Whatever they offer".to_owned(), &|it| it.offer.clear());
        }
        if it.near.is_some() {
            without("Wherever they are".to_owned(), &|it| it.near = None);
        }
        if self.chosen() > 0 {
            without("Without the choices beside".to_owned(), &|it| {
                let kept = (it.audience.clone(), it.offer.clone(), it.near);
                *it = FindQuery::of(it.purpose);
                (it.audience, it.offer, it.near) = kept;
            });
        }
        all
    }

    /// The same in another shape.
    #[must_use]
    pub fn shaped(&self, shape: Shape) -> Self {
        Self { shape, ..self.clone() }
    }
}

/// Where the page before ended, if there was one.
///
/// # Errors
/// [`ActionError::Fields`] when the cursor is not one of this search.
pub fn position(
    app: &App,
    query: &FindQuery,
    cursor: &str,
) -> Result<Option<Position>, ActionError> {
    if cursor.is_empty() {
        return Ok(None);
    }
    let read = cursor::read(app, &list_name(query), cursor)?;
    let wrong = || ActionError::field("cursor", "this cursor is not from here; please start over");
    Position::parse(&read).map(Some).ok_or_else(wrong)
}

/// A cursor of this search alone.
pub fn write_position(app: &App, query: &FindQuery, position: Position) -> String {
    cursor::write(app, &list_name(query), &position.to_string())
}

fn list_name(query: &FindQuery) -> String {
    at("find", query.fields())
}

/// An address with these parameters.
pub fn at(path: &str, fields: impl IntoIterator<Item = (&'static str, String)>) -> String {
    let pairs: Vec<_> = fields.into_iter().collect();
    let query = serde_urlencoded::to_string(pairs).expect("pairs of texts can be written");
    format!("{path}?{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(query: &str) -> Result<Ask, ActionError> {
        Ask::read(&Fields(serde_urlencoded::from_str(query).unwrap()))
    }

    #[test]
    fn a_question_reads_back_from_its_address() {
        let address = "/find?purpose=promote&audience=small+charities&offer=film&near=100\
                       &open=one_off&open=promote&way=gentle&size=1&kind=free_agent&free=month\
                       &only=members&view=map";
        assert_eq!(ask(&address[6..]).unwrap().href(), address);
        for near in ["country", "remote"] {
            let address = format!("/find?purpose=together&near={near}");
            assert_eq!(ask(&address[6..]).unwrap().href(), address);
        }
        assert_eq!(ask("").unwrap().href(), "/find?purpose=together");
    }

    #[test]
    fn each_part_can_be_loosened_alone() {
        let looser = ask("offer=film&near=30&open=guide").unwrap().looser();
        let hrefs: Vec<&str> = looser.iter().map(|it| it.1.as_str()).collect();
        assert_eq!(
            hrefs,
            [
                "/find?purpose=together&near=30&open=guide",
                "/find?purpose=together&offer=film&open=guide",
                "/find?purpose=together&offer=film&near=30",
            ]
        );
        assert!(ask("purpose=learn").unwrap().looser().is_empty());
    }
}
