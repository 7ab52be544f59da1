//! How a member lies in its row. A part that the rules would refuse is corrupt, not repaired.

use std::collections::BTreeSet;

use domain::kernel::id::{LogoId, MemberId, NeedId, OfferId};
use domain::kernel::language::Language;
use domain::kernel::text::{Handle, Line, Name, Prose, TextError, Web};
use domain::kernel::time::{Day, Time};
use domain::members::member::{Dated, Member, Profile};
use domain::members::offers::{Enjoyment, Need, Offer, Reach, When};
use domain::members::parts::{
    Audience, Capacity, Kind, OpenTo, Places, Scope, Size, Stage, Standing, Tags, Turnover,
};
use domain::members::style::Style;
use domain::members::visibility::Visibility;

use crate::error::StoreError;
use crate::query::Row;

/// Offers and needs of one member, in their order.
#[derive(Default)]
pub(super) struct Intents {
    pub offers: Vec<Offer>,
    pub needs: Vec<Need>,
}

pub(super) fn member(row: &Row, intents: Intents) -> Result<Member, StoreError> {
    Ok(Member {
        id: id(row, "id")?,
        handle: must(row, "handle", Handle::parse)?,
        name: must(row, "name", Name::parse)?,
        kind: must(row, "kind", Kind::parse)?,
        standing: must(row, "standing", Standing::parse)?,
        since: Time(row.int("since")?),
        changed: Time(row.int("changed")?),
        visibility: must(row, "visibility", Visibility::parse)?,
        version: row.int("version")?,
        profile: profile(row, intents)?,
    })
}

fn profile(row: &Row, intents: Intents) -> Result<Profile, StoreError> {
    let open_to = row.text("open_to")?;
    let sealed_from = row.text("sealed_from")?;
    Ok(Profile {
        line: may(row, "line", Line::parse)?,
        logo: logo(row)?,
        story: may(row, "story", Prose::parse)?,
        perspective: dated(row, "perspective", "perspective_at")?,
        places: must(row, "places", Places::parse)?,
        languages: must(row, "languages", Language::parse_list)?,
        offers: intents.offers,
        needs: intents.needs,
        audience: Audience {
            tags: must(row, "audience_tags", Tags::parse)?,
            words: may(row, "audience_words", Line::parse)?,
        },
        causes: must(row, "causes", Tags::parse)?,
        stakeholders: must(row, "stakeholders", Tags::parse)?,
        direction: dated(row, "direction", "direction_at")?,
        mission: may(row, "mission", Line::parse)?,
        values: must(row, "held_values", Tags::parse)?,
        style: must(row, "style", Style::parse)?,
        agenda: may(row, "agenda", Prose::parse)?,
        off_table: may(row, "off_table", Prose::parse)?,
        size: may(row, "size", Size::parse)?,
        turnover: may(row, "turnover", Turnover::parse)?,
        stage: may(row, "stage", Stage::parse)?,
        connections: must(row, "connections", Tags::parse)?,
        capacity: Capacity {
            free_from: day(row, "free_from")?,
            words: may(row, "capacity_words", Line::parse)?,
        },
        open_to: listed(&open_to, |it| OpenTo::parse(it).ok()).ok_or(corrupt("open_to"))?,
        web: may(row, "web", Web::parse)?,
        sealed_from: listed(&sealed_from, MemberId::parse).ok_or(corrupt("sealed_from"))?,
    })
}

/// Puts a row of `intent` where it belongs.
pub(super) fn intent(row: &Row, intents: &mut Intents) -> Result<(), StoreError> {
    let fresh = Time(row.int("fresh")?);
    let bytes = row.bytes("id")?;
    if row.text("side")? == "offer" {
        let enjoyment = row.int_or_none("enjoyment")?.map(|it| {
            u8::try_from(it).ok().and_then(|it| Enjoyment::new(it).ok()).ok_or(corrupt("enjoyment"))
        });
        intents.offers.push(Offer {
            id: OfferId::from_bytes(&bytes).ok_or(corrupt("intent id"))?,
            title: must(row, "title", Line::parse)?,
            detail: may(row, "detail", Prose::parse)?,
            tags: must(row, "tags", Tags::parse)?,
            scope: may(row, "scope", Scope::parse)?,
            reach: may(row, "reach", Reach::parse)?,
            enjoyment: enjoyment.transpose()?,
            used_ourselves: row.flag("used_ourselves")?,
            fresh,
        });
    } else {
        intents.needs.push(Need {
            id: NeedId::from_bytes(&bytes).ok_or(corrupt("intent id"))?,
            title: must(row, "title", Line::parse)?,
            detail: may(row, "detail", Prose::parse)?,
            tags: must(row, "tags", Tags::parse)?,
            when: must(row, "need_when", When::parse)?,
            fresh,
        });
    }
    Ok(())
}

pub(super) fn id(row: &Row, column: &'static str) -> Result<MemberId, StoreError> {
    MemberId::from_bytes(&row.bytes(column)?).ok_or(corrupt(column))
}

fn logo(row: &Row) -> Result<Option<LogoId>, StoreError> {
    let bytes = row.bytes_or_none("logo")?;
    bytes.map(|it| LogoId::from_bytes(&it).ok_or(corrupt("logo"))).transpose()
}

fn must<T>(
    row: &Row,
    column: &'static str,
    parse: impl Fn(&str) -> Result<T, TextError>,
) -> Result<T, StoreError> {
    parse(&row.text(column)?).map_err(|_| corrupt(column))
}

fn may<T>(
    row: &Row,
    column: &'static str,
    parse: impl Fn(&str) -> Result<T, TextError>,
) -> Result<Option<T>, StoreError> {
    row.text_or_none(column)?.map(|it| parse(&it).map_err(|_| corrupt(column))).transpose()
}

fn dated(
    row: &Row,
    column: &'static str,
    at: &'static str,
) -> Result<Option<Dated<Line>>, StoreError> {
    let said = may(row, column, Line::parse)?;
    let at = row.int_or_none(at)?;
    match (said, at) {
        (Some(said), Some(at)) => Ok(Some(Dated { said, at: Time(at) })),
        (None, _) => Ok(None),
        (Some(_), None) => Err(corrupt(column)),
    }
}

fn day(row: &Row, column: &'static str) -> Result<Option<Day>, StoreError> {
    let days = row.int_or_none(column)?;
    days.map(|it| i32::try_from(it).map(Day).map_err(|_| corrupt(column))).transpose()
}

fn listed<T: Ord>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Option<BTreeSet<T>> {
    text.split(',').filter(|it| !it.is_empty()).map(parse).collect()
}

fn corrupt(what: &'static str) -> StoreError {
    StoreError::Corrupt { table: "member", what }
}
