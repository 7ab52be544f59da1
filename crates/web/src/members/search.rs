//! Search and go: the page, and the lines of the search dialog.

use actions::members::search::{After, Found, Hit, search};
use actions::notes::search as notes;
use actions::{ActionError, App};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::kernel::id::MemberId;
use domain::kernel::words::fold;
use domain::members::parts::Standing;
use serde::Deserialize;

use super::profile;
use crate::cursor;
use crate::error::PageError;
use crate::layout::Layout;
use crate::mark::Mark;
use crate::notes::shown::{PartShown, parts};
use crate::show;
use crate::visit::Visit;

/// The name of this list in cursors; what was typed is part of it, so that a cursor of one search
/// is none of another.
const LIST: &str = "search";
/// The most members, and the most offers and needs, that the dialog shows.
const SUGGESTED: usize = 6;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    after: Option<String>,
    /// Behind which note the list of notes goes on.
    notes: Option<String>,
}

#[derive(Template)]
#[template(path = "members/search.html")]
struct SearchPage {
    layout: Layout,
    typed: String,
    hits: Vec<HitShown>,
    places: Vec<Place>,
    next: Option<String>,
    /// Notes in which all the words stand.
    notes: Vec<PartShown>,
    more_notes: Option<String>,
}

struct HitShown {
    href: String,
    name: String,
    mark: Mark,
    note: &'static str,
    place: String,
    line: String,
    offers: Vec<(String, String)>,
    needs: Vec<(String, String)>,
}

/// A page or an act one can go to.
#[derive(Clone)]
struct Place {
    words: &'static str,
    href: &'static str,
    icon: &'static str,
}

#[derive(Template)]
#[template(path = "members/components/suggest.html")]
struct Suggestions {
    members: Vec<HitShown>,
    contacts: Vec<HitShown>,
    offers: Vec<Led>,
    needs: Vec<Led>,
    places: Vec<Place>,
    nothing: bool,
}

struct Led {
    href: String,
    title: String,
    name: String,
}

pub async fn page(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let list = format!("{LIST} {}", asked.q);
    let after = match asked.after.as_deref() {
        Some(text) => Some(read_position(&cursor::read(&app, &list, text)?)?),
        None => None,
    };
    let first = after.is_none();
    let found = search(&app, visit.who, &asked.q, after, 20).await?;
    let next = found.next.map(|it| {
        let after = cursor::write(&app, &list, &write_position(&it));
        let query = [("q", asked.q.as_str()), ("after", &after)];
        format!("/search?{}", serde_urlencoded::to_string(query).unwrap_or_default())
    });
    let notes_list = format!("notes {}", asked.q);
    let before = match asked.notes.as_deref() {
        Some(text) => cursor::read(&app, &notes_list, text)?.parse().ok(),
        None => None,
    };
    let told = notes::search(&app, visit.who, &asked.q, before, notes::PAGE).await?;
    let more_notes = told.next.map(|it| {
        let after = cursor::write(&app, &notes_list, &it.to_string());
        let query = [("q", asked.q.as_str()), ("notes", &after)];
        format!("/search?{}", serde_urlencoded::to_string(query).unwrap_or_default())
    });
    Ok(show::page(SearchPage {
        notes: told
            .items
            .iter()
            .flat_map(|it| parts(std::slice::from_ref(it), app.now()))
            .collect(),
        more_notes,
        layout: visit.layout("Search", ""),
        hits: found.hits.iter().map(shown).collect(),
        places: if first { places(&visit, &asked.q) } else { Vec::new() },
        next,
        typed: asked.q,
    }))
}

pub async fn suggest(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let found = match search(&app, visit.who, &asked.q, None, 2 * SUGGESTED).await {
        // Where the directory is closed, pages can be gone to all the same.
        Err(ActionError::SignIn | ActionError::Refused(_)) => Found::default(),
        other => other?,
    };
    let of = |contact: bool| {
        let hits = found.hits.iter();
        let hits = hits.filter(|it| (it.view.member.standing == Standing::Contact) == contact);
        hits.take(SUGGESTED).map(shown).collect::<Vec<_>>()
    };
    let led = |pick: fn(&HitShown) -> &Vec<(String, String)>| {
        let all = found.hits.iter().map(shown).flat_map(|hit| {
            let name = hit.name.clone();
            let lines = pick(&hit).clone();
            lines.into_iter().map(move |(title, href)| Led { href, title, name: name.clone() })
        });
        all.take(SUGGESTED).collect::<Vec<_>>()
    };
    let (offers, needs) = (led(|it| &it.offers), led(|it| &it.needs));
    let (members, contacts) = (of(false), of(true));
    let places = places(&visit, &asked.q);
    let nothing = members.is_empty() && contacts.is_empty() && places.is_empty();
    Ok(show::page(Suggestions { members, contacts, offers, needs, places, nothing }))
}

fn shown(hit: &Hit) -> HitShown {
    let member = &hit.view.member;
    let offers = member.profile.offers.iter().filter(|it| hit.offers.contains(&it.id));
    let needs = member.profile.needs.iter().filter(|it| hit.needs.contains(&it.id));
    let handle = member.handle.to_string();
    HitShown {
        offers: offers
            .map(|it| (it.title.to_string(), format!("/@{handle}#offer-{}", it.id)))
            .collect(),
        needs: needs
            .map(|it| (it.title.to_string(), format!("/@{handle}#need-{}", it.id)))
            .collect(),
        name: member.name.to_string(),
        mark: Mark::of(member),
        note: match member.standing {
            Standing::Contact => "Not a member yet",
            Standing::Candidate => "Asks to join",
            _ => "",
        },
        place: member.home().map(profile::place_words).unwrap_or_default(),
        line: member.profile.line.as_ref().map(ToString::to_string).unwrap_or_default(),
        href: format!("/@{handle}"),
    }
}

/// Reads what [`write_position`] wrote.
///
/// # Errors
/// [`ActionError::Fields`] when it is no position.
pub fn read_position(text: &str) -> Result<After, ActionError> {
    let wrong = || ActionError::field("after", "please search again");
    if let Some(number) = text.strip_prefix("words ") {
        return Ok(After::Words(number.parse().map_err(|_| wrong())?));
    }
    let mut parts = text.strip_prefix("name ").ok_or_else(wrong)?.splitn(3, ' ');
    let standing = parts.next().and_then(|it| Standing::parse(it).ok()).ok_or_else(wrong)?;
    let id = parts.next().and_then(MemberId::parse).ok_or_else(wrong)?;
    Ok(After::Name(standing, parts.next().unwrap_or_default().to_owned(), id))
}

/// Where a search goes on, as text for a cursor.
pub fn write_position(after: &After) -> String {
    match after {
        After::Words(number) => format!("words {number}"),
        After::Name(standing, name, id) => format!("name {} {id} {name}", standing.wire()),
    }
}

/// The pages whose words begin like what was typed; a few when nothing was.
fn places(visit: &Visit, typed: &str) -> Vec<Place> {
    let place = |words, href, icon| Place { words, href, icon };
    let mut all = vec![
        place("What we are", "/alliance", "info"),
        place("What everyone can read", "/stream", "globe"),
        place("Help", "/help", "info"),
    ];
    if visit.who.actor().is_some() {
        all.extend([
            place("Home", "/home", "house"),
            place("Find partners", "/find", "compass"),
            place("Your page", "/me", "user"),
            place("Edit your page", "/me/edit", "pencil"),
            place("Settings", "/settings", "settings"),
            place("Your devices", "/settings/devices", "smartphone"),
            place("Contacts", "/contacts", "inbox"),
        ]);
    } else {
        all.push(place("Sign in", "/sign-in", "log-in"));
    }
    if visit.who.member().is_some() {
        all.extend([
            place("Add something you offer", "/me/offers/new", "plus"),
            place("Add something you need", "/me/needs/new", "plus"),
            place("Your circles", "/circles", "heart"),
            place("Invite someone", "/alliance/invitations", "user-plus"),
            place("List a contact", "/contacts/new", "plus"),
            place("Import a list", "/imports/new", "upload"),
            place("What happened to your page", "/me/history", "clock"),
            place("Leave the alliance", "/me/leave", "log-out"),
        ]);
    }
    let typed = fold(typed);
    if typed.is_empty() {
        all.truncate(SUGGESTED);
        return all;
    }
    let words: Vec<&str> = typed.split(' ').collect();
    all.retain(|it| {
        let mine = fold(it.words);
        words.iter().all(|word| mine.split(' ').any(|it| it.starts_with(word)))
    });
    all.truncate(SUGGESTED);
    all
}
