//! Where members are, how far their markets go and whether they can reach each other.
//!
//! Places are rounded to a tenth of a degree (about 10 km): enough for the question whether two
//! markets are the same, and members of one town then share one entry of the index.

use crate::kernel::geo::{Country, Place, Point};
use crate::kernel::language::Language;
use crate::members::offers::{Offer, Reach as Distance};
use crate::members::parts::Scope;

/// A place, rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The country's code.
    pub country: Country,
    /// Latitude and longitude in tenths of a degree, when known.
    pub at: Option<(i16, i16)>,
}

/// Where a member is, where its market ends, whether it works at a distance and what it speaks.
/// Many members share one, so the index judges each once for a query.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Reach {
    /// Its places; empty when unsaid.
    pub cells: Vec<Cell>,
    /// The widest scope of its offers; `None` when unsaid.
    pub market: Option<Scope>,
    /// Whether it works at a distance: `Some(true)` when an offer does, `Some(false)` when all
    /// are in person, `None` when some offer did not say.
    pub remote: Option<bool>,
}

/// One bit a language of [`Language::all`]; 0 when unsaid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Languages(pub u64);

impl Languages {
    /// Packs a list.
    pub fn of(list: &[Language]) -> Self {
        let bit =
            |it: &Language| Language::all().position(|one| one == *it).map_or(0, |at| 1 << at);
        Self(list.iter().map(bit).fold(0, |all, it: u64| all | it))
    }

    /// Whether both said which languages they speak, and none is the same.
    pub fn none_with(self, other: Self) -> bool {
        self.0 != 0 && other.0 != 0 && self.0 & other.0 == 0
    }
}

/// How far apart two members are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Apart {
    /// Within a day's reach, 50 km.
    Near,
    /// Within 200 km.
    Region,
    /// In the same country.
    Country,
    /// In different countries and more than 200 km apart, or nobody knows how far.
    Abroad,
}

const NEAR_KM: f64 = 50.0;
const REGION_KM: f64 = 200.0;

/// How much two markets are the same place, 0 to 255, and whether that is known or guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SameMarket {
    /// 0 to 255.
    pub level: u32,
    /// What both said settles it.
    pub known: bool,
}

impl Cell {
    fn of(place: &Place) -> Self {
        // On the globe, so tenths of a degree fit 16 bits.
        let tenth = |it: i32| ((it + if it < 0 { -500 } else { 500 }) / 1_000) as i16;
        Self { country: place.country, at: place.at.map(|it| (tenth(it.lat), tenth(it.lon))) }
    }

    /// The middle of the cell.
    pub fn point(self) -> Option<Point> {
        let degree = |tenths: i16| i32::from(tenths) * 1_000;
        self.at.map(|(lat, lon)| Point { lat: degree(lat), lon: degree(lon) })
    }

    /// Whether two points are more than 200 km apart as far as a glance can tell: 1.9 degrees of
    /// latitude are 211 km; 6 of longitude below the 70th parallel are 228 km. Saves most of the
    /// trigonometry.
    fn is_far_from(self, other: Self) -> bool {
        let (Some((lat, lon)), Some((other_lat, other_lon))) = (self.at, other.at) else {
            return false;
        };
        let east = lon.abs_diff(other_lon);
        let low = lat.abs() <= 700 && other_lat.abs() <= 700;
        lat.abs_diff(other_lat) >= 19 || (low && (60..=3_540).contains(&east))
    }

    /// How far two places are apart.
    pub fn apart(self, other: Self) -> Apart {
        let country = if self.country == other.country { Apart::Country } else { Apart::Abroad };
        if self.at.is_some() && self.at == other.at {
            return Apart::Near;
        }
        match (self.point(), other.point()) {
            _ if self.is_far_from(other) => country,
            (Some(a), Some(b)) => match a.km_to(b) {
                km if km <= NEAR_KM => Apart::Near,
                km if km <= REGION_KM => Apart::Region,
                _ => country,
            },
            _ => country,
        }
    }
}

impl Reach {
    /// Reads it from what a member says.
    pub fn of(places: &[Place], offers: &[Offer]) -> Self {
        let mut cells: Vec<Cell> = places.iter().map(Cell::of).collect();
        cells.sort_unstable();
        cells.dedup();
        let far = |it: &Offer| it.reach == Some(Distance::Remote);
        let remote = if offers.iter().any(far) {
            Some(true)
        } else if offers.is_empty() || offers.iter().any(|it| it.reach.is_none()) {
            None
        } else {
            Some(false)
        };
        Self { cells, market: offers.iter().filter_map(|it| it.scope).max(), remote }
    }

    /// How far apart the nearest places are; `None` when one did not say.
    pub fn apart(&self, other: &Self) -> Option<Apart> {
        let pairs = self.cells.iter().flat_map(|a| other.cells.iter().map(|b| a.apart(*b)));
        pairs.min()
    }

    /// Whether one of its places is at most so far from a point.
    pub fn is_within(&self, point: Point, km: u32) -> bool {
        let points = self.cells.iter().filter_map(|it| it.point());
        points.into_iter().any(|it| it.km_to(point) <= f64::from(km))
    }

    /// Whether the markets are the same place (formulas 5.7, area overlap; R26).
    pub fn same_market(&self, other: &Self, apart: Option<Apart>) -> SameMarket {
        let known = |level| SameMarket { level, known: true };
        let (narrow, wide) = match (self.market, other.market) {
            (Some(a), Some(b)) => (Some(a.min(b)), Some(a.max(b))),
            _ => (None, None),
        };
        // The share of the wider market that the narrower one is.
        let shared = if narrow == wide { 255 } else { 150 };
        let Some(apart) = apart else {
            return match narrow {
                Some(Scope::Worldwide) => known(255),
                _ => SameMarket { level: 128, known: false },
            };
        };
        // In one town any scope includes the other.
        let needed = match apart {
            Apart::Near => return known(if wide.is_none() { 255 } else { shared }),
            Apart::Region => Scope::Regional,
            Apart::Country => Scope::National,
            Apart::Abroad => Scope::Worldwide,
        };
        match wide {
            Some(wide) if wide >= needed => known(shared),
            Some(_) => known(0),
            None if apart == Apart::Region => SameMarket { level: 128, known: false },
            None if apart == Apart::Country => SameMarket { level: 60, known: false },
            None => SameMarket { level: 20, known: false },
        }
    }

    /// Whether two who would work on one thing are known not to reach each other: both work in
    /// person only and further apart than either goes (R37).
    pub fn cannot_meet(&self, other: &Self, apart: Option<Apart>) -> bool {
        let in_person = self.remote == Some(false) && other.remote == Some(false);
        in_person && beyond(self.market.max(other.market), apart)
    }

    /// Whether what this member does in person is known not to get as far as the other.
    pub fn cannot_come_to(&self, apart: Option<Apart>) -> bool {
        self.remote == Some(false) && beyond(self.market, apart)
    }
}

/// Who did not say how far they go is taken to go anywhere in their country.
fn beyond(market: Option<Scope>, apart: Option<Apart>) -> bool {
    match (market.unwrap_or(Scope::National), apart) {
        (_, None) | (Scope::Worldwide, _) => false,
        (Scope::National, Some(apart)) => apart == Apart::Abroad,
        (Scope::Regional, Some(apart)) => apart > Apart::Region,
        (Scope::Local, Some(apart)) => apart > Apart::Near,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::parts::Places;

    fn at(places: &str, market: Option<Scope>, remote: Option<bool>) -> Reach {
        let places = Places::parse(places).unwrap();
        Reach { market, remote, ..Reach::of(places.as_slice(), &[]) }
    }

    #[test]
    fn towns_are_near_in_the_region_in_the_country_or_abroad() {
        let bristol = at("Bristol, GB", None, None);
        for (other, apart) in [
            ("Bath, GB", Some(Apart::Near)),
            ("London, GB", Some(Apart::Region)),
            ("Glasgow, GB", Some(Apart::Country)),
            ("GB", Some(Apart::Country)),
            ("Graz, AT", Some(Apart::Abroad)),
            ("Graz, AT\nBath, GB", Some(Apart::Near)),
            ("", None),
        ] {
            assert_eq!(bristol.apart(&at(other, None, None)), apart, "{other}");
        }
    }

    #[test]
    fn markets_are_the_same_as_far_as_scopes_reach() {
        let market = |a, scope_a, b, scope_b| {
            let (a, b) = (at(a, scope_a, None), at(b, scope_b, None));
            let market = a.same_market(&b, a.apart(&b));
            assert_eq!(market, b.same_market(&a, b.apart(&a)));
            (market.level, market.known)
        };
        let (local, national) = (Some(Scope::Local), Some(Scope::National));
        assert_eq!(market("Bristol, GB", local, "Bath, GB", local), (255, true));
        assert_eq!(market("Bristol, GB", None, "Bath, GB", local), (255, true));
        assert_eq!(market("Bristol, GB", local, "London, GB", local), (0, true));
        assert_eq!(market("Bristol, GB", local, "London, GB", national), (150, true));
        assert_eq!(market("Bristol, GB", national, "Graz, AT", national), (0, true));
        assert_eq!(market("GB", None, "AT", None), (20, false));
        assert_eq!(market("", None, "AT", None), (128, false));
    }

    #[test]
    fn only_those_who_said_so_cannot_meet() {
        let (local, here) = (Some(Scope::Local), "Bristol, GB");
        let bound = at(here, local, Some(false));
        let stuck = |other: &Reach| bound.cannot_meet(other, bound.apart(other));
        assert!(stuck(&at("London, GB", local, Some(false))));
        assert!(!stuck(&at("London, GB", Some(Scope::Regional), Some(false))));
        assert!(!stuck(&at("London, GB", local, Some(true))));
        assert!(!stuck(&at("London, GB", local, None)));
        assert!(!stuck(&at("", local, Some(false))));
        assert!(bound.cannot_come_to(Some(Apart::Region)));
        assert!(!at(here, None, Some(false)).cannot_come_to(Some(Apart::Country)));
    }

    #[test]
    fn a_glance_never_calls_far_what_is_near() {
        let towns =
            ["Bristol, GB", "London, GB", "Tromsø, NO", "Graz, AT", "Vienna, AT", "Suva, FJ"];
        for (a, b) in towns.iter().flat_map(|a| towns.map(|b| (*a, b))) {
            let (a, b) = (at(a, None, None).cells[0], at(b, None, None).cells[0]);
            let km = a.point().unwrap().km_to(b.point().unwrap());
            assert!(!a.is_far_from(b) || km > REGION_KM, "{a:?} {b:?}");
        }
        // Across the date line.
        let cell = |lon| Cell { at: Some((-170, lon)), ..at("Suva, FJ", None, None).cells[0] };
        assert_eq!(cell(1_799).apart(cell(-1_799)), Apart::Near);
    }

    #[test]
    fn languages_meet_unless_both_said_others() {
        let speaks = |list: &str| Languages::of(&Language::parse_list(list).unwrap());
        assert!(speaks("en").none_with(speaks("de, fr")));
        assert!(!speaks("en, fr").none_with(speaks("de, fr")));
        assert!(!speaks("en").none_with(speaks("")));
    }
}
