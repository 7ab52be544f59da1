//! Saying hello, and answering. Two who say hello to each other in the same moment have said yes.

use domain::kernel::event::Event;
use domain::kernel::id::{MemberId, MessageId, RelationshipId};
use domain::kernel::text::{Handle, Line, Prose};
use domain::kernel::who::Who;
use domain::members::member::Member;
use domain::relationships::hello::{HELLO_DAYS, is_too_soon};
use domain::relationships::ladder::Kind;
use domain::relationships::party::Decline;
use domain::relationships::refusal::Refusal;
use domain::relationships::relationship::{Hello, Relationship, State, together};
use store::relationships::talk::Message;
use store::{ReadTx, StoreError, WriteTx, members, relationships as rows};

use super::{TRIES, asking, change, other, save};
use crate::App;
use crate::error::{ActionError, FieldProblem};
use crate::permission::Act;

/// A hello as a form or request says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// To which members, by handle.
    pub to: Vec<String>,
    /// `friendship`, `collaboration` or `partnership`.
    pub kind: String,
    /// What for.
    pub purpose: String,
    /// In one's own words.
    pub word: String,
}

struct Read {
    kind: Kind,
    purpose: Line,
    word: Prose,
}

/// Says hello. Who has been said hello to by them meanwhile says yes with it.
///
/// # Errors
/// [`ActionError::Fields`] for what does not fit, and where they are in touch already;
/// [`ActionError::Rule`] when somebody said no a short while ago.
pub async fn say(app: &App, who: Who, asked: &Asked) -> Result<Relationship, ActionError> {
    let me = asking(who, Act::SayHello)?;
    let read = parse(asked)?;
    for _ in 1..TRIES {
        match say_once(app, who, me, asked, &read).await {
            Err(ActionError::Stale) => (),
            other => return other,
        }
    }
    say_once(app, who, me, asked, &read).await
}

fn parse(asked: &Asked) -> Result<Read, ActionError> {
    let kind = Kind::parse(&asked.kind);
    let (purpose, word) = (Line::parse(&asked.purpose), Prose::parse(&asked.word));
    match (kind, purpose, word) {
        (Ok(kind), Ok(purpose), Ok(word)) if !asked.to.is_empty() => {
            Ok(Read { kind, purpose, word })
        }
        (kind, purpose, word) => {
            let problem =
                |field: &str, problem: String| FieldProblem { field: field.into(), problem };
            let mut problems = Vec::new();
            if asked.to.is_empty() {
                problems.push(problem("to", Refusal::Alone.to_string()));
            }
            problems.extend(kind.err().map(|it| problem("kind", it.to_string())));
            problems.extend(purpose.err().map(|it| problem("purpose", it.to_string())));
            problems.extend(word.err().map(|it| problem("word", it.to_string())));
            Err(ActionError::Fields(problems))
        }
    }
}

async fn say_once(
    app: &App,
    who: Who,
    me: MemberId,
    asked: &Asked,
    read: &Read,
) -> Result<Relationship, ActionError> {
    let mut tx = app.store.write().await?;
    let mut others = Vec::new();
    for handle in &asked.to {
        others.push(other(&mut tx, who, handle, "to").await?);
    }
    let ids: Vec<MemberId> = others.iter().map(|it| it.id).collect();
    let between = together(ids.iter().copied().chain([me]));
    let mut events = Vec::new();
    if let Some(open) = rows::between(&mut tx, &between).await? {
        match open.clone().lapse(me, app.now()) {
            Ok((lapsed, happened)) if open.hello.by == me => {
                save(&mut tx, lapsed).await?;
                events = happened;
            }
            _ => return meet(app, who, tx, open, read).await,
        }
    }
    for member in &ids {
        let lately = app.now().plus_days(-HELLO_DAYS);
        let said_no = rows::said_no(&mut tx, *member, me, lately).await?;
        if said_no.is_some_and(|at| is_too_soon(at, app.now())) {
            return Err(Refusal::TooSoon.into());
        }
    }
    let hello =
        Hello { by: me, at: app.now(), purpose: read.purpose.clone(), word: read.word.clone() };
    let slug = free_slug(&mut tx, me, &others).await?;
    let id = RelationshipId::from_bits(app.new_id());
    let (it, happened) = Relationship::say_hello(id, slug, read.kind, hello, &ids)?;
    match rows::insert(&mut tx, &it).await {
        // Somebody was faster: look again at what is there.
        Err(StoreError::Taken) => return Err(ActionError::Stale),
        other => other?,
    }
    events.extend(happened);
    app.record(&mut tx, who, &events).await?;
    tx.commit().await?;
    Ok(it)
}

/// There is a hello, or more, between just these members already.
async fn meet(
    app: &App,
    who: Who,
    mut tx: WriteTx,
    open: Relationship,
    read: &Read,
) -> Result<Relationship, ActionError> {
    let me = who.member().ok_or(ActionError::SignIn)?;
    let mine = open.party(me);
    if mine.is_some_and(domain::relationships::party::Party::may_answer) {
        let (it, events) = open.accept(me, app.now())?;
        let it = save(&mut tx, it).await?;
        let message = Message {
            id: MessageId::from_bits(app.new_id()),
            member: me,
            person: who.person(),
            at: app.now(),
            words: read.word.clone(),
        };
        rows::talk::add_message(&mut tx, it.id, &message).await?;
        app.record(&mut tx, who, &events).await?;
        tx.commit().await?;
        return Ok(it);
    }
    if open.state == State::Proposed && mine.is_some_and(|it| it.is_in()) {
        return Ok(open);
    }
    Err(ActionError::field("to", "you are in touch with just these members already"))
}

/// An address of its own, from the names: `meadow-finch-quay-stories`.
async fn free_slug(
    tx: &mut ReadTx,
    me: MemberId,
    others: &[Member],
) -> Result<Handle, ActionError> {
    let mine = members::find(tx, me).await?.ok_or(ActionError::NotFound("member"))?;
    let all = [&mine].into_iter().chain(others).map(|it| it.handle.as_str());
    let names = all.collect::<Vec<_>>().join(" ");
    for number in 1..10_000 {
        let slug = Handle::suggest(&names, number);
        if rows::by_slug(tx, &slug).await?.is_none() {
            return Ok(slug);
        }
    }
    Err(ActionError::field("to", "you have begun too often; please go on with what there is"))
}

/// Says yes to a hello, or to being asked in.
///
/// # Errors
/// [`ActionError::Rule`] when it was answered or taken back meanwhile.
pub async fn accept(app: &App, who: Who, slug: &str) -> Result<Relationship, ActionError> {
    change(app, who, Act::AnswerHello, slug, |it, me, now| it.accept(me, now)).await
}

/// Says no, with a reason from a short list and a word if they like.
///
/// # Errors
/// [`ActionError::Fields`] for another reason; else as [`accept`].
pub async fn decline(
    app: &App,
    who: Who,
    slug: &str,
    reason: &str,
    words: &str,
) -> Result<Relationship, ActionError> {
    let reason = Decline::parse(reason).map_err(|_| {
        ActionError::field(
            "reason",
            "please choose one of the reasons; it need not be the real one",
        )
    });
    let words = Line::parse_optional(words).map_err(|it| ActionError::field("words", it));
    let act = Act::AnswerHello;
    asking(who, act)?;
    let (reason, words) = (reason?, words?);
    let decide = |it: Relationship, me, now| it.decline(me, reason, words.clone(), now);
    change(app, who, act, slug, decide).await
}

/// Lets the question rest.
///
/// # Errors
/// As [`accept`].
pub async fn set_aside(app: &App, who: Who, slug: &str) -> Result<Relationship, ActionError> {
    change(app, who, Act::AnswerHello, slug, |it, me, now| it.set_aside(me, now)).await
}

/// Takes one's own hello back.
///
/// # Errors
/// [`ActionError::Rule`] when it was answered meanwhile, or is not one's own.
pub async fn withdraw(app: &App, who: Who, slug: &str) -> Result<Relationship, ActionError> {
    change(app, who, Act::AnswerHello, slug, |it, me, now| it.withdraw_hello(me, now)).await
}

/// Whom a hello goes to, for a form that asks for the word: the members with these handles.
///
/// # Errors
/// As [`say`] for who cannot be said hello to.
pub async fn recipients(
    app: &App,
    who: Who,
    handles: &[String],
) -> Result<Vec<Member>, ActionError> {
    asking(who, Act::SayHello)?;
    let mut tx = app.store.read().await?;
    let mut found = Vec::new();
    for handle in handles {
        found.push(other(&mut tx, who, handle, "to").await?);
    }
    Ok(found)
}

/// Where just these members and one's own are together already, if they are.
///
/// # Errors
/// As [`say`] for who cannot be said hello to.
pub async fn already(
    app: &App,
    who: Who,
    handles: &[String],
) -> Result<Option<Handle>, ActionError> {
    let me = asking(who, Act::SayHello)?;
    let mut tx = app.store.read().await?;
    let mut ids = vec![me];
    for handle in handles {
        ids.push(other(&mut tx, who, handle, "to").await?.id);
    }
    let found = rows::between(&mut tx, &together(ids.into_iter())).await?;
    Ok(found
        .filter(|it| it.party(me).is_some_and(|it| it.is_in() || it.may_answer()))
        .map(|it| it.slug))
}

/// An event that tells the other parties without repeating what was said to them alone.
pub(super) fn told(it: &Relationship, by: MemberId, kind: &'static str, words: &str) -> Event {
    Event { kind, member: Some(by), subject: it.id.bits(), words: words.to_owned() }
}
