//! Lists of members and contacts, by name.

use domain::kernel::id::MemberId;
use domain::kernel::who::Who;
use domain::kernel::words::fold;
use domain::members::parts::Standing;
use store::members as rows;

use crate::App;
use crate::error::ActionError;
use crate::members::{View, seen_by};
use crate::permission::{Act, must};

/// The most one page has.
pub const PAGE: usize = 30;

/// Where a list goes on: behind this folded name and id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// The folded name.
    pub name: String,
    /// Of several with this name, the one behind which to go on.
    pub id: MemberId,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// At most [`PAGE`].
    pub views: Vec<View>,
    /// Where the next page begins, unless this is the last.
    pub next: Option<After>,
}

/// Whoever stands so to the alliance, by name. Members and contacts are for everyone where the
/// alliance keeps an open directory, candidates always for members alone; who has left is on no
/// list.
///
/// # Errors
/// [`ActionError::SignIn`] or [`ActionError::Refused`] where the list is not for them.
pub async fn by_name(
    app: &App,
    who: Who,
    standing: Standing,
    after: Option<&After>,
) -> Result<Listed, ActionError> {
    let mut tx = app.store.read().await?;
    match standing {
        Standing::Member | Standing::Contact => may_look(&mut tx, who).await?,
        Standing::Candidate => drop(must(who, Act::ListMembers, None)?),
        Standing::Left | Standing::Removed => {
            return Ok(Listed { views: Vec::new(), next: None });
        }
    }
    let start = After { name: String::new(), id: MemberId::from_bits(0) };
    let after = after.unwrap_or(&start);
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut members = rows::by_name(&mut tx, standing, (&after.name, after.id), limit).await?;
    let more = members.len() > PAGE;
    members.truncate(PAGE);
    let last = members.last().filter(|_| more);
    let next = last.map(|it| After { name: fold(it.name.as_str()), id: it.id });
    let views = members.into_iter().filter_map(|it| seen_by(who, it).ok()).collect();
    Ok(Listed { views, next })
}

/// The newest members, newest first, at most `many`.
///
/// # Errors
/// As [`must`].
pub async fn new_faces(app: &App, who: Who, many: i64) -> Result<Vec<View>, ActionError> {
    must(who, Act::ListMembers, None)?;
    let mut tx = app.store.read().await?;
    let newest = rows::newest(&mut tx, many).await?;
    Ok(newest.into_iter().filter_map(|it| seen_by(who, it).ok()).collect())
}

/// Asks whether `who` may look through the directory: anyone where the alliance keeps it open,
/// members elsewhere.
pub(crate) async fn may_look(tx: &mut store::ReadTx, who: Who) -> Result<(), ActionError> {
    let open = store::alliance::find(tx).await?.is_some_and(|it| it.open_directory);
    if !open {
        must(who, Act::ListMembers, None)?;
    }
    Ok(())
}
