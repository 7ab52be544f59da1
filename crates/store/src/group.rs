//! One writer on SQLite, with group commit.
//!
//! Every acknowledged change must survive a power cut, so a commit waits for the disk
//! (`synchronous=FULL`). Writers that queue while one of them works share that wait: each runs in
//! a savepoint of one transaction, and the last of the queue commits for all. Nobody is told
//! "done" before the commit that holds their change is on the disk.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sqlx::{Connection as _, SqliteConnection};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use crate::error::StoreError;
use crate::limits::Brake;

/// The most changes that wait for one commit. Bounds how much a failed commit takes with it.
const GROUP_MAX: usize = 256;

/// The one place where SQLite is written.
#[derive(Clone)]
pub(crate) struct Writer {
    group: Arc<Mutex<Group>>,
    queue: Arc<AtomicUsize>,
}

/// The transaction that is open just now, and who waits for its commit.
struct Group {
    connection: SqliteConnection,
    brake: Brake,
    open: bool,
    /// A turn ended without being kept; its savepoint is still there.
    abandoned: bool,
    waiting: Vec<oneshot::Sender<Result<(), Lost>>>,
}

/// Why a commit that several waited for failed, in a form each of them can be given.
#[derive(Debug, Clone, Copy)]
enum Lost {
    Full,
    Stale,
    Failed,
}

/// One writer's turn. Dropped, it changed nothing.
pub(crate) struct Turn {
    /// `None` only once it is kept.
    group: Option<OwnedMutexGuard<Group>>,
    writer: Writer,
}

impl Writer {
    pub(crate) fn new(connection: SqliteConnection, brake: Brake) -> Self {
        let group = Group { connection, brake, open: false, abandoned: false, waiting: Vec::new() };
        Self { group: Arc::new(Mutex::new(group)), queue: Arc::new(AtomicUsize::new(0)) }
    }

    /// Waits for one's turn.
    pub(crate) async fn turn(&self) -> Result<Turn, StoreError> {
        // In a task of its own: a caller that goes away half-way must not leave the queue or the
        // transaction half-way too.
        let writer = self.clone();
        let turn = tokio::spawn(async move {
            writer.queue.fetch_add(1, Ordering::SeqCst);
            let group = writer.group.clone().lock_owned().await;
            writer.queue.fetch_sub(1, Ordering::SeqCst);
            let mut turn = Turn { group: Some(group), writer };
            let group = turn.group_mut();
            group.tidy().await;
            group.begin().await?;
            Ok(turn)
        });
        turn.await.unwrap_or_else(|_| Err(Lost::Failed.into()))
    }

    /// Keeps what SQLite has learned about its tables, and folds the journal into the file.
    pub(crate) async fn look_after(&self) -> Result<(), StoreError> {
        let mut group = self.group.lock().await;
        group.tidy().await;
        group.commit().await;
        sqlx::query("pragma optimize").execute(&mut group.connection).await?;
        sqlx::query("pragma wal_checkpoint(passive)").execute(&mut group.connection).await?;
        Ok(())
    }

    /// Writes everything to its place in the file.
    pub(crate) async fn checkpoint(&self) -> Result<(), StoreError> {
        let mut group = self.group.lock().await;
        group.tidy().await;
        group.commit().await;
        sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut group.connection).await?;
        Ok(())
    }

    /// Commits what waits, unless somebody in the queue will.
    async fn settle(self) {
        let mut group = self.group.lock().await;
        group.tidy().await;
        if self.queue.load(Ordering::SeqCst) == 0 {
            group.commit().await;
        }
    }
}

impl Group {
    async fn begin(&mut self) -> Result<(), StoreError> {
        if !self.open {
            sqlx::query("begin immediate").execute(&mut self.connection).await?;
            self.open = true;
        }
        match sqlx::query("savepoint turn").execute(&mut self.connection).await {
            Ok(_) => Ok(()),
            Err(error) => {
                self.fail(Lost::Failed).await;
                Err(error.into())
            }
        }
    }

    /// Undoes a turn that was abandoned.
    async fn tidy(&mut self) {
        if !std::mem::take(&mut self.abandoned) || !self.open {
            return;
        }
        let undone = sqlx::query("rollback to turn").execute(&mut self.connection).await;
        let undone = match undone {
            Ok(_) => sqlx::query("release turn").execute(&mut self.connection).await,
            Err(error) => Err(error),
        };
        if let Err(error) = undone {
            // SQLite rolls the whole transaction back by itself when the disk is full.
            self.fail(Lost::of(error)).await;
        }
    }

    /// Commits for everyone who waits, and tells them.
    async fn commit(&mut self) {
        if !self.open {
            return;
        }
        match sqlx::query("commit").execute(&mut self.connection).await {
            Ok(_) => {
                self.open = false;
                self.tell(Ok(()));
            }
            Err(error) => self.fail(Lost::of(error)).await,
        }
    }

    async fn fail(&mut self, why: Lost) {
        // It may be rolled back already; then there is nothing to do and SQLite says so.
        let _ = sqlx::query("rollback").execute(&mut self.connection).await;
        self.open = false;
        self.tell(Err(why));
    }

    fn tell(&mut self, outcome: Result<(), Lost>) {
        for waiting in self.waiting.drain(..) {
            // Who went away needs no answer.
            let _ = waiting.send(outcome);
        }
    }
}

impl Turn {
    fn group_mut(&mut self) -> &mut Group {
        self.group.as_mut().expect("a turn has its group until it is kept, and then it is gone")
    }

    pub(crate) fn connection(&mut self) -> (&mut SqliteConnection, &Brake) {
        let group = self.group_mut();
        (&mut group.connection, &group.brake)
    }

    /// Keeps what was written, and waits until it is on the disk.
    pub(crate) async fn keep(mut self) -> Result<(), StoreError> {
        let Some(mut group) = self.group.take() else { return Err(Lost::Failed.into()) };
        let queue = self.writer.queue.clone();
        let (told, outcome) = oneshot::channel();
        // In a task of its own, as above.
        tokio::spawn(async move {
            if let Err(error) = sqlx::query("release turn").execute(&mut group.connection).await {
                group.waiting.push(told);
                return group.fail(Lost::of(error)).await;
            }
            group.waiting.push(told);
            if group.waiting.len() >= GROUP_MAX || queue.load(Ordering::SeqCst) == 0 {
                group.commit().await;
            }
        });
        match outcome.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(lost)) => Err(lost.into()),
            Err(_) => Err(Lost::Failed.into()),
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(mut group) = self.group.take() {
            group.abandoned = true;
            drop(group);
            // Without a runtime the process is going down, and the open transaction with it.
            if let Ok(runtime) = tokio::runtime::Handle::try_current() {
                runtime.spawn(self.writer.clone().settle());
            }
        }
    }
}

impl Lost {
    fn of(error: sqlx::Error) -> Self {
        match StoreError::from(error) {
            StoreError::Full => Self::Full,
            StoreError::Stale => Self::Stale,
            error => {
                tracing::error!(error = &error as &dyn std::error::Error, "a commit failed");
                Self::Failed
            }
        }
    }
}

impl From<Lost> for StoreError {
    fn from(lost: Lost) -> Self {
        match lost {
            Lost::Full => Self::Full,
            Lost::Stale => Self::Stale,
            Lost::Failed => Self::Database(sqlx::Error::WorkerCrashed),
        }
    }
}

/// Closes the connection when nobody else holds the writer.
pub(crate) async fn close(writer: Writer) -> Result<(), StoreError> {
    writer.checkpoint().await?;
    if let Some(group) = Arc::into_inner(writer.group) {
        group.into_inner().connection.close().await?;
    }
    Ok(())
}
