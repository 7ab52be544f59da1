//! Every page there is.

/// Who stands before the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Whoever opens the link that an empty house prints.
    Founder,
    /// Somebody who is not signed in.
    Stranger,
    /// A member of the demo's alliance.
    Member,
}

/// How to get to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By its path.
    Path(&'static str),
    /// By the first link on the page at `on` that begins with `to`: for pages of things whose
    /// names only the data knows.
    Link {
        /// The path of the page that links.
        on: &'static str,
        /// How the path begins that the link leads to.
        to: &'static str,
    },
    /// By the link that the house printed.
    Printed,
}

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// For the names of pictures and in complaints.
    pub name: &'static str,
    /// How to get there.
    pub way: Way,
    /// Who sees it.
    pub door: Door,
}

const fn page(door: Door, name: &'static str, path: &'static str) -> Page {
    Page { name, way: Way::Path(path), door }
}

/// The list. A page that is not here is neither photographed nor checked.
pub const PAGES: &[Page] = &[
    Page { name: "setup", way: Way::Printed, door: Door::Founder },
    page(Door::Stranger, "front", "/"),
    page(Door::Stranger, "sign-in", "/sign-in"),
    page(Door::Stranger, "not-found", "/nowhere"),
    page(Door::Member, "home", "/home"),
    page(Door::Member, "find", "/find"),
    page(Door::Member, "find-map", "/find?view=map"),
    page(Door::Member, "find-compare", "/find/compare"),
    page(Door::Member, "find-left-out", "/find/left-out"),
    page(Door::Member, "find-hidden", "/find/hidden"),
    Page {
        name: "find-with",
        way: Way::Link { on: "/find", to: "/find/with/" },
        door: Door::Member,
    },
    Page { name: "member", way: Way::Link { on: "/find", to: "/@" }, door: Door::Member },
    page(Door::Member, "me", "/me"),
    page(Door::Member, "alliance", "/alliance"),
    page(Door::Member, "settings", "/settings"),
    page(Door::Member, "devices", "/settings/devices"),
    page(Door::Member, "tokens", "/settings/tokens"),
    page(Door::Member, "people", "/me/people"),
    page(Door::Member, "search", "/search?q=design"),
    page(Door::Member, "notifications", "/notifications"),
    page(Door::Member, "help", "/help"),
];

#[test]
fn every_page_has_a_name_of_its_own() {
    let mut names: Vec<&str> = PAGES.iter().map(|page| page.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), PAGES.len());
}
