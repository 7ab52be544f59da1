//! Words that belong to one floor only.

use crate::rust::Source;
use crate::tree::{File, check};

/// A word and the folders where it may stand. Tests are free.
const WORDS: &[(&str, &[&str])] = &[
    ("sqlx::", &["crates/store/"]),
    ("axum::", &["crates/web/"]),
    ("askama::", &["crates/web/"]),
    ("utoipa::", &["crates/web/"]),
    ("lettre::", &["crates/worker/"]),
    ("reqwest::", &["crates/worker/"]),
    ("SystemTime::now", CLOCK),
    ("Instant::now", CLOCK),
    ("Timestamp::now", CLOCK),
    ("Zoned::now", CLOCK),
    ("getrandom::", &["crates/hanse/"]),
    ("store::", &["crates/store/", "crates/actions/", "crates/worker/", "crates/hanse/"]),
];
/// Time is an argument; it is read where the program begins. The workshop measures and waits.
const CLOCK: &[&str] = &["crates/hanse/", "crates/journeys/", "xtask/"];

/// The same word where one exact use of it is indispensable elsewhere.
const EXCEPT: &[(&str, &str)] = &[("crates/hanse/", "axum::serve")];

/// What the rules never say.
const NEVER_IN_DOMAIN: &[&str] = &[
    "serde::",
    "serde_json::",
    "tokio::",
    "async fn",
    "async move",
    ".await",
    "std::env::",
    "std::fs::",
    "std::net::",
    "std::process::",
];

fn complaints(file: &File) -> Vec<String> {
    if !file.is("rs") || file.is_test() {
        return Vec::new();
    }
    let mut code = Source::read(&file.text).code;
    for (folder, use_) in EXCEPT {
        if file.is_in(folder) {
            code = code.replace(use_, "");
        }
    }
    let mut complaints = Vec::new();
    for (word, homes) in WORDS {
        if says(&code, word) && !homes.iter().any(|home| file.is_in(home)) {
            complaints.push(format!("{}: `{word}` belongs in {}", file.name, homes.join(" or ")));
        }
    }
    if file.is_in("crates/domain/") {
        let said = NEVER_IN_DOMAIN.iter().filter(|word| says(&code, word));
        complaints
            .extend(said.map(|word| format!("{}: the rules are pure: no `{word}`", file.name)));
    }
    complaints
}

/// Whether the word stands there as a word of its own, not as the end of another or of a path.
fn says(code: &str, word: &str) -> bool {
    let inside = |it: char| it.is_alphanumeric() || it == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = &code[..at];
        let path = word.starts_with(char::is_lowercase) && before.ends_with("::");
        !path && !before.ends_with(inside)
    })
}

#[test]
fn every_word_stands_on_its_floor() {
    check(complaints);
}

#[test]
fn a_word_on_a_foreign_floor_is_refused() {
    for (name, text) in [
        ("crates/actions/src/people.rs", "sqlx::query(\"…\")"),
        ("crates/actions/src/people.rs", "use axum::http::StatusCode;"),
        ("crates/hanse/src/main.rs", "use axum::Router;"),
        ("crates/worker/src/mail.rs", "let now = SystemTime::now();"),
        ("crates/web/src/page.rs", "let now = std::time::Instant::now();"),
        ("crates/actions/src/people.rs", "jiff::Timestamp::now()"),
        ("crates/actions/src/people.rs", "lettre::Message::builder()"),
        ("crates/web/src/page.rs", "use store::members;"),
        ("crates/domain/src/fit/fit.rs", "use serde::Serialize;"),
        ("crates/domain/src/fit/fit.rs", "pub async fn fit() {}"),
        ("crates/domain/src/fit/fit.rs", "tokio::spawn(it)"),
    ] {
        assert_eq!(complaints(&File::new(name, text)).len(), 1, "{name}: {text}");
    }
}

#[test]
fn a_word_at_home_passes() {
    for (name, text) in [
        ("crates/store/src/members.rs", "sqlx::query(\"…\")"),
        ("crates/web/src/page.rs", "use axum::http::StatusCode;"),
        ("crates/hanse/src/main.rs", "axum::serve(listener, app)"),
        ("crates/hanse/src/main.rs", "jiff::Timestamp::now()"),
        ("crates/actions/src/people.rs", "// sqlx::query would be wrong here\nuse store::members;"),
        ("crates/web/src/page.rs", "app.session_store::new(); crate::store::x()"),
        ("crates/web/tests/pages.rs", "use store::Store;"),
    ] {
        assert!(complaints(&File::new(name, text)).is_empty(), "{name}: {text}");
    }
}
