//! Dots: members who would cover one another become one dot with a number.

use std::collections::BTreeMap;

use super::{Bounds, Frame, MapLinks, MapPoint};

/// Closer than this, in pixels, two dots become one.
const APART: f64 = 34.0;
/// The part of a dot that can be touched reaches this far around its middle, in pixels.
const TOUCH: f64 = 22.0;
const RADIUS_OF_ONE: f64 = 9.0;
const RADIUS_MAX: f64 = 26.0;
/// From the middle of a dot down to the line its text stands on.
const TEXT_DROP: f64 = 5.0;
/// Names are written beside single dots while there are not more dots than this.
const NAMED_DOTS_MAX: usize = 30;
/// The width of a letter and the height of a line, in pixels, generously.
const LETTER: f64 = 8.0;
const LINE: f64 = 20.0;

/// A member, or several who are close together.
#[derive(Clone, Debug)]
pub struct Dot {
    /// Pixels from the left.
    pub x: String,
    /// Pixels from the top.
    pub y: String,
    /// The line the number or the name stands on.
    pub text_y: String,
    /// Pixels.
    pub radius: String,
    /// Pixels: the part that can be touched.
    pub halo: String,
    /// How many members.
    pub count: usize,
    /// Who they are and where, in words.
    pub words: String,
    /// The member's page, or this map closer.
    pub href: String,
    /// Whether the reader's own member is among them.
    pub mine: bool,
    /// The name beside the dot, where there is room.
    pub name: Option<Name>,
}

/// A name beside a dot.
#[derive(Clone, Debug)]
pub struct Name {
    /// The member.
    pub text: String,
    /// Where it begins, or ends if it stands before the dot.
    pub x: String,
    /// Whether it stands before the dot.
    pub before: bool,
}

pub(super) fn draw(points: &[&MapPoint], frame: &Frame, links: &MapLinks) -> Vec<Dot> {
    let mut clusters = merged(in_cells(points, frame));
    clusters.sort_by(|a, b| (a.y, a.x).partial_cmp(&(b.y, b.x)).unwrap_or(a.x.total_cmp(&b.x)));
    let mut names = Names::new(&clusters, frame.size);
    clusters.iter().map(|cluster| cluster.dot(links, &mut names)).collect()
}

struct Cluster<'a> {
    x: f64,
    y: f64,
    members: Vec<&'a MapPoint>,
}

/// First by cells of the frame, so that a thousand members cost no more than the frame has cells.
fn in_cells<'a>(points: &[&'a MapPoint], frame: &Frame) -> Vec<Cluster<'a>> {
    let mut cells: BTreeMap<(i64, i64), Cluster<'a>> = BTreeMap::new();
    for point in points {
        let (x, y) = frame.place(point.latitude, point.longitude);
        let cell = ((x / APART).floor() as i64, (y / APART).floor() as i64);
        let one = Cluster { x, y, members: vec![point] };
        match cells.remove(&cell) {
            Some(so_far) => cells.insert(cell, so_far.with(one)),
            None => cells.insert(cell, one),
        };
    }
    cells.into_values().collect()
}

/// Then whatever still covers another joins it, until nothing does.
fn merged(mut clusters: Vec<Cluster<'_>>) -> Vec<Cluster<'_>> {
    let mut apart: Vec<Cluster<'_>> = Vec::with_capacity(clusters.len());
    while let Some(mut cluster) = clusters.pop() {
        while let Some(at) = apart.iter().position(|other| other.covers(&cluster)) {
            cluster = apart.swap_remove(at).with(cluster);
        }
        apart.push(cluster);
    }
    apart
}

impl<'a> Cluster<'a> {
    /// Both as one, in the middle of all members.
    fn with(mut self, other: Self) -> Self {
        let (mine, theirs) = (self.members.len() as f64, other.members.len() as f64);
        let middle = |a: f64, b: f64| (a * mine + b * theirs) / (mine + theirs);
        (self.x, self.y) = (middle(self.x, other.x), middle(self.y, other.y));
        self.members.extend(other.members);
        self
    }

    fn covers(&self, other: &Self) -> bool {
        let reach = (self.radius() + other.radius() + 4.0).max(APART);
        (self.x - other.x).hypot(self.y - other.y) < reach
    }

    fn radius(&self) -> f64 {
        match self.members.len() {
            1 => RADIUS_OF_ONE,
            count => (11.0 + 2.4 * (count as f64).ln()).min(RADIUS_MAX),
        }
    }

    fn dot(&self, links: &MapLinks, names: &mut Names) -> Dot {
        let radius = self.radius();
        let pixels = |value: f64| format!("{value:.1}");
        Dot {
            x: pixels(self.x),
            y: pixels(self.y),
            text_y: pixels(self.y + TEXT_DROP),
            radius: pixels(radius),
            halo: pixels(TOUCH.max(radius + 3.0)),
            count: self.members.len(),
            words: self.words(),
            href: self.href(links),
            mine: self.members.iter().any(|it| it.mine),
            name: names.beside(self),
        }
    }

    fn href(&self, links: &MapLinks) -> String {
        if let [one] = self.members.as_slice() {
            return one.href.clone();
        }
        match self.bounds().filter(|it| !it.is_one_place()) {
            None => links.list.clone(),
            Some(bounds) => {
                let glue = if links.zoom.contains('?') { '&' } else { '?' };
                format!("{}{glue}box={bounds}", links.zoom)
            }
        }
    }

    fn bounds(&self) -> Option<Bounds> {
        Bounds::around(self.members.iter().map(|it| (it.latitude, it.longitude)))
    }

    fn words(&self) -> String {
        let first = self.members[0];
        let count = self.members.len();
        if count == 1 {
            return format!("{}, {}", first.name, first.place);
        }
        let together = self.bounds().is_some_and(|it| it.is_one_place());
        let place = if together { format!("in {}", first.place) } else { "here".to_owned() };
        let named: Vec<&str> = self.members.iter().take(3).map(|it| it.name.as_str()).collect();
        let more = if count > 3 { format!(" and {} more", count - 3) } else { String::new() };
        let closer = if together { "See the list" } else { "Look closer" };
        format!("{count} members {place}: {}{more}. {closer}", named.join(", "))
    }
}

/// Left, top, right, bottom, in pixels.
type Area = [f64; 4];

/// What is already taken on the drawing, so that no name covers a dot or another name.
struct Names {
    taken: Vec<Area>,
    size: (f64, f64),
    wanted: bool,
}

impl Names {
    fn new(clusters: &[Cluster<'_>], size: (f64, f64)) -> Self {
        let around = |it: &Cluster<'_>| {
            let reach = it.radius() + 2.0;
            [it.x - reach, it.y - reach, it.x + reach, it.y + reach]
        };
        let wanted = clusters.len() <= NAMED_DOTS_MAX;
        Self { taken: clusters.iter().map(around).collect(), size, wanted }
    }

    fn beside(&mut self, cluster: &Cluster<'_>) -> Option<Name> {
        let [one] = cluster.members.as_slice() else { return None };
        if !self.wanted {
            return None;
        }
        let width = one.name.chars().count() as f64 * LETTER;
        let gap = cluster.radius() + 6.0;
        let after = cluster.x + gap;
        let before = cluster.x - gap;
        [(after, after, false), (before - width, before, true)].into_iter().find_map(
            |(left, x, before)| {
                let top = cluster.y - LINE / 2.0;
                let area = [left, top, left + width, top + LINE];
                self.take(area).then(|| Name {
                    text: one.name.clone(),
                    x: format!("{x:.1}"),
                    before,
                })
            },
        )
    }

    fn take(&mut self, area: Area) -> bool {
        let inside = area[0] >= 4.0 && area[2] <= self.size.0 - 4.0;
        let free = self.taken.iter().all(|it| !overlap(*it, area));
        if inside && free {
            self.taken.push(area);
        }
        inside && free
    }
}

fn overlap(a: Area, b: Area) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::MapFigure;

    fn member(name: &str, latitude: f64, longitude: f64) -> MapPoint {
        let (name, place) = (name.to_owned(), "Somewhere".to_owned());
        let href = format!("/@{}", name.to_lowercase());
        MapPoint { latitude, longitude, name, place, href, mine: false }
    }

    fn links() -> MapLinks {
        MapLinks { zoom: "/find?view=map".to_owned(), list: "#members".to_owned() }
    }

    #[test]
    fn members_far_apart_have_a_dot_each_that_leads_to_them() {
        let members = [member("Quay", 51.45, -2.59), member("Ada", 37.98, 23.73)];
        let map = MapFigure::new(&members, None, &links()).unwrap();
        let hrefs: Vec<&str> = map.wide.dots.iter().map(|it| it.href.as_str()).collect();
        assert_eq!(hrefs, ["/@quay", "/@ada"]);
        assert_eq!(map.label, "Map of 2 members");
    }

    #[test]
    fn members_close_together_are_one_dot_that_looks_closer() {
        let members = [
            member("Quay", 51.45, -2.59),
            member("Finch", 51.75, -2.20),
            member("Ada", 37.98, 23.73),
        ];
        let map = MapFigure::new(&members, None, &links()).unwrap();
        let dot = map.wide.dots.iter().find(|it| it.count == 2).unwrap();
        assert_eq!(dot.href, "/find?view=map&box=-2.59,51.45,-2.20,51.75");
        assert!(dot.words.starts_with("2 members here: "), "{}", dot.words);
        let closer = Bounds::parse("-2.59,51.45,-2.20,51.75").unwrap();
        let map = MapFigure::new(&members, Some(closer), &links()).unwrap();
        assert_eq!(map.wide.dots.len(), 2, "closer, they come apart and Ada is not shown");
    }

    #[test]
    fn members_in_one_place_lead_to_the_list() {
        let members: Vec<_> = (0..5).map(|at| member(&format!("M{at}"), 51.45, -2.59)).collect();
        let map = MapFigure::new(&members, None, &links()).unwrap();
        assert_eq!(map.wide.dots.len(), 1);
        assert_eq!(map.wide.dots[0].href, "#members");
        assert!(map.wide.dots[0].words.ends_with("and 2 more. See the list"));
    }

    #[test]
    fn nobody_is_lost_and_no_dot_covers_another() {
        let spot = |at: u32| {
            let [a, b] = [at.wrapping_mul(2_654_435_761), at.wrapping_mul(40_503)];
            member(
                &at.to_string(),
                f64::from(a % 3_000) / 100.0 + 35.0,
                f64::from(b % 4_000) / 100.0,
            )
        };
        let members: Vec<_> = (0..2_000).map(spot).collect();
        let map = MapFigure::new(&members, None, &links()).unwrap();
        for drawing in [&map.wide, &map.narrow] {
            assert_eq!(drawing.dots.iter().map(|it| it.count).sum::<usize>(), 2_000);
            let number = |text: &String| text.parse::<f64>().unwrap();
            for (at, dot) in drawing.dots.iter().enumerate() {
                for other in &drawing.dots[at + 1..] {
                    let apart = (number(&dot.x) - number(&other.x))
                        .hypot(number(&dot.y) - number(&other.y));
                    assert!(apart >= APART - 0.2, "{apart}");
                }
            }
        }
    }

    #[test]
    fn an_empty_map_is_no_map() {
        assert!(MapFigure::new(&[], None, &links()).is_none());
        let elsewhere = Bounds::parse("100,0,110,10");
        assert!(MapFigure::new(&[member("Quay", 51.0, -2.0)], elsewhere, &links()).is_none());
    }
}
