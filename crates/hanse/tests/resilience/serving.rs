//! Starting, stopping, and refusing in sentences.

use std::process::{Command, Output};

use crate::server::{Server, folder};

fn hanse(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hanse")).args(words).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn told_to_stop_it_closes_the_database_in_order() {
    let folder = folder("stop");
    let mut server = Server::start(&folder);
    assert_eq!(server.get("/healthz").body, "ok");
    let told = Command::new("kill").arg(server.process.id().to_string()).status().unwrap();
    assert!(told.success());
    assert!(server.process.wait().unwrap().success());
    let journal = folder.join("hanse.db-wal");
    assert!(!journal.exists(), "the journal is folded into the file");
}

#[test]
fn an_address_that_is_taken_is_said_in_a_sentence() {
    let folder = folder("taken");
    let server = Server::start(&folder);
    let address = format!("127.0.0.1:{}", server.port);
    let database = folder.join("other.db");
    let second = hanse(&["serve", "--listen", &address, "--database", database.to_str().unwrap()]);
    assert_eq!(second.status.code(), Some(1));
    let said = said(&second);
    assert!(said.starts_with(&format!("Something else listens on {address} already")), "{said}");
    assert!(!database.exists(), "who cannot serve makes no database");
}

#[test]
fn wrong_usage_ends_with_2_and_a_refusal_with_1() {
    assert_eq!(hanse(&["dance"]).status.code(), Some(2));
    assert_eq!(hanse(&["--help"]).status.code(), Some(0));
    let missing = folder("missing").join("hanse.db");
    let missing = missing.to_str().unwrap();
    for words in [
        &["backup", "copy.db", "--database", missing][..],
        &["doctor", "--database", missing],
        &["sign-in-link", "ada@example.org", "--database", missing],
    ] {
        let refused = hanse(words);
        assert_eq!(refused.status.code(), Some(1), "{words:?}");
        let said = said(&refused);
        assert!(said.starts_with("There is no database"), "{words:?}: {said}");
    }
}

#[test]
fn a_backup_is_made_while_it_serves_compared_and_restored() {
    let folder = folder("backup");
    let server = Server::start(&folder);
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let (database, copy, restored) = (path("hanse.db"), path("copy.db"), path("restored.db"));
    let backup = hanse(&["backup", &copy, "--database", &database]);
    assert!(backup.status.success(), "{}", said(&backup));
    let again = hanse(&["backup", &copy, "--database", &database]);
    assert_eq!(again.status.code(), Some(1));
    assert_eq!(server.get("/readyz").status, 200);

    let restore = hanse(&["restore", &copy, "--database", &restored]);
    assert!(restore.status.success(), "{}", said(&restore));
    let doctor = hanse(&["doctor", "--database", &restored, "--against", &copy, "--json"]);
    assert!(doctor.status.success(), "{}", said(&doctor));
    let answer: serde_json::Value = serde_json::from_slice(&doctor.stdout).unwrap();
    assert_eq!(answer["well"], true, "{answer}");
}
