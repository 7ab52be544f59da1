//! Whether two entries are about the same organisation: the same name in the same country, or the
//! same web address in the same town. Where one of them does not say, it is no difference. Whoever
//! makes a list tells branches apart, so inside one file it takes the same name in the same town.

use std::collections::HashMap;

use crate::kernel::text::{Name, Web};
use crate::kernel::words;
use crate::members::parts::Places;

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    /// The name as it is compared, and as the store finds it.
    pub name: String,
    countries: Vec<String>,
    web: Option<String>,
    towns: Vec<String>,
}

impl Likeness {
    /// What is compared of an organisation.
    pub fn of(name: &Name, places: &Places, web: Option<&Web>) -> Self {
        let towns = places.as_slice().iter().filter_map(|it| it.city.as_ref());
        Self {
            name: folded(name.as_str()),
            countries: places.countries().iter().map(|it| it.code().to_owned()).collect(),
            web: web.map(web_key),
            towns: towns.map(|it| folded(it.as_str())).collect(),
        }
    }
}

/// A name of signs alone folds to nothing; then it is compared as it is.
fn folded(text: &str) -> String {
    let folded = words::fold(text);
    if folded.is_empty() { text.to_lowercase() } else { folded }
}

/// A web address as it is compared: without scheme, `www.` and the slash at its end.
pub fn web_key(web: &Web) -> String {
    let (host, path) = parts(web);
    format!("{host}{}", path.to_lowercase())
}

/// The ways in which the same address is usually written, for a store that finds exact texts.
pub fn web_spellings(web: &Web) -> [String; 8] {
    let (host, path) = parts(web);
    let mut all =
        [("https", ""), ("https", "www."), ("http", ""), ("http", "www.")].into_iter().flat_map(
            |(scheme, www)| ["", "/"].map(|end| format!("{scheme}://{www}{host}{path}{end}")),
        );
    std::array::from_fn(|_| all.next().unwrap_or_default())
}

/// Host in small letters without `www.`, and the path without its last slash.
fn parts(web: &Web) -> (String, &str) {
    let rest = web.as_str().split_once("://").map_or(web.as_str(), |(_, rest)| rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest[..end].to_lowercase();
    let host = host.strip_prefix("www.").map(str::to_owned).unwrap_or(host);
    (host, rest[end..].trim_end_matches('/'))
}

/// Those seen so far, found again by likeness in a time that does not grow with their number.
#[derive(Debug, Clone)]
pub struct Twins<T> {
    seen: HashMap<String, T>,
}

impl<T> Default for Twins<T> {
    fn default() -> Self {
        Self { seen: HashMap::new() }
    }
}

/// Stands for “did not say where”.
const NOWHERE: &str = "-";
/// Stands for “wherever”.
const ANYWHERE: &str = "*";

impl<T: Clone> Twins<T> {
    /// One with the same name in the same country.
    pub fn named_like(&self, it: &Likeness) -> Option<&T> {
        self.find("name", &it.name, &it.countries)
    }

    /// One with the same name in the same country and town.
    pub fn same_as(&self, it: &Likeness) -> Option<&T> {
        self.named_like(it)?;
        self.find("town", &it.name, &it.towns)
    }

    /// One with the same web address in the same town.
    pub fn found_at(&self, it: &Likeness) -> Option<&T> {
        self.find("web", it.web.as_deref()?, &it.towns)
    }

    /// Remembers one; who came first is kept.
    pub fn add(&mut self, it: &Likeness, one: &T) {
        self.put("name", &it.name, &it.countries, one);
        self.put("town", &it.name, &it.towns, one);
        if let Some(web) = &it.web {
            self.put("web", web, &it.towns, one);
        }
    }

    fn find(&self, kind: &str, text: &str, wheres: &[String]) -> Option<&T> {
        if wheres.is_empty() {
            return self.seen.get(&key(kind, text, ANYWHERE));
        }
        let mut there = wheres.iter().filter_map(|it| self.seen.get(&key(kind, text, it)));
        there.next().or_else(|| self.seen.get(&key(kind, text, NOWHERE)))
    }

    fn put(&mut self, kind: &str, text: &str, wheres: &[String], one: &T) {
        let nowhere = if wheres.is_empty() { Some(NOWHERE) } else { None };
        for place in wheres.iter().map(String::as_str).chain(nowhere).chain([ANYWHERE]) {
            self.seen.entry(key(kind, text, place)).or_insert_with(|| one.clone());
        }
    }
}

fn key(kind: &str, text: &str, place: &str) -> String {
    format!("{kind}\n{text}\n{place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(name: &str, place: &str, web: &str) -> Likeness {
        let web = Web::parse(web).ok();
        Likeness::of(&Name::parse(name).unwrap(), &Places::parse(place).unwrap(), web.as_ref())
    }

    #[test]
    fn the_same_name_in_the_same_country_is_the_same() {
        let mut twins = Twins::default();
        twins.add(&like("Café Kollektiv", "Linz, AT", ""), &1);
        assert_eq!(twins.named_like(&like("cafe-kollektiv", "Wien, AT", "")), Some(&1));
        assert_eq!(twins.named_like(&like("Cafe Kollektiv", "", "")), Some(&1));
        assert_eq!(twins.named_like(&like("Cafe Kollektiv", "Berlin, DE", "")), None);
        assert_eq!(twins.same_as(&like("Cafe Kollektiv", "Wien, AT", "")), None);
        assert_eq!(twins.same_as(&like("Cafe Kollektiv", "LINZ, AT", "")), Some(&1));
        assert_eq!(twins.same_as(&like("Cafe Kollektiv", "AT", "")), Some(&1));
        twins.add(&like("Nowhere", "", ""), &2);
        assert_eq!(twins.named_like(&like("Nowhere", "Berlin, DE", "")), Some(&2));
        assert_eq!(twins.named_like(&like("Other", "Linz, AT", "")), None);
    }

    #[test]
    fn branches_of_one_site_in_other_towns_are_not_the_same() {
        let mut twins = Twins::default();
        twins.add(&like("Shop one", "Salisbury, GB", "http://www.shop.example/here/"), &1);
        let same = like("Shop", "Salisbury, GB", "https://SHOP.example/here");
        assert_eq!((twins.found_at(&same), twins.named_like(&same)), (Some(&1), None));
        assert_eq!(twins.found_at(&like("Shop", "Winton, GB", "shop.example/here")), None);
        assert_eq!(twins.found_at(&like("Shop", "GB", "shop.example/here")), Some(&1));
        assert_eq!(twins.found_at(&like("Shop", "Salisbury, GB", "shop.example")), None);
    }

    #[test]
    fn the_usual_spellings_of_an_address_are_all_different() {
        let web = Web::parse("http://www.Quay.example/a/").unwrap();
        let spellings = web_spellings(&web);
        assert!(spellings.contains(&"https://quay.example/a".to_owned()));
        assert!(spellings.contains(&"http://www.quay.example/a/".to_owned()));
        assert_eq!(spellings.iter().collect::<std::collections::BTreeSet<_>>().len(), 8);
    }
}
