//! The story of a form that is sent twice, told to both databases.

#![cfg(test)]

use domain::kernel::time::Time;
use store::replay::{self, Answer};
use store::{Store, on_both};

on_both!(the_first_takes_the_key_and_leaves_its_answer);

async fn the_first_takes_the_key_and_leaves_its_answer(store: Store) {
    let mut tx = store.write().await.unwrap();
    assert!(replay::take(&mut tx, "form:1", Time(5)).await.unwrap());
    assert!(!replay::take(&mut tx, "form:1", Time(6)).await.unwrap());
    let working = Answer { status: 0, text: String::new() };
    assert_eq!(replay::find(&mut tx, "form:1").await.unwrap(), Some(working));

    let answer = Answer { status: 303, text: "/find".into() };
    replay::keep(&mut tx, "form:1", &answer).await.unwrap();
    assert_eq!(replay::find(&mut tx, "form:1").await.unwrap(), Some(answer));

    // What was refused can be sent again; what is old is forgotten.
    replay::release(&mut tx, "form:1").await.unwrap();
    assert!(replay::take(&mut tx, "form:1", Time(7)).await.unwrap());
    assert_eq!(replay::forget(&mut tx, Time(7)).await.unwrap(), 0);
    assert_eq!(replay::forget(&mut tx, Time(8)).await.unwrap(), 1);
    assert_eq!(replay::find(&mut tx, "form:1").await.unwrap(), None);
    tx.commit().await.unwrap();
}
