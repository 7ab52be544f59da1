//! "This is us": somebody outside asks for a listed contact. A member reads it and invites them,
//! or sets it aside; nothing happens by itself, so nobody can take an entry that is not theirs.

use domain::kernel::event::Event;
use domain::kernel::id::ClaimId;
use domain::kernel::text::{Email, Name};
use domain::kernel::who::Who;
use domain::members::claim::{Claim, WAITING_MAX};
use domain::members::member::Member;
use domain::members::parts::Standing;
use store::members::claims as rows;

use crate::App;
use crate::error::{ActionError, FieldProblem};
use crate::members::{load_at, seen_by};
use crate::permission::{Act, may, must};

/// Asks for a contact.
///
/// # Errors
/// [`ActionError::Fields`] when name or address do not fit; [`ActionError::Refused`] when it is no
/// contact, or enough people wait for an answer.
pub async fn ask(
    app: &App,
    who: Who,
    handle: &str,
    name: &str,
    email: &str,
) -> Result<(), ActionError> {
    may(who, Act::ClaimContact, None)?;
    let (name, email) = (Name::parse(name), Email::parse(email));
    let problem = |field: &str, problem: String| FieldProblem { field: field.to_owned(), problem };
    let (name, email) = match (name, email) {
        (Ok(name), Ok(email)) => (name, email),
        (name, email) => {
            let name = name.err().map(|it| problem("name", it.to_string()));
            let email = email.err().map(|it| problem("email", it.to_string()));
            return Err(ActionError::Fields(name.into_iter().chain(email).collect()));
        }
    };
    let mut tx = app.store.write().await?;
    let contact = contact_at(&mut tx, who, handle).await?;
    let limit = i64::try_from(WAITING_MAX).unwrap_or(i64::MAX);
    let waiting = rows::of_contact(&mut tx, contact.id, limit).await?;
    if waiting.iter().any(|it| it.email == email) {
        return Ok(());
    }
    if waiting.len() >= WAITING_MAX {
        return Err(ActionError::Refused(
            "several people asked already; please ask a member you know to invite you",
        ));
    }
    let id = ClaimId::from_bits(app.new_id());
    let claim = Claim { id, contact: contact.id, name, email, at: app.now() };
    rows::add(&mut tx, &claim).await?;
    let event = Event::of_member("contact.claimed", contact.id, "asked for by someone outside");
    app.record(&mut tx, who, &[event]).await?;
    Ok(tx.commit().await?)
}

/// Who waits for an answer about a contact. For members.
///
/// # Errors
/// As [`must`] says.
pub async fn waiting(app: &App, who: Who, handle: &str) -> Result<Vec<Claim>, ActionError> {
    must(who, Act::AnswerClaim, None)?;
    let mut tx = app.store.read().await?;
    let contact = contact_at(&mut tx, who, handle).await?;
    let limit = i64::try_from(WAITING_MAX).unwrap_or(i64::MAX);
    Ok(rows::of_contact(&mut tx, contact.id, limit).await?)
}

/// Sets a request aside: it was answered, by an invitation or otherwise.
///
/// # Errors
/// [`ActionError::NotFound`] when it is not there any more.
pub async fn set_aside(app: &App, who: Who, id: ClaimId) -> Result<(), ActionError> {
    must(who, Act::AnswerClaim, None)?;
    let mut tx = app.store.write().await?;
    let claim = rows::one(&mut tx, id).await?.ok_or(ActionError::NotFound("request"))?;
    rows::forget(&mut tx, id).await?;
    let event = Event::of_member("contact.claim_answered", claim.contact, "answered a request");
    app.record(&mut tx, who, &[event]).await?;
    Ok(tx.commit().await?)
}

async fn contact_at(tx: &mut store::ReadTx, who: Who, handle: &str) -> Result<Member, ActionError> {
    let member = load_at(tx, handle).await?;
    let view = seen_by(who, member)?;
    if view.member.standing == Standing::Contact {
        return Ok(view.member);
    }
    Err(ActionError::Refused("this entry has people of its own already"))
}
