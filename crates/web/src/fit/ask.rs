//! What is asked for, as it stands in the address: so a search can be kept, shared and gone back
//! to, and works without any script.

use std::collections::BTreeSet;

use actions::ActionError;
use actions::fit::Query;
use domain::fit::{Filter, Free, Near, Purpose, Wanted, Way};
use domain::kernel::geo::Point;
use domain::kernel::text::TextError;
use domain::members::parts::{Kind, OpenTo, Size};

use crate::form::Fields;

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
    /// The purpose, as in the address.
    pub purpose: Purpose,
    /// Whom they serve, in the words of who asks; nothing for anyone.
    pub audience: String,
    /// What they help with; nothing for anything.
    pub offer: String,
    /// Within so many kilometres of one's own place.
    pub km: Option<u32>,
    /// What must hold beside.
    pub open_to: BTreeSet<OpenTo>,
    /// Ways of working.
    pub ways: BTreeSet<Way>,
    /// Sizes.
    pub sizes: BTreeSet<Size>,
    /// Kinds.
    pub kinds: BTreeSet<Kind>,
    /// Time.
    pub free: Option<Free>,
    /// Only who has joined.
    pub members_only: bool,
    /// How the answers are shown.
    pub shape: Shape,
    /// Which page, from 1.
    pub page: usize,
}

impl Ask {
    /// Reads the address.
    ///
    /// # Errors
    /// [`ActionError::Fields`] naming every parameter that is none of its choices.
    pub fn read(fields: &Fields) -> Result<Self, ActionError> {
        let purpose = match fields.get("purpose") {
            "" => Purpose::Together,
            text => Purpose::parse(text).map_err(|it| ActionError::field("purpose", it))?,
        };
        let km = match fields.get("near") {
            "" => None,
            text => Some(number(text).ok_or_else(|| wrong("near", text))?),
        };
        let page = match fields.get("page") {
            "" => 1,
            text => number(text).ok_or_else(|| wrong("page", text))? as usize,
        };
        let free = fields.all("free").last().filter(|it| !it.is_empty());
        let free = free.map(|it| Free::parse(it).map_err(|it| ActionError::field("free", it)));
        Ok(Self {
            purpose,
            audience: short(fields.get("audience")),
            offer: short(fields.get("offer")),
            km: km.map(|it| it.clamp(1, 20_000)),
            open_to: several(fields, "open", OpenTo::parse)?,
            ways: several(fields, "way", Way::parse)?,
            sizes: several(fields, "size", Size::parse)?,
            kinds: several(fields, "kind", Kind::parse)?,
            free: free.transpose()?,
            members_only: fields.get("only") == "members",
            shape: if fields.get("view") == "map" { Shape::Map } else { Shape::List },
            page: page.clamp(1, 1_000),
        })
    }

    /// The question for the action; `home` is where the asking member is.
    pub fn query(&self, home: Option<Point>, size: usize) -> Query {
        let near = self.km.and_then(|km| home.map(|at| Near { at, km }));
        let filter = Filter {
            open_to: self.open_to.clone(),
            ways: self.ways.clone(),
            sizes: self.sizes.clone(),
            kinds: self.kinds.clone(),
            free: self.free,
            near,
            audience: Wanted::parse(&self.audience),
            offer: Wanted::parse(&self.offer),
            members_only: self.members_only,
        };
        let skip = (self.page - 1).saturating_mul(size);
        Query { purpose: self.purpose, filter, skip, size }
    }

    /// How many choices of the panel are made.
    pub fn chosen(&self) -> usize {
        self.open_to.len()
            + self.ways.len()
            + self.sizes.len()
            + self.kinds.len()
            + usize::from(self.free.is_some())
            + usize::from(self.members_only)
    }

    /// The address of this question.
    pub fn href(&self) -> String {
        let mut pairs: Vec<(&str, String)> = vec![("purpose", self.purpose.wire())];
        let mut add = |name, text: String| {
            if !text.is_empty() {
                pairs.push((name, text));
            }
        };
        add("audience", self.audience.clone());
        add("offer", self.offer.clone());
        add("near", self.km.map(|it| it.to_string()).unwrap_or_default());
        self.open_to.iter().for_each(|it| add("open", it.wire().to_owned()));
        self.ways.iter().for_each(|it| add("way", it.wire().to_owned()));
        self.sizes.iter().for_each(|it| add("size", it.wire().to_owned()));
        self.kinds.iter().for_each(|it| add("kind", it.wire().to_owned()));
        add("free", self.free.map(|it| it.wire().to_owned()).unwrap_or_default());
        add("only", if self.members_only { "members".to_owned() } else { String::new() });
        add("view", if self.shape == Shape::Map { "map".to_owned() } else { String::new() });
        add("page", if self.page > 1 { self.page.to_string() } else { String::new() });
        let query = serde_urlencoded::to_string(pairs).expect("pairs of texts can be written");
        format!("/find?{query}")
    }

    /// The same for another purpose, from the first page.
    #[must_use]
    pub fn for_purpose(&self, purpose: Purpose) -> Self {
        Self { purpose, page: 1, ..self.clone() }
    }

    /// Another page.
    #[must_use]
    pub fn on_page(&self, page: usize) -> Self {
        Self { page, ..self.clone() }
    }

    /// Another shape, from the first page.
    #[must_use]
    pub fn shaped(&self, shape: Shape) -> Self {
        Self { shape, page: 1, ..self.clone() }
    }
}

fn several<T: Ord>(
    fields: &Fields,
    name: &str,
    parse: impl Fn(&str) -> Result<T, TextError>,
) -> Result<BTreeSet<T>, ActionError> {
    let read = |text: &str| parse(text).map_err(|it| ActionError::field(name, it));
    fields.all(name).filter(|it| !it.is_empty()).map(read).collect()
}

fn number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|it| *it > 0)
}

fn wrong(field: &str, text: &str) -> ActionError {
    ActionError::field(field, TextError::Choice(text.chars().take(40).collect()))
}

/// What one looks for is a few words; more would only cost time.
fn short(text: &str) -> String {
    text.trim().chars().take(120).collect()
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
                       &only=members&view=map&page=3";
        assert_eq!(ask(&address[6..]).unwrap().href(), address);
        assert_eq!(ask("").unwrap().href(), "/find?purpose=together");
    }

    #[test]
    fn what_is_none_of_the_choices_is_named() {
        for wrong in ["purpose=x", "near=-1", "open=everything", "page=0", "free=never", "size=9"] {
            let Err(ActionError::Fields(problems)) = ask(wrong) else { panic!("{wrong}") };
            assert!(wrong.starts_with(&problems[0].field), "{wrong}");
        }
    }
}
