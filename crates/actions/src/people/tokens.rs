//! Access tokens for programs. A token may do what its owner may do for one member.

use domain::kernel::id::{MemberId, TokenId};
use domain::kernel::text::Name;
use domain::kernel::who::Who;
use store::people::{self as people, tokens as rows};

pub use store::people::tokens::Token;

use crate::error::ActionError;
use crate::permission::{Act, must};
use crate::{App, secret};

/// The most tokens a person may have; each is a way in that somebody has to keep an eye on.
const MAX: usize = 50;

/// One's tokens, newest first.
///
/// # Errors
/// [`ActionError::SignIn`] to guests.
pub async fn list(app: &App, who: Who) -> Result<Vec<Token>, ActionError> {
    let actor = must(who, Act::ManageTokens, None)?;
    let mut tx = app.store.read().await?;
    Ok(rows::of_person(&mut tx, actor.person).await?)
}

/// Makes a token for a program that acts for one of one's members, or for none. Answers its
/// secret, which is not kept and cannot be shown again.
///
/// # Errors
/// [`ActionError::Fields`] when the name does not fit or one does not act for the member.
pub async fn make(
    app: &App,
    who: Who,
    name: &str,
    member: Option<MemberId>,
) -> Result<(Token, String), ActionError> {
    let actor = must(who, Act::ManageTokens, None)?;
    let name = Name::parse(name).map_err(|it| ActionError::field("name", it))?;
    let mut tx = app.store.write().await?;
    let hats = people::hats(&mut tx, actor.person).await?;
    let hat = hats.into_iter().find(|it| Some(it.member) == member);
    if member.is_some() && hat.is_none() {
        return Err(ActionError::field("member", "you do not act for this member"));
    }
    if rows::of_person(&mut tx, actor.person).await?.len() >= MAX {
        let problem = format!("please take a token back first; {MAX} is the most you can have");
        return Err(ActionError::field("name", problem));
    }
    let id = TokenId::from_bits(app.new_id());
    let token = Token { id, name, hat, made: app.now(), used: None };
    let secret = format!("hanse_{}", secret::text((app.chance)()));
    rows::insert(&mut tx, actor.person, &token, secret::hash(&secret)).await?;
    tx.commit().await?;
    Ok((token, secret))
}

/// Takes one of one's tokens back.
///
/// # Errors
/// [`ActionError::NotFound`] when it is none of one's own.
pub async fn remove(app: &App, who: Who, token: TokenId) -> Result<(), ActionError> {
    let actor = must(who, Act::ManageTokens, None)?;
    let mut tx = app.store.write().await?;
    if !rows::remove(&mut tx, actor.person, token).await? {
        return Err(ActionError::NotFound("token"));
    }
    Ok(tx.commit().await?)
}
