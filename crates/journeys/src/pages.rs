//! Every page there is, and how to get there.

/// The list itself.
mod all;
/// Going through the list in a browser.
mod tour;

pub use all::PAGES;
pub use tour::tour;

/// Who stands before the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Whoever opens the link that an empty house prints.
    Founder,
    /// Somebody who is not signed in.
    Stranger,
    /// A member of the demo's alliance.
    Member,
    /// Somebody who has asked to join it and waits.
    Candidate,
    /// A member while somebody waits.
    Elector,
}

impl Door {
    /// In the order of the tour: each leaves the demo so that the next can go on in it.
    pub const ALL: [Self; 5] =
        [Self::Founder, Self::Stranger, Self::Member, Self::Candidate, Self::Elector];
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
    /// By an invitation.
    Invited,
}

/// What is done on the way, for pages that come after something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Writes into the field with this label.
    Fill(&'static str, &'static str),
    /// Presses the link or button with these words.
    Press(&'static str),
    /// Goes to a path once the page says these words.
    Go(&'static str, &'static str),
    /// Opens what is folded together.
    Unfold,
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
    /// What is done there.
    pub steps: &'static [Step],
    /// Words that tell it apart from other pages.
    pub says: &'static str,
}

impl Page {
    const fn at(door: Door, way: Way, name: &'static str, says: &'static str) -> Self {
        Self { name, way, door, steps: &[], says }
    }

    const fn after(self, steps: &'static [Step]) -> Self {
        Self { steps, ..self }
    }
}
