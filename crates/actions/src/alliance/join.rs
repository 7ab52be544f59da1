//! Using a way in: look at what it says, and come in.

use domain::alliance::joining::{Closed, Invitation, Joining};
use domain::alliance::settings::Alliance;
use domain::kernel::event::Event;
use domain::kernel::text::{Email, Handle, Name};
use domain::kernel::who::{Actor, Who};
use domain::members::member::Member;
use domain::members::parts::Standing;
use domain::people::person::Person;
use store::invitations as rows;
use store::{ReadTx, WriteTx};

use super::entry::{self, ATTEMPTS, Entered};
use crate::error::ActionError;
use crate::people::sign_in::{Knock, session_secret};
use crate::people::throttle;
use crate::permission::{Act, may};
use crate::{App, secret};

/// What a way in says to whoever opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// Who invites; `None` when the command line did.
    pub by: Option<Name>,
    /// For which member.
    pub by_member: Option<Name>,
    /// Whom it is for, when it is for one.
    pub to: Option<Name>,
    /// Where it was sent.
    pub email: Option<Email>,
    /// The member one will act for, and whether it is a listed contact that is claimed.
    pub into: Option<(Name, Handle, bool)>,
    /// How one joins.
    pub joining: Joining,
}

/// What a way in says.
///
/// # Errors
/// [`ActionError::NotFound`] for a wrong code, [`Closed`] for one that lets nobody in any more,
/// [`ActionError::Wait`] after too many wrong ones.
pub async fn look(app: &App, code: &str, from: &str) -> Result<Invite, ActionError> {
    let mut tx = app.store.read().await?;
    let Some(invitation) = rows::with_hash(&mut tx, secret::hash(code)).await? else {
        drop(tx);
        return Err(wrong_code(app, from).await);
    };
    invitation.clone().enter(app.now())?;
    let by = match invitation.by {
        Some(person) => store::people::find(&mut tx, person).await?.map(|it| it.name),
        None => None,
    };
    let by_member = match invitation.by_member {
        Some(member) => store::members::find(&mut tx, member).await?.map(|it| it.name),
        None => None,
    };
    let into = into_member(&mut tx, &invitation).await?;
    let alliance = alliance(&mut tx).await?;
    Ok(Invite {
        by,
        by_member,
        to: invitation.to,
        email: invitation.email,
        into: into.map(|it| (it.name, it.handle, it.standing == Standing::Contact)),
        joining: alliance.joining,
    })
}

/// Comes in: person, member and session, all or none. `form` tells this very form from every
/// other; sent twice, it is answered alike. `fields`: `name`, `email` for who is not signed in,
/// and `organisation`, `kind`, `line` unless the way in leads to a member that is there.
///
/// # Errors
/// [`ActionError::Fields`] with every field that does not fit; otherwise as [`look`].
pub async fn join(
    app: &App,
    who: Who,
    (code, form): (&str, &str),
    fields: &[(String, String)],
    knock: &Knock,
) -> Result<Entered, ActionError> {
    may(who, Act::Join, None)?;
    let secret = session_secret(app, code, form);
    let mut outcome = Err(ActionError::Stale);
    for _ in 0..ATTEMPTS {
        outcome = try_join(app, who, (code, &secret), fields, knock).await;
        if !matches!(outcome, Err(ActionError::Stale)) {
            break;
        }
    }
    match outcome {
        Err(ActionError::NotFound("invitation")) => Err(wrong_code(app, &knock.from).await),
        other => other,
    }
}

async fn try_join(
    app: &App,
    who: Who,
    (code, secret): (&str, &str),
    fields: &[(String, String)],
    knock: &Knock,
) -> Result<Entered, ActionError> {
    let mut tx = app.store.write().await?;
    if let Some(entered) = entry::taken_before(app, &mut tx, secret).await? {
        return Ok(entered);
    }
    let found = rows::with_hash(&mut tx, secret::hash(code)).await?;
    let before = found.ok_or(ActionError::NotFound("invitation"))?;
    let invitation = before.clone().enter(app.now())?;
    let joining = alliance(&mut tx).await?.joining;
    rows::save(&mut tx, &invitation, before.uses).await?;
    let known = match who.person() {
        Some(id) => store::people::find(&mut tx, id).await?,
        None => None,
    };
    let signed_in = known.is_some();
    let target = into_member(&mut tx, &invitation).await?;
    let there = target.as_ref().is_some_and(|it| it.standing != Standing::Contact);
    let (person, member) = come_in(app, &mut tx, (known, target), joining, fields).await?;
    let actor = Actor {
        person: person.id,
        hat: Some(member.id),
        joined: member.standing == Standing::Member,
        steward: person.steward,
    };
    let event = Event::of_member("member.joined", member.id, words(&member, &person));
    if signed_in {
        store::people::add_hat(&mut tx, person.id, member.id, app.now()).await?;
    } else {
        entry::open(app, &mut tx, (person, &member), knock, secret).await?;
    }
    app.record(&mut tx, Who::Person(actor), &[event]).await?;
    tx.commit().await?;
    let secret = (!signed_in).then(|| secret.to_owned());
    Ok(Entered { secret, standing: member.standing, into_member: there })
}

fn words(member: &Member, person: &Person) -> String {
    match member.standing {
        Standing::Candidate => format!("{} asked to join", person.name),
        _ => format!("{} came in", person.name),
    }
}

/// The person, new or known, and the member they act for, new or there already.
async fn come_in(
    app: &App,
    tx: &mut WriteTx,
    (known, target): (Option<Person>, Option<Member>),
    joining: Joining,
    fields: &[(String, String)],
) -> Result<(Person, Member), ActionError> {
    let standing = match joining {
        Joining::Invited => Standing::Member,
        Joining::Consent { .. } => Standing::Candidate,
    };
    let mut problems = Vec::new();
    let newcomer = match known {
        Some(_) => None,
        None => entry::newcomer(&mut problems, fields),
    };
    let person_name = known.as_ref().map_or(entry::text_of(fields, "name"), |it| it.name.as_str());
    let new_member = match target {
        Some(_) => None,
        None => entry::newmember(&mut problems, fields, person_name),
    };
    if !problems.is_empty() {
        return Err(ActionError::Fields(problems));
    }
    let person = match (known, newcomer) {
        (Some(person), _) => person,
        (None, Some(new)) => entry::insert_person(app, tx, &new, false).await?,
        (None, None) => return Err(ActionError::Fields(problems)),
    };
    let member = match (target, new_member) {
        (Some(contact), _) if contact.standing == Standing::Contact => {
            let claimed = Member { standing, since: app.now(), changed: app.now(), ..contact };
            store::members::save(tx, &claimed).await?;
            claimed
        }
        (Some(member), _) => member,
        (None, Some(new)) => entry::insert_member(app, tx, &new, standing).await?,
        (None, None) => return Err(ActionError::Fields(problems)),
    };
    Ok((person, member))
}

async fn into_member(
    tx: &mut ReadTx,
    invitation: &Invitation,
) -> Result<Option<Member>, ActionError> {
    let Some(id) = invitation.into else { return Ok(None) };
    let found = store::members::find(tx, id).await?;
    let open = [Standing::Member, Standing::Candidate, Standing::Contact];
    let member = found.filter(|it| open.contains(&it.standing));
    // Whom it led to has left: the way in leads nowhere any more.
    member.map(Some).ok_or(Closed::Withdrawn.into())
}

async fn alliance(tx: &mut ReadTx) -> Result<Alliance, ActionError> {
    store::alliance::find(tx).await?.ok_or(ActionError::NotFound("alliance"))
}

/// Counts a wrong code against where it came from, and says so or asks to wait.
async fn wrong_code(app: &App, from: &str) -> ActionError {
    match count_wrong(app, from).await {
        Ok(()) | Err(ActionError::Stale) => ActionError::NotFound("invitation"),
        Err(error) => error,
    }
}

async fn count_wrong(app: &App, from: &str) -> Result<(), ActionError> {
    let mut tx = app.store.write().await?;
    throttle::count(app, &mut tx, &[&format!("join:{from}")]).await?;
    Ok(tx.commit().await?)
}
