//! The index of all members in memory. It is built when it is first needed, or in the background
//! at the start of a server, and kept fresh from the events in the store, which tell of changes
//! made here and on every other node alike. The store is the truth.

use std::collections::BTreeSet;
use std::sync::mpsc::sync_channel;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use domain::fit::{Card, FitIndex};
use domain::kernel::id::{EventId, MemberId, uuid_v7};
use domain::kernel::time::{Day, Time};
use domain::members::member::Member;
use domain::members::parts::Standing;
use store::events::Recorded;
use store::{ReadTx, events, members};
use tokio::sync::{Mutex, OnceCell};

use super::cards::Cards;
use crate::App;
use crate::error::ActionError;

/// Members are read so many at a time to build the index.
const CHUNK: i64 = 500;
/// Events are read so many at a time.
const EVENTS: i64 = 500;
/// How far back a reader looks for events that became visible late, in milliseconds: a
/// transaction names its events while it runs, and clocks of nodes differ a little.
const BACK_MS: u64 = 5_000;
/// As [`BACK_MS`], for long transactions such as a large import; looked at now and then.
const FAR_BACK_MS: u64 = 120_000;
/// How often the feed is read when nobody asks.
const EVERY: Duration = Duration::from_secs(1);
/// Every so many readings look far back.
const FAR_BACK_EVERY: u32 = 30;

/// The index and how far the events have been followed.
#[derive(Default)]
pub struct Finder {
    index: RwLock<FitIndex>,
    /// Cards that were read lately.
    pub(super) cards: Cards,
    built: OnceCell<()>,
    feed: RwLock<Feed>,
    /// One catches up at a time, so that an older row never replaces a newer one.
    turn: Mutex<()>,
}

/// How far the events have been followed.
#[derive(Default)]
struct Feed {
    newest_ms: u64,
    known: BTreeSet<EventId>,
}

impl Feed {
    fn from(&self, now: Time, back_ms: u64) -> EventId {
        // A node whose clock runs ahead must not make us skip what the others say.
        let newest_ms = self.newest_ms.min(unix_ms(now));
        first_at(newest_ms.saturating_sub(back_ms))
    }

    /// Nothing that was named before this moment is unknown, except what a transaction that is
    /// still running has named: readers look back for that.
    fn is_read_until(&mut self, moment: Time) {
        self.newest_ms = self.newest_ms.max(unix_ms(moment));
    }

    fn learn(&mut self, read: &[Recorded], now: Time) {
        for it in read {
            self.newest_ms = self.newest_ms.max(ms_of(it.id));
            self.known.insert(it.id);
        }
        let old = self.from(now, 2 * FAR_BACK_MS);
        self.known = self.known.split_off(&old);
    }
}

impl Finder {
    /// Whether the index is built.
    pub fn is_ready(&self) -> bool {
        self.built.initialized()
    }

    /// Begins reading, with an index that is built and up to date with everything that was
    /// committed before the call.
    ///
    /// # Errors
    /// [`ActionError`] when the store fails.
    pub(super) async fn fresh(&self, app: &App) -> Result<ReadTx, ActionError> {
        self.built.get_or_try_init(|| self.build(app)).await?;
        self.catch_up(app, BACK_MS).await
    }

    async fn follow(&self, app: &App, back_ms: u64) -> Result<(), ActionError> {
        self.built.get_or_try_init(|| self.build(app)).await?;
        self.catch_up(app, back_ms).await.map(drop)
    }

    /// To look something up. Never held across an await.
    pub(super) fn read(&self) -> RwLockReadGuard<'_, FitIndex> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    async fn build(&self, app: &App) -> Result<(), ActionError> {
        let (start_ms, today) = (unix_ms(app.now()), app.now().day());
        let (sender, receiver) = sync_channel::<Vec<Member>>(2);
        // Reading words is work for a processor: it gets a thread of its own.
        let building = tokio::task::spawn_blocking(move || {
            let suggestible = receiver.into_iter().flatten().filter(is_suggestible);
            FitIndex::build(suggestible.map(|it| Card::of(&it, today)))
        });
        let mut last = MemberId::from_bits(0);
        loop {
            let mut tx = app.store.read().await?;
            let some = members::after(&mut tx, last, CHUNK).await?;
            drop(tx);
            let Some(end) = some.last() else { break };
            last = end.id;
            if !hand_over(&sender, some).await {
                break;
            }
        }
        drop(sender);
        // It can only fail by a panic, which was reported where it happened.
        let index = building.await.unwrap_or_default();
        tracing::info!(members = index.len(), "every member can be found");
        *self.write() = index;
        self.feed_write().newest_ms = start_ms.saturating_sub(FAR_BACK_MS);
        Ok(())
    }

    async fn catch_up(&self, app: &App, back_ms: u64) -> Result<ReadTx, ActionError> {
        let mut tx = app.store.read().await?;
        if self.news(&mut tx, app.now(), back_ms).await?.is_empty() {
            return Ok(tx);
        }
        drop(tx);
        let _turn = self.turn.lock().await;
        loop {
            let mut tx = app.store.read().await?;
            let news = self.news(&mut tx, app.now(), back_ms).await?;
            if news.is_empty() {
                return Ok(tx);
            }
            let ids: BTreeSet<MemberId> = news.iter().filter_map(|it| it.member).collect();
            let ids: Vec<MemberId> = ids.into_iter().collect();
            let rows = members::by_ids(&mut tx, &ids).await?;
            self.take_in(&ids, rows, app.now().day());
            self.feed_write().learn(&news, app.now());
        }
    }

    /// The first events that were not seen yet.
    async fn news(
        &self,
        tx: &mut ReadTx,
        now: Time,
        back_ms: u64,
    ) -> Result<Vec<Recorded>, ActionError> {
        let mut from = self.feed().from(now, back_ms);
        loop {
            let read = events::after(tx, from, EVENTS).await?;
            let Some(last) = read.last().map(|it| it.id) else { return Ok(Vec::new()) };
            let full = i64::try_from(read.len()) == Ok(EVENTS);
            let news: Vec<Recorded> = {
                let feed = self.feed();
                read.into_iter().filter(|it| !feed.known.contains(&it.id)).collect()
            };
            if !news.is_empty() || !full {
                return Ok(news);
            }
            from = last;
        }
    }

    fn take_in(&self, ids: &[MemberId], rows: Vec<Member>, today: Day) {
        let there: BTreeSet<MemberId> =
            rows.iter().filter(|it| is_suggestible(it)).map(|it| it.id).collect();
        let cards: Vec<Card> =
            rows.iter().filter(|it| is_suggestible(it)).map(|it| Card::of(it, today)).collect();
        let mut index = self.write();
        ids.iter().filter(|it| !there.contains(it)).for_each(|it| index.remove(*it));
        cards.iter().for_each(|it| index.replace(it));
    }

    /// Packs the index once a quarter of it is out of date. Finding waits for about a second per
    /// million members; a change that came in beside it would be lost otherwise.
    fn compact_when_due(&self) {
        if self.read().wants_compacting() {
            let mut index = self.write();
            *index = index.compact();
        }
    }

    fn write(&self) -> RwLockWriteGuard<'_, FitIndex> {
        self.index.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn feed(&self) -> RwLockReadGuard<'_, Feed> {
        self.feed.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn feed_write(&self) -> RwLockWriteGuard<'_, Feed> {
        self.feed.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Builds the index and follows the events, for as long as the server runs. What fails is tried
/// again, and whoever looks for partners meanwhile catches up themselves.
pub async fn keep_fresh(app: App) {
    for round in 1_u32.. {
        let far = round.is_multiple_of(FAR_BACK_EVERY);
        let began = app.now();
        let done = app.finder.follow(&app, if far { FAR_BACK_MS } else { BACK_MS }).await;
        if let Err(error) = done {
            tracing::warn!(error = &error as &dyn std::error::Error, "members are not up to date");
        } else {
            app.finder.feed_write().is_read_until(began);
        }
        app.finder.compact_when_due();
        tokio::time::sleep(EVERY).await;
    }
}

/// Waits where there is no room, without keeping a thread from others.
async fn hand_over(sender: &std::sync::mpsc::SyncSender<Vec<Member>>, some: Vec<Member>) -> bool {
    let sender = sender.clone();
    let sent = tokio::task::spawn_blocking(move || sender.send(some).is_ok()).await;
    sent.unwrap_or(false)
}

/// Members, and contacts who could be invited. About candidates the members decide first.
fn is_suggestible(member: &Member) -> bool {
    matches!(member.standing, Standing::Member | Standing::Contact)
}

fn unix_ms(time: Time) -> u64 {
    u64::try_from(time.0 / 1_000).unwrap_or_default()
}

/// The first 48 bits of a UUIDv7 are its milliseconds.
fn ms_of(id: EventId) -> u64 {
    u64::try_from(id.bits() >> 80).unwrap_or_default()
}

/// Before every event of this millisecond.
fn first_at(unix_ms: u64) -> EventId {
    EventId::from_bits(uuid_v7(unix_ms, 0))
}
