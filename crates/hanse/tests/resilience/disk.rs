//! A full disk: writing is refused with a sentence, reading goes on, and when there is room again
//! writing goes on too, without a restart.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::server::{Answer, Server, folder};

/// A small disk of its own, which only the server sees: the words before its command.
/// `None` where the system does not let us make one.
fn small_disk(at: &Path) -> Option<Vec<String>> {
    let mut unshare = vec!["unshare".to_owned()];
    // Whoever is not root becomes it in a space of their own.
    if Command::new("unshare").args(["--mount", "true"]).status().is_ok_and(|it| !it.success()) {
        unshare.extend(["--user", "--map-root-user"].map(str::to_owned));
    }
    unshare.push("--mount".to_owned());
    let may = Command::new(&unshare[0]).args(&unshare[1..]).arg("true").status();
    if !may.is_ok_and(|it| it.success()) {
        return None;
    }
    let script = format!("mount -t tmpfs -o size=16m none {} && exec \"$@\"", at.display());
    unshare.extend(["sh", "-c", &script, "sh"].map(str::to_owned));
    Some(unshare)
}

/// Fills what is left, to the last byte.
fn fill(ballast: &Path) {
    let mut file = File::create(ballast).unwrap();
    for size in [65_536, 4_096, 1] {
        while file.write_all(&vec![b'x'; size]).is_ok() {}
    }
}

/// Chooses a colour scheme: a form like any other, which anybody may send and which is noted so
/// that sending it twice has one effect.
fn write(server: &Server, page: &str) -> Answer {
    let token = server.token(page);
    server.post("/theme", &format!("csrf={token}&theme=dark"))
}

#[test]
fn a_full_disk_refuses_writes_and_nothing_else() {
    let folder = folder("disk");
    let Some(before) = small_disk(&folder) else {
        assert!(std::env::var("CI").is_err(), "with CI set, a small disk must be possible");
        println!("skipped: this system lets nobody mount a small disk");
        return;
    };
    let server = Server::start_as(before, "demo", &folder);
    let page = "/sign-in";
    assert_eq!(write(&server, page).status, 303);

    // The disk as the server sees it.
    let seen = PathBuf::from(format!("/proc/{}/root", server.process.id()));
    let ballast = seen.join(folder.strip_prefix("/").unwrap()).join("ballast");
    fill(&ballast);
    // What is left of the journal's last page may hold a few more.
    let refused = (0..50).map(|_| write(&server, page)).find(|it| it.status != 303).unwrap();
    assert_eq!(refused.status, 507, "{}", refused.head);
    assert!(refused.body.contains("disk of the server is full"), "{}", refused.body);

    assert!(server.get(page).body.contains("<form"), "a page that reads is still shown");
    assert_eq!(server.get("/healthz").status, 200);
    assert_eq!(server.get("/readyz").status, 200);
    assert_eq!(write(&server, page).status, 507, "it stays refused while there is no room");

    fs::remove_file(&ballast).unwrap();
    assert_eq!(write(&server, page).status, 303, "there is room again");
}
