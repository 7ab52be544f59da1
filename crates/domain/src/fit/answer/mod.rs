//! The answer: how two members fit for a purpose, with its reasons (formulas 5.7).

pub mod hint;
pub mod reason;
pub mod refusal;
pub mod talk_about;

use crate::fit::answer::hint::Hint;
use crate::fit::answer::reason::Reason;
use crate::fit::answer::refusal::Refusal;
use crate::fit::answer::talk_about::TalkAbout;
use crate::fit::card::Card;
use crate::fit::compose;
use crate::fit::factors::{Facts, Score};
use crate::fit::gates::{self, Closed, Gate};
use crate::fit::manner;
use crate::fit::meters::{Meter, meters};
use crate::fit::purpose::Purpose;
use crate::fit::view::{Asked, View};
use crate::fit::weighing::Levels;
use crate::kernel::id::MemberId;
use crate::kernel::text::{Line, Name};

/// How two members fit, in a word. Not a rank of members: another viewer gets another answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Ruled out, with a reason.
    Refused,
    /// Nothing against it, not enough for it yet.
    WorthAChat,
    /// Good.
    Good,
    /// Strong.
    Strong,
}

impl Verdict {
    /// The name in the API.
    pub fn wire(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::WorthAChat => "worth_a_chat",
            Self::Good => "good",
            Self::Strong => "strong",
        }
    }

    /// What a person reads.
    pub fn words(self) -> &'static str {
        match self {
            Self::Refused => "Not suggested",
            Self::WorthAChat => "Worth a chat",
            Self::Good => "Good fit",
            Self::Strong => "Strong fit",
        }
    }

    /// A strong fit needs four of five meters to be known, a good one three: what nobody said
    /// is no reason to promise anything.
    pub(in crate::fit) fn of(score: Score, known: usize) -> Self {
        if score.reaches(STRONG) && known >= 4 {
            Self::Strong
        } else if score.reaches(GOOD) && known >= 3 {
            Self::Good
        } else {
            Self::WorthAChat
        }
    }
}

/// The most that can be promised: where both put their weight in, a significant imbalance of power
/// (formulas 5.2) is to be talked over before a fit is called strong (R71).
fn most(asked: &Asked<'_>, other: &View<'_>) -> Verdict {
    let shared = matches!(asked.purpose, Purpose::Together | Purpose::Promote);
    let worst = manner::worst_balance(asked.viewer.manner, other.manner);
    match worst {
        Some((_, even)) if shared && even < 0.5 => Verdict::Good,
        _ => Verdict::Strong,
    }
}

/// From where on a fit is strong, in thousandths of a perfect one. Set so that a pair with an
/// audience in common, a need met each way and nothing far apart is strong.
const STRONG: u32 = 700;
/// From where on it is good: a need met one way, and the rest middling.
const GOOD: u32 = 560;

/// Somebody whom both know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Which member.
    pub member: MemberId,
    /// What it is called.
    pub name: Name,
}

/// What ties two members already, as far as both may know it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ties {
    /// Members whom both know.
    pub in_common: Vec<Known>,
    /// A way to an introduction, from the viewer's side to the other's.
    pub path: Vec<Known>,
}

/// What is given beside the two cards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// What ties them already.
    pub ties: Ties,
    /// Why the viewer wants to although they are competitors (R68).
    pub despite: Option<Line>,
}

/// How two members fit for a purpose, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// In a word.
    pub verdict: Verdict,
    /// Up to three reasons why it could work.
    pub reasons: Vec<Reason>,
    /// Up to two things worth talking about first.
    pub talk_about: Vec<TalkAbout>,
    /// Why it is refused; empty unless it is.
    pub refused_because: Vec<Refusal>,
    /// What would raise it.
    pub would_help: Vec<Hint>,
    /// Five meters.
    pub factors: [Meter; 5],
    score: Score,
}

impl Answer {
    /// For putting answers in order, and nothing else.
    pub fn score(&self) -> Score {
        self.score
    }
}

/// How the other fits the viewer for a purpose. Pure: the same cards give the same answer.
pub fn fit(viewer: &Card, other: &Card, purpose: Purpose, given: &Given) -> Answer {
    let (asked, theirs) = (viewer.asks(purpose), other.features.view());
    let facts = Facts::of(&asked, &theirs);
    let mut closed = gates::closed(purpose, &facts);
    let sealed = viewer.features.sealed_from.contains(&other.member)
        || other.features.sealed_from.contains(&viewer.member);
    if sealed {
        // Nothing else is said, so that nobody can guess who asked for it, or why.
        closed = Closed::only(Gate::Sealed);
    }
    let competitors = closed.has(Gate::Competitor);
    if given.despite.is_some() {
        closed = closed.without(Gate::Competitor);
    }
    let in_common = given.ties.in_common.len();
    let weighed = weigh(&asked, &theirs, &facts, in_common);
    let pair = compose::Pair { viewer, other, purpose, facts: &facts, given };
    let refused = !closed.is_none();
    let despite = given.despite.as_ref().filter(|_| competitors);
    Answer {
        verdict: if refused { Verdict::Refused } else { weighed.verdict },
        reasons: if refused { Vec::new() } else { pair.reasons() },
        talk_about: if refused { Vec::new() } else { pair.talk_about(despite) },
        refused_because: pair.refusals(closed),
        would_help: if sealed { Vec::new() } else { pair.hints(closed) },
        factors: if sealed { UNTOLD.map(unsaid) } else { weighed.meters },
        score: if refused { Score::default() } else { weighed.score },
    }
}

const UNTOLD: [&str; 5] =
    ["Same audience", "Different offer", "Needs met", "Values", "Way of working"];

fn unsaid(name: &'static str) -> Meter {
    Meter { name, marks: 0, word: "not told", known: false }
}

/// What a pair weighs for a purpose.
#[derive(Debug, Clone, Copy)]
pub(in crate::fit) struct Weighed {
    pub score: Score,
    pub verdict: Verdict,
    pub meters: [Meter; 5],
}

/// Weighs a pair that no gate rules out. The index does the same, so both agree.
pub(in crate::fit) fn weigh(
    asked: &Asked<'_>,
    other: &View<'_>,
    facts: &Facts,
    in_common: usize,
) -> Weighed {
    let score = Levels::of(asked, other, facts, in_common).score(asked.purpose);
    let meters = meters(asked, other, facts);
    let known = meters.iter().filter(|it| it.known).count();
    let verdict = Verdict::of(score, known).min(most(asked, other));
    Weighed { score, verdict, meters }
}
