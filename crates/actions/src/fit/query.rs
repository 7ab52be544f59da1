//! What one looks for: read from the fields of an address, a request or a command, and written
//! back, so that a search can be shared.

use std::collections::BTreeSet;

use domain::fit::{Filter, Free, Near, Purpose, Wanted, Way};
use domain::kernel::geo::Place;
use domain::kernel::text::TextError;
use domain::members::parts::{Kind, OpenTo, Size};

use crate::error::{ActionError, FieldProblem};

/// The longest text of a part of the sentence, in characters.
pub const WORDS_MAX: usize = 120;
/// Half around the globe, in kilometres.
const KM_MAX: u32 = 20_000;
/// The fields that [`FindQuery::parse`] reads; others belong to somebody else.
pub const FIELDS: [&str; 10] =
    ["purpose", "audience", "offer", "near", "open", "way", "size", "kind", "free", "only"];

/// Where somebody should be, seen from one's own main place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whereabouts {
    /// At most so many kilometres away.
    Km(u32),
    /// In the same country.
    MyCountry,
    /// Anywhere, as long as they work at a distance.
    AtADistance,
}

impl Whereabouts {
    /// Reads kilometres, `country` or `remote`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "country" => Some(Self::MyCountry),
            "remote" => Some(Self::AtADistance),
            km => km.parse().ok().filter(|it| (1..=KM_MAX).contains(it)).map(Self::Km),
        }
    }

    /// What [`Self::parse`] reads back.
    pub fn wire(self) -> String {
        match self {
            Self::Km(km) => km.to_string(),
            Self::MyCountry => "country".to_owned(),
            Self::AtADistance => "remote".to_owned(),
        }
    }
}

/// What one looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindQuery {
    /// What for.
    pub purpose: Purpose,
    /// Whom they should serve, such as `small charities or schools`; empty for anyone.
    pub audience: String,
    /// What they should offer, such as `film or photography`; empty for anything.
    pub offer: String,
    /// Where they should be.
    pub near: Option<Whereabouts>,
    /// Open to any of these.
    pub open_to: BTreeSet<OpenTo>,
    /// Works in any of these ways.
    pub ways: BTreeSet<Way>,
    /// Has any of these sizes.
    pub sizes: BTreeSet<Size>,
    /// Is any of these.
    pub kinds: BTreeSet<Kind>,
    /// Has time this soon.
    pub free: Option<Free>,
    /// Has joined.
    pub members_only: bool,
}

impl FindQuery {
    /// Everybody, for a purpose.
    pub fn of(purpose: Purpose) -> Self {
        Self {
            purpose,
            audience: String::new(),
            offer: String::new(),
            near: None,
            open_to: BTreeSet::new(),
            ways: BTreeSet::new(),
            sizes: BTreeSet::new(),
            kinds: BTreeSet::new(),
            free: None,
            members_only: false,
        }
    }

    /// Reads the fields of [`FIELDS`]; a choice can be there several times, an empty field asks
    /// for nothing, and so does one that is missing.
    ///
    /// # Errors
    /// [`ActionError::Fields`] with every field that cannot be read.
    pub fn parse(fields: &[(String, String)]) -> Result<Self, ActionError> {
        let mut query = Self::of(Purpose::Together);
        let mut problems = Vec::new();
        for (field, text) in fields {
            let text = text.trim();
            if text.is_empty() {
                continue;
            }
            if let Err(problem) = query.read(field, text) {
                problems.push(FieldProblem { field: field.clone(), problem });
            }
        }
        if problems.is_empty() { Ok(query) } else { Err(ActionError::Fields(problems)) }
    }

    fn read(&mut self, field: &str, text: &str) -> Result<(), String> {
        let choice = |_: TextError| format!("“{}” is not one of the choices", short(text));
        match field {
            "purpose" => self.purpose = Purpose::parse(text).map_err(choice)?,
            "audience" => self.audience = words(text)?,
            "offer" => self.offer = words(text)?,
            "near" => {
                let wrong = "please give whole kilometres, such as 25 or 100, or country or remote";
                self.near = Some(Whereabouts::parse(text).ok_or(wrong)?);
            }
            "open" => _ = self.open_to.insert(OpenTo::parse(text).map_err(choice)?),
            "way" => _ = self.ways.insert(Way::parse(text).map_err(choice)?),
            "size" => _ = self.sizes.insert(Size::parse(text).map_err(choice)?),
            "kind" => _ = self.kinds.insert(Kind::parse(text).map_err(choice)?),
            // Both are asked for by the wider one.
            "free" => self.free = self.free.max(Some(Free::parse(text).map_err(choice)?)),
            "only" if text == "members" => self.members_only = true,
            "only" => return Err("please say members, or leave it out".to_owned()),
            _ => {}
        }
        Ok(())
    }

    /// The fields that [`Self::parse`] reads back; the purpose is always there.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = vec![("purpose", self.purpose.wire())];
        let texts = [("audience", &self.audience), ("offer", &self.offer)];
        fields
            .extend(texts.into_iter().filter(|it| !it.1.is_empty()).map(|it| (it.0, it.1.clone())));
        fields.extend(self.near.map(|it| ("near", it.wire())));
        fields.extend(self.open_to.iter().map(|it| ("open", it.wire().to_owned())));
        fields.extend(self.ways.iter().map(|it| ("way", it.wire().to_owned())));
        fields.extend(self.sizes.iter().map(|it| ("size", it.wire().to_owned())));
        fields.extend(self.kinds.iter().map(|it| ("kind", it.wire().to_owned())));
        fields.extend(self.free.iter().map(|it| ("free", it.wire().to_owned())));
        fields.extend(self.members_only.then(|| ("only", "members".to_owned())));
        fields
    }

    /// What must hold, for someone whose main place is `home`. Without a place of one's own,
    /// "near" and "my country" ask for nothing.
    pub(super) fn filter(&self, home: Option<&Place>) -> Filter {
        let near = |km| Some(Near { at: home?.at?, km });
        let (near, country) = match self.near {
            Some(Whereabouts::Km(km)) => (near(km), None),
            Some(Whereabouts::MyCountry) => (None, home.map(|it| it.country)),
            Some(Whereabouts::AtADistance) | None => (None, None),
        };
        Filter {
            open_to: self.open_to.clone(),
            ways: self.ways.clone(),
            sizes: self.sizes.clone(),
            kinds: self.kinds.clone(),
            free: self.free,
            near,
            country,
            at_a_distance: self.near == Some(Whereabouts::AtADistance),
            audience: Wanted::parse(&self.audience),
            offer: Wanted::parse(&self.offer),
            members_only: self.members_only,
        }
    }
}

fn words(text: &str) -> Result<String, String> {
    if text.chars().count() > WORDS_MAX {
        return Err(format!("please use at most {WORDS_MAX} characters"));
    }
    Ok(text.to_owned())
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(all: &[(&str, &str)]) -> Vec<(String, String)> {
        all.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect()
    }

    #[test]
    fn a_search_reads_back_from_its_address() {
        let typed = fields(&[
            ("purpose", "promote"),
            ("audience", " small charities "),
            ("offer", "film or photography"),
            ("near", "100"),
            ("open", "guide"),
            ("open", "one_off"),
            ("way", "gentle"),
            ("size", "2-5"),
            ("kind", "free_agent"),
            ("free", "three_months"),
            ("free", "month"),
            ("only", "members"),
            ("view", "map"),
        ]);
        let query = FindQuery::parse(&typed).unwrap();
        assert_eq!(query.audience, "small charities");
        assert_eq!(query.free, Some(Free::ThreeMonths));
        let written: Vec<(String, String)> =
            query.fields().into_iter().map(|it| (it.0.to_owned(), it.1)).collect();
        assert_eq!(FindQuery::parse(&written).unwrap(), query);
        assert!(FIELDS.iter().all(|it| written.iter().any(|(field, _)| field == it)));
    }

    #[test]
    fn where_somebody_should_be_is_seen_from_ones_own_place() {
        let home = Place::parse("Bristol, GB").unwrap();
        let asking =
            |text: &str, home| FindQuery::parse(&fields(&[("near", text)])).unwrap().filter(home);
        assert_eq!(asking("country", Some(&home)).country, Some(home.country));
        assert!(asking("country", None).is_empty());
        assert!(asking("remote", None).at_a_distance);
        assert_eq!(asking("100", Some(&home)).near.map(|it| it.km), Some(100));
        for text in ["1", "country", "remote"] {
            assert_eq!(Whereabouts::parse(text).unwrap().wire(), text);
        }
        assert_eq!(Whereabouts::parse("abroad"), None);
    }

    #[test]
    fn an_empty_field_asks_for_nothing() {
        let query = FindQuery::parse(&fields(&[("audience", ""), ("near", " ")])).unwrap();
        assert_eq!(query, FindQuery::of(Purpose::Together));
        assert!(query.filter(None).is_empty());
    }

    #[test]
    fn every_field_that_cannot_be_read_is_named() {
        let long = "x".repeat(121);
        let wrong = fields(&[
            ("purpose", "rank"),
            ("audience", &long),
            ("near", "-1"),
            ("open", "everything"),
            ("free", "never"),
            ("only", "contacts"),
        ]);
        let Err(ActionError::Fields(problems)) = FindQuery::parse(&wrong) else { panic!() };
        let named: Vec<&str> = problems.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(named, ["purpose", "audience", "near", "open", "free", "only"]);
    }
}
