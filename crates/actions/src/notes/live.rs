//! What is new, as it happens. One task on each app node follows the events, which tell of what
//! was told here and on every other node alike, and wakes whoever listens. What a listener may see
//! is asked anew each time: the events name notes, not readers.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use domain::kernel::id::{EventId, NoteId, uuid_v7};
use domain::kernel::time::Time;
use domain::kernel::who::Who;
use store::events::{self, Recorded};
use store::notes::{IDS_MAX, stream};
use tokio::sync::{broadcast, watch};

use super::Eye;
use crate::App;
use crate::error::ActionError;
use crate::permission::{Act, may};

/// How often the events are read.
const EVERY: Duration = Duration::from_secs(1);
/// Events are read so many at a time.
const EVENTS: i64 = 500;
/// How far back is looked for events that became visible late, in milliseconds: a transaction
/// names its events while it runs, and clocks of nodes differ a little.
const BACK_MS: u64 = 5_000;
/// A listener that is so many readings behind goes on with the newest.
const BEHIND_MAX: usize = 64;
/// What makes a note new to somebody.
const NEWS: &[&str] = &["note.told", "note.moved", "note.put_back"];

/// What happened in one reading of the events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The last event; a listener that comes again goes on behind it.
    pub upto: EventId,
    /// Notes that may be new to somebody.
    pub notes: Vec<NoteId>,
}

/// Where listeners wait.
#[derive(Debug)]
pub struct Live {
    sender: broadcast::Sender<Arc<Batch>>,
    closed: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self { sender: broadcast::Sender::new(BEHIND_MAX), closed: watch::Sender::new(false) }
    }
}

/// One listener.
#[derive(Debug)]
pub struct Listener {
    batches: broadcast::Receiver<Arc<Batch>>,
    closed: watch::Receiver<bool>,
}

impl Live {
    /// Begins to listen.
    pub fn listen(&self) -> Listener {
        Listener { batches: self.sender.subscribe(), closed: self.closed.subscribe() }
    }

    /// Sends everybody home: an open stream would hold a server that is told to stop.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }
}

impl Listener {
    /// The next batch; `None` when the server is told to stop.
    pub async fn next(&mut self) -> Option<Arc<Batch>> {
        loop {
            tokio::select! {
                biased;
                _ = self.closed.wait_for(|it| *it) => return None,
                batch = self.batches.recv() => match batch {
                    Ok(batch) => return Some(batch),
                    Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(broadcast::error::RecvError::Closed) => return None,
                },
            }
        }
    }
}

/// Follows the events for as long as the server runs, and wakes whoever listens. What fails is
/// tried again.
pub async fn follow(app: App) {
    let mut feed = Feed { newest_ms: unix_ms(app.now()), known: BTreeSet::new() };
    loop {
        match feed.read(&app).await {
            Ok(Some(batch)) => {
                // Nobody may be listening just now.
                let _ = app.live.sender.send(Arc::new(batch));
                continue;
            }
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "news are late");
            }
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// How far the events have been followed.
struct Feed {
    newest_ms: u64,
    known: BTreeSet<EventId>,
}

impl Feed {
    fn start(&self, now: Time) -> EventId {
        // A node whose clock runs ahead must not make us skip what the others say.
        first_at(self.newest_ms.min(unix_ms(now)).saturating_sub(BACK_MS))
    }

    async fn read(&mut self, app: &App) -> Result<Option<Batch>, ActionError> {
        if app.live.sender.receiver_count() == 0 {
            // Nobody is told anything, so nothing needs to be known.
            self.newest_ms = unix_ms(app.now());
            self.known.clear();
            return Ok(None);
        }
        let mut from = self.start(app.now());
        let mut tx = app.store.read().await?;
        loop {
            let read = events::after(&mut tx, from, EVENTS).await?;
            let Some(last) = read.last().map(|it| it.id) else { return Ok(None) };
            let full = i64::try_from(read.len()) == Ok(EVENTS);
            let news: Vec<Recorded> =
                read.into_iter().filter(|it| !self.known.contains(&it.id)).collect();
            for it in &news {
                self.newest_ms = self.newest_ms.max(ms_of(it.id));
                self.known.insert(it.id);
            }
            let old = first_at(unix_ms(app.now()).saturating_sub(4 * BACK_MS));
            self.known = self.known.split_off(&old);
            let batch = batch_of(&news, last);
            if batch.is_some() || !full {
                return Ok(batch);
            }
            from = last;
        }
    }
}

fn batch_of(read: &[Recorded], upto: EventId) -> Option<Batch> {
    let of_notes = read.iter().filter(|it| NEWS.contains(&it.kind.as_str()));
    let notes: BTreeSet<NoteId> = of_notes.map(|it| NoteId::from_bits(it.subject)).collect();
    (!notes.is_empty()).then(|| Batch { upto, notes: notes.into_iter().collect() })
}

/// What happened behind `after`, for a listener that was away. It may hear of something twice.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub async fn since(app: &App, after: EventId) -> Result<Option<Batch>, ActionError> {
    let back = first_at(ms_of(after).saturating_sub(BACK_MS));
    let mut tx = app.store.read().await?;
    let read = events::after(&mut tx, back, EVENTS).await?;
    Ok(read.last().map(|it| it.id).and_then(|upto| batch_of(&read, upto)))
}

/// Of the notes of a batch, those that somebody may see now, newest first.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub async fn seen(app: &App, who: Who, batch: &Batch) -> Result<Vec<NoteId>, ActionError> {
    may(who, Act::ReadNotes, None)?;
    let mut tx = app.store.read().await?;
    let eye = Eye::of(&mut tx, who).await?;
    let ids: Vec<u128> = batch.notes.iter().map(|it| it.bits()).collect();
    let mut seen = Vec::new();
    for some in ids.chunks(IDS_MAX) {
        let told = match &eye {
            Eye::Member(reader) => stream::seen_among(&mut tx, reader, some).await?,
            Eye::Stranger => stream::public_among(&mut tx, some).await?,
        };
        seen.extend(told.into_iter().map(|it| it.note.id));
    }
    Ok(seen)
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
