//! A writer is killed in the middle of its work, again and again; everything it had acknowledged
//! is there afterwards, and nothing is there by half.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use domain::kernel::time::Time;
use store::testing::{Engine, fresh_url};
use store::{Store, StoreError, replay};

const KILLS: usize = 50;
const WRITERS: usize = 6;
/// Where the writer finds the database; without it, the writer is an empty test.
const DATABASE: &str = "HANSE_TEST_WRITER_DATABASE";
const RUN: &str = "HANSE_TEST_WRITER_RUN";

/// Not a test of its own: what the others start and kill. Several tasks write, each two rows a
/// transaction, and say so once the transaction is acknowledged.
#[tokio::test(flavor = "multi_thread")]
async fn writer() {
    let (Ok(url), Ok(run)) = (std::env::var(DATABASE), std::env::var(RUN)) else { return };
    let store = Store::open(&url).await.unwrap();
    let tasks: Vec<_> = (0..WRITERS)
        .map(|task| tokio::spawn(write_for_ever(store.clone(), format!("{run}-{task}"))))
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

async fn write_for_ever(store: Store, name: String) {
    for number in 0.. {
        while let Err(error) = write(&store, &name, number).await {
            assert!(matches!(error, StoreError::Stale), "{error:?}");
        }
        let mut out = std::io::stdout().lock();
        // Whoever listens may have hung up already.
        let _ = writeln!(out, "\nkept {name} {number}").and_then(|()| out.flush());
    }
}

async fn write(store: &Store, name: &str, number: usize) -> Result<(), StoreError> {
    let mut tx = store.write().await?;
    replay::take(&mut tx, &format!("first {name} {number}"), Time(1)).await?;
    replay::take(&mut tx, &format!("second {name} {number}"), Time(1)).await?;
    tx.commit().await
}

/// Starts a writer, hears so many acknowledgements, kills it, and hears what was still said.
fn one_life(url: &str, run: usize, acknowledgements: usize, kept: &mut BTreeMap<String, usize>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kills::writer", "--nocapture"])
        .env(DATABASE, url)
        .env(RUN, run.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut heard = 0;
    for line in lines {
        let Some((name, number)) = line.strip_prefix("kept ").and_then(|it| it.split_once(' '))
        else {
            continue;
        };
        kept.insert(name.to_owned(), number.parse().unwrap());
        heard += 1;
        if heard == acknowledgements {
            child.kill().unwrap(); // SIGKILL on Unix.
        }
    }
    child.wait().unwrap();
    assert!(heard >= acknowledgements, "run {run} ended after {heard}");
}

async fn survives(engine: Engine) {
    let Some(url) = fresh_url(engine).await.unwrap() else {
        println!("skipped: TEST_POSTGRES_URL is not set");
        return;
    };
    let mut kept = BTreeMap::new();
    for run in 0..KILLS {
        one_life(&url, run, 1 + run * 7 % 40, &mut kept);
    }
    let store = Store::open(&url).await.unwrap();
    let mut tx = store.read().await.unwrap();
    for (name, last) in kept {
        // Each number follows the one before, so the last one speaks for all of them; a few
        // beyond it may or may not have been made.
        for number in 0..=last + 3 {
            let mut there = Vec::new();
            for half in ["first", "second"] {
                let key = format!("{half} {name} {number}");
                there.push(replay::find(&mut tx, &key).await.unwrap().is_some());
            }
            assert_eq!(there[0], there[1], "{name} {number} is there by half");
            assert!(there[0] || number > last, "{name} {number} was acknowledged and is gone");
        }
    }
    assert_eq!(store::backup::examine(&store).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_kills_lose_nothing_on_sqlite() {
    survives(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_kills_lose_nothing_on_postgres() {
    survives(Engine::Postgres).await;
}
