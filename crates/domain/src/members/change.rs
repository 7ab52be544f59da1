//! One change of one part of a profile, read from text the same way at every door: form field,
//! API property, column of a file, and what the store wrote.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::kernel::event::Event;
use crate::kernel::id::{LogoId, MemberId, NeedId, OfferId};
use crate::kernel::language::Language;
use crate::kernel::text::{Handle, Line, Name, Prose, TextError, Web};
use crate::kernel::time::{Day, Time};
use crate::members::member::{Dated, Member};
use crate::members::offers::{self, Need, Offer};
use crate::members::parts::{Kind, OpenTo, Places, Size, Stage, Standing, Tags, Turnover};
use crate::members::style::{POLES, Style};
use crate::members::visibility::{Level, Part};

/// One change of one part.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A new name.
    Name(Name),
    /// A new name in addresses; the store keeps the old one as a redirect.
    Handle(Handle),
    /// Organisation or free agent.
    Kind(Kind),
    /// The one line.
    Line(Option<Line>),
    /// The story.
    Story(Option<Prose>),
    /// The angle.
    Perspective(Option<Dated<Line>>),
    /// Where.
    Places(Places),
    /// Languages.
    Languages(Vec<Language>),
    /// Whom it serves, in tags.
    AudienceTags(Tags),
    /// Whom it serves, in a sentence.
    AudienceWords(Option<Line>),
    /// Causes.
    Causes(Tags),
    /// Stakeholders.
    Stakeholders(Tags),
    /// Direction.
    Direction(Option<Dated<Line>>),
    /// Mission.
    Mission(Option<Line>),
    /// Values.
    Values(Tags),
    /// All six poles.
    Style(Style),
    /// One pole, by its place in [`POLES`].
    Pole(usize, Option<crate::members::style::Stand>),
    /// Its agenda.
    Agenda(Option<Prose>),
    /// What is not on the table.
    OffTable(Option<Prose>),
    /// The picture it shows instead of its flag.
    Logo(Option<LogoId>),
    /// How many people.
    Size(Option<Size>),
    /// Turnover.
    Turnover(Option<Turnover>),
    /// Just starting or established.
    Stage(Option<Stage>),
    /// Whom it knows.
    Connections(Tags),
    /// When it has time.
    FreeFrom(Option<Day>),
    /// How much time.
    CapacityWords(Option<Line>),
    /// What it is open to.
    OpenTo(BTreeSet<OpenTo>),
    /// Its site.
    Web(Option<Web>),
    /// Who sees a part.
    Visibility(Part, Level),
    /// Adds an offer, or replaces the one with the same id.
    Offer(Offer),
    /// Takes an offer back.
    DropOffer(OfferId),
    /// Adds a need, or replaces the one with the same id.
    Need(Need),
    /// Takes a need back.
    DropNeed(NeedId),
    /// Do not suggest us to each other.
    SealFrom(MemberId),
    /// Suggest us to each other again.
    Unseal(MemberId),
}

/// Why changes were not made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Who has left does not change any more.
    #[error("this member has left; its page is closed")]
    Left,
    /// More offers or needs than fit.
    #[error("please keep it to {0} offers and as many needs")]
    TooMany(usize),
    /// Nothing to take back.
    #[error("this was already taken back")]
    Gone,
    /// Who is no member cannot leave.
    #[error("only a member can leave")]
    NotJoined,
    /// Who has not left cannot come back.
    #[error("you have not left")]
    NotLeft,
    /// The way back is closed.
    #[error("thirty days have passed; please ask a member to invite you again")]
    Late,
    /// Only contacts are on the list of contacts.
    #[error("only a listed contact can be taken off the list")]
    NotListed,
}

/// A field name that no part has, or text that does not fit it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FieldError {
    /// The name of the field is not one of [`FIELDS`].
    #[error("there is no field called “{0}”")]
    Unknown(String),
    /// The text does not fit.
    #[error(transparent)]
    Text(#[from] TextError),
}

/// Every field [`Change::parse`] reads, as forms, files and the API name them. A pole is also a
/// field by its own name, and `visibility.<part>` chooses who sees a part.
pub const FIELDS: &[&str] = &[
    "name",
    "handle",
    "kind",
    "line",
    "story",
    "perspective",
    "places",
    "languages",
    "audience",
    "audience_words",
    "causes",
    "stakeholders",
    "direction",
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
    "web",
];

impl Change {
    /// Reads the change that `text` in `field` means; an empty text empties the part. `now` dates
    /// the parts that fade.
    ///
    /// # Errors
    /// [`FieldError`] when there is no such field or the text does not fit it.
    pub fn parse(field: &str, text: &str, now: Time) -> Result<Self, FieldError> {
        let dated = |it: Option<Line>| it.map(|said| Dated { said, at: now });
        Ok(match field {
            "name" => Self::Name(Name::parse(text)?),
            "handle" => Self::Handle(Handle::parse(text)?),
            "kind" => Self::Kind(Kind::parse(text)?),
            "line" => Self::Line(Line::parse_optional(text)?),
            "story" => Self::Story(Prose::parse_optional(text)?),
            "perspective" => Self::Perspective(dated(Line::parse_optional(text)?)),
            "places" => Self::Places(Places::parse(text)?),
            "languages" => Self::Languages(Language::parse_list(text)?),
            "audience" => Self::AudienceTags(Tags::parse(text)?),
            "audience_words" => Self::AudienceWords(Line::parse_optional(text)?),
            "causes" => Self::Causes(Tags::parse(text)?),
            "stakeholders" => Self::Stakeholders(Tags::parse(text)?),
            "direction" => Self::Direction(dated(Line::parse_optional(text)?)),
            "mission" => Self::Mission(Line::parse_optional(text)?),
            "values" => Self::Values(Tags::parse(text)?),
            "style" => Self::Style(Style::parse(text)?),
            "agenda" => Self::Agenda(Prose::parse_optional(text)?),
            "off_table" => Self::OffTable(Prose::parse_optional(text)?),
            "size" => Self::Size(choice(text, Size::parse)?),
            "turnover" => Self::Turnover(choice(text, Turnover::parse)?),
            "stage" => Self::Stage(choice(text, Stage::parse)?),
            "connections" => Self::Connections(Tags::parse(text)?),
            "free_from" => Self::FreeFrom(choice(text, parse_day)?),
            "capacity_words" => Self::CapacityWords(Line::parse_optional(text)?),
            "open_to" => Self::OpenTo(parse_open_to(text)?),
            "web" => Self::Web(choice(text, Web::parse)?),
            _ => return Self::parse_named(field, text),
        })
    }

    fn parse_named(field: &str, text: &str) -> Result<Self, FieldError> {
        let unknown = || FieldError::Unknown(field.chars().take(40).collect());
        if let Some(part) = field.strip_prefix("visibility.") {
            let part = Part::parse(part).map_err(|_| unknown())?;
            return Ok(Self::Visibility(part, Level::parse(text)?));
        }
        let pole = POLES.iter().position(|it| it.wire == field).ok_or_else(unknown)?;
        Ok(Self::Pole(pole, Style::parse_stand(text.trim())?))
    }
}

/// A field that may be left empty.
fn choice<T>(
    text: &str,
    parse: impl Fn(&str) -> Result<T, TextError>,
) -> Result<Option<T>, TextError> {
    if text.trim().is_empty() { Ok(None) } else { parse(text).map(Some) }
}

fn parse_day(text: &str) -> Result<Day, TextError> {
    Day::parse(text).ok_or_else(|| TextError::Choice(text.chars().take(40).collect()))
}

fn parse_open_to(text: &str) -> Result<BTreeSet<OpenTo>, TextError> {
    let entries = text.split([',', ';', '\n']).map(str::trim).filter(|it| !it.is_empty());
    entries.map(OpenTo::parse).collect()
}

impl Member {
    /// Makes all changes or none. Every change is noted as one event in the member's history.
    ///
    /// # Errors
    /// [`Refusal`] when the member has left, a list is full or something is already gone.
    pub fn apply(mut self, changes: Vec<Change>, now: Time) -> Result<(Self, Vec<Event>), Refusal> {
        if matches!(self.standing, Standing::Left | Standing::Removed) {
            return Err(Refusal::Left);
        }
        let before = self.clone();
        for change in changes {
            self.make(change)?;
        }
        if self == before {
            return Ok((self, Vec::new()));
        }
        self.changed = now;
        let event = Event::of_member("member.described", self.id, "changed the profile");
        Ok((self, vec![event]))
    }

    fn make(&mut self, change: Change) -> Result<(), Refusal> {
        let profile = &mut self.profile;
        match change {
            Change::Name(it) => self.name = it,
            Change::Handle(it) => self.handle = it,
            Change::Kind(it) => self.kind = it,
            Change::Line(it) => profile.line = it,
            Change::Story(it) => profile.story = it,
            Change::Perspective(it) => redate(&mut profile.perspective, it),
            Change::Places(it) => profile.places = it,
            Change::Languages(it) => profile.languages = it,
            Change::AudienceTags(it) => profile.audience.tags = it,
            Change::AudienceWords(it) => profile.audience.words = it,
            Change::Causes(it) => profile.causes = it,
            Change::Stakeholders(it) => profile.stakeholders = it,
            Change::Direction(it) => redate(&mut profile.direction, it),
            Change::Mission(it) => profile.mission = it,
            Change::Values(it) => profile.values = it,
            Change::Style(it) => profile.style = it,
            Change::Pole(pole, stand) => profile.style.0[pole] = stand,
            Change::Agenda(it) => profile.agenda = it,
            Change::OffTable(it) => profile.off_table = it,
            Change::Logo(it) => profile.logo = it,
            Change::Size(it) => profile.size = it,
            Change::Turnover(it) => profile.turnover = it,
            Change::Stage(it) => profile.stage = it,
            Change::Connections(it) => profile.connections = it,
            Change::FreeFrom(it) => profile.capacity.free_from = it,
            Change::CapacityWords(it) => profile.capacity.words = it,
            Change::OpenTo(it) => profile.open_to = it,
            Change::Web(it) => profile.web = it,
            Change::Visibility(part, level) => self.visibility.set(part, level),
            Change::Offer(it) => put(&mut profile.offers, it, |it| it.id)?,
            Change::DropOffer(id) => take_back(&mut profile.offers, |it| it.id == id)?,
            Change::Need(it) => put(&mut profile.needs, it, |it| it.id)?,
            Change::DropNeed(id) => take_back(&mut profile.needs, |it| it.id == id)?,
            Change::SealFrom(other) if other == self.id => (),
            Change::SealFrom(other) => drop(profile.sealed_from.insert(other)),
            Change::Unseal(other) => drop(profile.sealed_from.remove(&other)),
        }
        Ok(())
    }
}

/// The same words again keep their date: only a change makes them fresh.
fn redate(old: &mut Option<Dated<Line>>, new: Option<Dated<Line>>) {
    let same = matches!((&old, &new), (Some(old), Some(new)) if old.said == new.said);
    if !same {
        *old = new;
    }
}

fn put<T, Id: PartialEq>(list: &mut Vec<T>, item: T, id: impl Fn(&T) -> Id) -> Result<(), Refusal> {
    let there = list.iter().position(|it| id(it) == id(&item));
    match there {
        Some(at) => list[at] = item,
        None if list.len() >= offers::MAX => return Err(Refusal::TooMany(offers::MAX)),
        None => list.push(item),
    }
    Ok(())
}

fn take_back<T>(list: &mut Vec<T>, is_it: impl Fn(&T) -> bool) -> Result<(), Refusal> {
    let at = list.iter().position(is_it).ok_or(Refusal::Gone)?;
    list.remove(at);
    Ok(())
}

/// A member with nothing but a name, for the tests of this room.
#[cfg(test)]
pub fn example() -> Member {
    Member {
        id: MemberId::from_bits(1),
        handle: Handle::parse("quay-stories").unwrap(),
        name: Name::parse("Quay Stories").unwrap(),
        kind: Kind::Organisation,
        standing: Standing::Member,
        since: Time(0),
        changed: Time(0),
        profile: crate::members::member::Profile::default(),
        visibility: crate::members::visibility::Visibility::default(),
        version: 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(field: &str, text: &str) -> Change {
        Change::parse(field, text, Time(7)).unwrap()
    }

    #[test]
    fn every_field_can_be_read_and_emptied() {
        for field in FIELDS.iter().filter(|it| !["name", "handle", "kind"].contains(it)) {
            assert!(Change::parse(field, "", Time(0)).is_ok(), "{field}");
        }
        assert_eq!(
            change("fast_careful", "2!"),
            Change::Pole(2, Style::parse_stand("2!").unwrap())
        );
        assert_eq!(
            change("visibility.story", "members"),
            Change::Visibility(Part::Story, Level::Members)
        );
        assert_eq!(
            Change::parse("weakness", "x", Time(0)),
            Err(FieldError::Unknown("weakness".into()))
        );
    }

    #[test]
    fn the_same_words_again_do_not_become_fresh() {
        let (member, events) =
            example().apply(vec![change("direction", "Towards schools")], Time(7)).unwrap();
        assert_eq!(events.len(), 1);
        let again = Change::parse("direction", "Towards schools", Time(99)).unwrap();
        let (same, events) = member.clone().apply(vec![again], Time(99)).unwrap();
        assert_eq!((same, events), (member, vec![]));
    }

    #[test]
    fn who_has_left_does_not_change() {
        let left = Member { standing: Standing::Left, ..example() };
        assert_eq!(left.apply(vec![change("line", "x")], Time(1)).unwrap_err(), Refusal::Left);
    }

    #[test]
    fn one_that_is_gone_stops_all_changes() {
        let drop = Change::DropOffer(OfferId::from_bits(1));
        let refused = example().apply(vec![change("line", "x"), drop], Time(1));
        assert_eq!(refused.unwrap_err(), Refusal::Gone);
    }
}
