//! What one says about oneself, and for whom one acts.

use domain::kernel::event::Event;
use domain::kernel::id::{MemberId, PersonId};
use domain::kernel::text::{Email, Name};
use domain::kernel::who::Who;
use domain::people::person::Person;
use domain::people::proof::CODE_SECONDS;
use store::people::{self as rows, Hat, Session};
use store::{ReadTx, StoreError, WriteTx};

use super::{sign_in, throttle};
use crate::App;
use crate::error::ActionError;
use crate::letters::{self, Letter};
use crate::permission::{Act, must};

/// Oneself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    /// The person.
    pub person: Person,
    /// The members they act for, by name.
    pub hats: Vec<Hat>,
}

/// What became of a new address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewEmail {
    /// It is the person's now, or was before.
    Taken,
    /// A code was sent there; the address is theirs once they have shown it.
    CodeSent(Email),
}

/// Oneself.
///
/// # Errors
/// [`ActionError::SignIn`] to guests.
pub async fn read(app: &App, who: Who) -> Result<Me, ActionError> {
    let actor = must(who, Act::ChangeMyself, None)?;
    let mut tx = app.store.read().await?;
    let person = load(&mut tx, actor.person).await?;
    let hats = rows::hats(&mut tx, actor.person).await?;
    Ok(Me { person, hats })
}

/// Changes one's name and time zone; the caller has made sure that there is such a zone.
///
/// # Errors
/// [`ActionError::Fields`] when the name does not fit.
pub async fn change(app: &App, who: Who, name: &str, zone: &str) -> Result<Person, ActionError> {
    let actor = must(who, Act::ChangeMyself, None)?;
    let name = Name::parse(name).map_err(|it| ActionError::field("name", it))?;
    let mut tx = app.store.write().await?;
    let before = load(&mut tx, actor.person).await?;
    let person = Person { name, zone: zone.to_owned(), ..before };
    rows::save(&mut tx, &person).await?;
    tx.commit().await?;
    Ok(person)
}

/// Changes one's address: at once where no mail goes out, otherwise when a code that is sent
/// there has been shown. Nothing at all takes the address away.
///
/// # Errors
/// [`ActionError::Fields`] when it is no address, is somebody else's, or would leave one without
/// a way in; [`ActionError::Wait`] after too many.
pub async fn change_email(
    app: &App,
    who: Who,
    email: &str,
    from: &str,
) -> Result<NewEmail, ActionError> {
    let actor = must(who, Act::ChangeMyself, None)?;
    let email = match email.trim() {
        "" => None,
        email => Some(Email::parse(email).map_err(|it| ActionError::field("email", it))?),
    };
    let mut tx = app.store.write().await?;
    let person = load(&mut tx, actor.person).await?;
    if person.email == email {
        return Ok(NewEmail::Taken);
    }
    if let (Some(email), true) = (&email, app.config.mail) {
        send_code(app, &mut tx, &person, email, from).await?;
        tx.commit().await?;
        return Ok(NewEmail::CodeSent(email.clone()));
    }
    let keyless = rows::passkeys::of_person(&mut tx, person.id).await?.is_empty();
    if email.is_none() && app.config.mail && keyless {
        let problem = "please add a passkey first; without it, this address is your way in";
        return Err(ActionError::field("email", problem));
    }
    save_email(&mut tx, Person { email, ..person }).await?;
    tx.commit().await?;
    Ok(NewEmail::Taken)
}

async fn send_code(
    app: &App,
    tx: &mut WriteTx,
    person: &Person,
    email: &Email,
    from: &str,
) -> Result<(), ActionError> {
    throttle::count(app, tx, &[&format!("ask:{email}"), &format!("ask:{from}")]).await?;
    let code = sign_in::put_code(app, tx, &key_of(person), email).await?;
    let alliance = letters::alliance_name(tx).await?;
    let letter = Letter::AddressCode { alliance, code };
    let until = app.now().plus_seconds(CODE_SECONDS);
    letters::send(app, tx, Some(email), letter, until).await
}

/// Makes an address one's own by the code that was sent there.
///
/// # Errors
/// [`ActionError::Fields`] when the address is somebody else's; as for signing in when the code is
/// not the one.
pub async fn prove_email(
    app: &App,
    who: Who,
    email: &str,
    code: &str,
    from: &str,
) -> Result<Person, ActionError> {
    let actor = must(who, Act::ChangeMyself, None)?;
    let email = Email::parse(email).map_err(|it| ActionError::field("email", it))?;
    let mut tx = app.store.write().await?;
    let keys = &[&*format!("try:{email}"), &*format!("try:{from}")];
    throttle::count(app, &mut tx, keys).await?;
    let person = load(&mut tx, actor.person).await?;
    let proven = sign_in::check_code(app, &mut tx, &key_of(&person), &email, code).await?;
    if let Err(refused) = proven {
        tx.commit().await?; // The try counts.
        return Err(refused.into());
    }
    throttle::clear(&mut tx, keys).await?;
    let person = Person { email: Some(email), ..person };
    save_email(&mut tx, person.clone()).await?;
    tx.commit().await?;
    Ok(person)
}

async fn save_email(tx: &mut WriteTx, person: Person) -> Result<(), ActionError> {
    match rows::save(tx, &person).await {
        Err(StoreError::Taken) => {
            Err(ActionError::field("email", "this address belongs to someone else"))
        }
        other => Ok(other?),
    }
}

fn key_of(person: &Person) -> String {
    format!("address:{}", person.id)
}

/// From now on one acts for this member on this device.
///
/// # Errors
/// [`ActionError::NotFound`] when one does not act for it.
pub async fn wear(app: &App, session: &Session, member: MemberId) -> Result<Hat, ActionError> {
    let actor = must(super::who(Some(session)), Act::ChangeHat, None)?;
    let mut tx = app.store.write().await?;
    let hats = rows::hats(&mut tx, actor.person).await?;
    let hat = hats.into_iter().find(|it| it.member == member);
    let hat = hat.ok_or(ActionError::NotFound("member"))?;
    rows::devices::wear(&mut tx, session.id, Some(member)).await?;
    tx.commit().await?;
    Ok(hat)
}

/// What leaving a member means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departure {
    /// The member.
    pub hat: Hat,
    /// How many people would still act for it.
    pub others: usize,
}

/// What it would mean to leave this member.
///
/// # Errors
/// [`ActionError::NotFound`] when one does not act for it.
pub async fn departure(app: &App, who: Who, member: MemberId) -> Result<Departure, ActionError> {
    let actor = must(who, Act::LeaveTeam, None)?;
    let mut tx = app.store.read().await?;
    look_at_departure(&mut tx, actor.person, member).await
}

/// Stops acting for this member. Its last person says with `alone` that they know what it means:
/// it stays, but nobody answers for it.
///
/// # Errors
/// [`ActionError::NotFound`] when one does not act for it, [`ActionError::Fields`] when the last
/// one did not say so.
pub async fn leave(
    app: &App,
    who: Who,
    member: MemberId,
    alone: bool,
) -> Result<Departure, ActionError> {
    let actor = must(who, Act::LeaveTeam, None)?;
    let mut tx = app.store.write().await?;
    let departure = look_at_departure(&mut tx, actor.person, member).await?;
    if departure.others == 0 && !alone {
        let problem = "please say that you know that nobody will act for this member";
        return Err(ActionError::field("alone", problem));
    }
    let name = load(&mut tx, actor.person).await?.name;
    rows::remove_hat(&mut tx, actor.person, member).await?;
    let event = Event::of_member("people.left", member, format!("{name} stopped acting for it"));
    app.record(&mut tx, who, &[event]).await?;
    tx.commit().await?;
    Ok(departure)
}

async fn look_at_departure(
    tx: &mut ReadTx,
    person: PersonId,
    member: MemberId,
) -> Result<Departure, ActionError> {
    let hats = rows::hats(tx, person).await?;
    let hat = hats.into_iter().find(|it| it.member == member);
    let hat = hat.ok_or(ActionError::NotFound("member"))?;
    let people = rows::of_member(tx, member).await?;
    Ok(Departure { hat, others: people.iter().filter(|it| it.id != person).count() })
}

async fn load(tx: &mut ReadTx, person: PersonId) -> Result<Person, ActionError> {
    rows::find(tx, person).await?.ok_or(ActionError::SignIn)
}
