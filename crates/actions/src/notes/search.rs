//! Searching notes, newest first: exactly what a page would show.

use domain::kernel::who::Who;
use domain::members::search::Query;
use store::notes::search as found;

use super::Eye;
use super::stream::{Item, with_all};
use crate::App;
use crate::error::ActionError;
use crate::permission::{Act, may};

/// The most notes one page has.
pub const PAGE: usize = 20;

/// One page of what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Newest first.
    pub items: Vec<Item>,
    /// Before which document the next page begins, unless this is the last.
    pub next: Option<i64>,
}

/// Searches for what was typed, before the document `before`. Too little typed finds nothing.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub async fn search(
    app: &App,
    who: Who,
    typed: &str,
    before: Option<i64>,
    limit: usize,
) -> Result<Found, ActionError> {
    may(who, Act::ReadNotes, None)?;
    let limit = limit.min(PAGE);
    let Some(query) = Query::parse(typed).filter(Query::is_enough) else {
        return Ok(Found::default());
    };
    let words: Vec<&str> = query.words().iter().map(String::as_str).collect();
    let mut tx = app.store.read().await?;
    let eye = Eye::of(&mut tx, who).await?;
    let (before, one_more) = (before.unwrap_or(i64::MAX), i64::try_from(limit + 1).unwrap_or(1));
    let mut hits = match &eye {
        Eye::Member(reader) => found::with_words(&mut tx, reader, &words, before, one_more).await?,
        Eye::Stranger => found::public_with_words(&mut tx, &words, before, one_more).await?,
    };
    let more = hits.len() > limit;
    hits.truncate(limit);
    let next = hits.last().filter(|_| more).map(|it| it.number);
    let told = hits.into_iter().map(|it| it.told).collect();
    Ok(Found { items: with_all(&mut tx, &eye, told).await?, next })
}
