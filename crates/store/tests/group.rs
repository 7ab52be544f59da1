//! Many writers at once on SQLite: one disk wait for all, nobody told "done" too early, and one
//! who gives up harms nobody else.

#![cfg(test)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::kernel::event::Event;
use domain::kernel::id::EventId;
use domain::kernel::time::Time;
use store::{Store, StoreError, events, on_both};

on_both!(every_acknowledged_change_is_there, who_gives_up_harms_nobody);

async fn write(store: &Store, number: u128) -> Result<(), StoreError> {
    let mut tx = store.write().await?;
    let event = Event::of("test.written", number, "written");
    events::record(&mut tx, EventId::from_bits(number), Time(0), None, &event).await?;
    tx.commit().await
}

async fn written(store: &Store) -> usize {
    let mut tx = store.read().await.unwrap();
    events::after(&mut tx, EventId::from_bits(0), 10_000).await.unwrap().len()
}

async fn every_acknowledged_change_is_there(store: Store) {
    let done = Arc::new(AtomicU32::new(0));
    let mut tasks = Vec::new();
    for writer in 0..64_u128 {
        let (store, done) = (store.clone(), done.clone());
        tasks.push(tokio::spawn(async move {
            for i in 0..5 {
                match write(&store, 1 + writer * 100 + i).await {
                    Ok(()) => drop(done.fetch_add(1, Ordering::SeqCst)),
                    Err(StoreError::Stale) => (),
                    Err(error) => panic!("{error:?}"),
                }
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(written(&store).await, done.load(Ordering::SeqCst) as usize);
    assert!(done.load(Ordering::SeqCst) > 0);
}

async fn who_gives_up_harms_nobody(store: Store) {
    let mut tasks = Vec::new();
    for number in 1..=100_u128 {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            match number % 4 {
                // Writes the same id twice: the second is refused, and both are undone.
                0 => {
                    let mut tx = store.write().await.unwrap();
                    let event = Event::of("test.written", number, "written");
                    let id = EventId::from_bits(1_000 + number);
                    events::record(&mut tx, id, Time(0), None, &event).await.unwrap();
                    let twice = events::record(&mut tx, id, Time(0), None, &event).await;
                    assert!(matches!(twice, Err(StoreError::Taken)));
                }
                // Goes away at some point on the way.
                1 => {
                    let wait = std::time::Duration::from_micros(number as u64 * 20);
                    let _ = tokio::time::timeout(wait, write(&store, 2_000 + number)).await;
                }
                _ => while matches!(write(&store, number).await, Err(StoreError::Stale)) {},
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let mut tx = store.read().await.unwrap();
    let all = events::after(&mut tx, EventId::from_bits(0), 10_000).await.unwrap();
    let of = |range: std::ops::Range<u128>| {
        all.iter().filter(|it| range.contains(&it.subject) && it.id.bits() == it.subject).count()
    };
    assert_eq!(of(0..1_000), 50);
    assert!(!all.iter().any(|it| (1_000..2_000).contains(&it.id.bits())));
}
