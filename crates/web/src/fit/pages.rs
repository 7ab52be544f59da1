//! `/find`: who fits, why, and who does not and why not.

use actions::fit::{self as act, Finding};
use actions::{ActionError, App};
use askama::Template;
use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::fit::{Count, Free, Purpose};
use domain::kernel::geo::Point;

use super::ask::{Ask, DISTANCES_KM, Shape};
use super::card::Card;
use crate::cookies;
use crate::error::PageError;
use crate::form::{self, Fields};
use crate::layout::{Layout, Toast};
use crate::map::{Bounds, MapFigure, MapLinks, MapPoint};
use crate::theme::own_path;
use crate::visit::Visit;

/// Cards on one page.
const PAGE: usize = 10;
/// Dots on the map; beyond them one narrows the search down.
const DOTS: usize = 300;

/// Where finding happens.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/find", get(find))
        .route("/find/hidden/{handle}", post(hide))
        .route("/find/hidden/{handle}/end", post(unhide))
}

/// One line of the panel.
struct Choice {
    name: &'static str,
    value: &'static str,
    words: &'static str,
    count: String,
    chosen: bool,
}

/// A group of lines of the panel.
struct Group {
    legend: &'static str,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "fit/find.html")]
struct FindPage {
    layout: Layout,
    purposes: Vec<(String, String, bool)>,
    needs: Vec<(String, String, bool)>,
    purpose: String,
    audiences: Vec<(String, String, bool)>,
    offers: Vec<(String, String, bool)>,
    distances: Vec<(String, String, bool)>,
    groups: Vec<Group>,
    members_only: bool,
    chosen: usize,
    total: String,
    views: Vec<(&'static str, &'static str, String, bool)>,
    cards: Vec<Card>,
    map: Option<MapFigure>,
    left_out: Vec<Card>,
    left_out_count: String,
    previous: Option<String>,
    next: Option<String>,
    here: String,
    /// Nothing was said yet by which anyone could be found.
    profile_is_empty: bool,
    is_map: bool,
}

async fn find(
    State(app): State<App>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let fields = form::read(query.as_deref().unwrap_or_default()).ok_or(PageError::Unreadable)?;
    let ask = Ask::read(&fields)?;
    let home = home(&app, &visit).await?;
    let size = if ask.shape == Shape::Map { DOTS } else { PAGE };
    let finding = act::find(&app, visit.who, &ask.query(home, size)).await?;
    let bounds = Bounds::parse(fields.get("box"));
    let page = page(&app, &visit, &ask, finding, bounds);
    Ok(Html(page.render().expect("find.html renders any finding")).into_response())
}

/// Where the asking member is, for "near us".
async fn home(app: &App, visit: &Visit) -> Result<Option<Point>, ActionError> {
    let session = visit.arrival.session.as_ref().ok_or(ActionError::SignIn)?;
    let Some(hat) = &session.hat else { return Ok(None) };
    let own = actions::members::read(app, visit.who, hat.handle.as_str()).await?;
    Ok(own.member.home().and_then(|it| it.at))
}

fn page(app: &App, visit: &Visit, ask: &Ask, finding: Finding, bounds: Option<Bounds>) -> FindPage {
    let now = app.now();
    let is_map = ask.shape == Shape::Map;
    let needs = finding.needs.iter().map(|(id, title)| (Purpose::Need(*id), title.clone()));
    let purposes = Purpose::FIXED.map(|it| (it, capital(it.words())));
    let link = |(purpose, words): (Purpose, String)| {
        (words, ask.for_purpose(purpose).href(), purpose == ask.purpose)
    };
    let profile = &finding.viewer.profile;
    FindPage {
        layout: visit.layout("Find partners", "/find"),
        purposes: purposes.into_iter().map(link).collect(),
        needs: needs.map(link).collect(),
        purpose: ask.purpose.wire(),
        audiences: options(&ask.audience, "anyone", &finding.facets.audiences),
        offers: options(&ask.offer, "anything we need", &finding.facets.offers),
        distances: distances(ask, &finding),
        groups: groups(ask, &finding),
        members_only: ask.members_only,
        chosen: ask.chosen(),
        total: count(finding.facets.total, "partner", "partners"),
        views: vec![
            ("List", "list", ask.shaped(Shape::List).href(), !is_map),
            ("Map", "map", ask.shaped(Shape::Map).href(), is_map),
        ],
        map: if is_map { map(ask, &finding, bounds) } else { None },
        cards: finding.items.iter().map(|it| Card::of(it, now)).collect(),
        left_out: finding.left_out.iter().map(|it| Card::of(it, now)).collect(),
        left_out_count: count(finding.peers.count, "member does", "members do"),
        previous: (ask.page > 1).then(|| ask.on_page(ask.page - 1).href()),
        next: (finding.more && !is_map).then(|| ask.on_page(ask.page + 1).href()),
        here: ask.href(),
        profile_is_empty: profile.offers.is_empty() && profile.audience.tags.is_empty(),
        is_map,
    }
}

/// What stands in one of the selects of the sentence; what was chosen is always among it.
fn options(chosen: &str, nothing: &str, found: &[(String, u32)]) -> Vec<(String, String, bool)> {
    let mut options = vec![(String::new(), nothing.to_owned(), chosen.is_empty())];
    let known = found.iter().any(|(it, _)| it == chosen);
    if !chosen.is_empty() && !known {
        options.push((chosen.to_owned(), chosen.to_owned(), true));
    }
    options.extend(found.iter().map(|(it, _)| (it.clone(), it.clone(), it == chosen)));
    options
}

fn distances(ask: &Ask, finding: &Finding) -> Vec<(String, String, bool)> {
    let mut options = vec![(String::new(), "anywhere".to_owned(), ask.km.is_none())];
    if finding.viewer.home().and_then(|it| it.at).is_none() {
        return options;
    }
    let other = ask.km.filter(|it| !DISTANCES_KM.contains(it));
    let words = |it: u32| format!("within {it} km of us");
    let all = DISTANCES_KM.into_iter().chain(other);
    options.extend(all.map(|it| (it.to_string(), words(it), ask.km == Some(it))));
    options
}

fn groups(ask: &Ask, finding: &Finding) -> Vec<Group> {
    macro_rules! group {
        ($legend:literal, $name:literal, $counted:expr, $chosen:expr) => {
            Group {
                legend: $legend,
                choices: $counted
                    .iter()
                    .map(|(it, count)| Choice {
                        name: $name,
                        value: it.wire(),
                        words: it.words(),
                        count: count.to_string(),
                        chosen: $chosen(it),
                    })
                    .collect(),
            }
        };
    }
    let facets = &finding.facets;
    vec![
        group!("Open to", "open", facets.open_to, |it| ask.open_to.contains(it)),
        group!("Way of working", "way", facets.ways, |it| ask.ways.contains(it)),
        group!("How many they are", "size", facets.sizes, |it| ask.sizes.contains(it)),
        group!("Who they are", "kind", facets.kinds, |it| ask.kinds.contains(it)),
        group!("Time free", "free", facets.free, |it: &Free| ask.free == Some(*it)),
    ]
}

fn map(ask: &Ask, finding: &Finding, bounds: Option<Bounds>) -> Option<MapFigure> {
    let own = finding.viewer.home().map(|it| (&finding.viewer, it, true));
    let others = finding.items.iter();
    let others = others.filter_map(|it| it.member.home().map(|place| (&it.member, place, false)));
    let points: Vec<MapPoint> = others
        .chain(own)
        .filter_map(|(member, place, mine)| {
            let (latitude, longitude) = place.at?.degrees();
            Some(MapPoint {
                latitude,
                longitude,
                name: member.name.to_string(),
                place: place.words().to_owned(),
                href: format!("/@{}", member.handle),
                mine,
            })
        })
        .collect();
    let list = ask.shaped(Shape::List).href();
    MapFigure::new(&points, bounds, &MapLinks { zoom: ask.href(), list })
}

fn count(count: Count, one: &str, many: &str) -> String {
    match (count.found, count.more) {
        (found, true) => format!("More than {found} {many}"),
        (1, false) => format!("1 {one}"),
        (found, false) => format!("{found} {many}"),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

/// "Not for us".
async fn hide(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let other = act::said_about::hide(&app, visit.who, &handle).await?;
    let toast = Toast {
        text: format!("{} will not be suggested to you any more.", other.name),
        undo: Some(format!("/find/hidden/{handle}/end")),
    };
    let said = [(header::SET_COOKIE, cookies::say(&app, &toast))];
    Ok((said, Redirect::to(back(&fields))).into_response())
}

/// Suggest them again.
async fn unhide(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let other = act::said_about::unhide(&app, visit.who, &handle).await?;
    let toast = Toast { text: format!("{} is suggested again.", other.name), undo: None };
    let said = [(header::SET_COOKIE, cookies::say(&app, &toast))];
    Ok((said, Redirect::to(back(&fields))).into_response())
}

fn back(fields: &Fields) -> &str {
    match fields.get("back") {
        "" => "/find",
        path => own_path(path),
    }
}
