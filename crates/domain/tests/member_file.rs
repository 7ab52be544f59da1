//! A file of members: rows as real directories write them, and the way back from an export.

#![cfg(test)]

use domain::kernel::id::{MemberId, NeedId, OfferId};
use domain::kernel::text::{Handle, Line, Name, Prose};
use domain::kernel::time::{Day, Time};
use domain::members::change::Change;
use domain::members::file::cell::unguard;
use domain::members::file::columns::Header;
use domain::members::file::row::{Draft, Problem};
use domain::members::file::write;
use domain::members::member::{Member, Profile};
use domain::members::offers::{Enjoyment, Need, Offer, Reach, When};
use domain::members::parts::{Kind, Scope, Standing, Tags};
use domain::members::visibility::{Level, Part, Visibility};
use proptest::prelude::*;

const NOW: Time = Time(1_700_000_000_000_000);
const DIRECTORY: &[&str] = &[
    "org_id",
    "name",
    "description",
    "offers",
    "tags",
    "country",
    "city",
    "latitude",
    "longitude",
    "website",
    "source_id",
    "last_changed",
];

fn header(names: &[&str]) -> Header {
    Header::read(names.iter().copied()).unwrap()
}

fn read(names: &[&str], cells: &[&str]) -> Result<Draft, Vec<Problem>> {
    header(names).draft(cells, NOW)
}

fn told(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|it| format!("{}: {}", it.column, it.advice)).collect()
}

#[test]
fn a_row_of_the_directory_becomes_a_contact() {
    let cells = [
        "S006",
        "Stadtwerkstatt",
        "A cultural center in Linz. It has a history.",
        "free space; community group",
        "freespace;other_community_group",
        "AT",
        "Linz",
        "48.31",
        "14.285",
        "www.stwst.at",
        "76100b",
        "2017-09-21",
    ];
    let draft = read(DIRECTORY, &cells).unwrap();
    let mut number = 1;
    let contact = draft.into_contact(
        MemberId::from_bits(1),
        Handle::parse("stadtwerkstatt").unwrap(),
        NOW,
        || {
            number += 1;
            number
        },
    );
    let profile = &contact.profile;
    assert_eq!(contact.standing, Standing::Contact);
    assert_eq!(profile.line.as_ref().unwrap().as_str(), "A cultural center in Linz.");
    assert!(profile.story.as_ref().unwrap().as_str().ends_with("history."));
    assert_eq!(profile.places.to_text(), "Linz, AT @48.31,14.285");
    assert_eq!(profile.web.as_ref().unwrap().as_str(), "https://www.stwst.at");
    let offers: Vec<(&str, String, u128)> = profile
        .offers
        .iter()
        .map(|it| (it.title.as_str(), it.tags.to_text(), it.id.bits()))
        .collect();
    assert_eq!(
        offers,
        [("free space", "free space".into(), 2), ("community group", "community group".into(), 3)]
    );
    let dated = Day::parse("2017-09-21").unwrap().start();
    assert_eq!((contact.changed, profile.offers[0].fresh, contact.since), (dated, dated, NOW));
}

#[test]
fn everything_that_is_wrong_with_a_row_is_said_at_once() {
    let long = "x".repeat(81);
    let cells =
        ["S1", &long, "", "", "", "Atlantis", "", "north", "200", "ftp://x.y", "", "21.09.2017"];
    assert_eq!(
        told(&read(DIRECTORY, &cells).unwrap_err()),
        [
            "name: please keep it to 80 characters; this has 81",
            "last_changed: please write the date as 2026-06-01",
            "website: please give a web address that starts with http:// or https://",
            "country: “Atlantis” is not one of the choices",
        ]
    );
    let told_of = |cells: &[&str]| told(&read(DIRECTORY, cells).unwrap_err());
    assert_eq!(told_of(&["S1", ""]), ["name: please write something here"]);
    assert_eq!(
        told_of(&["S1", "A", "", "", "", "AT", "", "north", "200"]),
        ["latitude: please give degrees, such as 51.4545"]
    );
    assert_eq!(
        told_of(&["S1", "A", "", "", "", "AT", "", "99", "200"]),
        ["latitude: this point is not on the globe"]
    );
    assert_eq!(
        told_of(&["S1", "A", "", "", "", "", "Linz"]),
        ["city: please say in which country this is"]
    );
    let cells = ["name", "Film, photo", "more"];
    assert_eq!(told(&read(&["name", "line"], &cells).unwrap_err()).len(), 1);
}

#[test]
fn short_rows_and_empty_cells_at_the_end_are_fine() {
    assert!(read(DIRECTORY, &["S1", "Quay Stories"]).is_ok());
    assert!(read(&["name"], &["Quay Stories", "", " "]).is_ok());
}

#[test]
fn the_future_is_not_believed() {
    let draft = read(&["name", "last_changed"], &["Quay", "2999-01-01"]).unwrap();
    let handle = Handle::parse("quay").unwrap();
    assert_eq!(draft.into_contact(MemberId::from_bits(1), handle, NOW, || 1).changed, NOW);
}

#[test]
fn a_line_of_its_own_goes_before_the_first_sentence() {
    let names = ["name", "line", "description", "story"];
    let draft = read(&names, &["Quay", "Film", "A long description of it. And on.", ""]).unwrap();
    assert_eq!(draft.profile().line.as_ref().unwrap().as_str(), "Film");
    let draft = read(&names, &["Quay", "", "A long description of it.", "Told"]).unwrap();
    assert_eq!(draft.profile().line, None);
    assert_eq!(draft.profile().story.as_ref().unwrap().as_str(), "Told");
}

/// Texts with what breaks files: signs of formulas, bars, quotes, breaks, other scripts.
fn text() -> impl Strategy<Value = String> {
    "[a-zé日=+@'|\\\\;,\"\n<& -]{1,40}"
}

fn fields() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let wordy = [
        "line",
        "story",
        "perspective",
        "audience_words",
        "direction",
        "mission",
        "agenda",
        "off_table",
        "capacity_words",
        "audience",
        "causes",
        "stakeholders",
        "values",
        "connections",
    ];
    let texts = proptest::collection::vec(text(), wordy.len());
    let fixed = [
        ("kind", "free_agent"),
        ("places", "Bristol, GB\nUlrichskirchen, AT @48.4,16.493\nMT"),
        ("languages", "en, de, cy"),
        ("style", "-2!,,0,1,,2"),
        ("size", "2-5"),
        ("turnover", "50k-250k"),
        ("stage", "new"),
        ("free_from", "2026-06-01"),
        ("open_to", "guide, one_off, partner"),
        ("web", "https://quay.example/a?b=c"),
    ];
    let some = proptest::collection::vec(any::<bool>(), fixed.len());
    (texts, some).prop_map(move |(texts, some)| {
        let fixed = fixed.into_iter().zip(some).filter(|(_, is)| *is);
        let fixed = fixed.map(|((field, text), _)| (field, text.to_owned()));
        wordy.into_iter().zip(texts).chain(fixed).collect()
    })
}

prop_compose! {
    fn offer()(title in text(), detail in text(), tags in text(), scope in 0..5usize,
        reach in 0..3usize, enjoyment in 0..6u8, used: bool, fresh in 0..NOW.0) -> Option<Offer> {
        Some(Offer {
            id: OfferId::from_bits(0),
            title: Line::parse(&title).ok()?,
            detail: Prose::parse_optional(&detail).ok()?,
            tags: Tags::parse(&tags).unwrap_or_default(),
            scope: Scope::ALL.get(scope).copied(),
            reach: Reach::ALL.get(reach).copied(),
            enjoyment: Enjoyment::new(enjoyment).ok(),
            used_ourselves: used,
            fresh: Time(fresh),
        })
    }
}

prop_compose! {
    fn need()(title in text(), detail in text(), tags in text(), now: bool, fresh in 0..NOW.0)
        -> Option<Need> {
        Some(Need {
            id: NeedId::from_bits(0),
            title: Line::parse(&title).ok()?,
            detail: Prose::parse_optional(&detail).ok()?,
            tags: Tags::parse(&tags).unwrap_or_default(),
            when: if now { When::Now } else { When::Regular },
            fresh: Time(fresh),
        })
    }
}

prop_compose! {
    fn contact()(name in text(), fields in fields(), changed in 0..NOW.0, dated in 0..NOW.0,
        hidden in 0..Part::ALL.len(), offers in proptest::collection::vec(offer(), 0..4),
        needs in proptest::collection::vec(need(), 0..4)) -> Option<Member> {
        let name = Name::parse(&name).ok()?;
        let parsed = |(field, text): (&str, String)| Change::parse(field, &text, Time(dated)).ok();
        let changes: Vec<Change> = fields.into_iter().filter_map(parsed).collect();
        let mut visibility = Visibility::default();
        visibility.set(Part::ALL[hidden], Level::OnlyUs);
        let blank = Member {
            id: MemberId::from_bits(1),
            handle: Handle::suggest(name.as_str(), 1),
            name,
            kind: Kind::Organisation,
            standing: Standing::Contact,
            since: NOW,
            changed: Time(changed),
            profile: Profile::default(),
            visibility,
            version: 1,
        };
        let mut member = blank.apply(changes, Time(changed)).ok()?.0;
        member.profile.offers = offers.into_iter().flatten().collect();
        member.profile.needs = needs.into_iter().flatten().collect();
        Some(member)
    }
}

proptest! {
    #[test]
    fn any_profile_survives_its_export(member in contact()) {
        let Some(member) = member else { return Ok(()) };
        let cells = write::cells(&member);
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let draft = read(&write::HEADER, &cells);
        let draft = draft.map_err(|it| TestCaseError::fail(told(&it).join("; ")))?;
        let handle = draft.handle.clone().unwrap();
        let back = draft.into_contact(member.id, handle, NOW, || 0);
        prop_assert_eq!(&back, &member);
        let again = write::cells(&back);
        prop_assert_eq!(cells, again.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn no_exported_cell_is_a_formula(member in contact()) {
        let Some(member) = member else { return Ok(()) };
        for cell in write::cells(&member) {
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", cell);
            prop_assert!(unguard(&cell).len() <= cell.len());
        }
    }

    #[test]
    fn no_row_makes_the_reader_stumble(cells in proptest::collection::vec(".*", 0..14)) {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let _ = read(DIRECTORY, &cells);
    }
}
