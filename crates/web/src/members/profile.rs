//! What a member's page says, in the words of the page.

use domain::kernel::text::{Line, Prose};
use domain::kernel::time::Time;
use domain::members::member::{Dated, Member};
use domain::members::offers::{FRESH_DAYS, Need, Offer};
use domain::members::parts::{Standing, Tags};
use domain::members::style::POLES;
use domain::members::visibility::{Part, Viewer};

use super::when;
use crate::mark::Mark;

/// A member's page.
#[derive(Debug, Clone)]
pub struct Profile {
    pub handle: String,
    pub name: String,
    pub kind: &'static str,
    pub line: String,
    pub mark: Mark,
    /// Whether the reader acts for this member.
    pub own: bool,
    pub standing: Standing,
    pub meta: Vec<(&'static str, String)>,
    parts: Vec<PartShown>,
    pub story: Vec<String>,
    pub perspective: Option<(String, String)>,
    pub offers: Vec<IntentShown>,
    pub needs: Vec<IntentShown>,
    pub audience: Words,
    pub purpose: Vec<(&'static str, Words)>,
    pub poles: Vec<PoleShown>,
    pub agenda: Vec<String>,
    pub off_table: Vec<String>,
    pub facts: Vec<(&'static str, String)>,
    pub connections: Vec<String>,
    /// When it has time, and its own words about it.
    pub capacity: Vec<String>,
    pub open_to: Vec<&'static str>,
    pub web: Option<(String, String)>,
    pub would_help: Vec<(String, String)>,
}

/// The frame of one part.
#[derive(Debug, Clone)]
pub struct PartShown {
    pub wire: &'static str,
    pub title: &'static str,
    /// Who sees it; told to its own people alone.
    pub level: &'static str,
    pub empty: bool,
}

/// An offer or need.
#[derive(Debug, Clone)]
pub struct IntentShown {
    pub id: String,
    pub title: String,
    pub detail: Vec<String>,
    pub tags: Vec<String>,
    pub mark: String,
    pub meta: Vec<String>,
    pub fresh: String,
    pub stale: bool,
}

/// A sentence, tags, or both.
#[derive(Debug, Clone, Default)]
pub struct Words {
    pub text: String,
    pub said: String,
    pub tags: Vec<String>,
}

/// Where it stands on one pole.
#[derive(Debug, Clone)]
pub struct PoleShown {
    pub left: &'static str,
    pub right: &'static str,
    pub place: u8,
    pub words: String,
}

impl Profile {
    /// The page of a member that was already cut down to what the viewer may see.
    pub fn new(member: &Member, viewer: Viewer, now: Time) -> Self {
        let profile = &member.profile;
        let own = viewer == Viewer::Own;
        let part = |it: &Part| PartShown {
            wire: it.wire(),
            title: if own { it.words() } else { title_for_others(*it) },
            level: member.visibility.of(*it).wire(),
            empty: profile.is_empty(*it),
        };
        Self {
            handle: member.handle.to_string(),
            name: member.name.to_string(),
            kind: member.kind.words(),
            line: line(profile.line.as_ref()),
            mark: Mark::of(member),
            own,
            standing: member.standing,
            meta: meta(member, now),
            parts: Part::ALL.iter().map(part).collect(),
            story: paragraphs(profile.story.as_ref()),
            perspective: profile.perspective.as_ref().map(|it| said(it, now)),
            offers: profile.offers.iter().map(|it| offer(it, own, now)).collect(),
            needs: profile.needs.iter().map(|it| need(it, now)).collect(),
            audience: Words {
                text: line(profile.audience.words.as_ref()),
                said: String::new(),
                tags: tags(&profile.audience.tags),
            },
            purpose: purpose(member, now),
            poles: poles(member),
            agenda: paragraphs(profile.agenda.as_ref()),
            off_table: paragraphs(profile.off_table.as_ref()),
            facts: facts(member),
            connections: tags(&profile.connections),
            capacity: capacity(member, now),
            open_to: profile.open_to.iter().map(|it| it.words()).collect(),
            web: profile.web.as_ref().map(|it| (it.to_string(), host(it.as_str()))),
            would_help: if own { would_help(member, now) } else { Vec::new() },
        }
    }

    /// The part of this name, if there is something to show of it.
    pub fn shown(&self, wire: &str) -> Option<&PartShown> {
        self.parts.iter().find(|it| it.wire == wire && (self.own || !it.empty))
    }

    /// Whether it is listed without an account.
    pub fn is_contact(&self) -> bool {
        self.standing == Standing::Contact
    }

    /// Whether it has left.
    pub fn has_left(&self) -> bool {
        self.standing == Standing::Left
    }

    /// Whether it asks to join.
    pub fn is_candidate(&self) -> bool {
        self.standing == Standing::Candidate
    }

    /// Whether there is nothing but a name to read.
    pub fn is_blank(&self) -> bool {
        !self.own && self.parts.iter().all(|it| it.empty)
    }
}

fn title_for_others(part: Part) -> &'static str {
    match part {
        Part::Story => "Their story",
        Part::Places => "Where they are",
        Part::Offers => "What they offer",
        Part::Needs => "What they are looking for",
        Part::Audience => "Whom they serve",
        Part::Purpose => "What they stand for",
        Part::Style => "How they work",
        Part::Agenda => "What they want out of it",
        Part::Size => "How big they are",
        Part::Connections => "Whom they know",
        Part::Capacity => "When they have time",
        Part::Contact => "How to reach them",
    }
}

fn meta(member: &Member, now: Time) -> Vec<(&'static str, String)> {
    let profile = &member.profile;
    let mut meta = Vec::new();
    if let Some(home) = member.home() {
        let more = profile.places.as_slice().len() - 1;
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        meta.push(("map-pin", format!("{}{more}", place_words(home))));
    }
    if !profile.languages.is_empty() {
        let names: Vec<&str> = profile.languages.iter().map(|it| it.name()).collect();
        meta.push(("languages", names.join(", ")));
    }
    if let Some(from) = profile.capacity.free_from {
        meta.push(("clock", when::free_from(from, now.day())));
    }
    meta
}

/// `Bristol, United Kingdom`, or the country alone.
pub fn place_words(place: &domain::kernel::geo::Place) -> String {
    match &place.city {
        Some(city) => format!("{city}, {}", place.country.name()),
        None => place.country.name().to_owned(),
    }
}

fn line(line: Option<&Line>) -> String {
    line.map(ToString::to_string).unwrap_or_default()
}

fn tags(tags: &Tags) -> Vec<String> {
    tags.iter().map(str::to_owned).collect()
}

fn paragraphs(text: Option<&Prose>) -> Vec<String> {
    let paragraphs = text.into_iter().flat_map(|it| it.as_str().split("\n\n"));
    paragraphs.map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

fn said(dated: &Dated<Line>, now: Time) -> (String, String) {
    (dated.said.to_string(), when::ago(dated.at, now))
}

fn offer(offer: &Offer, own: bool, now: Time) -> IntentShown {
    let (enjoyed, used) = if own {
        (ENJOYED_OURSELVES, "You use it yourselves too")
    } else {
        (ENJOYED, "Used by themselves too")
    };
    let mut meta = Vec::new();
    meta.extend(offer.reach.map(|it| it.words().to_owned()));
    meta.extend(offer.enjoyment.map(|it| enjoyed[usize::from(it.get() - 1)].to_owned()));
    if offer.used_ourselves {
        meta.push(used.to_owned());
    }
    IntentShown {
        id: offer.id.to_string(),
        title: offer.title.to_string(),
        detail: paragraphs(offer.detail.as_ref()),
        tags: tags(&offer.tags),
        mark: offer.scope.map(|it| it.words().to_owned()).unwrap_or_default(),
        meta,
        fresh: when::ago(offer.fresh, now),
        stale: is_stale(offer.fresh, now),
    }
}

fn need(need: &Need, now: Time) -> IntentShown {
    IntentShown {
        id: need.id.to_string(),
        title: need.title.to_string(),
        detail: paragraphs(need.detail.as_ref()),
        tags: tags(&need.tags),
        mark: need.when.words().to_owned(),
        meta: Vec::new(),
        fresh: when::ago(need.fresh, now),
        stale: is_stale(need.fresh, now),
    }
}

fn is_stale(fresh: Time, now: Time) -> bool {
    now >= fresh.plus_days(FRESH_DAYS)
}

/// How much someone enjoys a thing, 1 to 5, in words (R22).
pub const ENJOYED: [&str; 5] = [
    "It pays",
    "It is all right",
    "They like doing it",
    "They love doing it",
    "They would do it for nothing",
];

/// The same to those who said so.
const ENJOYED_OURSELVES: [&str; 5] = [
    "It pays",
    "It is all right",
    "You like doing it",
    "You love doing it",
    "You would do it for nothing",
];

fn purpose(member: &Member, now: Time) -> Vec<(&'static str, Words)> {
    let profile = &member.profile;
    let of_tags = |it: &Tags| Words { tags: tags(it), ..Words::default() };
    let direction = profile.direction.as_ref().map(|it| said(it, now)).unwrap_or_default();
    let all = [
        ("Mission", Words { text: line(profile.mission.as_ref()), ..Words::default() }),
        ("Heading for", Words { text: direction.0, said: direction.1, ..Words::default() }),
        ("Values", of_tags(&profile.values)),
        ("Causes", of_tags(&profile.causes)),
        ("Wants to see do well", of_tags(&profile.stakeholders)),
    ];
    all.into_iter().filter(|(_, it)| !it.text.is_empty() || !it.tags.is_empty()).collect()
}

fn poles(member: &Member) -> Vec<PoleShown> {
    let stands = POLES.iter().zip(member.profile.style.0);
    let shown = stands.filter_map(|(pole, stand)| {
        let stand = stand?;
        let words = match stand.at() {
            -2 => format!("Very {}", pole.left.to_lowercase()),
            -1 => format!("Rather {}", pole.left.to_lowercase()),
            0 => "In the middle".to_owned(),
            1 => format!("Rather {}", pole.right.to_lowercase()),
            _ => format!("Very {}", pole.right.to_lowercase()),
        };
        let veto = if stand.veto { ", and it has to be that way" } else { "" };
        Some(PoleShown {
            left: pole.left,
            right: pole.right,
            place: u8::try_from(stand.at() + 3).unwrap_or_default(),
            words: format!("{words}{veto}"),
        })
    });
    shown.collect()
}

fn facts(member: &Member) -> Vec<(&'static str, String)> {
    let profile = &member.profile;
    let mut facts = Vec::new();
    facts.extend(profile.size.map(|it| ("People", it.words().to_owned())));
    facts.extend(profile.turnover.map(|it| ("Turnover", it.words().to_owned())));
    facts.extend(profile.stage.map(|it| ("Stage", it.words().to_owned())));
    facts
}

fn capacity(member: &Member, now: Time) -> Vec<String> {
    let capacity = &member.profile.capacity;
    let from = capacity.free_from.map(|it| when::free_from(it, now.day()));
    let words = capacity.words.as_ref().map(ToString::to_string);
    from.into_iter().chain(words).collect()
}

/// `quay.example`, of `https://www.quay.example/about`.
fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// What would help a member to be found, the most useful first, with where to do it. At most
/// three, so that it stays a hint and is no chore.
fn would_help(member: &Member, now: Time) -> Vec<(String, String)> {
    let profile = &member.profile;
    let mut hints = Vec::new();
    let mut hint = |missing: bool, text: &str, href: &str| {
        if missing {
            hints.push((text.to_owned(), href.to_owned()));
        }
    };
    hint(profile.offers.is_empty(), "Say what you offer", "/me/offers/new");
    hint(profile.needs.is_empty(), "Say what you are looking for", "/me/needs/new");
    let audience = &profile.audience;
    hint(
        audience.tags.is_empty() && audience.words.is_none(),
        "Say whom you serve",
        "/me/edit/audience",
    );
    hint(profile.places.as_slice().is_empty(), "Say where you are", "/me/edit/places");
    hint(profile.line.is_none(), "Say in one line what you are", "/me/edit/about");
    hint(profile.style.is_empty(), "Say how you work", "/me/edit/style");
    hint(profile.capacity.free_from.is_none(), "Say when you have time", "/me/edit/capacity");
    let stale_offer = profile.offers.iter().find(|it| is_stale(it.fresh, now));
    hints.extend(stale_offer.map(|it| {
        (format!("Say whether “{}” is still true", it.title), format!("/me/offers/{}", it.id))
    }));
    hints.truncate(3);
    hints
}
