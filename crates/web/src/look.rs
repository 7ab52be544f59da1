//! One page with every component, so that a change to one is seen beside the others.
//!
//! With `LOOK_DIR` set, the pages and the assets are written there, to be looked at in a browser.

use std::fs;
use std::io::Write;
use std::path::Path;

use askama::Template;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::flag::Flag;
use crate::layout::{Layout, MenuLink, NavItem, Toast, Viewer};
use crate::map::{MapFigure, MapLinks, MapPoint};
use crate::mark::Mark;
use crate::refusals::Refusals;
use crate::theme::Theme;

#[derive(Template)]
#[template(path = "every_component.html")]
struct EveryComponent {
    layout: Layout,
    flags: Vec<Flag>,
    quay: Mark,
    refusals: Refusals,
    map: MapFigure,
}

#[derive(Template)]
#[template(path = "front.html")]
struct Front {
    layout: Layout,
    flags: Vec<Flag>,
}

fn signed_in(theme: Theme) -> Layout {
    Layout {
        alliance: "Tideway".to_owned(),
        nav: vec![NavItem { word: "Find", href: "/find", icon: "compass", waiting: None }],
        current: "/find",
        viewer: Some(Viewer {
            person_name: "Maya <3".to_owned(),
            member_name: "Meadow & Finch".to_owned(),
            member_handle: "meadow".to_owned(),
            mark: Mark::flag(7),
            steward: true,
        }),
        csrf: "token".to_owned(),
        theme,
        toast: Some(Toast {
            text: "Pageworks is hidden from now on.".to_owned(),
            undo: Some("/undo".to_owned()),
        }),
        footer_links: vec![MenuLink::new("How fit works", "/help/fit", "")],
        search: Some("/search"),
        new_links: vec![MenuLink::new("Offer", "/offers/new", "hand-heart")],
        here: "/find?q=film".to_owned(),
        ..Layout::plain("Find partners")
    }
}

/// All six rooms, as they will be one day.
fn with_six_rooms(theme: Theme) -> Layout {
    let room = |word, href, icon, waiting| NavItem { word, href, icon, waiting };
    let nav = vec![
        room("Home", "/home", "house", None),
        room("Find", "/find", "compass", None),
        room("Partners", "/partners", "handshake", Some((2, "2 things need you".to_owned()))),
        room("Projects", "/projects", "footprints", None),
        room("Shares", "/shares", "scale", None),
        room("Customers", "/customers", "store", None),
    ];
    Layout { nav, ..signed_in(theme) }
}

fn map() -> MapFigure {
    let place = |name: &str, place: &str, latitude, longitude, mine| MapPoint {
        latitude,
        longitude,
        name: name.to_owned(),
        place: place.to_owned(),
        href: format!("/@{}", place.to_lowercase()),
        mine,
    };
    let points = [
        place("Quay Stories", "Bristol", 51.45, -2.59, false),
        place("Second Bloom", "Cardiff", 51.48, -3.18, false),
        place("Northlight Data", "Leeds", 53.8, -1.55, false),
        place("Meadow & Finch", "London", 51.5, -0.12, true),
        place("Get Active", "Vienna", 48.2, 16.37, false),
        place("Ada", "Athens", 37.98, 23.73, false),
        place("Tallinn Repair", "Tallinn", 59.43, 24.75, false),
    ];
    let links = MapLinks { zoom: "/find?view=map".to_owned(), list: "#members".to_owned() };
    MapFigure::new(&points, None, &links).unwrap()
}

fn flags() -> Vec<Flag> {
    (1..=12).map(Flag::of).collect()
}

fn every_component(layout: Layout) -> String {
    let refusals = Refusals::none().with("email", "This address has no name after the @.");
    let (flags, quay, map) = (flags(), Mark::flag(1), map());
    EveryComponent { layout, flags, quay, refusals, map }.render().unwrap()
}

fn front(layout: Layout) -> String {
    Front { layout, flags: flags() }.render().unwrap()
}

fn zipped(text: &str) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap().len()
}

#[test]
fn every_component_renders_and_escapes() {
    let page = every_component(signed_in(Theme::Dark));
    assert!(page.contains(" dir=\"ltr\" data-theme=\"dark\""));
    assert!(page.contains("Meadow &#38; Finch"));
    assert!(page.contains("Maya &#60;3"));
    assert!(page.contains(">Find partners · Tideway</"));
    assert!(page.contains("aria-current=\"page\""));
    write("every.html", &page);
    write("every-light.html", &every_component(with_six_rooms(Theme::Light)));
    write("every-dark.html", &every_component(with_six_rooms(Theme::Dark)));
}

#[test]
fn a_visitor_can_sign_in_and_choose_colours_and_nothing_else() {
    let page = front(Layout { alliance: "Tideway".to_owned(), ..Layout::plain("Tideway") });
    assert!(page.contains(">Tideway</title"));
    assert!(page.contains("href=\"/sign-in\"") && page.contains("action=\"/theme\""));
    for absent in
        ["/sign-out", "id=\"palette\"", "class=\"toast\"", "data-theme=\"", "aria-label=\"Main\""]
    {
        assert!(!page.contains(absent), "{absent}");
    }
    write("front.html", &page);
}

#[test]
fn the_frame_of_a_page_is_light() {
    let size = zipped(&front(signed_in(Theme::System)));
    assert!(size <= 5_000, "{size} bytes zipped before there is anything on the page");
    let size = zipped(&every_component(signed_in(Theme::System)));
    assert!(size <= 20_000, "{size} bytes zipped");
}

fn write(file: &str, page: &str) {
    let Some(folder) = std::env::var_os("LOOK_DIR") else { return };
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("assets")).unwrap();
    fs::write(folder.join(file), page).unwrap();
    for (name, content) in crate::assets::all() {
        fs::write(folder.join("assets").join(name), content).unwrap();
    }
}
