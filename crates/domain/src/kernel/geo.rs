//! Countries, places and distances.

use crate::kernel::text::{Line, TextError};
use crate::kernel::words;

/// A country or territory by its ISO 3166-1 alpha-2 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

/// One a line: code, currency (ISO 4217), name. Source: GeoNames, CC BY 4.0.
const COUNTRIES: &str = include_str!("countries.txt");
/// One a line, sorted by country and folded name: code, folded name, latitude and longitude in
/// hundredths of a degree, name if it differs. Cities of 15,000 and more. GeoNames, CC BY 4.0.
const CITIES: &str = include_str!("cities.txt");

impl Country {
    /// Reads a code or an English name.
    ///
    /// # Errors
    /// [`TextError::Choice`] when no country has it.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = text.trim();
        let known = |code: &str| COUNTRIES.lines().any(|it| it.split('\t').next() == Some(code));
        if text.len() == 2 {
            let code = text.to_ascii_uppercase();
            let code = if code == "UK" { "GB".to_owned() } else { code };
            if known(&code)
                && let Ok(bytes) = code.as_bytes().try_into()
            {
                return Ok(Self(bytes));
            }
        }
        let folded = words::fold(text);
        let is_named =
            |line: &&str| line.split('\t').nth(2).is_some_and(|it| words::fold(it) == folded);
        let named = COUNTRIES.lines().find(is_named).and_then(|it| it.as_bytes().get(..2));
        let named = named.and_then(|it| it.try_into().ok()).map(Self);
        named.ok_or_else(|| TextError::Choice(text.chars().take(40).collect()))
    }

    /// Every country, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        let code = |line: &str| line.get(..2).and_then(|it| it.as_bytes().try_into().ok());
        COUNTRIES.lines().filter_map(move |it| code(it).map(Self))
    }

    /// Two capital letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        self.column(2)
    }

    /// The currency used there (ISO 4217), such as `EUR`; empty where there is none.
    pub fn currency(self) -> &'static str {
        self.column(1)
    }

    fn column(self, column: usize) -> &'static str {
        let line = COUNTRIES.lines().find(|it| it.as_bytes().starts_with(&self.0));
        line.and_then(|it| it.split('\t').nth(column)).unwrap_or_default()
    }
}

/// A point on the globe, in ten-thousandths of a degree (about 11 metres).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// North positive, −900,000 to 900,000.
    pub lat: i32,
    /// East positive, −1,800,000 to 1,800,000.
    pub lon: i32,
}

impl Point {
    /// From degrees; `None` outside the globe.
    pub fn from_degrees(lat: f64, lon: f64) -> Option<Self> {
        let on_globe = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
        // In range, so the casts cannot cut anything off.
        on_globe.then(|| Self { lat: (lat * 1e4).round() as i32, lon: (lon * 1e4).round() as i32 })
    }

    /// Latitude and longitude in degrees.
    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.lat) / 1e4, f64::from(self.lon) / 1e4)
    }

    /// Kilometres along the surface (haversine, mean radius 6,371 km).
    pub fn km_to(self, other: Self) -> f64 {
        let ((lat_a, lon_a), (lat_b, lon_b)) = (self.degrees(), other.degrees());
        let half = |a: f64, b: f64| ((a - b).to_radians() / 2.0).sin().powi(2);
        let (cos_a, cos_b) = (lat_a.to_radians().cos(), lat_b.to_radians().cos());
        let h = half(lat_a, lat_b) + cos_a * cos_b * half(lon_a, lon_b);
        2.0 * 6_371.0 * h.clamp(0.0, 1.0).sqrt().asin()
    }
}

/// Where a member is: a city and country, or a country alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The town, as written.
    pub city: Option<Line>,
    /// The country.
    pub country: Country,
    /// Where that is, when known.
    pub at: Option<Point>,
}

impl Place {
    /// Reads `Bristol, GB`, `Bristol, United Kingdom`, `GB`, or with a point behind it,
    /// `Ulrichskirchen, AT @48.4,16.493`. A town of 15,000 people or more finds its own point.
    ///
    /// # Errors
    /// [`TextError::Choice`] when the country is not known or the point not on the globe.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let (named, point) = match text.split_once('@') {
            Some((named, point)) => (named, Some(parse_point(point)?)),
            None => (text, None),
        };
        let (city, country) = match named.rsplit_once(',') {
            Some((city, country)) => (Line::parse_optional(city)?, country),
            None => (None, named),
        };
        let country = Country::parse(country)?;
        let found = city.as_ref().and_then(|it| point_of(country, it.as_str()));
        Ok(Self { city, country, at: point.or(found) })
    }

    /// What [`Self::parse`] reads back.
    pub fn to_text(&self) -> String {
        let named = match &self.city {
            Some(city) => format!("{city}, {}", self.country.code()),
            None => self.country.code().to_owned(),
        };
        let found = self.city.as_ref().and_then(|it| point_of(self.country, it.as_str()));
        match self.at {
            Some(at) if found != Some(at) => {
                let (lat, lon) = at.degrees();
                format!("{named} @{lat},{lon}")
            }
            _ => named,
        }
    }

    /// `Bristol` or, without a town, `United Kingdom`.
    pub fn words(&self) -> &str {
        self.city.as_ref().map_or_else(|| self.country.name(), Line::as_str)
    }
}

fn parse_point(text: &str) -> Result<Point, TextError> {
    let wrong = || TextError::Choice(text.trim().chars().take(40).collect());
    let (lat, lon) = text.split_once(',').ok_or_else(wrong)?;
    let degrees = |it: &str| it.trim().parse::<f64>().map_err(|_| wrong());
    Point::from_degrees(degrees(lat)?, degrees(lon)?).ok_or_else(wrong)
}

/// Where a town of 15,000 people or more is; of two with one name in a country, the larger.
pub fn point_of(country: Country, city: &str) -> Option<Point> {
    let key = format!("{}\t{}\t", country.code(), words::fold(city));
    let lines = CITIES.as_bytes();
    // A binary search over the text itself: nothing to build at start, nothing to keep in memory.
    let (mut low, mut high) = (0, lines.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = lines[..middle].iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1);
        let end = lines[middle..]
            .iter()
            .position(|it| *it == b'\n')
            .map_or(lines.len(), |it| middle + it);
        let line = &CITIES[start..end];
        if line.starts_with(&key) {
            return point_in(&line[key.len()..]);
        }
        if line < key.as_str() { low = end + 1 } else { high = start }
    }
    None
}

fn point_in(columns: &str) -> Option<Point> {
    let mut numbers = columns.split('\t').map(str::parse::<i32>);
    let (lat, lon) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    Some(Point { lat: lat * 100, lon: lon * 100 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_read_by_code_and_by_name() {
        let uk = Country::parse("gb").unwrap();
        assert_eq!((uk.name(), uk.currency()), ("United Kingdom", "GBP"));
        assert_eq!(Country::parse("UK"), Ok(uk));
        assert_eq!(Country::parse(" united kingdom"), Ok(uk));
        assert_eq!(Country::parse("XQ"), Err(TextError::Choice("XQ".into())));
        assert!(Country::all().count() > 240);
    }

    #[test]
    fn a_town_finds_its_point_and_reads_back() {
        let bristol = Place::parse("Bristol, GB").unwrap();
        let (lat, lon) = bristol.at.unwrap().degrees();
        assert!((lat - 51.45).abs() < 0.02 && (lon + 2.60).abs() < 0.02, "{lat} {lon}");
        let village = Place::parse("Ulrichskirchen, AT @48.4,16.493").unwrap();
        for place in [&bristol, &village, &Place::parse("Austria").unwrap()] {
            assert_eq!(Place::parse(&place.to_text()).as_ref(), Ok(place));
        }
        assert_eq!(village.words(), "Ulrichskirchen");
        assert!(Place::parse("Bristol").is_err());
        assert!(Place::parse("Bristol, GB @91,0").is_err());
    }

    #[test]
    fn every_city_is_found() {
        let mut sorted: Vec<&str> = CITIES.lines().collect();
        sorted.sort_unstable();
        assert!(sorted == CITIES.lines().collect::<Vec<_>>(), "cities.txt must be sorted");
        for line in CITIES.lines().step_by(97) {
            let mut columns = line.split('\t');
            let (code, name) = (columns.next().unwrap(), columns.next().unwrap());
            assert!(point_of(Country::parse(code).unwrap(), name).is_some(), "{line}");
        }
    }

    #[test]
    fn london_to_paris_is_344_km() {
        let (london, paris) =
            (Point::from_degrees(51.5074, -0.1278), Point::from_degrees(48.8566, 2.3522));
        assert!((london.unwrap().km_to(paris.unwrap()) - 343.6).abs() < 1.0);
    }
}
