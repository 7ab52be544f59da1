//! Signing in with a code or a link, and signing out. No answer tells whether there is somebody
//! with an address: the words are the same, and so is the work.

use domain::kernel::id::{MemberId, SessionId};
use domain::kernel::text::Email;
use domain::kernel::who::Who;
use domain::members::parts::Standing;
use domain::people::person::Person;
use domain::people::proof::{CODE_SECONDS, NotProven, Proof, SESSION_DAYS};
use store::WriteTx;
use store::people::{self as rows, Session, proofs};

use super::throttle;
use crate::error::ActionError;
use crate::letters::{self, Letter};
use crate::permission::{Act, may};
use crate::{App, secret};

/// Who knocks at the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knock {
    /// Where the request comes from: a network address, or as near as we know it.
    pub from: String,
    /// The device, in plain words, such as `Firefox on Linux`.
    pub device: String,
    /// The session of this device so far; it ends when a new one begins.
    pub before: Option<SessionId>,
}

/// How often an act that lost a race is begun anew before its person is told.
const ATTEMPTS: u32 = 5;

/// Sends a code to this address, if it is somebody's.
///
/// # Errors
/// [`ActionError::Fields`] when it is no address, [`ActionError::Wait`] after too many tries,
/// [`ActionError::Refused`] where no mail goes out.
pub async fn ask_code(app: &App, email: &str, from: &str) -> Result<Email, ActionError> {
    may(Who::Guest, Act::SignIn, None)?;
    let email = Email::parse(email).map_err(|it| ActionError::field("email", it))?;
    if !app.config.mail {
        return Err(ActionError::Refused("no mail goes out from here; please use a one-time link"));
    }
    for _ in 0..ATTEMPTS {
        match try_to_ask(app, &email, from).await {
            Err(ActionError::Stale) => {}
            other => return other.map(|()| email),
        }
    }
    Err(ActionError::Stale)
}

async fn try_to_ask(app: &App, email: &Email, from: &str) -> Result<(), ActionError> {
    let keys = &[&*format!("ask:{email}"), &*format!("ask:{from}")];
    throttle::look(app, keys).await?;
    let mut tx = app.store.write().await?;
    throttle::count(app, &mut tx, keys).await?;
    let known = rows::with_email(&mut tx, email).await?.is_some();
    let code = put_code(app, &mut tx, &key_of(email), email).await?;
    let alliance = letters::alliance_name(&mut tx).await?;
    let letter = Letter::SignInCode { alliance, code };
    let until = app.now().plus_seconds(CODE_SECONDS);
    letters::send(app, &mut tx, known.then_some(email), letter, until).await?;
    Ok(tx.commit().await?)
}

/// Signs the person with this address in, if the code is the one that was sent there. Answers the
/// secret of the session. `form` tells the form it was typed into from every other; sent twice,
/// that form is answered alike.
///
/// # Errors
/// [`NotProven`] when it is not, with the same words whatever is wrong; [`ActionError::Wait`]
/// after too many tries.
pub async fn with_code(
    app: &App,
    email: &str,
    (code, form): (&str, &str),
    knock: &Knock,
) -> Result<String, ActionError> {
    may(Who::Guest, Act::SignIn, None)?;
    let email = Email::parse(email).map_err(|it| ActionError::field("email", it))?;
    for _ in 0..ATTEMPTS {
        match try_code(app, &email, (code, form), knock).await {
            Err(ActionError::Stale) => {}
            other => return other,
        }
    }
    Err(ActionError::Stale)
}

async fn try_code(
    app: &App,
    email: &Email,
    (code, form): (&str, &str),
    knock: &Knock,
) -> Result<String, ActionError> {
    let keys = &[&*format!("try:{email}"), &*format!("try:{}", knock.from)];
    throttle::look(app, keys).await?;
    let mut tx = app.store.write().await?;
    let secret = session_secret(app, &format!("{email} {}", digits(code)), form);
    if rows::session(&mut tx, secret::hash(&secret), app.now()).await?.is_some() {
        return Ok(secret);
    }
    throttle::count(app, &mut tx, keys).await?;
    let proven = check_code(app, &mut tx, &key_of(email), email, code).await?;
    let person = rows::with_email(&mut tx, email).await?;
    let (Ok(()), Some(person)) = (proven, person) else {
        tx.commit().await?; // The try counts.
        return Err(NotProven.into());
    };
    throttle::clear(&mut tx, keys).await?;
    open_as(app, &mut tx, person, (None, &secret), knock).await?;
    tx.commit().await?;
    Ok(secret)
}

/// Signs in whom this link is for, once. Answers the secret of the session. `form` tells the form
/// whose button was pressed from every other; pressed twice, it is answered alike.
///
/// # Errors
/// [`NotProven`] when it is wrong, late or used; [`ActionError::Wait`] after too many tries.
pub async fn with_link(
    app: &App,
    (code, form): (&str, &str),
    knock: &Knock,
) -> Result<String, ActionError> {
    may(Who::Guest, Act::SignIn, None)?;
    for _ in 0..ATTEMPTS {
        match try_link(app, (code, form), knock).await {
            Err(ActionError::Stale) => {}
            other => return other,
        }
    }
    Err(ActionError::Stale)
}

async fn try_link(
    app: &App,
    (code, form): (&str, &str),
    knock: &Knock,
) -> Result<String, ActionError> {
    let key = format!("link:{}", knock.from);
    throttle::look(app, &[&key]).await?;
    let mut tx = app.store.write().await?;
    let secret = session_secret(app, code, form);
    if rows::session(&mut tx, secret::hash(&secret), app.now()).await?.is_some() {
        return Ok(secret);
    }
    throttle::count(app, &mut tx, &[&key]).await?;
    let hash = secret::hash(code);
    let found = proofs::link(&mut tx, hash).await?;
    let open_for = found.filter(|it| {
        let same = secret::same(&it.proof.hash, &hash);
        it.proof.check(same, app.now()).is_ok()
    });
    let person = match &open_for {
        Some(link) => rows::find(&mut tx, link.person).await?,
        None => None,
    };
    let Some(person) = person else {
        tx.commit().await?; // The try counts.
        return Err(NotProven.into());
    };
    proofs::use_link(&mut tx, hash).await?;
    throttle::clear(&mut tx, &[&key]).await?;
    open_as(app, &mut tx, person, (None, &secret), knock).await?;
    tx.commit().await?;
    Ok(secret)
}

/// The secret of the session that this very form opens with this code. It is the same when the
/// form is sent twice, so that the second time opens no second door, and finds the first one
/// open; nobody can find it who does not hold both.
pub fn session_secret(app: &App, code: &str, form: &str) -> String {
    secret::seal(&app.key, &["enter", code, form])
}

/// Signs this device out.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub async fn out(app: &App, session: &Session) -> Result<(), ActionError> {
    let mut tx = app.store.write().await?;
    rows::devices::end(&mut tx, session.person.id, session.id).await?;
    Ok(tx.commit().await?)
}

/// Opens a session for a person who has shown who they are; they act for `wanted`, or else for
/// the first of their members that has joined. Answers its secret, for the cookie.
pub(crate) async fn open(
    app: &App,
    tx: &mut WriteTx,
    person: Person,
    wanted: Option<MemberId>,
    knock: &Knock,
) -> Result<String, ActionError> {
    let secret = secret::text((app.chance)());
    open_as(app, tx, person, (wanted, &secret), knock).await?;
    Ok(secret)
}

async fn open_as(
    app: &App,
    tx: &mut WriteTx,
    person: Person,
    (wanted, secret): (Option<MemberId>, &str),
    knock: &Knock,
) -> Result<(), ActionError> {
    if let Some(before) = knock.before {
        // That of somebody else on a shared device stays theirs to end.
        rows::devices::end(tx, person.id, before).await?;
    }
    let hats = rows::hats(tx, person.id).await?;
    let joined = hats.iter().find(|it| it.standing == Standing::Member);
    let hat = wanted.and_then(|wanted| hats.iter().find(|it| it.member == wanted));
    let hat = hat.or(joined).or(hats.first()).cloned();
    let session = Session {
        id: SessionId::from_bits(app.new_id()),
        person,
        hat,
        seen: app.now(),
        until: app.now().plus_days(SESSION_DAYS),
    };
    Ok(rows::insert_session(tx, &session, secret::hash(secret), &knock.device).await?)
}

fn key_of(email: &Email) -> String {
    format!("sign-in:{email}")
}

/// Draws a code and keeps its hash under `key`; `about` is sealed into it.
pub(super) async fn put_code(
    app: &App,
    tx: &mut WriteTx,
    key: &str,
    about: &Email,
) -> Result<String, ActionError> {
    let code = secret::six_digits((app.chance)());
    let hash = hash_of(app, key, about, &code);
    let until = app.now().plus_seconds(CODE_SECONDS);
    proofs::put_code(tx, key, &Proof { hash, until, tries: 0, used: false }).await?;
    Ok(code)
}

/// Checks what was typed against the code under `key`: it is used up when it is right, and the
/// try is counted when it is wrong. Both are done for codes that were never sent, too.
pub(super) async fn check_code(
    app: &App,
    tx: &mut WriteTx,
    key: &str,
    about: &Email,
    typed: &str,
) -> Result<Result<(), NotProven>, ActionError> {
    let shown = hash_of(app, key, about, &digits(typed));
    let nothing = Proof { hash: [0; 32], until: app.now(), tries: 0, used: true };
    let kept = proofs::code(tx, key).await?.unwrap_or(nothing);
    let proven = kept.check(secret::same(&kept.hash, &shown), app.now());
    match proven {
        Ok(()) => proofs::use_code(tx, key).await?,
        Err(NotProven) => proofs::miss_code(tx, key).await?,
    }
    Ok(proven)
}

/// A code as it was sent: people put gaps into it.
fn digits(typed: &str) -> String {
    typed.chars().filter(|it| !it.is_whitespace()).collect()
}

/// A million codes are soon hashed, so the server's key is in it.
fn hash_of(app: &App, key: &str, about: &Email, code: &str) -> [u8; 32] {
    secret::hash(&secret::seal(&app.key, &["code", key, about.as_str(), code]))
}
