//! Passkeys: adding, listing, removing, signing in. A ceremony has two requests; what the second
//! is checked against is kept in between, and good once.

use domain::kernel::id::{PasskeyId, PersonId};
use domain::kernel::text::Name;
use domain::kernel::who::Who;
use domain::people::person::Person;
use domain::people::proof::NotProven;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::StoreError;
use store::people::{self as people, passkeys as rows};
use url::Url;
use webauthn_rs::prelude::{
    CredentialID, DiscoverableAuthentication, Passkey as Key, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Uuid, Webauthn, WebauthnBuilder,
};

pub use store::people::passkeys::Passkey;

use super::sign_in::{self, Knock};
use super::throttle;
use crate::error::ActionError;
use crate::permission::{Act, may, must};
use crate::{App, secret};

/// How long a browser may take between the two requests, in seconds.
const CEREMONY_SECONDS: i64 = 5 * 60;
/// The most passkeys a person may have.
const MAX: usize = 20;

/// What is kept between the two requests.
#[derive(Serialize, Deserialize)]
enum Ceremony {
    Add { person: [u8; 16], state: PasskeyRegistration },
    SignIn { state: DiscoverableAuthentication },
}

/// Whether passkeys can be used at all: they belong to a name, so not where people reach the
/// server by a number such as 127.0.0.1.
pub fn are_offered(app: &App) -> bool {
    library(app).is_ok()
}

/// One's passkeys, oldest first.
///
/// # Errors
/// [`ActionError::SignIn`] to guests.
pub async fn list(app: &App, who: Who) -> Result<Vec<Passkey>, ActionError> {
    let actor = must(who, Act::ManagePasskeys, None)?;
    let mut tx = app.store.read().await?;
    Ok(rows::of_person(&mut tx, actor.person).await?)
}

/// Begins to add a passkey: what the browser needs to make one.
///
/// # Errors
/// [`ActionError::Refused`] where there are none.
pub async fn begin_adding(app: &App, who: Who) -> Result<Value, ActionError> {
    let actor = must(who, Act::ManagePasskeys, None)?;
    let mut tx = app.store.write().await?;
    let person = people::find(&mut tx, actor.person).await?.ok_or(ActionError::SignIn)?;
    let known = rows::of_person(&mut tx, actor.person).await?;
    if known.len() >= MAX {
        return Err(ActionError::Refused("please remove a passkey that you do not use first"));
    }
    let known: Vec<CredentialID> = known.into_iter().map(|it| it.credential).collect();
    let handle = Uuid::from_bytes(person.id.to_bytes());
    let account = person.email.as_ref().map_or(person.name.as_str(), |it| it.as_str());
    let begun = library(app)?.start_passkey_registration(
        handle,
        account,
        person.name.as_str(),
        Some(known),
    );
    let (options, state) = begun.map_err(|_| not_now())?;
    let mut options = serde_json::to_value(options).map_err(|_| not_now())?;
    // The device keeps who it is for, so that one need not say so when signing in.
    options["publicKey"]["authenticatorSelection"]["residentKey"] = json!("required");
    options["publicKey"]["authenticatorSelection"]["requireResidentKey"] = json!(true);
    let ceremony = Ceremony::Add { person: person.id.to_bytes(), state };
    keep(app, tx, &ceremony, options).await
}

/// Adds the passkey that the browser made.
///
/// # Errors
/// [`NotProven`] when it is not what was asked for, [`ActionError::Fields`] when its name does not
/// fit or it is known already.
pub async fn finish_adding(
    app: &App,
    who: Who,
    ceremony: &str,
    name: &str,
    credential: Value,
) -> Result<(), ActionError> {
    let actor = must(who, Act::ManagePasskeys, None)?;
    let name = if name.trim().is_empty() { "Passkey" } else { name };
    let name = Name::parse(name).map_err(|it| ActionError::field("name", it))?;
    let kept = take(app, ceremony).await?;
    let Some(Ceremony::Add { person, state }) = kept else { return Err(NotProven.into()) };
    let credential: RegisterPublicKeyCredential =
        serde_json::from_value(credential).map_err(|_| NotProven)?;
    let key = library(app)?.finish_passkey_registration(&credential, &state);
    let key = key.ok().filter(|_| person == actor.person.to_bytes()).ok_or(NotProven)?;
    let passkey = Passkey {
        id: PasskeyId::from_bits(app.new_id()),
        person: actor.person,
        credential: key.cred_id().to_vec(),
        name,
        data: serde_json::to_string(&key).map_err(|_| not_now())?,
        made: app.now(),
        used: app.now(),
    };
    let mut tx = app.store.write().await?;
    match rows::insert(&mut tx, &passkey).await {
        Err(StoreError::Taken) => return Err(ActionError::field("name", "it is here already")),
        other => other?,
    }
    Ok(tx.commit().await?)
}

/// Removes one of one's passkeys. Who removes the last one, and has no address that mail reaches,
/// says with `last` that they know that only a link lets them in then.
///
/// # Errors
/// [`ActionError::NotFound`] when it is none of one's own, [`ActionError::Fields`] when it is the
/// last way in.
pub async fn remove(app: &App, who: Who, id: PasskeyId, last: bool) -> Result<(), ActionError> {
    let actor = must(who, Act::ManagePasskeys, None)?;
    let mut tx = app.store.write().await?;
    let known = rows::of_person(&mut tx, actor.person).await?;
    let person = people::find(&mut tx, actor.person).await?.ok_or(ActionError::SignIn)?;
    if !rows::remove(&mut tx, actor.person, id).await? {
        return Err(ActionError::NotFound("passkey"));
    }
    if is_last_way_in(app, &person, known.len()) && !last {
        let problem = "please say that you know that only a one-time link will let you in";
        return Err(ActionError::field("last", problem));
    }
    Ok(tx.commit().await?)
}

/// Whether a person with this many passkeys would have no way in of their own without one of them.
pub fn is_last_way_in(app: &App, person: &Person, passkeys: usize) -> bool {
    passkeys == 1 && (person.email.is_none() || !app.config.mail)
}

/// Begins to sign in with a passkey: what the browser needs to ask its person.
///
/// # Errors
/// [`ActionError::Wait`] after too many tries, [`ActionError::Refused`] where there are none.
pub async fn begin_signing_in(app: &App, from: &str) -> Result<Value, ActionError> {
    may(Who::Guest, Act::SignIn, None)?;
    let key = format!("passkey:{from}");
    throttle::look(app, &[&key]).await?;
    let (options, state) =
        library(app)?.start_discoverable_authentication().map_err(|_| not_now())?;
    let options = serde_json::to_value(options).map_err(|_| not_now())?;
    let mut tx = app.store.write().await?;
    throttle::count(app, &mut tx, &[&key]).await?;
    keep(app, tx, &Ceremony::SignIn { state }, options).await
}

/// Signs in whose passkey it is. Answers the secret of the session.
///
/// # Errors
/// [`NotProven`] when it is nobody's, with the same words whatever is wrong.
pub async fn finish_signing_in(
    app: &App,
    ceremony: &str,
    credential: Value,
    knock: &Knock,
) -> Result<String, ActionError> {
    may(Who::Guest, Act::SignIn, None)?;
    let kept = take(app, ceremony).await?;
    let Some(Ceremony::SignIn { state }) = kept else { return Err(NotProven.into()) };
    let mut tx = app.store.write().await?;
    let shown: PublicKeyCredential = serde_json::from_value(credential).map_err(|_| NotProven)?;
    let passkey = rows::with_credential(&mut tx, shown.get_credential_id()).await?;
    let passkey = passkey.ok_or(NotProven)?;
    let mut key: Key = serde_json::from_str(&passkey.data).map_err(|_| NotProven)?;
    let result = library(app)?.finish_discoverable_authentication_v2(&shown, state, key.clone());
    let result = result.map_err(|_| NotProven)?;
    key.update_credential(&result);
    let data = serde_json::to_string(&key).map_err(|_| not_now())?;
    rows::see(&mut tx, passkey.id, &data, app.now()).await?;
    let person = owner(&mut tx, passkey.person).await?;
    let key = format!("passkey:{}", knock.from);
    throttle::clear(&mut tx, &[&key]).await?;
    let secret = sign_in::open(app, &mut tx, person, None, knock).await?;
    tx.commit().await?;
    Ok(secret)
}

async fn owner(tx: &mut store::WriteTx, id: PersonId) -> Result<Person, ActionError> {
    Ok(people::find(tx, id).await?.ok_or(NotProven)?)
}

fn library(app: &App) -> Result<Webauthn, ActionError> {
    let none = || ActionError::Refused("passkeys need a server that is reached by its name");
    let url = Url::parse(&app.config.base_url).map_err(|_| none())?;
    let name = url.domain().ok_or_else(none)?.to_owned();
    let builder = WebauthnBuilder::new(&name, &url).map_err(|_| none())?;
    builder.rp_name(&name).build().map_err(|_| none())
}

/// Keeps the state under a new secret, which the browser sends back with its answer.
async fn keep(
    app: &App,
    mut tx: store::WriteTx,
    ceremony: &Ceremony,
    mut options: Value,
) -> Result<Value, ActionError> {
    let id = secret::text((app.chance)());
    let data = serde_json::to_string(ceremony).map_err(|_| not_now())?;
    let until = app.now().plus_seconds(CEREMONY_SECONDS);
    rows::begin(&mut tx, secret::hash(&id), &data, until).await?;
    tx.commit().await?;
    options["ceremony"] = json!(id);
    Ok(options)
}

/// The state under this secret. It is gone then, whatever comes of it.
async fn take(app: &App, id: &str) -> Result<Option<Ceremony>, ActionError> {
    let mut tx = app.store.write().await?;
    let kept = rows::finish(&mut tx, secret::hash(id), app.now()).await?;
    tx.commit().await?;
    Ok(kept.and_then(|it| serde_json::from_str(&it).ok()))
}

fn not_now() -> ActionError {
    ActionError::Refused("this did not work with your passkey; please try another way in")
}
