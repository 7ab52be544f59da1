//! How relationships look to programs.

use actions::relationships::introductions::{Listed as Introductions, Shown};
use actions::relationships::read::{Listed, Members, View};
use domain::kernel::id::MemberId;
use domain::kernel::text::Prose;
use domain::relationships::party::{Party, Stand};
use domain::relationships::relationship::{Relationship, State};
use domain::relationships::step::{Proposal, Step};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::names::handle;
use crate::times;

/// A relationship, as far as the caller may read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RelationshipBody {
    /// Its name in addresses.
    pub slug: String,
    /// `friendship`, `collaboration` or `partnership`.
    pub kind: &'static str,
    /// `in_touch`, `guidance`, `one_off`, `cross_promotion`, `integrated_service` or
    /// `formal_partnership`.
    pub rung: &'static str,
    /// `proposed`, `active`, `resting` or `ended`.
    pub state: &'static str,
    /// `lapse`, `agreement`, `exit_plan`, `declined` or `withdrawn`, once it has ended.
    pub ended_by: Option<&'static str>,
    /// Since when it stands so.
    pub state_since: String,
    /// Who said hello, by handle.
    pub asked_by: String,
    /// When.
    pub asked_at: String,
    /// What for.
    pub purpose: String,
    /// The word it was said with.
    pub word: String,
    /// Everyone who was ever asked.
    pub parties: Vec<PartyBody>,
    /// The proposal that waits for answers.
    pub open_step: Option<StepBody>,
    /// Common goals.
    pub goals: Option<String>,
    /// Common interests.
    pub interests: Option<String>,
    /// How they would part.
    pub parting: Option<String>,
    /// Since when they know each other, as one of them said.
    pub known_since: Option<String>,
    /// Whether all of them say so.
    pub known_by_all: bool,
    /// The day of the next review.
    pub review_due: Option<String>,
    /// Days from one review to the next.
    pub review_days: i64,
}

/// A party.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartyBody {
    /// Who, by handle.
    pub member: String,
    /// `asked`, `aside`, `in`, `declined` or `left`.
    pub stand: &'static str,
    /// Why it was declined.
    pub reason: Option<&'static str>,
    /// What it wants out of it.
    pub agenda: Option<String>,
    /// What it hopes the others get out of it.
    pub care: Option<String>,
    /// What is not on the table.
    pub off_table: Option<String>,
    /// The field it keeps for itself.
    pub sphere: Option<String>,
}

/// A proposal.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepBody {
    /// Which one.
    pub id: String,
    /// `move`, `pause`, `wake`, `end`, `convert` or `include`.
    pub what: &'static str,
    /// The rung, the kind or the handle it leads to.
    pub to: Option<String>,
    /// Why.
    pub why: Option<String>,
    /// What comes after an end.
    pub plan: Option<String>,
    /// Who proposed it.
    pub by: String,
    /// When.
    pub at: String,
    /// Who said yes.
    pub agreed: Vec<String>,
    /// `open`, `agreed`, `kept`, `withdrawn` or `overtaken`.
    pub outcome: &'static str,
}

/// Something one party gives another.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueBody {
    /// Which one.
    pub id: String,
    /// Who gives.
    pub giver: String,
    /// Who gets.
    pub receiver: String,
    /// What.
    pub words: String,
}

/// A line of the conversation.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageBody {
    /// Which one.
    pub id: String,
    /// For which member.
    pub member: String,
    /// When.
    pub at: String,
    /// What.
    pub message: String,
}

/// One party's part of a review.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewBody {
    /// Whose.
    pub member: String,
    /// When.
    pub at: String,
    /// `yes`, `partly` or `not_now`.
    pub useful: &'static str,
    /// What they note.
    pub words: Option<String>,
}

/// Something that was passed on.
#[derive(Debug, Serialize, ToSchema)]
pub struct IntroductionBody {
    /// Which one.
    pub id: String,
    /// Who passed it on.
    pub by: String,
    /// To whom.
    pub to: String,
    /// Whom it is about; nothing for an opportunity.
    pub about: Option<String>,
    /// Through whose hands it came before, the last first.
    pub hands: Vec<String>,
    /// What it is.
    pub words: String,
    /// When.
    pub at: String,
    /// `open`, `yes` or `not_now`.
    pub to_answer: &'static str,
    /// The same, or `nobody` where there is nobody to ask.
    pub about_answer: &'static str,
}

/// A hello.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct HelloGiven {
    /// To which members, by handle.
    pub to: Vec<String>,
    /// `friendship`, `collaboration` or `partnership`.
    pub kind: String,
    /// What for.
    pub purpose: String,
    /// In one's own words.
    pub word: String,
}

/// An answer to a hello, a proposal or an introduction.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct AnswerGiven {
    /// To a hello `yes`, `aside` or `no`; to a proposal `yes`, `stay` or `back` (taking one's own
    /// back); to an introduction `yes` or `not_now`.
    pub answer: String,
    /// Why a hello is declined: `not_now`, `full`, `not_our_field`, `taken` or `other`.
    pub reason: String,
    /// More about that.
    pub words: String,
}

/// A step to propose.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct StepGiven {
    /// `move`, `pause`, `wake`, `end`, `convert` or `include`.
    pub what: String,
    /// The rung, the kind or the handle.
    pub to: String,
    /// Why; needed where a rung is left out.
    pub why: String,
    /// What comes after an end.
    pub plan: String,
}

/// What one gives.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct ValueGiven {
    /// To which party, by handle.
    pub to: String,
    /// What.
    pub words: String,
}

/// Something to say.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct MessageGiven {
    /// What.
    pub message: String,
}

/// Since when they know each other.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct KnownGiven {
    /// `2024-03` or `2024-03-01`.
    pub since: String,
    /// How it came about.
    pub how: String,
}

/// A review.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct ReviewGiven {
    /// `yes`, `partly` or `not_now`.
    pub useful: String,
    /// A note.
    pub words: String,
}

/// Something to pass on.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct IntroductionGiven {
    /// To which partner, by handle.
    pub to: String,
    /// Whom it is about, by handle; empty for an opportunity.
    pub about: String,
    /// What it is.
    pub words: String,
    /// The introduction by which it came.
    pub passed_on: String,
}

/// The relationships of a list.
pub fn bodies(listed: &Listed) -> Vec<RelationshipBody> {
    listed.relationships.iter().map(|it| RelationshipBody::new(&listed.members, it)).collect()
}

fn text(it: Option<&Prose>) -> Option<String> {
    it.map(ToString::to_string)
}

impl RelationshipBody {
    /// As it was cut down for its reader.
    pub fn new(members: &Members, it: &Relationship) -> Self {
        Self {
            slug: it.slug.to_string(),
            kind: it.kind.wire(),
            rung: it.rung.wire(),
            state: it.state.wire(),
            ended_by: match it.state {
                State::Ended(by) => Some(by.wire()),
                _ => None,
            },
            state_since: times::utc(it.state_at),
            asked_by: handle(members, it.hello.by),
            asked_at: times::utc(it.hello.at),
            purpose: it.hello.purpose.to_string(),
            word: it.hello.word.to_string(),
            parties: it.parties.iter().map(|it| party(members, it)).collect(),
            open_step: it.open_step().map(|it| StepBody::new(members, it)),
            goals: text(it.shared.goals.as_ref()),
            interests: text(it.shared.interests.as_ref()),
            parting: text(it.shared.parting.as_ref()),
            known_since: it.known.as_ref().map(|it| it.since.to_string()),
            known_by_all: it.known_by_all(),
            review_due: it.rhythm.due.map(|it| it.to_string()),
            review_days: it.rhythm.days,
        }
    }
}

fn party(members: &Members, it: &Party) -> PartyBody {
    PartyBody {
        member: handle(members, it.member),
        stand: it.stand.wire(),
        reason: match it.stand {
            Stand::Declined { reason, .. } => Some(reason.wire()),
            _ => None,
        },
        agenda: text(it.words.agenda.as_ref()),
        care: text(it.words.care.as_ref()),
        off_table: text(it.words.off_table.as_ref()),
        sphere: text(it.words.sphere.as_ref()),
    }
}

impl StepBody {
    /// With members by handle.
    pub fn new(members: &Members, it: &Proposal) -> Self {
        let (to, plan) = match &it.what {
            Step::Move { to, .. } => (Some(to.wire().to_owned()), None),
            Step::Convert { to, .. } => (Some(to.wire().to_owned()), None),
            Step::Include(member) => (Some(handle(members, *member)), None),
            Step::End { plan } => (None, text(plan.as_ref())),
            Step::Pause | Step::Wake => (None, None),
        };
        let called = |id: &MemberId| handle(members, *id);
        Self {
            id: it.id.to_string(),
            what: it.what.wire(),
            to,
            why: it.why.as_ref().map(ToString::to_string),
            plan,
            by: called(&it.by),
            at: times::utc(it.at),
            agreed: it.agreed.iter().map(called).collect(),
            outcome: it.outcome.wire(),
        }
    }
}

/// What they give each other.
pub fn values(view: &View) -> Vec<ValueBody> {
    let body = |it: &domain::relationships::words::Value| ValueBody {
        id: it.id.to_string(),
        giver: handle(&view.members, it.giver),
        receiver: handle(&view.members, it.receiver),
        words: it.words.to_string(),
    };
    view.values.iter().map(body).collect()
}

/// What they said.
pub fn messages(view: &View) -> Vec<MessageBody> {
    let body = |it: &actions::relationships::read::Message| MessageBody {
        id: it.id.to_string(),
        member: handle(&view.members, it.member),
        at: times::utc(it.at),
        message: it.words.to_string(),
    };
    view.messages.iter().map(body).collect()
}

/// How they say it goes.
pub fn reviews(view: &View) -> Vec<ReviewBody> {
    let body = |it: &domain::relationships::review::Review| ReviewBody {
        member: handle(&view.members, it.by),
        at: times::utc(it.at),
        useful: it.useful.wire(),
        words: text(it.words.as_ref()),
    };
    view.reviews.iter().map(body).collect()
}

/// What was passed on.
pub fn introductions(listed: &Introductions) -> Vec<IntroductionBody> {
    let called = |id: MemberId| handle(&listed.members, id);
    let body = |it: &Shown| {
        let one = &it.introduction;
        IntroductionBody {
            id: one.id.to_string(),
            by: called(one.by),
            to: called(one.to),
            about: one.about.map(called),
            hands: it.hands.iter().map(|it| called(*it)).collect(),
            words: one.words.to_string(),
            at: times::utc(one.at),
            to_answer: one.to_answer.wire(),
            about_answer: one.about_answer.wire(),
        }
    };
    listed.shown.iter().map(body).collect()
}
