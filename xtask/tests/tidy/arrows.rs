//! Which crate may name which: the arrows of ARCHITECTURE.md.

use crate::tree::{File, check};

/// Who may name whom, in what ships. What only tests need is free.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("overlap", &["domain"]),
    ("store", &["domain"]),
    ("actions", &["domain", "overlap", "store"]),
    ("web", &["actions", "domain"]),
    ("worker", &["actions", "domain", "store"]),
    ("hanse", &["actions", "domain", "overlap", "store", "web", "worker"]),
    ("journeys", &["domain"]),
    ("xtask", &["domain"]),
];

/// What would bring the outside world, or the shape of a message, into the rules.
const NEVER_IN_DOMAIN: &[&str] = &[
    "async-trait",
    "axum",
    "chrono",
    "futures-util",
    "getrandom",
    "lettre",
    "rand",
    "reqwest",
    "serde",
    "serde_json",
    "sqlx",
    "tokio",
];

fn complaints(file: &File) -> Vec<String> {
    let Some(me) = file.name.strip_suffix("/Cargo.toml") else { return Vec::new() };
    let me = me.rsplit('/').next().unwrap_or(me);
    let Some((_, allowed)) = ARROWS.iter().find(|(from, _)| *from == me) else {
        return vec![format!("{}: a new crate: give `{me}` its arrows in arrows.rs", file.name)];
    };
    let mut complaints = Vec::new();
    for other in shipped_dependencies(&file.text) {
        if ARROWS.iter().any(|(it, _)| *it == other) && !allowed.contains(&other) {
            complaints.push(format!("{}: no arrow from {me} to {other}", file.name));
        }
        if me == "domain" && NEVER_IN_DOMAIN.contains(&other) {
            complaints.push(format!("{}: the rules are pure, they cannot use {other}", file.name));
        }
    }
    complaints
}

/// The names under every `dependencies` heading but those for tests.
fn shipped_dependencies(manifest: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in manifest.lines().map(str::trim) {
        if let Some(heading) = line.strip_prefix('[') {
            let heading = heading.trim_end_matches(']');
            let (table, name) = match heading.rsplit_once("dependencies.") {
                Some((before, name)) => (format!("{before}dependencies"), Some(name)),
                None => (heading.to_owned(), None),
            };
            let shipped = table.ends_with("dependencies") && !table.ends_with("dev-dependencies");
            inside = shipped && name.is_none();
            found.extend(name.filter(|_| shipped));
        } else if inside && !line.starts_with('#') {
            found.extend(line.split(['.', '=', ' ']).next().filter(|name| !name.is_empty()));
        }
    }
    found
}

#[test]
fn crates_name_only_those_they_may() {
    check(complaints);
}

#[test]
fn a_door_cannot_reach_the_store() {
    for bad in [
        "[dependencies]\nactions.workspace = true\nstore.workspace = true",
        "[dependencies]\nstore = { path = \"../store\" }",
        "[dependencies.store]\npath = \"../store\"",
        "[target.'cfg(unix)'.dependencies]\nstore.workspace = true",
        "[build-dependencies]\nstore.workspace = true",
    ] {
        let found = complaints(&File::new("crates/web/Cargo.toml", bad));
        assert_eq!(found, ["crates/web/Cargo.toml: no arrow from web to store"], "{bad}");
    }
    let tests = "[dependencies]\nactions.workspace = true\n[dev-dependencies]\nstore = \"1\"";
    assert!(complaints(&File::new("crates/web/Cargo.toml", tests)).is_empty());
}

#[test]
fn the_rules_stay_pure() {
    let serde = File::new("crates/domain/Cargo.toml", "[dependencies]\nserde.workspace = true");
    assert_eq!(complaints(&serde).len(), 1);
    let error = File::new("crates/domain/Cargo.toml", "[dependencies]\nthiserror.workspace = true");
    assert!(complaints(&error).is_empty());
}

#[test]
fn a_crate_without_arrows_is_asked_for_them() {
    assert_eq!(complaints(&File::new("crates/tools/Cargo.toml", "")).len(), 1);
    assert!(
        complaints(&File::new("Cargo.toml", "[workspace.dependencies]\nweb = \"1\"")).is_empty()
    );
}
