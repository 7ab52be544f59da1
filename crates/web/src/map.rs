//! The map of members: land outlines, and a dot for each place, drawn by the server.
//!
//! The outlines (`assets/world.svg`) are Web Mercator on a square of [`WORLD`] units; here is the
//! same projection, the frame around the members shown, and the dots in it.

mod dots;

use std::f64::consts::PI;
use std::fmt;

pub use dots::{Dot, Name};

/// The side of the square that `assets/world.svg` is drawn on.
pub const WORLD: f64 = 10_000.0;
/// Mercator has no poles; the outlines end here as well.
const LATITUDE_MAX: f64 = 80.0;
/// A map of one place still shows the country around it and where that lies.
const SPAN_MIN_DEGREES: f64 = 10.0;
/// A part that was asked for shows the towns in it apart.
const PART_SPAN_MIN_DEGREES: f64 = 1.0;
/// Room around the outermost dots, as a part of the frame.
const MARGIN: f64 = 0.12;
/// The two drawings of one map, in pixels: beside a table, and on a phone.
const WIDE: (f64, f64) = (960.0, 540.0);
const NARROW: (f64, f64) = (400.0, 440.0);

/// A member somewhere.
#[derive(Clone, Debug)]
pub struct MapPoint {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// The member.
    pub name: String,
    /// The town or country, in words.
    pub place: String,
    /// Their page.
    pub href: String,
    /// Whether it is the reader's own member.
    pub mine: bool,
}

/// Where the dots of several members lead.
#[derive(Clone, Debug)]
pub struct MapLinks {
    /// This page, to which `box=west,south,east,north` is added in order to look closer.
    pub zoom: String,
    /// The list of the same members, for those who are all in one place: `#members`.
    pub list: String,
}

/// Both drawings of a map.
#[derive(Clone, Debug)]
pub struct MapFigure {
    /// What it shows, in one sentence.
    pub label: String,
    /// For wide screens.
    pub wide: Drawing,
    /// For phones.
    pub narrow: Drawing,
}

/// One drawing: the land moved into the frame, and the dots on it.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// Pixels.
    pub width: f64,
    /// Pixels.
    pub height: f64,
    /// The SVG transform that brings the land of `world.svg` into this frame.
    pub transform: String,
    /// The dots, from the north down.
    pub dots: Vec<Dot>,
}

impl MapFigure {
    /// A map of these members, within `bounds` or around all of them. `None` if nobody is inside.
    #[must_use]
    pub fn new(points: &[MapPoint], bounds: Option<Bounds>, links: &MapLinks) -> Option<Self> {
        let places = points.iter().map(|it| (it.latitude, it.longitude));
        let span = if bounds.is_some() { PART_SPAN_MIN_DEGREES } else { SPAN_MIN_DEGREES };
        let bounds = bounds.or_else(|| Bounds::around(places))?;
        let shown: Vec<&MapPoint> = points.iter().filter(|it| bounds.holds(it)).collect();
        let label = match shown.as_slice() {
            [] => return None,
            [one] => format!("Map: {} in {}", one.name, one.place),
            all => format!("Map of {} members", all.len()),
        };
        let draw = |size| Drawing::new(&shown, &Frame::new(bounds, span, size), links);
        Some(Self { label, wide: draw(WIDE), narrow: draw(NARROW) })
    }
}

impl Drawing {
    fn new(points: &[&MapPoint], frame: &Frame, links: &MapLinks) -> Self {
        let (width, height) = frame.size;
        let dots = dots::draw(points, frame, links);
        Self { width, height, transform: frame.transform(), dots }
    }
}

/// Part of the world, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

impl Bounds {
    /// The smallest part that holds all of these (latitude, longitude), or `None` for none. It
    /// does not reach across the date line: members on both sides of it are shown on a world map.
    pub fn around(places: impl IntoIterator<Item = (f64, f64)>) -> Option<Self> {
        places.into_iter().filter(|(a, b)| a.is_finite() && b.is_finite()).fold(
            None,
            |so_far: Option<Self>, (latitude, longitude)| {
                let it = so_far.unwrap_or(Self {
                    west: longitude,
                    south: latitude,
                    east: longitude,
                    north: latitude,
                });
                Some(Self {
                    west: it.west.min(longitude),
                    south: it.south.min(latitude),
                    east: it.east.max(longitude),
                    north: it.north.max(latitude),
                })
            },
        )
    }

    /// Reads `west,south,east,north`, as a `box=` in an address; `None` if it is no part of the
    /// world.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split(',').map(|it| it.trim().parse::<f64>());
        let mut next = |limit: f64| numbers.next()?.ok().filter(|it| it.abs() <= limit);
        let (west, south, east, north) = (next(180.0)?, next(90.0)?, next(180.0)?, next(90.0)?);
        let rest = numbers.next();
        (rest.is_none() && west <= east && south <= north).then_some(Self {
            west,
            south,
            east,
            north,
        })
    }

    fn holds(&self, point: &MapPoint) -> bool {
        // A cluster's box is written with two decimals; its outermost members belong to it.
        let slack = 0.01;
        (self.west - slack..=self.east + slack).contains(&point.longitude)
            && (self.south - slack..=self.north + slack).contains(&point.latitude)
    }

    fn is_one_place(&self) -> bool {
        self.east - self.west < 0.03 && self.north - self.south < 0.03
    }
}

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { west, south, east, north } = self;
        write!(f, "{west:.2},{south:.2},{east:.2},{north:.2}")
    }
}

/// Where a place stands on the square world: x to the east, y to the south.
#[must_use]
pub fn project(latitude: f64, longitude: f64) -> (f64, f64) {
    let latitude = latitude.clamp(-LATITUDE_MAX, LATITUDE_MAX).to_radians();
    let x = (longitude + 180.0) / 360.0 * WORLD;
    let y = WORLD / 2.0 - WORLD / (2.0 * PI) * (PI / 4.0 + latitude / 2.0).tan().ln();
    (x, y)
}

/// How the square world is moved and enlarged so that `bounds` fill a drawing.
struct Frame {
    scale: f64,
    left: f64,
    top: f64,
    size: (f64, f64),
}

impl Frame {
    /// `span_degrees` is the least that is shown in each direction, on the equator.
    fn new(bounds: Bounds, span_degrees: f64, size: (f64, f64)) -> Self {
        let (mut x0, mut y0) = project(bounds.north, bounds.west);
        let (mut x1, mut y1) = project(bounds.south, bounds.east);
        let span_min = span_degrees / 360.0 * WORLD;
        let grow = |from: &mut f64, to: &mut f64| {
            let more = (span_min - (*to - *from)).max(0.0) / 2.0;
            (*from, *to) = (*from - more, *to + more);
        };
        grow(&mut x0, &mut x1);
        grow(&mut y0, &mut y1);
        let room = 1.0 - 2.0 * MARGIN;
        let scale = (size.0 * room / (x1 - x0)).min(size.1 * room / (y1 - y0));
        let left = size.0 / 2.0 - f64::midpoint(x0, x1) * scale;
        let top = size.1 / 2.0 - f64::midpoint(y0, y1) * scale;
        Self { scale, left, top, size }
    }

    fn place(&self, latitude: f64, longitude: f64) -> (f64, f64) {
        let (x, y) = project(latitude, longitude);
        (x * self.scale + self.left, y * self.scale + self.top)
    }

    fn transform(&self) -> String {
        format!("translate({:.1} {:.1}) scale({:.4})", self.left, self.top, self.scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BRISTOL: (f64, f64) = (51.45, -2.59);
    const LEEDS: (f64, f64) = (53.80, -1.55);
    const ATHENS: (f64, f64) = (37.98, 23.73);

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 0.5
    }

    #[test]
    fn greenwich_on_the_equator_is_the_middle_and_mercator_is_conformal() {
        let (x, y) = project(0.0, 0.0);
        assert!(near(x, 5_000.0) && near(y, 5_000.0));
        let (x, y) = project(LEEDS.0, LEEDS.1);
        // A small step north is as long on the map as the same step east divided by cos(latitude).
        let north = y - project(LEEDS.0 + 0.01, LEEDS.1).1;
        let east = project(LEEDS.0, LEEDS.1 + 0.01).0 - x;
        assert!((north / east * LEEDS.0.to_radians().cos() - 1.0).abs() < 0.001);
        assert!(project(90.0, 0.0).1 > 0.0, "the pole is cut off, not infinite");
    }

    #[test]
    fn the_frame_holds_everyone_with_room_around() {
        let bounds = Bounds::around([BRISTOL, LEEDS, ATHENS]).unwrap();
        for size in [WIDE, NARROW] {
            let frame = Frame::new(bounds, SPAN_MIN_DEGREES, size);
            for (latitude, longitude) in [BRISTOL, LEEDS, ATHENS] {
                let (x, y) = frame.place(latitude, longitude);
                assert!((size.0 * 0.119..=size.0 * 0.881).contains(&x), "{x}");
                assert!((size.1 * 0.119..=size.1 * 0.881).contains(&y), "{y}");
            }
        }
    }

    #[test]
    fn one_place_still_shows_the_country_around_it() {
        let frame = Frame::new(Bounds::around([BRISTOL]).unwrap(), SPAN_MIN_DEGREES, WIDE);
        assert!(frame.scale.is_finite());
        let (x, y) = frame.place(BRISTOL.0, BRISTOL.1);
        assert!(near(x, 480.0) && near(y, 270.0));
        let (other, _) = frame.place(BRISTOL.0, BRISTOL.1 + SPAN_MIN_DEGREES / 2.0);
        assert!(other <= 960.0);
    }

    #[test]
    fn bounds_survive_an_address_and_nonsense_does_not() {
        let bounds = Bounds::around([BRISTOL, ATHENS]).unwrap();
        let read = Bounds::parse(&bounds.to_string()).unwrap();
        assert!((read.north - bounds.north).abs() < 0.01 && (read.east - bounds.east).abs() < 0.01);
        for bad in ["", "1,2,3", "1,2,3,4,5", "5,0,1,0", "0,9,0,1", "0,0,181,0", "nan,0,1,1", "a,b"]
        {
            assert_eq!(Bounds::parse(bad), None, "{bad}");
        }
        assert_eq!(Bounds::around([]), None);
        assert_eq!(Bounds::around([(f64::NAN, 1.0)]), None);
    }
}
