//! Reading connections to SQLite, each with its own brake: a statement that is stopped stops no
//! other.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};
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

/// One of the connections, which is free again when this is dropped.
pub(crate) struct Reading {
    on: On,
    brake: Brake,
    _place: Place,
}

enum On {
    Transaction(Transaction<'static, Sqlite>),
    /// Outside a transaction: each statement is one.
    Statement(PoolConnection<Sqlite>),
}

impl Reading {
    pub(crate) fn connection(&mut self) -> (&mut SqliteConnection, &Brake) {
        let connection = match &mut self.on {
            On::Transaction(tx) => &mut **tx,
            On::Statement(connection) => &mut **connection,
        };
        (connection, &self.brake)
    }
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
        let place = self.place().await?;
        let (pool, brake) = &self.pools[place.number];
        let on = On::Transaction(pool.begin().await?);
        Ok(Reading { on, brake: brake.clone(), _place: place })
    }

    /// Reads without a transaction, as soon as a connection is free.
    pub(crate) async fn alone(&self) -> Result<Reading, StoreError> {
        let place = self.place().await?;
        let (pool, brake) = &self.pools[place.number];
        let on = On::Statement(pool.acquire().await?);
        Ok(Reading { on, brake: brake.clone(), _place: place })
    }

    async fn place(&self) -> Result<Place, StoreError> {
        let closed = |_| StoreError::Database(sqlx::Error::PoolClosed);
        let permit = self.places.clone().acquire_owned().await.map_err(closed)?;
        let next = || self.free.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let number = next().expect("there is one for every permit");
        Ok(Place { number, free: self.free.clone(), _permit: permit })
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
