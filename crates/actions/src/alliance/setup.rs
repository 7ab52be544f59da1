//! The first run: whoever holds the code that the server printed names the alliance and is its
//! first person.

use domain::alliance::settings::Alliance;
use domain::kernel::event::Event;
use domain::kernel::id::MemberId;
use domain::kernel::text::Name;
use domain::kernel::time::Time;
use domain::kernel::who::{Actor, Who};
use domain::members::parts::Standing;
use store::alliance::{self as rows, Made};
use store::{StoreError, WriteTx};

use super::entry::{self, ATTEMPTS, Entered, take, text_of};
use crate::error::{ActionError, FieldProblem};
use crate::people::sign_in::{Knock, session_secret};
use crate::permission::{Act, may};
use crate::{App, secret};

/// The event's subject: there is one alliance.
pub(super) const THE_ALLIANCE: u128 = 1;

/// What the first person says.
struct Beginning {
    alliance: Alliance,
    person: entry::Newcomer,
    member: entry::Newmember,
}

/// A fresh code that lets the first person in, for whoever starts the server to read; the one
/// before is worth nothing from now on. `None` once the alliance has a name.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub async fn setup_code(app: &App) -> Result<Option<String>, ActionError> {
    let mut tx = app.store.write().await?;
    if rows::find(&mut tx).await?.is_some() {
        return Ok(None);
    }
    let code = secret::text((app.chance)());
    rows::put_setup(&mut tx, secret::hash(&code), app.now()).await?;
    tx.commit().await?;
    Ok(Some(code))
}

/// Whether this is the code that the server printed last.
///
/// # Errors
/// [`ActionError::Refused`] once the alliance has a name.
pub async fn is_setup_code(app: &App, code: &str) -> Result<bool, ActionError> {
    let mut tx = app.store.read().await?;
    if rows::find(&mut tx).await?.is_some() {
        return Err(already());
    }
    let kept = rows::setup(&mut tx).await?;
    Ok(kept.is_some_and(|it| fits(&it, code)))
}

/// Names the alliance and lets its first person in: alliance, person, member and session, all or
/// none. `form` tells this very form from every other; sent twice, it is answered alike. `fields`:
/// `alliance`, `alliance_line`, `meaning`, `name`, `email`, `organisation`, `kind`, `line`.
///
/// # Errors
/// [`ActionError::Fields`] with every field that does not fit; [`ActionError::Refused`] when the
/// code is not the one that was printed, or the alliance has a name already.
pub async fn set_up(
    app: &App,
    code: &str,
    form: &str,
    fields: &[(String, String)],
    knock: &Knock,
) -> Result<Entered, ActionError> {
    may(Who::Guest, Act::SetUp, None)?;
    let secret = session_secret(app, code, form);
    for _ in 1..ATTEMPTS {
        match try_set_up(app, code, &secret, fields, knock).await {
            Err(ActionError::Stale) => (),
            other => return other,
        }
    }
    try_set_up(app, code, &secret, fields, knock).await
}

async fn try_set_up(
    app: &App,
    code: &str,
    secret: &str,
    fields: &[(String, String)],
    knock: &Knock,
) -> Result<Entered, ActionError> {
    let mut tx = app.store.write().await?;
    if let Some(entered) = entry::taken_before(app, &mut tx, secret).await? {
        return Ok(entered);
    }
    if rows::find(&mut tx).await?.is_some() {
        return Err(already());
    }
    if !rows::setup(&mut tx).await?.is_some_and(|it| fits(&it, code)) {
        return Err(ActionError::Refused(
            "this code is not the one the server printed last; it prints a new one at each start",
        ));
    }
    let new = read(fields, app.now())?;
    begin(app, &mut tx, &new, (secret, knock)).await?;
    tx.commit().await?;
    let secret = Some(secret.to_owned());
    Ok(Entered { secret, standing: Standing::Member, into_member: false })
}

fn read(fields: &[(String, String)], now: Time) -> Result<Beginning, ActionError> {
    let mut problems: Vec<FieldProblem> = Vec::new();
    let name = take(&mut problems, "alliance", Name::parse(text_of(fields, "alliance")));
    let mut alliance = name.map(|it| Alliance::new(it, now));
    if let Some(alliance) = &mut alliance {
        for (field, setting) in [("alliance_line", "line"), ("meaning", "meaning")] {
            take(&mut problems, field, alliance.set(setting, text_of(fields, field)));
        }
    }
    let person = entry::newcomer(&mut problems, fields);
    let member = entry::newmember(&mut problems, fields, text_of(fields, "name"));
    match (alliance, person, member) {
        (Some(alliance), Some(person), Some(member)) if problems.is_empty() => {
            Ok(Beginning { alliance, person, member })
        }
        _ => Err(ActionError::Fields(problems)),
    }
}

async fn begin(
    app: &App,
    tx: &mut WriteTx,
    new: &Beginning,
    (secret, knock): (&str, &Knock),
) -> Result<(), ActionError> {
    match rows::insert(tx, &new.alliance).await {
        Err(StoreError::Taken) => return Err(already()),
        other => other?,
    }
    rows::forget_setup(tx).await?;
    let person = entry::insert_person(app, tx, &new.person, true).await?;
    let member = entry::insert_member(app, tx, &new.member, Standing::Member).await?;
    let who = acting(&person, member.id);
    let made = Made {
        at: app.now(),
        person: Some(person.id),
        member: Some(member.id),
        words: "began the alliance",
    };
    rows::keep_version(tx, &new.alliance, &made).await?;
    let events = [
        Event::of("alliance.began", THE_ALLIANCE, "began the alliance"),
        Event::of_member("member.joined", member.id, "began the alliance"),
    ];
    entry::open(app, tx, (person, &member), knock, secret).await?;
    app.record(tx, who, &events).await
}

fn acting(person: &domain::people::person::Person, member: MemberId) -> Who {
    let steward = person.steward;
    Who::Person(Actor { person: person.id, hat: Some(member), joined: true, steward })
}

fn fits(kept: &[u8], code: &str) -> bool {
    kept.try_into().is_ok_and(|kept: [u8; 32]| secret::same(&kept, &secret::hash(code)))
}

const fn already() -> ActionError {
    ActionError::Refused("this alliance has a name already; please ask a member to invite you")
}
