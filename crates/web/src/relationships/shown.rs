//! What the page of a relationship says, in the words of the page.

use actions::relationships::read::{Message, View};
use domain::kernel::time::Day;
use domain::relationships::evidence::Outlook;
use domain::relationships::interaction::{Circumstance, Interaction};
use domain::relationships::ladder::Rung;
use domain::relationships::party::{Party, Stand};
use domain::relationships::relationship::{Relationship, State};
use domain::relationships::review::Review;
use domain::relationships::step::{Outcome, Proposal, Step};
use domain::relationships::words::Field;

use super::names::{handle, joined, mark, name, paragraphs, plain};
use crate::mark::Mark;
use crate::times::Moment;

/// The hello it began with.
pub struct HelloShown {
    pub by: String,
    pub purpose: String,
    pub word: Vec<String>,
    pub at: Moment,
}

/// One rung of the stairs.
pub struct Stair {
    pub place: usize,
    pub class: &'static str,
    pub name: &'static str,
    pub note: String,
    pub now: bool,
}

/// An open proposal.
pub struct StepShown {
    pub id: String,
    pub by: String,
    pub verb: &'static str,
    pub words: String,
    pub why: String,
    pub plan: Vec<String>,
    pub mine: bool,
    pub agreed: bool,
    pub waits_for: String,
}

/// What speaks for the next rung.
pub struct OutlookShown {
    pub to: &'static str,
    pub words: &'static str,
    pub suggested: bool,
    pub because: Vec<&'static str>,
    pub missing: Vec<&'static str>,
}

/// Something that waits for the reader.
pub struct Todo {
    pub icon: &'static str,
    pub words: String,
    pub line: String,
    pub href: String,
}

/// What one gives another.
pub struct Pair {
    pub from: String,
    pub to: String,
    pub mine: bool,
    /// Id and words.
    pub things: Vec<(String, String)>,
}

/// A party and what it wrote.
pub struct PartyShown {
    pub name: String,
    pub handle: String,
    pub mark: Mark,
    pub me: bool,
    pub status: &'static str,
    pub texts: Vec<(&'static str, Vec<String>)>,
}

/// Since when they know each other.
pub struct KnownShown {
    pub since: String,
    pub day: String,
    pub how: String,
    pub by_all: bool,
    pub mine: bool,
    pub open: String,
}

/// A line of what was done or reviewed.
pub struct Line {
    pub by: String,
    pub mark: Mark,
    pub when: String,
    pub what: &'static str,
    pub tag: &'static str,
    pub words: String,
}

/// A line of the conversation.
pub struct Said {
    pub by: String,
    pub mark: Mark,
    pub at: Moment,
    pub words: Vec<String>,
}

impl HelloShown {
    pub fn of(view: &View) -> Self {
        let hello = &view.relationship.hello;
        Self {
            by: name(&view.members, view.me, hello.by),
            purpose: hello.purpose.to_string(),
            word: paragraphs(hello.word.as_str()),
            at: Moment::from(hello.at),
        }
    }
}

/// One sentence under the heading.
pub fn lead(view: &View) -> String {
    let it = &view.relationship;
    let since = it.state_at.day().words();
    let mine = it.party(view.me).map(|it| &it.stand);
    match (mine, it.state) {
        (Some(Stand::Left), _) => "You left. You read here what was until then.".to_owned(),
        (Some(Stand::Declined { .. }), _) => "You said no to this hello.".to_owned(),
        (Some(Stand::Aside), State::Proposed) => "You let this hello rest.".to_owned(),
        (_, State::Proposed) => format!("Hello was said on {}.", it.hello.at.day().words()),
        (_, State::Active) => format!("{}. In touch since {}.", it.kind.words(), began(view)),
        (_, State::Resting) => format!("{}. Resting since {since}.", it.kind.words()),
        (_, State::Ended(by)) => format!("Ended on {since}: {}.", by.words().to_lowercase()),
    }
}

fn began(view: &View) -> String {
    let since = view.relationship.inside().filter_map(|it| it.since).collect::<Vec<_>>();
    let began = since.iter().min().copied().unwrap_or(view.relationship.hello.at);
    began.day().month_words()
}

/// The stairs, with when each rung was reached.
pub fn stairs(view: &View) -> Vec<Stair> {
    let it = &view.relationship;
    let here = it.rung.place();
    Rung::ALL.iter().map(|rung| stair(view, *rung, here)).collect()
}

fn stair(view: &View, rung: Rung, here: usize) -> Stair {
    let place = rung.place();
    let reached = |it: &&Proposal| {
        it.outcome == Outcome::Agreed && matches!(it.what, Step::Move { to, .. } if to == rung)
    };
    let reached = view.steps.iter().rev().find(reached);
    let when = match reached.and_then(|it| it.closed_at) {
        Some(at) => at.day().month_words(),
        None if rung == Rung::InTouch => began(view),
        None => String::new(),
    };
    let why = reached.and_then(|it| it.why.as_ref()).map(|it| format!(", {it}"));
    let since = format!("{when}{}", why.unwrap_or_default());
    let alive = view.relationship.is_alive();
    let (class, note) = match place {
        _ if place < here => ("done", since),
        _ if place == here && alive => ("now", format!("You are here. Since {since}")),
        _ if place == here => ("now", format!("You were here. Since {since}")),
        _ if place == here + 1 && alive => ("next", "Next step, if you all want it".to_owned()),
        _ if rung == Rung::Partnership => ("later", "Not everyone needs one".to_owned()),
        _ => ("later", String::new()),
    };
    Stair { place, class, name: rung.words(), note, now: place == here }
}

impl StepShown {
    pub fn of(view: &View) -> Option<Self> {
        let it = &view.relationship;
        let step = it.open_step()?;
        let mine = step.by == view.me;
        let missing = it.inside().filter(|it| !step.agreed.contains(&it.member));
        let missing: Vec<String> =
            missing.map(|it| name(&view.members, view.me, it.member)).collect();
        let words = match step.what {
            Step::Include(member) => format!("to ask {} in", plain(&view.members, member)),
            _ => step.what.words(),
        };
        let plan = match &step.what {
            Step::End { plan: Some(plan) } => paragraphs(plan.as_str()),
            _ => Vec::new(),
        };
        Some(Self {
            id: step.id.to_string(),
            by: name(&view.members, view.me, step.by),
            verb: if mine { "propose" } else { "proposes" },
            words,
            why: step.why.as_ref().map(ToString::to_string).unwrap_or_default(),
            plan,
            mine,
            agreed: step.agreed.contains(&view.me),
            waits_for: joined(&missing),
        })
    }
}

impl OutlookShown {
    pub fn of(outlook: &Outlook) -> Self {
        Self {
            to: outlook.next.wire(),
            words: outlook.next.words(),
            suggested: outlook.is_suggested(),
            because: outlook.because.clone(),
            missing: outlook.missing.clone(),
        }
    }
}

/// Days before a review in which the page asks for it.
const SOON_DAYS: i32 = 7;

/// What waits for the reader.
pub fn todo(view: &View, today: Day) -> Vec<Todo> {
    let it = &view.relationship;
    let mut todo = Vec::new();
    if !it.holds(view.me) {
        return todo;
    }
    let due = it.rhythm.due.filter(|_| it.state == State::Active);
    if let Some(day) = due.filter(|it| it.0 <= today.0 + SOON_DAYS) {
        todo.push(Todo {
            icon: "calendar",
            words: "Look at how it goes".to_owned(),
            line: format!("Review by {}", day.words()),
            href: format!("/partners/{}/review", it.slug),
        });
    }
    let to_confirm = it.party(view.me).is_some_and(|it| !it.knows);
    if let Some(known) = it.known.as_ref().filter(|_| to_confirm) {
        todo.push(Todo {
            icon: "users",
            words: format!("Known since {}?", known.since.month_words()),
            line: "Say whether that is right".to_owned(),
            href: format!("/partners/{}/known", it.slug),
        });
    }
    todo
}

/// What each gives each other.
pub fn pairs(view: &View) -> Vec<Pair> {
    let inside: Vec<_> = view.relationship.inside().map(|it| it.member).collect();
    let mut pairs = Vec::new();
    for from in &inside {
        for to in inside.iter().filter(|it| *it != from) {
            let given = view.values.iter().filter(|it| it.giver == *from && it.receiver == *to);
            let things: Vec<_> =
                given.map(|it| (it.id.to_string(), it.words.to_string())).collect();
            let mine = *from == view.me;
            let called = |id| name(&view.members, view.me, id);
            let to = if *to == view.me { "you".to_owned() } else { called(*to) };
            pairs.push(Pair { from: called(*from), to, mine, things });
        }
    }
    pairs.sort_by_key(|it| !it.mine);
    pairs
}

impl PartyShown {
    pub fn of(view: &View, party: &Party) -> Self {
        let me = party.member == view.me;
        let ended = matches!(view.relationship.state, State::Ended(_));
        let words = &party.words;
        let texts = [
            (Field::Agenda, &words.agenda),
            (Field::Care, &words.care),
            (Field::OffTable, &words.off_table),
            (Field::Sphere, &words.sphere),
        ];
        let texts = texts.into_iter().filter_map(|(field, text)| {
            Some((title(field, me), paragraphs(text.as_ref()?.as_str())))
        });
        Self {
            name: name(&view.members, view.me, party.member),
            handle: handle(&view.members, party.member),
            mark: mark(&view.members, party.member),
            me,
            status: match party.stand {
                Stand::In => "",
                Stand::Asked if ended => "Had not answered",
                Stand::Asked if me => "You have not answered yet",
                Stand::Asked => "Has not answered yet",
                Stand::Aside => "Lets it rest for now",
                Stand::Declined { reason, .. } => reason.words(),
                Stand::Left => "Has left",
            },
            texts: texts.collect(),
        }
    }
}

fn title(field: Field, me: bool) -> &'static str {
    match field {
        _ if me => field.words(),
        Field::Agenda => "What they want out of it",
        Field::Care => "What they hope the others get out of it",
        Field::OffTable => "What is not on the table",
        _ => "The field they keep for themselves",
    }
}

/// What they wrote together.
pub fn shared(it: &Relationship) -> Vec<(&'static str, Vec<String>)> {
    let all = [
        ("Goals", &it.shared.goals),
        ("Interests", &it.shared.interests),
        ("How you would part", &it.shared.parting),
    ];
    let some = all
        .into_iter()
        .filter_map(|(title, text)| Some((title, paragraphs(text.as_ref()?.as_str()))));
    some.collect()
}

impl KnownShown {
    pub fn of(view: &View) -> Option<Self> {
        let it = &view.relationship;
        let known = it.known.as_ref()?;
        let open: Vec<String> = it
            .inside()
            .filter(|it| !it.knows)
            .map(|it| name(&view.members, view.me, it.member))
            .collect();
        Some(Self {
            since: known.since.month_words(),
            day: known.since.to_string(),
            how: known.how.as_ref().map(ToString::to_string).unwrap_or_default(),
            by_all: it.known_by_all(),
            mine: it.party(view.me).is_some_and(|it| it.knows),
            open: joined(&open),
        })
    }
}

/// Something they did.
pub fn done(view: &View, it: &Interaction) -> Line {
    Line {
        by: name(&view.members, view.me, it.by),
        mark: mark(&view.members, it.by),
        when: it.day.words(),
        what: it.what.words(),
        tag: match it.circumstance {
            Circumstance::Competitive => it.circumstance.words(),
            Circumstance::MutualSupport => "",
        },
        words: it.words.to_string(),
    }
}

/// One party's part of a review.
pub fn review(view: &View, it: &Review) -> Line {
    Line {
        by: name(&view.members, view.me, it.by),
        mark: mark(&view.members, it.by),
        when: it.at.day().words(),
        what: it.useful.words(),
        tag: "",
        words: it.words.as_ref().map(ToString::to_string).unwrap_or_default(),
    }
}

impl Said {
    pub fn of(view: &View, it: &Message) -> Self {
        let person = it.person.and_then(|it| view.people.get(&it)).map(ToString::to_string);
        let member = name(&view.members, view.me, it.member);
        Self {
            by: match person {
                Some(person) => format!("{person}, {}", plain(&view.members, it.member)),
                None => member,
            },
            mark: mark(&view.members, it.member),
            at: Moment::from(it.at),
            words: paragraphs(it.words.as_str()),
        }
    }
}
