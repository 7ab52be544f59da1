//! Who acts for a member. All of them are equal (R76).

use domain::kernel::id::MemberId;
use domain::kernel::who::Who;
use domain::people::person::Person;
use store::people as rows;

use crate::App;
use crate::error::ActionError;
use crate::permission::{Act, must};

/// The people who act for this member, by name.
///
/// # Errors
/// [`ActionError::Refused`] to everybody else.
pub async fn list(app: &App, who: Who, member: MemberId) -> Result<Vec<Person>, ActionError> {
    must(who, Act::ReadTeam, Some(member))?;
    let mut tx = app.store.read().await?;
    Ok(rows::of_member(&mut tx, member).await?)
}
