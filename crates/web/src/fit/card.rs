//! A member as a card in a list of who fits.

use actions::fit::Found;
use domain::fit::{Segment, Verdict};
use domain::kernel::time::{Day, Time};
use domain::members::member::Member;
use domain::members::parts::Standing;

use crate::flag::Flag;

/// Everything the card shows.
pub struct Card {
    pub name: String,
    pub handle: String,
    pub flag: Flag,
    pub meta: Vec<String>,
    pub line: String,
    pub verdict: &'static str,
    /// The class of the verdict's tag.
    pub tone: &'static str,
    pub why: Vec<Why>,
    /// Name, marks and word of each meter.
    pub meters: Vec<(&'static str, u8, &'static str)>,
    /// Listed, without an account.
    pub is_contact: bool,
}

/// One line of reasons.
pub struct Why {
    /// `ok`, `talk`, `no` or `more`, as the look names them.
    pub kind: &'static str,
    pub words: Vec<Segment>,
}

impl Card {
    /// The card of what was found, on a day.
    pub fn of(found: &Found, now: Time) -> Self {
        let (member, answer) = (&found.member, &found.answer);
        Self {
            name: member.name.to_string(),
            handle: member.handle.to_string(),
            flag: Flag::of(member.id.bits()),
            meta: meta(member, now.day()),
            line: member.profile.line.as_ref().map(ToString::to_string).unwrap_or_default(),
            verdict: answer.verdict.words(),
            tone: match answer.verdict {
                Verdict::Strong | Verdict::Good => "tag-good",
                Verdict::WorthAChat => "tag-sea",
                Verdict::Refused => "tag-rose",
            },
            why: reasons(found),
            meters: answer.factors.iter().map(|it| (it.name, it.marks, it.word)).collect(),
            is_contact: member.standing == Standing::Contact,
        }
    }
}

/// Why it could work, what to talk about first, why not.
pub fn reasons(found: &Found) -> Vec<Why> {
    let answer = &found.answer;
    let no = answer.refused_because.iter().map(|it| ("no", it.words()));
    let ok = answer.reasons.iter().map(|it| ("ok", it.words()));
    let talk = answer.talk_about.iter().map(|it| ("talk", it.words()));
    let all = no.chain(ok).chain(talk);
    all.map(|(kind, words)| Why { kind, words: words.segments().to_vec() }).collect()
}

/// What it does, where it is, how many they are, when they have time.
pub fn meta(member: &Member, today: Day) -> Vec<String> {
    let profile = &member.profile;
    let mut meta = Vec::new();
    let offers: Vec<&str> = profile.offers.iter().take(2).map(|it| it.title.as_str()).collect();
    if !offers.is_empty() {
        meta.push(offers.join(", "));
    }
    let place = member.home().map(|it| match &it.city {
        Some(city) => format!("{city}, {}", it.country.name()),
        None => it.country.name().to_owned(),
    });
    meta.extend(place);
    meta.extend(profile.size.map(|it| it.words().to_owned()));
    match (profile.capacity.free_from, &profile.capacity.words) {
        (_, Some(words)) => meta.push(words.to_string()),
        (Some(day), None) if day <= today => meta.push("Has time now".to_owned()),
        (Some(day), None) => meta.push(format!("Free from {}", day.month_words())),
        (None, None) => (),
    }
    meta
}
