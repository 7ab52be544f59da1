//! A member as a card in a list of who fits.

use actions::fit::{Fitting, Found};
use domain::fit::{Answer, Purpose, Segment, Verdict};
use domain::kernel::time::Day;
use domain::members::member::Member;
use domain::members::parts::Standing;

use super::ask::at;
use crate::alliance::invitations::invite;
use crate::mark::Mark;

/// Everything the card shows.
pub struct Card {
    pub name: String,
    pub handle: String,
    pub mark: Mark,
    pub meta: Vec<String>,
    pub line: String,
    pub verdict: &'static str,
    /// The class of the verdict's tag.
    pub tone: &'static str,
    pub why: Vec<Why>,
    /// What would raise it, or open a gate.
    pub would_help: Vec<Why>,
    /// Name, marks and word of each meter.
    pub meters: Vec<(&'static str, u8, &'static str)>,
    /// Listed, without an account.
    pub is_contact: bool,
    /// Where its people are invited to take its page over.
    pub invite: String,
    /// Ruled out.
    pub is_refused: bool,
    /// The page of the whole answer.
    pub with: String,
    /// Where one says hello, for this purpose.
    pub hello: String,
}

/// One line of reasons.
pub struct Why {
    /// `ok`, `talk`, `no` or `more`, as the look names them.
    pub kind: &'static str,
    /// The sentence, in parts.
    pub words: Vec<Segment>,
}

impl Card {
    /// The card of what was found, on a day.
    pub fn of(found: &Found, purpose: Purpose, today: Day) -> Self {
        Self::new(&found.member, &found.answer, purpose, today)
    }

    /// The card of one member that was asked about.
    pub fn of_fitting(fitting: &Fitting, today: Day) -> Self {
        Self::new(&fitting.other, &fitting.answer, fitting.purpose, today)
    }

    fn new(member: &Member, answer: &Answer, purpose: Purpose, today: Day) -> Self {
        let help = answer.would_help.iter();
        let help = help.map(|it| Why { kind: "more", words: it.words().segments().to_vec() });
        Self {
            name: member.name.to_string(),
            handle: member.handle.to_string(),
            mark: Mark::of(member),
            meta: meta(member, today),
            line: member.profile.line.as_ref().map(ToString::to_string).unwrap_or_default(),
            verdict: answer.verdict.words(),
            tone: tone(answer.verdict),
            why: reasons(answer),
            would_help: help.collect(),
            meters: answer.factors.iter().map(|it| (it.name, it.marks, it.word)).collect(),
            is_contact: member.standing == Standing::Contact,
            invite: invite(member.handle.as_str(), member.name.as_str(), ""),
            is_refused: answer.verdict == Verdict::Refused,
            with: at(&format!("/find/with/{}", member.handle), [("purpose", purpose.wire())]),
            hello: at(
                "/partners/hello",
                [("to", member.handle.to_string()), ("purpose", purpose.wire())],
            ),
        }
    }
}

/// The class of a verdict's tag.
pub fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Strong | Verdict::Good => "tag-good",
        Verdict::WorthAChat => "tag-sea",
        Verdict::Refused => "tag-rose",
    }
}

/// Why it could work, what to talk about first, why not.
fn reasons(answer: &Answer) -> Vec<Why> {
    let no = answer.refused_because.iter().map(|it| ("no", it.words()));
    let ok = answer.reasons.iter().map(|it| ("ok", it.words()));
    let talk = answer.talk_about.iter().map(|it| ("talk", it.words()));
    let all = no.chain(ok).chain(talk);
    all.map(|(kind, words)| Why { kind, words: words.segments().to_vec() }).collect()
}

/// What it does, where it is, how many they are, when they have time.
fn meta(member: &Member, today: Day) -> Vec<String> {
    let profile = &member.profile;
    let mut meta = Vec::new();
    let offers: Vec<&str> = profile.offers.iter().take(2).map(|it| it.title.as_str()).collect();
    if !offers.is_empty() {
        meta.push(offers.join(", "));
    }
    meta.extend(place_words(member));
    meta.extend(profile.size.map(|it| it.words().to_owned()));
    meta.extend(free_words(member, today));
    meta
}

/// Where it mainly is.
pub fn place_words(member: &Member) -> Option<String> {
    member.home().map(|it| match &it.city {
        Some(city) => format!("{city}, {}", it.country.name()),
        None => it.country.name().to_owned(),
    })
}

/// When it has time, in its own words where it said some.
pub fn free_words(member: &Member, today: Day) -> Option<String> {
    let capacity = &member.profile.capacity;
    match (capacity.free_from, &capacity.words) {
        (_, Some(words)) => Some(words.to_string()),
        (Some(day), None) if day <= today => Some("Has time now".to_owned()),
        (Some(day), None) => Some(format!("Free from {}", day.month_words())),
        (None, None) => None,
    }
}
