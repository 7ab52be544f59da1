//! The forms of a profile, one for each part: which fields it has, what stands in them, and how
//! what was typed becomes what [`actions::members::describe`] reads.

use domain::kernel::language::Language;
use domain::members::member::Member;
use domain::members::parts::{Kind, OpenTo, Size, Stage, Turnover};
use domain::members::style::POLES;
use domain::members::visibility::Part;

use crate::form::Fields;
use crate::refusals::Refusals;

/// What one form is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Name, address, kind and the one line, which everyone sees.
    About,
    /// One part, with its own audience.
    Of(Part),
}

impl Section {
    /// Every section, in the order of the page.
    pub fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::About).chain(Part::ALL.iter().copied().map(Self::Of))
    }

    /// The section of this name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::all().find(|it| it.wire() == text)
    }

    /// The name in addresses.
    pub fn wire(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::Of(part) => part.wire(),
        }
    }

    /// The heading.
    pub fn words(self) -> &'static str {
        match self {
            Self::About => "Name and line",
            Self::Of(part) => part.words(),
        }
    }

    /// The icon before it in the list of parts.
    pub fn icon(self) -> &'static str {
        match self {
            Self::About => "user",
            Self::Of(Part::Story) => "book-open",
            Self::Of(Part::Places) => "map-pin",
            Self::Of(Part::Offers) => "gift",
            Self::Of(Part::Needs) => "search",
            Self::Of(Part::Audience) => "users",
            Self::Of(Part::Purpose) => "target",
            Self::Of(Part::Style) => "sliders-horizontal",
            Self::Of(Part::Agenda) => "list-checks",
            Self::Of(Part::Size) => "building-2",
            Self::Of(Part::Connections) => "share-2",
            Self::Of(Part::Capacity) => "calendar",
            Self::Of(Part::Contact) => "mail",
        }
    }

    /// The fields of its form, as [`domain::members::change::FIELDS`] names them.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::About => &["name", "line", "kind", "handle"],
            Self::Of(Part::Story) => &["perspective", "story"],
            Self::Of(Part::Places) => &["places", "languages"],
            Self::Of(Part::Audience) => &["audience_words", "audience"],
            Self::Of(Part::Purpose) => {
                &["mission", "direction", "values", "causes", "stakeholders"]
            }
            Self::Of(Part::Agenda) => &["agenda", "off_table"],
            Self::Of(Part::Size) => &["size", "turnover", "stage"],
            Self::Of(Part::Connections) => &["connections"],
            Self::Of(Part::Capacity) => &["free_from", "capacity_words", "open_to"],
            Self::Of(Part::Contact) => &["web"],
            // Offers and needs have forms of their own, poles their own kind of field.
            Self::Of(Part::Offers | Part::Needs | Part::Style) => &[],
        }
    }
}

/// One field as the template draws it.
#[derive(Debug, Clone)]
pub struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub value: String,
    pub error: String,
    pub control: Control,
}

/// How a field is typed into.
#[derive(Debug, Clone)]
pub enum Control {
    /// One line, with the input's type.
    Line(&'static str),
    /// Several lines.
    Area,
    /// Words between commas.
    Tags,
    /// One of a list: value and text.
    Choice(Vec<(&'static str, &'static str)>),
    /// Any of a list: value, text, chosen.
    Several(Vec<(&'static str, &'static str, bool)>),
}

/// One pole of the way of working.
#[derive(Debug, Clone)]
pub struct Pole {
    pub wire: &'static str,
    pub left: &'static str,
    pub right: &'static str,
    pub legend: String,
    /// 1 to 5, or 0 for not said.
    pub place: u8,
    pub veto: bool,
    pub veto_name: String,
    pub veto_label: String,
}

/// The fields of a section, filled with what the member says, or with what was just typed and
/// refused.
pub fn fields(
    section: Section,
    member: &Member,
    typed: Option<&Fields>,
    refusals: &Refusals,
) -> Vec<Field> {
    let field = |name: &&'static str| {
        let (label, hint) = label(name);
        let value = match typed.filter(|it| it.has(name)) {
            Some(typed) => typed.all(name).collect::<Vec<_>>().join(","),
            None => value(member, name),
        };
        let control = control(name, &value);
        Field { name, label, hint, value, error: refusals.of(name).to_owned(), control }
    };
    section.names().iter().map(field).collect()
}

/// The poles, when the section is the way of working.
pub fn poles(section: Section, member: &Member) -> Vec<Pole> {
    if section != Section::Of(Part::Style) {
        return Vec::new();
    }
    let pole = |(pole, stand): (&domain::members::style::Pole, Option<_>)| {
        let stand: Option<domain::members::style::Stand> = stand;
        Pole {
            wire: pole.wire,
            left: pole.left,
            right: pole.right,
            legend: format!("{} or {}", pole.left, pole.right),
            place: stand.map_or(0, |it| u8::try_from(it.at() + 3).unwrap_or_default()),
            veto: stand.is_some_and(|it| it.veto),
            veto_name: format!("veto.{}", pole.wire),
            veto_label: format!(
                "{} or {}: we could not work with somebody at the other end",
                pole.left, pole.right
            ),
        }
    };
    POLES.iter().zip(member.profile.style.0).map(pole).collect()
}

/// What was typed in the form of a section, as [`actions::members::describe`] reads it.
pub fn typed(section: Section, form: &Fields) -> Vec<(String, String)> {
    let mut typed = Vec::new();
    for name in section.names() {
        let several = *name == "open_to";
        if several || form.has(name) {
            let text = form.all(name).collect::<Vec<_>>().join(",");
            typed.push(((*name).to_owned(), text));
        }
    }
    if section == Section::Of(Part::Style) {
        let forget = form.has("forget");
        for pole in POLES.iter().filter(|it| forget || form.has(it.wire)) {
            typed.push((pole.wire.to_owned(), stand(form, pole.wire, forget)));
        }
    }
    if let (Section::Of(part), true) = (section, form.has("visibility")) {
        typed.push((format!("visibility.{}", part.wire()), form.get("visibility").to_owned()));
    }
    typed
}

/// `-2!` from the third radio button and the checkbox of a pole.
fn stand(form: &Fields, pole: &str, forget: bool) -> String {
    if forget {
        return String::new();
    }
    let veto = if form.has(&format!("veto.{pole}")) { "!" } else { "" };
    match form.get(pole).parse::<i32>() {
        Ok(place) => format!("{}{veto}", place.saturating_sub(3)),
        // Whatever else was sent is refused by the rule, which says why.
        Err(_) => form.get(pole).to_owned(),
    }
}

fn control(name: &str, value: &str) -> Control {
    let unsaid = ("", "Not said");
    let choices = |list: Vec<(&'static str, &'static str)>| {
        Control::Choice(std::iter::once(unsaid).chain(list).collect())
    };
    match name {
        "story" | "places" | "agenda" | "off_table" => Control::Area,
        "languages" | "audience" | "values" | "causes" | "stakeholders" | "connections" => {
            Control::Tags
        }
        "kind" => Control::Choice(Kind::ALL.iter().map(|it| (it.wire(), it.words())).collect()),
        "size" => choices(Size::ALL.iter().map(|it| (it.wire(), it.words())).collect()),
        "turnover" => choices(Turnover::ALL.iter().map(|it| (it.wire(), it.words())).collect()),
        "stage" => choices(Stage::ALL.iter().map(|it| (it.wire(), it.words())).collect()),
        "open_to" => {
            let chosen: Vec<&str> = value.split(',').map(str::trim).collect();
            let one = |it: &OpenTo| (it.wire(), it.words(), chosen.contains(&it.wire()));
            Control::Several(OpenTo::ALL.iter().map(one).collect())
        }
        "free_from" => Control::Line("date"),
        "web" => Control::Line("url"),
        _ => Control::Line("text"),
    }
}

/// The label and the hint of a field.
fn label(name: &str) -> (&'static str, &'static str) {
    match name {
        "name" => ("Name", "As your customers know you."),
        "line" => ("What you are in one line", "It stands under your name wherever you are found."),
        "kind" => ("You are", ""),
        "handle" => {
            ("Address of your page", "Small letters and hyphens. The old one goes on working.")
        }
        "perspective" => ("Your own angle just now", "What do you see a little differently?"),
        "story" => ("Your story", "A few paragraphs. Leave an empty line between them."),
        "places" => ("Places", "One a line, the main one first: Bristol, United Kingdom."),
        "languages" => ("Languages you work in", "With commas between them."),
        "audience_words" => ("Whom you serve, in a sentence", ""),
        "audience" => ("The same in a few words", "Such as small charities, schools."),
        "mission" => ("Why you exist", ""),
        "direction" => ("Where you are heading just now", "It is shown with its date."),
        "values" => ("What matters in how you work", "Words with commas between them."),
        "causes" => ("Causes you work for", "Words with commas between them."),
        "stakeholders" => ("Whose success you are invested in", "Words with commas between them."),
        "agenda" => {
            ("What you want out of working with others", "Said openly, it is easier to help with.")
        }
        "off_table" => ("What is not on the table", "What you keep to yourselves, or will not do."),
        "size" => ("How many people you are", ""),
        "turnover" => ("Turnover of a year", "Roughly, in euros."),
        "stage" => ("How far along you are", ""),
        "connections" => {
            ("Fields and people you can open a door to", "Words with commas between them.")
        }
        "free_from" => ("Free from", "The first day you have time for something new."),
        "capacity_words" => ("How much time", "Such as two days a week."),
        "open_to" => ("Open to", ""),
        "web" => ("Web address", ""),
        _ => ("", ""),
    }
}

/// What a member says in a field, as text that the same field reads back.
pub fn value(member: &Member, name: &str) -> String {
    let profile = &member.profile;
    let line = |it: &Option<domain::kernel::text::Line>| {
        it.as_ref().map(ToString::to_string).unwrap_or_default()
    };
    let prose = |it: &Option<domain::kernel::text::Prose>| {
        it.as_ref().map(ToString::to_string).unwrap_or_default()
    };
    let said = |it: &Option<domain::members::member::Dated<domain::kernel::text::Line>>| {
        it.as_ref().map(|it| it.said.to_string()).unwrap_or_default()
    };
    let wire = |it: Option<&'static str>| it.unwrap_or_default().to_owned();
    match name {
        "name" => member.name.to_string(),
        "line" => line(&profile.line),
        "kind" => member.kind.wire().to_owned(),
        "handle" => member.handle.to_string(),
        "perspective" => said(&profile.perspective),
        "story" => prose(&profile.story),
        "places" => profile.places.to_text(),
        "languages" => {
            profile.languages.iter().map(|it: &Language| it.name()).collect::<Vec<_>>().join(", ")
        }
        "audience_words" => line(&profile.audience.words),
        "audience" => profile.audience.tags.to_text(),
        "mission" => line(&profile.mission),
        "direction" => said(&profile.direction),
        "values" => profile.values.to_text(),
        "causes" => profile.causes.to_text(),
        "stakeholders" => profile.stakeholders.to_text(),
        "agenda" => prose(&profile.agenda),
        "off_table" => prose(&profile.off_table),
        "size" => wire(profile.size.map(|it| it.wire())),
        "turnover" => wire(profile.turnover.map(|it| it.wire())),
        "stage" => wire(profile.stage.map(|it| it.wire())),
        "connections" => profile.connections.to_text(),
        "free_from" => profile.capacity.free_from.map(|it| it.to_string()).unwrap_or_default(),
        "capacity_words" => line(&profile.capacity.words),
        "open_to" => profile.open_to.iter().map(|it| it.wire()).collect::<Vec<_>>().join(","),
        "web" => profile.web.as_ref().map(ToString::to_string).unwrap_or_default(),
        _ => String::new(),
    }
}
