//! What happened to a member, for its own people.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use domain::kernel::id::{EventId, MemberId};
use domain::kernel::text::Name;
use domain::kernel::time::Time;
use domain::kernel::who::Who;

use crate::App;
use crate::error::ActionError;
use crate::permission::{Act, must};

/// The most lines one page of history has.
pub const PAGE: i64 = 40;

/// One line of history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// Which event; a list goes on before it.
    pub id: EventId,
    /// When.
    pub at: Time,
    /// Who did it; `None` when nobody who is signed in did.
    pub by: Option<Name>,
    /// What, such as `changed the profile`.
    pub words: String,
}

/// What happened to a member before `before`, newest first, at most [`PAGE`] lines.
///
/// # Errors
/// [`ActionError::Refused`] for all but its own people.
pub async fn read(
    app: &App,
    who: Who,
    member: MemberId,
    before: Option<EventId>,
) -> Result<Vec<Happened>, ActionError> {
    must(who, Act::ReadHistory, Some(member))?;
    let before = before.unwrap_or(EventId::from_bits(u128::MAX));
    let mut tx = app.store.read().await?;
    let events = store::events::of_member(&mut tx, member, before, PAGE).await?;
    let mut names = BTreeMap::new();
    for person in events.iter().filter_map(|it| it.person) {
        if let Entry::Vacant(unknown) = names.entry(person) {
            unknown.insert(store::people::find(&mut tx, person).await?.map(|it| it.name));
        }
    }
    let line = |event: store::events::Recorded| Happened {
        id: event.id,
        at: event.at,
        by: event.person.and_then(|it| names.get(&it).cloned().flatten()),
        words: event.words,
    };
    Ok(events.into_iter().map(line).collect())
}
