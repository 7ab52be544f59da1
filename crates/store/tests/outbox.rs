//! The story of the outbox, told to both databases.

#![cfg(test)]

use domain::kernel::time::Time;
use store::{Store, on_both, outbox};

on_both!(what_is_due_is_told_once_and_again_when_it_failed, two_workers_do_not_take_the_same);

async fn what_is_due_is_told_once_and_again_when_it_failed(store: Store) {
    let mut tx = store.write().await.unwrap();
    outbox::put(&mut tx, 1, "letter", "one", Time(10)).await.unwrap();
    outbox::put(&mut tx, 2, "letter", "two", Time(20)).await.unwrap();
    assert_eq!(outbox::take(&mut tx, Time(9), Time(99), 10).await.unwrap(), []);
    assert!(!outbox::is_due(&mut tx, Time(9)).await.unwrap());
    assert!(outbox::is_due(&mut tx, Time(10)).await.unwrap());

    let taken = outbox::take(&mut tx, Time(10), Time(50), 10).await.unwrap();
    assert_eq!(taken.len(), 1);
    assert_eq!((taken[0].payload.as_str(), taken[0].tries), ("one", 1));
    let again = outbox::take(&mut tx, Time(49), Time(99), 10).await.unwrap();
    assert_eq!(again.len(), 1, "what was taken waits until its worker must be gone");
    assert_eq!(again[0].id, 2);
    outbox::done(&mut tx, 2).await.unwrap();

    let again = outbox::take(&mut tx, Time(50), Time(99), 10).await.unwrap();
    assert_eq!((again[0].id, again[0].tries), (1, 2));
    outbox::fail(&mut tx, 1, "no answer", Time(60)).await.unwrap();
    let again = outbox::take(&mut tx, Time(60), Time(99), 10).await.unwrap();
    assert_eq!(again[0].failure.as_deref(), Some("no answer"));
    assert_eq!(outbox::given_up(&mut tx, 10).await.unwrap(), []);
    outbox::give_up(&mut tx, 1, "no such address").await.unwrap();
    assert_eq!(outbox::take(&mut tx, Time(i64::MAX - 1), Time(99), 10).await.unwrap(), []);
    let given_up = outbox::given_up(&mut tx, 10).await.unwrap();
    assert_eq!(given_up[0].failure.as_deref(), Some("no such address"));
    assert_eq!(given_up[0].payload, "");
}

async fn two_workers_do_not_take_the_same(store: Store) {
    let mut tx = store.write().await.unwrap();
    for id in 1..=20 {
        outbox::put(&mut tx, id, "letter", "", Time(id as i64)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let worker = |store: Store| async move {
        let mut mine = Vec::new();
        for _ in 0..200 {
            let mut tx = store.write().await.unwrap();
            let Ok(taken) = outbox::take(&mut tx, Time(100), Time(1_000), 3).await else {
                continue;
            };
            let done = taken.is_empty();
            if tx.commit().await.is_ok() {
                mine.extend(taken.into_iter().map(|it| it.id));
                if done {
                    break;
                }
            }
        }
        mine
    };
    let (one, two) =
        tokio::join!(tokio::spawn(worker(store.clone())), tokio::spawn(worker(store.clone())));
    let mut all = [one.unwrap(), two.unwrap()].concat();
    all.sort_unstable();
    assert_eq!(all, (1..=20).collect::<Vec<u128>>());
}
