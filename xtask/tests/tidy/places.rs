//! The repository knows nothing of the machine it was written on.

use crate::tree::{File, check};

/// Folders of one machine or one person. Each in two parts, so that this file passes its own rule.
const FOLDERS: &[(&str, &str)] = &[
    ("/wo", "rk/"),
    ("/fa", "rm/"),
    ("/tm", "p/"),
    ("/ro", "ot/"),
    ("/Use", "rs/"),
    ("C:\\Use", "rs"),
];
/// Where packages come from is a setting of the machine.
const HOSTS: &[(&str, &str)] = &[
    ("registry.npm", "js.org"),
    ("index.crat", "es.io"),
    ("static.crat", "es.io"),
    ("arti", "factory"),
    ("replace", "-with"),
];
/// The only place a locked crate may come from.
const CRATES: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn complaints(file: &File) -> Vec<String> {
    if file.name.ends_with("Cargo.lock") {
        let sources = file.text.lines().filter_map(|line| line.strip_prefix("source = "));
        let foreign = sources.filter(|source| source.trim_matches('"') != CRATES);
        return foreign.map(|it| format!("{}: a crate from {it}", file.name)).collect();
    }
    let joined = |(a, b): &(&str, &str)| format!("{a}{b}");
    let folders = FOLDERS.iter().map(joined).filter(|folder| begins_path(&file.text, folder));
    let hosts = HOSTS.iter().map(joined).filter(|host| file.text.contains(host));
    folders.chain(hosts).map(|it| format!("{}: names `{it}`", file.name)).collect()
}

/// Whether a path begins so: not inside an address such as `example.org/tmp/x`, or `$HOME/tmp/`.
fn begins_path(text: &str, folder: &str) -> bool {
    text.match_indices(folder).any(|(at, _)| {
        let before = text[..at].chars().last();
        before.is_none_or(|it| !it.is_alphanumeric() && !"-_.~}/".contains(it))
    })
}

#[test]
fn no_file_names_a_machine() {
    check(complaints);
}

#[test]
fn a_place_of_one_machine_is_found() {
    for (a, b) in FOLDERS.iter().chain(HOSTS) {
        let text = format!("see \"{a}{b}x\" there");
        assert_eq!(complaints(&File::new("docs/operations.md", &text)).len(), 1, "{text}");
    }
    for good in ["https://example.org/home/page", "./home/x", "${HOME}/tmp/x", "a href=\"/home\""] {
        assert!(complaints(&File::new("docs/operations.md", good)).is_empty(), "{good}");
    }
}

#[test]
fn a_crate_from_elsewhere_is_found() {
    let lock = |source: &str| File::new("Cargo.lock", &format!("source = \"{source}\"\n"));
    assert_eq!(complaints(&lock("registry+https://mirror.example.org/index")).len(), 1);
    assert_eq!(complaints(&lock("git+https://github.com/a/b?rev=1#1")).len(), 1);
    assert!(complaints(&lock(CRATES)).is_empty());
}
