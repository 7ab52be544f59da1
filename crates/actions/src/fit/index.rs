//! The index of members that finding uses: built from the store once, and brought up to date
//! from the feed of events before each answer, so that every app node knows what any of them
//! changed a moment ago.

use std::collections::BTreeSet;
use std::sync::{PoisonError, RwLock};

use domain::fit::{Card, FitIndex};
use domain::kernel::id::{EventId, MemberId, uuid_v7};
use domain::kernel::time::{Day, Time};
use domain::members::member::Member;
use domain::members::parts::Standing;
use store::{events, members as rows};
use tokio::sync::{Mutex, OnceCell};

use crate::App;
use crate::error::ActionError;

/// Members read at a time while the index is built.
const CHUNK: i64 = 500;
/// Events read at a time while catching up.
const EVENTS: i64 = 1_000;
/// On PostgreSQL an event can become visible after one with a later id: so many seconds are read
/// again. A transaction is stopped before it lasts that long.
const STEP_BACK_SECONDS: i64 = 15;

/// The index and how far in the feed it has come.
#[derive(Default)]
pub struct Finder {
    ready: OnceCell<RwLock<FitIndex>>,
    feed: Mutex<Feed>,
}

struct Feed {
    /// The last event taken in.
    last: EventId,
    /// The events of the last seconds that are taken in already.
    known: BTreeSet<EventId>,
}

impl Default for Feed {
    fn default() -> Self {
        Self { last: EventId::from_bits(0), known: BTreeSet::new() }
    }
}

impl Finder {
    /// Whether the index is built.
    pub fn is_ready(&self) -> bool {
        self.ready.initialized()
    }
}

/// Answers from the index, which is built first if nobody has yet, and brought up to date.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub(super) async fn with<T>(
    app: &App,
    answer: impl FnOnce(&FitIndex) -> T,
) -> Result<T, ActionError> {
    let index = ready(app).await?;
    catch_up(app, index).await?;
    Ok(answer(&index.read().unwrap_or_else(PoisonError::into_inner)))
}

/// Builds the index if nobody has yet. The server calls it at its start, in the background.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub async fn build(app: &App) -> Result<(), ActionError> {
    ready(app).await.map(drop)
}

async fn ready(app: &App) -> Result<&RwLock<FitIndex>, ActionError> {
    app.finder.ready.get_or_try_init(|| read_all(app)).await
}

async fn read_all(app: &App) -> Result<RwLock<FitIndex>, ActionError> {
    let mut feed = app.finder.feed.lock().await;
    let today = app.now().day();
    let mut tx = app.store.read().await?;
    // Where the feed stands before the first member is read: whatever changes meanwhile is read
    // again.
    feed.last = events::newest(&mut tx).await?;
    let mut index = FitIndex::default();
    let mut after = MemberId::from_bits(0);
    loop {
        let members = rows::after(&mut tx, after, CHUNK).await?;
        let Some(last) = members.last() else { break };
        after = last.id;
        for card in members.iter().filter(|it| can_be_found(it)).map(|it| Card::of(it, today)) {
            index.replace(&card);
        }
        // Others are answered meanwhile.
        tokio::task::yield_now().await;
    }
    tracing::info!(members = index.len(), "members can be found");
    Ok(RwLock::new(index))
}

/// Takes in what changed since the last time.
async fn catch_up(app: &App, index: &RwLock<FitIndex>) -> Result<(), ActionError> {
    // Whoever comes while another catches up is answered from what is there: waiting would make
    // all readers queue.
    let Ok(mut feed) = app.finder.feed.try_lock() else { return Ok(()) };
    let today = app.now().day();
    let mut tx = app.store.read().await?;
    loop {
        let news = events::after(&mut tx, back(feed.last), EVENTS).await?;
        let full = news.len() == usize::try_from(EVENTS).unwrap_or(usize::MAX);
        let fresh: Vec<_> = news.into_iter().filter(|it| !feed.known.contains(&it.id)).collect();
        let changed: BTreeSet<MemberId> = fresh.iter().filter_map(|it| it.member).collect();
        if !changed.is_empty() {
            let ids: Vec<MemberId> = changed.into_iter().collect();
            let found = rows::by_ids(&mut tx, &ids).await?;
            take_in(index, &ids, &found, today);
        }
        feed.known.extend(fresh.iter().map(|it| it.id));
        let newest = fresh.last().map_or(feed.last, |it| it.id);
        let moved = newest > feed.last;
        feed.last = feed.last.max(newest);
        let from = back(feed.last);
        feed.known = feed.known.split_off(&from);
        if !full || !moved {
            return Ok(());
        }
    }
}

fn take_in(index: &RwLock<FitIndex>, ids: &[MemberId], found: &[Member], today: Day) {
    let cards: Vec<Card> =
        found.iter().filter(|it| can_be_found(it)).map(|it| Card::of(it, today)).collect();
    let there: BTreeSet<MemberId> = cards.iter().map(|it| it.member).collect();
    let mut index = index.write().unwrap_or_else(PoisonError::into_inner);
    for card in &cards {
        index.replace(card);
    }
    for id in ids.iter().filter(|it| !there.contains(it)) {
        index.remove(*id);
    }
}

/// Members and listed contacts. A candidate is not in yet, who has left is out.
fn can_be_found(member: &Member) -> bool {
    matches!(member.standing, Standing::Member | Standing::Contact)
}

/// The id some seconds before this one. An id begins with its time in milliseconds.
fn back(id: EventId) -> EventId {
    let at = Time(i64::try_from((id.bits() >> 80) * 1_000).unwrap_or_default());
    let earlier = at.plus_seconds(-STEP_BACK_SECONDS);
    EventId::from_bits(uuid_v7(u64::try_from(earlier.0 / 1_000).unwrap_or_default(), 0))
}
