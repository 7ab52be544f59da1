//! The page of the alliance: what it means, where its members are, and who they are.

use actions::alliance::presence::{self, InCountry};
use actions::alliance::settings as act;
use actions::members::list::{self, After, Listed};
use actions::{ActionError, App};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use domain::alliance::settings::Alliance;
use domain::kernel::id::MemberId;
use domain::members::parts::Standing;
use serde::Deserialize;

use super::settings::{joining_words, paragraphs};
use crate::cursor;
use crate::error::PageError;
use crate::layout::Layout;
use crate::map::{Bounds, MapFigure, MapLinks, MapPoint};
use crate::mark::Mark;
use crate::show;
use crate::visit::Visit;

/// `/alliance`
pub fn routes() -> Router<App> {
    Router::new().route("/alliance", get(read))
}

#[derive(Template)]
#[template(path = "alliance/alliance.html")]
struct AlliancePage {
    layout: Layout,
    name: String,
    line: String,
    meaning: Vec<String>,
    goals: Vec<String>,
    interests: Vec<String>,
    causes: Vec<String>,
    joining: String,
    members: i64,
    contacts: i64,
    countries: Vec<(&'static str, i64)>,
    map: Option<MapFigure>,
    /// Whether the reader acts for a member.
    member: bool,
    /// Whether contacts are listed, not members.
    of_contacts: bool,
    /// Whether the list is not for this reader.
    closed: bool,
    letters: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    previous: Option<String>,
    next: Option<String>,
}

struct Row {
    handle: String,
    name: String,
    mark: Mark,
    place: String,
    line: String,
    tags: Vec<String>,
}

#[derive(Deserialize)]
struct Asked {
    /// `contacts`, or members.
    #[serde(default)]
    list: String,
    /// One letter to jump to.
    #[serde(default)]
    from: String,
    #[serde(default)]
    cursor: String,
    /// The part of the map to look at closer.
    #[serde(default, rename = "box")]
    frame: String,
}

async fn read(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let alliance = act::read(&app, visit.who).await?;
    let presence = presence::presence(&app, visit.who).await?;
    let of_contacts = asked.list == "contacts";
    let (standing, name) =
        if of_contacts { (Standing::Contact, "contacts") } else { (Standing::Member, "members") };
    let after = after(&app, name, &asked)?;
    let listed = match list::by_name(&app, visit.who, standing, after.as_ref()).await {
        Ok(listed) => Some(listed),
        Err(ActionError::SignIn | ActionError::Refused(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let here = if of_contacts { "/alliance?list=contacts&" } else { "/alliance?" };
    let next = listed.as_ref().and_then(|it| it.next.as_ref()).map(|it| {
        let position = format!("{}\n{}", it.id, it.name);
        format!("{here}cursor={}#members", cursor::write(&app, name, &position))
    });
    let mut layout = visit.layout(alliance.name.as_str(), "");
    layout.description = alliance.get("line");
    Ok(show::page(AlliancePage {
        closed: listed.is_none(),
        rows: rows(listed),
        letters: letters(here, &asked.from),
        previous: after.is_some().then(|| format!("{here}#members").replace("?#", "#")),
        next,
        of_contacts,
        member: visit.who.member().is_some(),
        map: map(&presence.countries, Bounds::parse(&asked.frame)),
        countries: presence.countries.iter().map(|it| (it.country.name(), it.members)).collect(),
        members: presence.members,
        contacts: presence.contacts,
        ..said(layout, &alliance)
    }))
}

fn said(layout: Layout, alliance: &Alliance) -> AlliancePage {
    let of = |field: &str| paragraphs(&alliance.get(field)).collect::<Vec<_>>();
    AlliancePage {
        layout,
        name: alliance.name.to_string(),
        line: alliance.get("line"),
        meaning: of("meaning"),
        goals: of("goals"),
        interests: of("interests"),
        causes: alliance.causes.iter().map(str::to_owned).collect(),
        joining: joining_words(alliance.joining),
        members: 0,
        contacts: 0,
        countries: Vec::new(),
        map: None,
        member: false,
        of_contacts: false,
        closed: false,
        letters: Vec::new(),
        rows: Vec::new(),
        previous: None,
        next: None,
    }
}

/// Where the list begins: behind a cursor, or at a letter.
fn after(app: &App, list: &str, asked: &Asked) -> Result<Option<After>, ActionError> {
    let none = MemberId::from_bits(0);
    if !asked.cursor.is_empty() {
        let position = cursor::read(app, list, &asked.cursor)?;
        let (id, name) = position.split_once('\n').unwrap_or((&position, ""));
        return Ok(Some(After { name: name.to_owned(), id: MemberId::parse(id).unwrap_or(none) }));
    }
    let letter = asked.from.chars().next().filter(char::is_ascii_lowercase);
    Ok(letter.map(|it| After { name: it.to_string(), id: none }))
}

fn letters(here: &str, from: &str) -> Vec<(String, String, bool)> {
    ('a'..='z')
        .map(|it| {
            let href = format!("{here}from={it}#members");
            (it.to_uppercase().to_string(), href, from == it.to_string())
        })
        .collect()
}

fn rows(listed: Option<Listed>) -> Vec<Row> {
    let views = listed.map(|it| it.views).unwrap_or_default().into_iter();
    views
        .map(|view| {
            let member = view.member;
            let offers = member.profile.offers.iter().map(|it| it.title.to_string());
            Row {
                handle: member.handle.to_string(),
                name: member.name.to_string(),
                mark: Mark::of(&member),
                place: member.home().map(|it| it.words().to_owned()).unwrap_or_default(),
                line: member.profile.line.as_ref().map(ToString::to_string).unwrap_or_default(),
                tags: offers.take(3).collect(),
            }
        })
        .collect()
}

fn map(countries: &[InCountry], frame: Option<Bounds>) -> Option<MapFigure> {
    let points = countries.iter().filter_map(|it| {
        let (latitude, longitude) = it.middle?;
        Some(MapPoint {
            latitude,
            longitude,
            name: it.country.name().to_owned(),
            place: how_many(it.members),
            href: "#countries".to_owned(),
            mine: false,
        })
    });
    let points: Vec<MapPoint> = points.collect();
    let links = MapLinks { zoom: "/alliance".to_owned(), list: "#countries".to_owned() };
    let mut figure = MapFigure::new(&points, frame, &links)?;
    figure.label = match points.len() {
        1 => "Map: members in one country".to_owned(),
        many => format!("Map: members in {many} countries"),
    };
    Some(figure)
}

/// “one member”, “7 members”
pub fn how_many(members: i64) -> String {
    if members == 1 { "one member".to_owned() } else { format!("{members} members") }
}
