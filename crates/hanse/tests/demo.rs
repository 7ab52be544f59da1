//! `hanse demo`: made once, resumed, made anew.

#![cfg(test)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use store::{Store, alliance};

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join("hanse-tests");
    let folder = folder.join(format!("{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Starts the demo, ends it as a power cut does once it has printed its link, and answers the
/// link and the key of the database, which is drawn when it is made.
async fn run(folder: &Path, words: &[&str]) -> (String, Vec<u8>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hanse"))
        .args(["demo", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder)
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let link = lines.into_iter().find(|it| it.starts_with("http")).expect("a link");
    child.kill().unwrap();
    child.wait().unwrap();
    let store = Store::open(&folder.join("hanse.db").to_string_lossy()).await.unwrap();
    let mut tx = store.write().await.unwrap();
    (link, alliance::server_key(&mut tx, [0; 32]).await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_made_once_resumed_and_made_anew_when_asked() {
    let folder = folder("demo");
    // What one that was interrupted leaves behind.
    std::fs::write(folder.join("unfinished.db"), "half of a database").unwrap();
    let (first, made) = run(&folder, &[]).await;
    assert!(first.contains("/sign-in/link/"), "{first}");
    assert!(!folder.join("unfinished.db").exists());

    let (second, resumed) = run(&folder, &[]).await;
    assert_ne!(first, second, "each start prints a link of its own");
    assert_eq!(made, resumed);

    let (_, fresh) = run(&folder, &["--fresh"]).await;
    assert_ne!(made, fresh);
}
