//! Someone new comes in: a person, the member they act for, and the device they sit at, all in
//! one transaction.

use domain::kernel::id::{MemberId, PersonId, SessionId};
use domain::kernel::text::{Email, Handle, Line, Name};
use domain::kernel::time::Time;
use domain::members::member::{Member, Profile};
use domain::members::parts::{Kind, Standing};
use domain::members::visibility::Visibility;
use domain::people::person::Person;
use domain::people::proof::SESSION_DAYS;
use store::{StoreError, WriteTx, people as rows};

use crate::error::{ActionError, FieldProblem};
use crate::members::free_handle;
use crate::people::sign_in::Knock;
use crate::{App, secret};

/// How often coming in that lost a race is begun anew before its person is told.
pub(super) const ATTEMPTS: u32 = 5;

/// Someone who came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// The secret of the session that was opened, for the cookie; `None` where one was open.
    pub secret: Option<String>,
    /// Whether they are in; a candidate is not yet.
    pub standing: Standing,
    /// Whether they act for a member that was there already.
    pub into_member: bool,
}

/// What someone new says about themselves.
pub(super) struct Newcomer {
    name: Name,
    email: Option<Email>,
}

/// What they say about the member they will act for.
pub(super) struct Newmember {
    pub name: Name,
    pub kind: Kind,
    pub line: Option<Line>,
}

/// The text of a field; nothing when it was not sent.
pub(super) fn text_of<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    fields.iter().find(|(it, _)| it == name).map_or("", |(_, text)| text)
}

/// Keeps what could be read, and notes what could not.
pub(super) fn take<T, E: ToString>(
    problems: &mut Vec<FieldProblem>,
    field: &str,
    read: Result<T, E>,
) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(error) => {
            problems.push(FieldProblem { field: field.to_owned(), problem: error.to_string() });
            None
        }
    }
}

/// Reads `name` and `email`, which may be left empty.
pub(super) fn newcomer(
    problems: &mut Vec<FieldProblem>,
    fields: &[(String, String)],
) -> Option<Newcomer> {
    let name = take(problems, "name", Name::parse(text_of(fields, "name")));
    let email = text_of(fields, "email");
    let email = if email.trim().is_empty() { Ok(None) } else { Email::parse(email).map(Some) };
    let email = take(problems, "email", email);
    Some(Newcomer { name: name?, email: email? })
}

/// Reads `kind`, `organisation` and `line`. Who works in their own name may leave the name of the
/// organisation empty (R75).
pub(super) fn newmember(
    problems: &mut Vec<FieldProblem>,
    fields: &[(String, String)],
    person: &str,
) -> Option<Newmember> {
    let kind = match text_of(fields, "kind") {
        "" => Err("please choose one".to_owned()),
        kind => Kind::parse(kind).map_err(|it| it.to_string()),
    };
    let kind = take(problems, "kind", kind);
    let organisation = text_of(fields, "organisation");
    let own = kind == Some(Kind::FreeAgent) && organisation.trim().is_empty();
    let name = if own {
        Name::parse(person).ok()
    } else {
        take(problems, "organisation", Name::parse(organisation))
    };
    let line = take(problems, "line", Line::parse_optional(text_of(fields, "line")));
    Some(Newmember { name: name?, kind: kind?, line: line? })
}

/// Whether this form was taken already, and how its person stands.
pub(super) async fn taken_before(
    app: &App,
    tx: &mut WriteTx,
    secret: &str,
) -> Result<Option<Entered>, ActionError> {
    let Some(session) = rows::session(tx, secret::hash(secret), app.now()).await? else {
        return Ok(None);
    };
    let Some(hat) = session.hat else { return Ok(None) };
    let people = rows::of_member(tx, hat.member).await?;
    let (secret, standing) = (Some(secret.to_owned()), hat.standing);
    Ok(Some(Entered { secret, standing, into_member: people.len() > 1 }))
}

/// Remembers a new member.
pub(super) async fn insert_member(
    app: &App,
    tx: &mut WriteTx,
    new: &Newmember,
    standing: Standing,
) -> Result<Member, ActionError> {
    let now = app.now();
    let member = Member {
        id: MemberId::from_bits(app.new_id()),
        handle: free_handle(tx, new.name.as_str()).await?,
        name: new.name.clone(),
        kind: new.kind,
        standing,
        since: now,
        changed: now,
        profile: Profile { line: new.line.clone(), ..Profile::default() },
        visibility: Visibility::default(),
        version: 1,
    };
    match store::members::insert(tx, &member).await {
        // Two of one name at once: the next try finds the next handle.
        Err(StoreError::Taken) => Err(ActionError::Stale),
        other => Ok(other.map(|()| member)?),
    }
}

/// Remembers a new person.
pub(super) async fn insert_person(
    app: &App,
    tx: &mut WriteTx,
    new: &Newcomer,
    steward: bool,
) -> Result<Person, ActionError> {
    let taken = "somebody here has this address already; if it is you, please sign in first";
    if let Some(email) = &new.email
        && rows::with_email(tx, email).await?.is_some()
    {
        return Err(ActionError::field("email", taken));
    }
    let person = Person {
        id: PersonId::from_bits(app.new_id()),
        name: new.name.clone(),
        email: new.email.clone(),
        zone: "UTC".to_owned(),
        steward,
        since: app.now(),
    };
    match rows::insert(tx, &person).await {
        Err(StoreError::Taken) => Err(ActionError::field("email", taken)),
        other => Ok(other.map(|()| person)?),
    }
}

/// Gives a person their hat and opens the session.
pub(super) async fn open(
    app: &App,
    tx: &mut WriteTx,
    (person, member): (Person, &Member),
    knock: &Knock,
    secret: &str,
) -> Result<(), ActionError> {
    let now: Time = app.now();
    rows::add_hat(tx, person.id, member.id, now).await?;
    let (handle, name): (Handle, Name) = (member.handle.clone(), member.name.clone());
    let session = rows::Session {
        id: SessionId::from_bits(app.new_id()),
        person,
        hat: Some(rows::Hat {
            member: member.id,
            handle,
            name,
            standing: member.standing,
            logo: member.profile.logo,
        }),
        seen: now,
        until: now.plus_days(SESSION_DAYS),
    };
    Ok(rows::insert_session(tx, &session, secret::hash(secret), &knock.device).await?)
}
