//! The frame of every page: what stands in the top bar, the foot and the head.

use crate::mark::Mark;
use crate::theme::Theme;

/// Every page struct has one, as the field `layout`; `base.html` reads it.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The page's own title; the alliance's name follows it in the window.
    pub title: String,
    /// The name of the alliance, beside the bunting.
    pub alliance: String,
    /// The rooms in the main navigation: only those that work.
    pub nav: Vec<NavItem>,
    /// The `href` of the room this page belongs to, or nothing.
    pub current: &'static str,
    /// Who is signed in.
    pub viewer: Option<Viewer>,
    /// The token that forms of this page send back.
    pub csrf: String,
    /// The colour scheme the reader chose.
    pub theme: Theme,
    /// A short message about what was just done.
    pub toast: Option<Toast>,
    /// Further links of the foot.
    pub footer_links: Vec<MenuLink>,
    /// The search page, if this reader may search.
    pub search: Option<&'static str>,
    /// What the New menu offers; empty, no menu.
    pub new_links: Vec<MenuLink>,
    /// The path and query of this page, so that a switch leads back to it.
    pub here: String,
    /// The language of the page, as BCP 47.
    pub lang: &'static str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// One sentence for search engines and link previews; empty on pages that are not public.
    pub description: String,
}

/// A room in the main navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// One word.
    pub word: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// The icon of the phone tab bar.
    pub icon: &'static str,
    /// How many things there wait for the reader, and the same as words.
    pub waiting: Option<(u32, String)>,
}

/// A line of a menu.
#[derive(Clone, Debug)]
pub struct MenuLink {
    /// What happens, in two or three words.
    pub text: String,
    /// Where it leads.
    pub href: String,
    /// The icon before it; not shown in the foot.
    pub icon: &'static str,
}

impl MenuLink {
    /// A line of a menu.
    pub fn new(text: impl Into<String>, href: impl Into<String>, icon: &'static str) -> Self {
        Self { text: text.into(), href: href.into(), icon }
    }
}

/// Who is signed in, and for which member they act.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The person.
    pub person_name: String,
    /// The member they act for; empty while they act for none.
    pub member_name: String,
    /// The member's handle, without `@`; empty while they act for none.
    pub member_handle: String,
    /// The member's logo or flag, or the person's own flag.
    pub mark: Mark,
    /// Whether they look after the server.
    pub steward: bool,
}

/// A short message about what was just done, with a way back where there is one.
#[derive(Clone, Debug)]
pub struct Toast {
    /// One sentence.
    pub text: String,
    /// The address a form is posted to in order to undo it; the page's token goes with it.
    pub undo: Option<String>,
}

impl Layout {
    /// The frame for a visitor who is not signed in, in an alliance without a name: for tests and
    /// for pages that are shown when nothing else is known.
    pub fn plain(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            alliance: "Hanse".to_owned(),
            nav: Vec::new(),
            current: "",
            viewer: None,
            csrf: String::new(),
            theme: Theme::System,
            toast: None,
            footer_links: Vec::new(),
            search: None,
            new_links: Vec::new(),
            here: "/".to_owned(),
            lang: "en-GB",
            dir: "ltr",
            description: String::new(),
        }
    }

    /// Three rooms or more make a tab bar on a phone; fewer stay in the top bar.
    #[must_use]
    pub fn has_tabs(&self) -> bool {
        self.nav.len() >= 3
    }

    /// What stands in the window's title.
    #[must_use]
    pub fn window_title(&self) -> String {
        if self.title.is_empty() || self.title == self.alliance {
            return self.alliance.clone();
        }
        format!("{} · {}", self.title, self.alliance)
    }
}
