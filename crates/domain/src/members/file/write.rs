//! A member as a row. Whatever is written here, [`Header::draft`](super::columns::Header::draft)
//! reads back.

use crate::kernel::text::{Line, Prose};
use crate::members::file::cell::guard;
use crate::members::file::{intents, moment};
use crate::members::member::{Dated, Member};

/// The columns of an export, in order.
pub const HEADER: [&str; 34] = [
    "name",
    "handle",
    "kind",
    "standing",
    "since",
    "line",
    "story",
    "places",
    "web",
    "languages",
    "offers",
    "needs",
    "audience",
    "audience_words",
    "perspective",
    "perspective_at",
    "causes",
    "stakeholders",
    "direction",
    "direction_at",
    "mission",
    "values",
    "style",
    "agenda",
    "off_table",
    "size",
    "turnover",
    "stage",
    "connections",
    "free_from",
    "capacity_words",
    "open_to",
    "visibility",
    "last_changed",
];

/// The cells of a member, in the order of [`HEADER`], kept from being read as formulas.
pub fn cells(member: &Member) -> [String; 34] {
    texts(member).map(|it| guard(&it))
}

/// The same as they are, for a form that nothing runs.
pub fn texts(member: &Member) -> [String; 34] {
    let profile = &member.profile;
    let line = |it: &Option<Line>| it.as_ref().map_or(String::new(), ToString::to_string);
    let prose = |it: &Option<Prose>| it.as_ref().map_or(String::new(), ToString::to_string);
    let said =
        |it: &Option<Dated<Line>>| it.as_ref().map_or(String::new(), |it| it.said.to_string());
    let at =
        |it: &Option<Dated<Line>>| it.as_ref().map_or(String::new(), |it| moment::write(it.at));
    let choice = |it: Option<&'static str>| it.unwrap_or_default().to_owned();
    let list = |it: Vec<&str>| it.join(", ");
    let style = profile.style;
    [
        member.name.to_string(),
        member.handle.to_string(),
        member.kind.wire().to_owned(),
        member.standing.wire().to_owned(),
        moment::write(member.since),
        line(&profile.line),
        prose(&profile.story),
        profile.places.to_text(),
        profile.web.as_ref().map_or(String::new(), ToString::to_string),
        list(profile.languages.iter().map(|it| it.code()).collect()),
        intents::write_offers(&profile.offers),
        intents::write_needs(&profile.needs),
        profile.audience.tags.to_text(),
        line(&profile.audience.words),
        said(&profile.perspective),
        at(&profile.perspective),
        profile.causes.to_text(),
        profile.stakeholders.to_text(),
        said(&profile.direction),
        at(&profile.direction),
        line(&profile.mission),
        profile.values.to_text(),
        if style.is_empty() { String::new() } else { style.to_text() },
        prose(&profile.agenda),
        prose(&profile.off_table),
        choice(profile.size.map(|it| it.wire())),
        choice(profile.turnover.map(|it| it.wire())),
        choice(profile.stage.map(|it| it.wire())),
        profile.connections.to_text(),
        profile.capacity.free_from.map_or(String::new(), |it| it.to_string()),
        line(&profile.capacity.words),
        list(profile.open_to.iter().map(|it| it.wire()).collect()),
        member.visibility.to_text(),
        moment::write(member.changed),
    ]
}
