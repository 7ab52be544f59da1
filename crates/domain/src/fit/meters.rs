//! The five meters of an answer: marks and a word each, never a percentage.

use crate::fit::factors::{self, FULL, Facts, closeness_level};
use crate::fit::purpose::Purpose;
use crate::fit::view::{Asked, View};

/// One meter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meter {
    /// What it is about.
    pub name: &'static str,
    /// Marks, 0 to 5; 0 as well when it is not known.
    pub marks: u8,
    /// The same in a word.
    pub word: &'static str,
    /// Whether both said enough to tell.
    pub known: bool,
}

/// A name, and the words for 0 to 5 marks.
type Scale = (&'static str, [&'static str; 6]);

const CLOSENESS: [&str; 6] = ["far apart", "hardly", "a little", "some", "close", "very close"];
const AUDIENCE: Scale = ("Same audience", CLOSENESS);
const VALUES: Scale = ("Values", CLOSENESS);
const STYLE: Scale = ("Way of working", CLOSENESS);
const DIFFERENT: Scale = (
    "Different offer",
    ["the same", "nearly the same", "a little", "in part", "different", "very different"],
);
const NEEDS: Scale = ("Needs met", ["none yet", "hardly", "a little", "some", "well", "very well"]);
const THIS_NEED: Scale =
    ("This need", ["not met", "hardly", "a little", "in part", "well", "very well"]);
const WORK: Scale = ("Same work", CLOSENESS);
const ELSEWHERE: Scale = (
    "Other market",
    ["the same", "nearly the same", "much in common", "some in common", "apart", "far apart"],
);
const GUIDANCE: Scale =
    ("Guidance", ["not now", "unlikely", "perhaps", "possible", "likely", "just right"]);
const TIME: Scale = ("Time free", ["not soon", "not soon", "later", "later", "soon", "now"]);

/// What stands when one of the two did not say.
const UNSAID: &str = "not said yet";

/// The five meters of a purpose and how full each is, 0 to 255, where known.
pub fn meters(asked: &Asked<'_>, other: &View<'_>, facts: &Facts) -> [Meter; 5] {
    let (viewer, purpose, today) = (&asked.viewer, asked.purpose, asked.today);
    let audience = facts.audience.map(|it| factors::audience_level(purpose, Some(it)));
    let plain = facts.audience.map(closeness_level);
    let style = factors::style_closeness(facts.poles);
    let values = likeness(facts);
    let overlap = facts.work.map(|it| it.overlap());
    let work = facts.work.map(|it| it.overlap().midpoint(it.contained()));
    let pair =
        |first, second, third| [first, second, third, meter(VALUES, values), meter(STYLE, style)];
    match purpose {
        Purpose::Together | Purpose::Promote => pair(
            meter(AUDIENCE, audience),
            meter(DIFFERENT, overlap.map(|it| FULL - it)),
            meter(NEEDS, both_gain(facts)),
        ),
        Purpose::Learn => pair(
            meter(WORK, work),
            meter(ELSEWHERE, facts.shared_market().map(|it| FULL - it)),
            meter(AUDIENCE, plain),
        ),
        Purpose::Mentor | Purpose::Mentored => {
            let (guide, guided) = match purpose {
                Purpose::Mentor => (viewer.stance, other.stance),
                _ => (other.stance, viewer.stance),
            };
            let said = guide.0 != 0 || guided.0 != 0;
            let guidance = said.then(|| factors::guidance_level(guide, guided));
            pair(meter(GUIDANCE, guidance), meter(WORK, work), meter(AUDIENCE, plain))
        }
        Purpose::Need(_) => pair(
            meter(THIS_NEED, facts.cover),
            meter(AUDIENCE, audience),
            meter(TIME, other.free.map(|it| factors::free_level(Some(it), today))),
        ),
    }
}

fn meter((name, words): Scale, level: Option<u32>) -> Meter {
    match level {
        None => Meter { name, marks: 0, word: UNSAID, known: false },
        Some(level) => {
            let marks = (level.min(FULL) * 5 + FULL / 2) / FULL;
            // At most 5.
            Meter { name, marks: marks as u8, word: words[marks as usize], known: true }
        }
    }
}

/// Needs met on both sides: the better side counts three fifths, so that one side alone is
/// “some” and only both are “very well”.
fn both_gain(facts: &Facts) -> Option<u32> {
    let (one, other) = match (facts.gain, facts.their_gain) {
        (None, None) => return None,
        (one, other) => (one.unwrap_or(0), other.unwrap_or(0)),
    };
    Some((one.max(other) * 3 + one.min(other) * 2) / 5)
}

/// Values, direction and mission, as far as both told: the closest counts half, for it is what
/// they will talk about. The square root makes up for how differently the same is named.
fn likeness(facts: &Facts) -> Option<u32> {
    let known = [facts.values, facts.direction, facts.mission].into_iter().flatten();
    let all: Vec<u32> = known.map(|it| (closeness_level(it) * FULL).isqrt()).collect();
    let count = u32::try_from(all.len()).unwrap_or(1);
    let best = all.iter().copied().max()?;
    Some(best.midpoint(all.iter().sum::<u32>() / count))
}
