//! `/find`: who fits, why, and who does not and why not.

use actions::App;
use actions::fit::{self as act, FindAnswer, Slice};
use askama::Template;
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use axum::routing::{get, post};
use domain::fit::Count;

use super::ask::{Ask, Shape};
use super::card::Card;
use super::sentence::Sentence;
use super::{compare, hidden, left_out, one};
use crate::error::PageError;
use crate::form;
use crate::layout::Layout;
use crate::map::{MapFigure, MapLinks, MapPoint};
use crate::show;
use crate::visit::Visit;

/// Cards on one page.
const PAGE: usize = 10;
/// Dots on the map; beyond them one narrows the search down.
const DOTS: usize = act::DEPTH_MAX;

/// Where finding happens.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/find", get(find))
        .route("/find/compare", get(compare::show))
        .route("/find/left-out", get(left_out::list))
        .route("/find/with/{handle}", get(one::show))
        .route("/find/with/{handle}/reason", post(one::say_why))
        .route("/find/with/{handle}/reason/removal", post(one::forget_why))
        .route("/find/hidden", get(hidden::list))
        .route("/find/hidden/{handle}", post(hidden::hide))
        .route("/find/hidden/{handle}/end", post(hidden::unhide))
}

#[derive(Template)]
#[template(path = "fit/find.html")]
struct FindPage {
    layout: Layout,
    sentence: Sentence,
    total: String,
    views: Vec<(&'static str, &'static str, String, bool)>,
    cards: Vec<Card>,
    map: Option<MapFigure>,
    peers: Vec<Card>,
    peers_count: String,
    /// Name, handle and reason of competitors they want to work with all the same.
    despite: Vec<(String, String, String)>,
    left_out: String,
    hidden: usize,
    next: Option<String>,
    /// Whether this is not the first page.
    goes_on: bool,
    cut: bool,
    here: String,
    looser: Vec<(String, String)>,
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
    let after = ask.position(&app)?;
    let size = if ask.shape == Shape::Map { DOTS } else { PAGE };
    let answer = act::find(&app, visit.who, &ask.query, Slice { after, size }).await?;
    Ok(show::page(page(&app, &visit, &ask, &answer)))
}

fn page(app: &App, visit: &Visit, ask: &Ask, answer: &FindAnswer) -> FindPage {
    let today = app.now().day();
    let is_map = ask.shape == Shape::Map;
    let purpose = ask.query.purpose;
    let card = |it| Card::of(it, purpose, today);
    let why = answer.despite.iter();
    let why = why.map(|(it, why)| (it.name.to_string(), it.handle.to_string(), why.to_string()));
    FindPage {
        layout: visit.layout("Find partners", "/find"),
        sentence: Sentence::of(ask, answer),
        total: count(answer.facets.total, "partner", "partners"),
        views: vec![
            ("List", "list", ask.shaped(Shape::List).href(), !is_map),
            ("Map", "map", ask.shaped(Shape::Map).href(), is_map),
            ("Compare", "columns-2", ask.at("/find/compare"), false),
        ],
        map: if is_map { map(ask, answer) } else { None },
        cards: answer.found.iter().map(card).collect(),
        peers: answer.peers.first.iter().map(card).collect(),
        peers_count: count(answer.peers.count, "member does", "members do"),
        despite: why.collect(),
        left_out: ask.at("/find/left-out"),
        hidden: answer.hidden,
        next: answer.next.filter(|_| !is_map).map(|it| ask.after(app, it)),
        goes_on: !ask.cursor.is_empty(),
        cut: answer.cut,
        here: ask.href(),
        looser: ask.looser(),
        profile_is_empty: says_nothing(answer),
        is_map,
    }
}

fn says_nothing(answer: &FindAnswer) -> bool {
    let profile = &answer.me.profile;
    profile.offers.is_empty() && profile.needs.is_empty() && profile.audience.tags.is_empty()
}

fn map(ask: &Ask, answer: &FindAnswer) -> Option<MapFigure> {
    let own = answer.me.home().map(|it| (&answer.me, it, true));
    let others = answer.found.iter();
    let others = others.filter_map(|it| it.member.home().map(|place| (&it.member, place, false)));
    let point = |(member, place, mine): (&domain::members::member::Member, _, bool)| {
        let place: &domain::kernel::geo::Place = place;
        let (latitude, longitude) = place.at?.degrees();
        Some(MapPoint {
            latitude,
            longitude,
            name: member.name.to_string(),
            place: place.words().to_owned(),
            href: format!("/@{}", member.handle),
            mine,
        })
    };
    let points: Vec<MapPoint> = others.chain(own).filter_map(point).collect();
    let list = ask.shaped(Shape::List).href();
    MapFigure::new(&points, ask.bounds, &MapLinks { zoom: ask.href(), list })
}

fn count(count: Count, one: &str, many: &str) -> String {
    match (count.found, count.more) {
        (found, true) => format!("More than {found} {many}"),
        (1, false) => format!("1 {one}"),
        (found, false) => format!("{found} {many}"),
    }
}
