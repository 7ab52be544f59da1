//! One-time links that sign a person in: for where no mail goes out, and for who lost a device.

use domain::kernel::event::Event;
use domain::kernel::id::{MemberId, PersonId};
use domain::kernel::text::Email;
use domain::kernel::who::Who;
use domain::people::person::Person;
use domain::people::proof::{LINK_SECONDS, Proof};
use store::WriteTx;
use store::people::{self as rows, proofs};

use crate::error::ActionError;
use crate::permission::{Act, must};
use crate::{App, secret};

/// Makes a link for a person of the same member. Whoever has the link is that person, so it is
/// made only for who acts for no other member than its maker does, and looks after no server
/// that its maker does not look after; and it is in the member's history.
///
/// # Errors
/// [`ActionError::NotFound`] when they do not act for this member, [`ActionError::Refused`] when
/// the link would open more than its maker's own doors.
pub async fn for_fellow(
    app: &App,
    who: Who,
    member: MemberId,
    fellow: PersonId,
) -> Result<(Person, String), ActionError> {
    let actor = must(who, Act::LinkForFellow, Some(member))?;
    let mut tx = app.store.write().await?;
    let theirs = rows::hats(&mut tx, fellow).await?;
    let person = rows::find(&mut tx, fellow).await?;
    let person = person.filter(|_| theirs.iter().any(|it| it.member == member));
    let person = person.ok_or(ActionError::NotFound("person"))?;
    let mine = rows::hats(&mut tx, actor.person).await?;
    let beyond = theirs.iter().any(|it| !mine.iter().any(|mine| mine.member == it.member));
    if beyond || (person.steward && !actor.steward) {
        return Err(ActionError::Refused(
            "this person also acts where you do not, so only who runs the server can make a link \
             for them",
        ));
    }
    let link = make(app, &mut tx, &person, Some(actor.person)).await?;
    let words = format!("a one-time sign-in link was made for {}", person.name);
    let event = Event::of_member("people.link_made", member, words);
    app.record(&mut tx, who, &[event]).await?;
    tx.commit().await?;
    Ok((person, link))
}

/// Makes a link for the person with this address, as who runs the server may from its console.
///
/// # Errors
/// [`ActionError::Fields`] when it is no address, [`ActionError::NotFound`] when it is nobody's.
pub async fn from_console(app: &App, email: &str) -> Result<String, ActionError> {
    let email = Email::parse(email).map_err(|it| ActionError::field("email", it))?;
    let mut tx = app.store.write().await?;
    let person = rows::with_email(&mut tx, &email).await?;
    let person = person.ok_or(ActionError::NotFound("person with this address"))?;
    let link = make(app, &mut tx, &person, None).await?;
    tx.commit().await?;
    Ok(link)
}

async fn make(
    app: &App,
    tx: &mut WriteTx,
    person: &Person,
    by: Option<PersonId>,
) -> Result<String, ActionError> {
    let code = secret::text((app.chance)());
    let until = app.now().plus_seconds(LINK_SECONDS);
    let proof = Proof { hash: secret::hash(&code), until, tries: 0, used: false };
    let link = proofs::Link { person: person.id, proof };
    proofs::insert_link(tx, &link, by, app.now()).await?;
    Ok(format!("{}/sign-in/link/{code}", app.config.base_url))
}
