//! Who opens a page, and the frame of the page they get.

use actions::people::{self, Arrival};
use actions::{ActionError, App};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use domain::kernel::id::MemberId;
use domain::kernel::who::Who;

use crate::cookies;
use crate::error::PageError;
use crate::form;
use crate::layout::{Layout, MenuLink, NavItem, Viewer};
use crate::mark::{self, Mark};
use crate::theme::Theme;

/// One person opening one page.
pub struct Visit {
    /// Who is asking.
    pub who: Who,
    /// Their session and the alliance.
    pub arrival: Arrival,
    theme: Theme,
    here: String,
    toast: Option<crate::layout::Toast>,
    token: String,
}

impl<S> FromRequestParts<S> for Visit
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let app = App::from_ref(state);
        let cookie = cookies::session(&app, &parts.headers);
        let arrival = people::arrive(&app, cookie).await?;
        if arrival.alliance.is_none() && !parts.uri.path().starts_with("/setup") {
            return Err(PageError::NotSetUp);
        }
        Ok(Self {
            who: people::who(arrival.session.as_ref()),
            theme: Theme::from_cookies(&parts.headers),
            here: parts.uri.path_and_query().map_or("/", |it| it.as_str()).to_owned(),
            toast: cookies::toast(&app, &parts.headers),
            token: form::token(&app, cookie),
            arrival,
        })
    }
}

impl Visit {
    /// The member the visitor acts for, joined or not.
    ///
    /// # Errors
    /// [`ActionError::SignIn`] for a guest, [`ActionError::Refused`] for who acts for nobody.
    pub fn hat(&self) -> Result<MemberId, ActionError> {
        let actor = self.who.actor().ok_or(ActionError::SignIn)?;
        actor.hat.ok_or(ActionError::Refused("please say first for whom you act"))
    }

    /// The frame of a page with this title. `current` is the address of its room in the
    /// navigation, or nothing.
    pub fn layout(&self, title: impl Into<String>, current: &'static str) -> Layout {
        let alliance = self.arrival.alliance.as_ref();
        let signed_in = self.arrival.session.is_some();
        let mut layout = Layout::plain(title);
        if let Some(alliance) = alliance {
            layout.alliance = alliance.name.to_string();
        }
        layout.current = current;
        layout.theme = self.theme;
        layout.here.clone_from(&self.here);
        layout.csrf.clone_from(&self.token);
        layout.toast.clone_from(&self.toast);
        layout.search = alliance.map(|_| "/search");
        layout.footer_links = vec![
            MenuLink::new("What we are", "/alliance", "info"),
            MenuLink::new("Your data", "/help#data", "info"),
            MenuLink::new("Help", "/help", "info"),
        ];
        if signed_in {
            layout.nav = self.nav();
            layout.new_links = self.new_links();
            layout.viewer = self.viewer();
        }
        layout
    }

    fn nav(&self) -> Vec<NavItem> {
        let item = |word, href, icon| NavItem { word, href, icon, waiting: None };
        let home = self.who.member().map(|_| item("Home", "/home", "house"));
        let find = item("Find", "/find", "compass");
        home.into_iter().chain([find, item("Partners", "/partners", "handshake")]).collect()
    }

    fn new_links(&self) -> Vec<MenuLink> {
        if self.who.member().is_none() {
            return Vec::new();
        }
        vec![
            MenuLink::new("What you work on", "/home#f-body", "pencil"),
            MenuLink::new("Something you offer", "/me/offers/new", "plus"),
            MenuLink::new("Something you need", "/me/needs/new", "plus"),
            MenuLink::new("Invite someone", "/alliance/invitations", "user-plus"),
            MenuLink::new("List a contact", "/contacts/new", "plus"),
            MenuLink::new("Import a list", "/imports/new", "upload"),
        ]
    }

    fn viewer(&self) -> Option<Viewer> {
        let session = self.arrival.session.as_ref()?;
        let hat = session.hat.as_ref();
        let id = hat.map_or(session.person.id.bits(), |it| it.member.bits());
        let logo = hat.and_then(|it| it.logo.map(|logo| mark::address(it.handle.as_str(), logo)));
        Some(Viewer {
            person_name: session.person.name.to_string(),
            member_name: hat.map(|it| it.name.to_string()).unwrap_or_default(),
            member_handle: hat.map(|it| it.handle.to_string()).unwrap_or_default(),
            mark: Mark { logo, ..Mark::flag(id) },
            steward: session.person.steward,
        })
    }
}

/// Who sent a request to the API: a program with a token, or a page of ours that reads.
pub struct Caller(pub Who);

impl<S> FromRequestParts<S> for Caller
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = crate::error::ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let app = App::from_ref(state);
        let bearer = parts.headers.get(header::AUTHORIZATION).and_then(|it| it.to_str().ok());
        if let Some(token) = bearer.and_then(|it| it.strip_prefix("Bearer ")) {
            return Ok(Self(people::with_token(&app, token.trim()).await?));
        }
        // A cookie travels by itself, so it may read but not change anything here.
        if !parts.method.is_safe() {
            return Ok(Self(Who::Guest));
        }
        let arrival = people::arrive(&app, cookies::session(&app, &parts.headers)).await?;
        Ok(Self(people::who(arrival.session.as_ref())))
    }
}
