//! Every act, tried by every kind of person: done, refused, or not there for them.
//!
//! The match in [`attempt`] has an arm for each act, so that an act without a row does not build.

#![cfg(test)]

mod house;
mod told;

use actions::fit::{FindQuery, Slice};
use actions::permission::{Act, Rule, may};
use actions::relationships::{self, describe, doing, hello, introductions, read, steps};
use actions::{ActionError, App};
use domain::fit::Purpose;
use domain::kernel::id::{MemberId, NoteId, OfferId};
use domain::kernel::who::{Actor, Who};
use domain::members::parts::Standing;
use domain::relationships::party::Shelf;
use house::House;
use store::testing::{Engine, fresh};

/// What somebody met at a door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Met {
    /// It opened. Whether the act then made sense is told elsewhere.
    Open,
    /// "Please sign in first."
    SignIn,
    /// "You may not."
    Refused,
    /// "There is no such thing", although there is.
    Invisible,
}

/// Who stands at the doors, and about whom the acts are.
struct Cast {
    guest: Who,
    nobody: Who,
    candidate: Who,
    fellow: Who,
    steward: Who,
    own: Who,
    /// The member that `own` acts for.
    member: MemberId,
    /// Does the same work for the same people as `own`.
    same_maker: Who,
    /// Was a party of `own`'s relationship and has left it.
    former: Who,
    /// The relationship's address.
    slug: String,
    /// The proposal that is open there.
    step: String,
    /// What was passed on to `own`.
    introduction: String,
    /// A note of that member, for everyone.
    note: NoteId,
}

async fn cast(house: &House) -> Cast {
    let (own, member) = house.someone("Ana Print", Standing::Member).await;
    let (fellow, _) = house.someone("Ben Film", Standing::Member).await;
    let (candidate, _) = house.someone("Cleo Care", Standing::Candidate).await;
    let (steward, _) = house.someone("Stu Server", Standing::Member).await;
    house.someone("Listed Only", Standing::Contact).await;
    let same_maker = same_maker(house, own, member).await;
    let (former, slug, step, introduction) = tied(house, own).await;
    // Nobody is new any more.
    house.wait_days(1);
    let note = told::note_of(&house.app, own).await;
    let change = |who: Who, change: fn(Actor) -> Actor| match who {
        Who::Person(actor) => Who::Person(change(actor)),
        Who::Guest => Who::Guest,
    };
    Cast {
        guest: Who::Guest,
        nobody: change(fellow, |it| Actor { hat: None, joined: false, ..it }),
        candidate,
        fellow,
        steward: change(steward, |it| Actor { steward: true, ..it }),
        own,
        member,
        same_maker,
        former,
        slug,
        step,
        introduction,
        note,
    }
}

/// Somebody who offers the same to the same people as `own`.
async fn same_maker(house: &House, own: Who, member: MemberId) -> Who {
    let (rival, id) = house.someone("Rival Print", Standing::Member).await;
    let text = |it: &str| it.to_owned();
    for (who, member) in [(own, member), (rival, id)] {
        let said =
            [(text("audience"), text("small charities")), (text("places"), text("Bristol, GB"))];
        actions::members::describe(&house.app, who, member, &said).await.unwrap();
        let offer = [(text("title"), text("Print")), (text("tags"), text("print"))];
        actions::members::offers::put_offer(&house.app, who, member, None, &offer).await.unwrap();
    }
    rival
}

/// A relationship of `own` with two others, from which a fourth has left, with an open proposal
/// and something passed on to `own`: the former party, the address and the two ids.
async fn tied(house: &House, own: Who) -> (Who, String, String, String) {
    let app = &house.app;
    let (two, _) = house.someone("Party Two", Standing::Member).await;
    let (three, _) = house.someone("Party Three", Standing::Member).await;
    let (former, _) = house.someone("Former Party", Standing::Member).await;
    let hello = hello::Asked {
        to: ["party-two", "party-three", "former-party"].map(str::to_owned).to_vec(),
        kind: "collaboration".to_owned(),
        purpose: "work together".to_owned(),
        word: "Shall we?".to_owned(),
    };
    let slug = hello::say(app, own, &hello).await.unwrap().slug.to_string();
    for party in [two, three, former] {
        hello::accept(app, party, &slug).await.unwrap();
    }
    steps::leave(app, former, &slug).await.unwrap();
    let up =
        steps::Asked { what: "move".to_owned(), to: "guidance".to_owned(), ..Default::default() };
    let it = steps::propose(app, two, &slug, &up).await.unwrap();
    let passed = introductions::Asked {
        to: "ana-print".to_owned(),
        words: "A fair that looks for printers".to_owned(),
        ..Default::default()
    };
    let passed = introductions::pass_on(app, two, &passed).await.unwrap();
    (former, slug, it.step.unwrap().id.to_string(), passed.id.to_string())
}

fn expected(act: Act, rule: Rule, cast: &Cast, who: Who) -> Met {
    match rule {
        Rule::Anyone => Met::Open,
        _ if who == cast.guest => Met::SignIn,
        Rule::Person => Met::Open,
        Rule::Member | Rule::Party if who == cast.nobody || who == cast.candidate => Met::Refused,
        Rule::Member => Met::Open,
        Rule::Party if who == cast.own => Met::Open,
        // Reads what was up to the leaving; what is more, the rules of the room refuse.
        Rule::Party if who == cast.former && act != Act::AnswerIntroduction => Met::Open,
        Rule::Party => Met::Invisible,
        Rule::Own if who == cast.own => Met::Open,
        Rule::Own | Rule::Steward => Met::Refused,
    }
}

fn met(rule: Rule, outcome: Result<(), ActionError>) -> Met {
    match outcome {
        Err(ActionError::NotFound(_)) if rule == Rule::Party => Met::Invisible,
        Err(ActionError::SignIn) => Met::SignIn,
        Err(ActionError::Refused(_)) => Met::Refused,
        Err(error @ (ActionError::Store(_) | ActionError::Full | ActionError::Slow)) => {
            panic!("{error:?}")
        }
        // A rule of the room, a field, or a thing that is not there: the door was open.
        _ => Met::Open,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_door_opens_to_those_it_is_for_and_to_nobody_else() {
    let mut wrong = Vec::new();
    for (act, rule) in Act::TABLE {
        // A fresh house for each act: one may end what the next one needs.
        let house = House::new(fresh(Engine::Sqlite).await.unwrap().unwrap()).await;
        let cast = cast(&house).await;
        let outside = [cast.guest, cast.nobody, cast.candidate, cast.fellow, cast.same_maker];
        for who in outside.into_iter().chain([cast.former, cast.steward, cast.own]) {
            let found = met(*rule, attempt(&house.app, *act, who, &cast).await);
            if found != expected(*act, *rule, &cast, who) {
                wrong.push(format!("{act:?} ({rule:?}): {who:?} met {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

// Who may do what, as it was agreed.
const ANYONE: &[&str] =
    &["SetUp", "Join", "ReadAlliance", "SignIn", "ReadMember", "ClaimContact", "ReadNotes"];
const PERSON: &[&str] = &[
    "ReadMyCandidacy",
    "ChangeMyself",
    "ChangeHat",
    "LeaveTeam",
    "ManageDevices",
    "ManagePasskeys",
    "ManageTokens",
    "ManageCalendar",
    "ExportOwn",
];
const MEMBER: &[&str] = &[
    "ChangeAlliance",
    "Invite",
    "ReadInvitations",
    "TakeInvitationBack",
    "ReadCandidates",
    "Object",
    "Find",
    "ListRelationships",
    "SayHello",
    "Introduce",
    "ListMembers",
    "ListContact",
    "DescribeContact",
    "AnswerClaim",
    "ReadHome",
    "Tell",
    "Comment",
    "UseNote",
    "KeepCircles",
    "ImportMembers",
    "ExportMembers",
];
const OWN: &[&str] = &[
    "ReadTeam",
    "LinkForFellow",
    "DescribeMember",
    "ChangeLogo",
    "ChangeNote",
    "MoveNote",
    "LeaveAlliance",
    "ReadHistory",
];
const PARTY: &[&str] = &[
    "ReadRelationship",
    "AnswerHello",
    "ProposeStep",
    "AnswerStep",
    "LeaveRelationship",
    "DescribeRelationship",
    "WriteMessage",
    "RecordInteraction",
    "HoldReview",
    "AnswerIntroduction",
];
const STEWARD: &[&str] = &[];

/// The table as it was agreed: whoever changes a rule changes this line too.
#[test]
fn the_table_is_as_it_was_agreed() {
    let acts = |rule: Rule| {
        let of_rule = Act::TABLE.iter().filter(|(_, it)| *it == rule);
        of_rule.map(|(act, _)| format!("{act:?}")).collect::<Vec<_>>()
    };
    assert_eq!(acts(Rule::Anyone), ANYONE);
    assert_eq!(acts(Rule::Person), PERSON);
    assert_eq!(acts(Rule::Member), MEMBER);
    assert_eq!(acts(Rule::Own), OWN);
    assert_eq!(acts(Rule::Party), PARTY);
    assert_eq!(acts(Rule::Steward), STEWARD);
}

async fn attempt(app: &App, act: Act, who: Who, cast: &Cast) -> Result<(), ActionError> {
    use actions::{alliance, fit, members, people};
    let member = cast.member;
    match act {
        // These take no person: whoever comes is a guest until they are in.
        Act::SetUp | Act::Join | Act::SignIn => may(who, act, None).map(drop),
        Act::ReadAlliance => alliance::settings::read(app, who).await.map(drop),
        Act::ChangeAlliance => alliance::settings::restore(app, who, 1).await.map(drop),
        Act::Invite | Act::TakeInvitationBack => may(who, act, None).map(drop),
        Act::ReadInvitations => alliance::invitations::list(app, who, None, "seed").await.map(drop),
        Act::ReadCandidates => alliance::candidates::list(app, who).await.map(drop),
        Act::Object => alliance::candidates::object(app, who, "cleo-care", "We should meet first")
            .await
            .map(drop),
        Act::ReadMyCandidacy => alliance::candidates::mine(app, who).await.map(drop),
        Act::ChangeMyself => people::me::read(app, who).await.map(drop),
        Act::ChangeHat => may(who, act, None).map(drop),
        Act::LeaveTeam => people::me::departure(app, who, member).await.map(drop),
        Act::ManageDevices => people::devices::list(app, who).await.map(drop),
        Act::ManagePasskeys => people::passkeys::list(app, who).await.map(drop),
        Act::ManageTokens => people::tokens::list(app, who).await.map(drop),
        Act::ReadTeam => people::team::list(app, who, member).await.map(drop),
        Act::LinkForFellow => {
            let fellow = cast.own.person().ok_or(ActionError::SignIn)?;
            people::links::for_fellow(app, who, member, fellow).await.map(drop)
        }
        Act::Find => {
            let (query, slice) = (FindQuery::of(Purpose::Together), Slice { after: None, size: 5 });
            fit::find(app, who, &query, slice).await.map(drop)
        }
        Act::ListRelationships
        | Act::SayHello
        | Act::Introduce
        | Act::ManageCalendar
        | Act::ReadRelationship
        | Act::AnswerHello
        | Act::ProposeStep
        | Act::AnswerStep
        | Act::LeaveRelationship
        | Act::DescribeRelationship
        | Act::WriteMessage
        | Act::RecordInteraction
        | Act::HoldReview
        | Act::AnswerIntroduction => within(app, act, who, cast).await,
        Act::ReadMember => members::read(app, who, "ana-print").await.map(drop),
        Act::DescribeMember => {
            members::offers::drop_offer(app, who, member, OfferId::from_bits(1)).await.map(drop)
        }
        Act::ChangeLogo => members::logos::remove(app, who, member).await.map(drop),
        Act::ListMembers => {
            house_closed(app).await?;
            members::list::by_name(app, who, Standing::Member, None).await.map(drop)
        }
        Act::ListContact | Act::DescribeContact | Act::ClaimContact | Act::AnswerClaim => {
            with_contacts(app, act, who).await
        }
        Act::ReadNotes
        | Act::ReadHome
        | Act::Tell
        | Act::ChangeNote
        | Act::MoveNote
        | Act::Comment
        | Act::UseNote
        | Act::KeepCircles => told::attempt(app, act, who, cast.note).await,
        Act::LeaveAlliance => members::leaving::leave(app, who, member).await.map(drop),
        Act::ReadHistory => members::history::read(app, who, member, None).await.map(drop),
        Act::ImportMembers => members::import::list(app, who, None).await.map(drop),
        Act::ExportMembers | Act::ExportOwn => taking_out(app, act, who, cast).await,
    }
}

async fn with_contacts(app: &App, act: Act, who: Who) -> Result<(), ActionError> {
    use actions::members::{claims, contacts};
    match act {
        Act::ListContact => may(who, act, None).map(drop),
        Act::DescribeContact => contacts::remove(app, who, "listed-only").await.map(drop),
        Act::ClaimContact => {
            claims::ask(app, who, "listed-only", "Lea", "lea@example.org").await.map(drop)
        }
        _ => claims::waiting(app, who, "listed-only").await.map(drop),
    }
}

async fn taking_out(app: &App, act: Act, who: Who, cast: &Cast) -> Result<(), ActionError> {
    use actions::members::{export, import::Asker};
    match act {
        Act::ExportMembers => export::members(app, Asker::Person(who), None).await.map(drop),
        // Who acts for nobody has nothing of their own to take out yet.
        _ if who == cast.nobody => may(who, act, None).map(drop),
        _ => export::own_data(app, who).await.map(drop),
    }
}

/// What happens in and around one relationship.
async fn within(app: &App, act: Act, who: Who, cast: &Cast) -> Result<(), ActionError> {
    let slug = cast.slug.as_str();
    match act {
        Act::ListRelationships => read::shelf(app, who, Shelf::Active, None).await.map(drop),
        Act::SayHello => hello::say(app, who, &hello::Asked::default()).await.map(drop),
        Act::Introduce => {
            introductions::pass_on(app, who, &introductions::Asked::default()).await.map(drop)
        }
        Act::ManageCalendar => relationships::calendar::made(app, who).await.map(drop),
        Act::ReadRelationship => {
            read::history(app, who, slug, None).await?;
            read::one(app, who, slug).await?;
            read::page(app, who, slug, None).await.map(drop)
        }
        Act::AnswerHello => hello::accept(app, who, slug).await.map(drop),
        Act::ProposeStep => {
            let asked = steps::Asked { what: "pause".to_owned(), ..Default::default() };
            steps::propose(app, who, slug, &asked).await.map(drop)
        }
        Act::AnswerStep => steps::agree(app, who, slug, &cast.step).await.map(drop),
        Act::LeaveRelationship => steps::leave(app, who, slug).await.map(drop),
        Act::DescribeRelationship => {
            let goal = ("goals".to_owned(), "A house of our own".to_owned());
            describe::write(app, who, slug, &[goal]).await.map(drop)
        }
        Act::WriteMessage => describe::say(app, who, slug, "Good morning").await.map(drop),
        Act::RecordInteraction => {
            doing::record(app, who, slug, &doing::Asked::default()).await.map(drop)
        }
        Act::HoldReview => doing::review(app, who, slug, "yes", "").await.map(drop),
        Act::AnswerIntroduction => {
            introductions::answer(app, who, &cast.introduction, true).await.map(drop)
        }
        other => panic!("{other:?} is tried by no arm"),
    }
}

/// The list of members is for members alone.
async fn house_closed(app: &App) -> Result<(), ActionError> {
    let mut tx = app.store.write().await?;
    if let Some(alliance) = store::alliance::find(&mut tx).await? {
        let closed = domain::alliance::settings::Alliance { open_directory: false, ..alliance };
        store::alliance::save(&mut tx, &closed).await?;
    }
    Ok(tx.commit().await?)
}
