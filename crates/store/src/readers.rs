//! Reading connections to SQLite, each with its own brake: a statement that is stopped stops no
//! other.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{Sqlite, SqlitePool, Transaction};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::db::install;
use crate::error::StoreError;
use crate::limits::Brake;

/// The connections. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Readers {
    /// One connection each, opened when it is first needed.
    pools: Arc<[(SqlitePool, Brake)]>,
    /// Who is free, the longest waiting first: a connection that was given back a moment ago may
    /// still be ending its transaction.
    free: Arc<Mutex<VecDeque<usize>>>,
    places: Arc<Semaphore>,
}

/// A transaction on one of the connections, which is free again when this is dropped.
pub(crate) struct Reading {
    pub(crate) tx: Transaction<'static, Sqlite>,
    pub(crate) brake: Brake,
    _place: Place,
}

struct Place {
    number: usize,
    free: Arc<Mutex<VecDeque<usize>>>,
    _permit: OwnedSemaphorePermit,
}

impl Readers {
    /// So many connections to the same file.
    pub(crate) fn new(options: &SqliteConnectOptions, many: usize) -> Self {
        let pools = (0..many).map(|_| {
            let brake = Brake::default();
            let its = brake.clone();
            let pool = SqlitePoolOptions::new()
                .max_connections(1)
                .idle_timeout(None)
                .max_lifetime(None)
                .test_before_acquire(false)
                .after_connect(move |connection, _| {
                    let brake = its.clone();
                    Box::pin(async move { install(connection, &brake).await })
                })
                .connect_lazy_with(options.clone());
            (pool, brake)
        });
        Self {
            pools: pools.collect(),
            free: Arc::new(Mutex::new((0..many).collect())),
            places: Arc::new(Semaphore::new(many)),
        }
    }

    /// Begins reading, as soon as a connection is free.
    pub(crate) async fn begin(&self) -> Result<Reading, StoreError> {
        let closed = |_| StoreError::Database(sqlx::Error::PoolClosed);
        let permit = self.places.clone().acquire_owned().await.map_err(closed)?;
        let next = || self.free.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let number = next().expect("there is one for every permit");
        let place = Place { number, free: self.free.clone(), _permit: permit };
        let (pool, brake) = &self.pools[number];
        Ok(Reading { tx: pool.begin().await?, brake: brake.clone(), _place: place })
    }

    pub(crate) async fn close(&self) {
        self.places.close();
        for (pool, _) in self.pools.iter() {
            pool.close().await;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.free.lock().unwrap_or_else(PoisonError::into_inner).push_back(self.number);
    }
}
