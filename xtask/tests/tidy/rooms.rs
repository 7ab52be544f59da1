//! Rooms meet in `actions`, and nowhere below it.

use crate::rust::Source;
use crate::tree::{File, check};

const ROOMS: &[&str] = &[
    "agreements",
    "alliance",
    "audience",
    "balance",
    "customers",
    "fit",
    "members",
    "notes",
    "people",
    "projects",
    "relationships",
    "shares",
    "shop",
    "trust",
];
/// Who may name another room all the same: fit is about two members and the paths between them.
const EXCEPT: &[(&str, &str)] = &[("fit", "members"), ("fit", "trust")];
/// The floors where a room knows others by id only.
const FLOORS: &[&str] = &["crates/domain/src/", "crates/store/src/"];

fn complaints(file: &File) -> Vec<String> {
    let Some(path) = FLOORS.iter().find_map(|floor| file.name.strip_prefix(floor)) else {
        return Vec::new();
    };
    let me = path.split(['/', '.']).next().unwrap_or_default();
    if !ROOMS.contains(&me) && me != "kernel" {
        return Vec::new();
    }
    let code = Source::read(&file.text).code;
    let named = named(&code);
    let others = ROOMS.iter().filter(|other| **other != me && named.contains(*other));
    let refused = others.filter(|other| !EXCEPT.contains(&(me, other)));
    refused
        .map(|other| {
            format!("{}: {me} may not name {other}; let actions bring them together", file.name)
        })
        .collect()
}

/// What follows `crate::` or `super::`, one by one or in braces.
fn named(code: &str) -> Vec<&str> {
    let word = |text: &'_ str| -> usize {
        text.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(text.len())
    };
    let mut found = Vec::new();
    for start in ["crate::", "super::"] {
        for (at, _) in code.match_indices(start) {
            let rest = &code[at + start.len()..];
            let Some(group) = rest.strip_prefix('{') else {
                found.push(&rest[..word(rest)]);
                continue;
            };
            let mut depth = 0;
            let mut begins = 0;
            for (at, it) in group.char_indices() {
                match it {
                    '{' => depth += 1,
                    '}' | ',' if depth == 0 => {
                        let name = group[begins..at].trim_start();
                        found.push(&name[..word(name)]);
                        begins = at + 1;
                        if it == '}' {
                            break;
                        }
                    }
                    '}' => depth -= 1,
                    _ => {}
                }
            }
        }
    }
    found
}

#[test]
fn rooms_know_each_other_by_id_only() {
    check(complaints);
}

#[test]
fn a_room_that_names_another_is_refused() {
    for (name, text) in [
        ("crates/domain/src/people/person.rs", "use crate::members::Member;"),
        ("crates/domain/src/people.rs", "fn f(it: &crate::members::Member) {}"),
        ("crates/domain/src/members/offer.rs", "use crate::{kernel::{id, time}, trust::Path};"),
        ("crates/domain/src/members/offer.rs", "use super::super::trust::Path;"),
        ("crates/domain/src/kernel/id.rs", "use crate::people::Person;"),
        ("crates/store/src/notes.rs", "crate::people::find(tx, id)"),
        ("crates/domain/src/trust/path.rs", "use crate::fit::Fit;"),
    ] {
        assert_eq!(complaints(&File::new(name, text)).len(), 1, "{name}: {text}");
    }
}

#[test]
fn what_rooms_share_may_be_named() {
    for (name, text) in [
        ("crates/domain/src/people/person.rs", "use crate::kernel::id::MemberId;"),
        ("crates/domain/src/people/person.rs", "use crate::people::device::Device;"),
        ("crates/domain/src/fit/gates.rs", "use crate::{members::Member, trust::Path};"),
        ("crates/domain/src/lib.rs", "pub use crate::members::Member;"),
        ("crates/actions/src/people.rs", "use crate::members::view;"),
        ("crates/domain/src/people/person.rs", "// see crate::members::Member"),
    ] {
        assert!(complaints(&File::new(name, text)).is_empty(), "{name}: {text}");
    }
}
