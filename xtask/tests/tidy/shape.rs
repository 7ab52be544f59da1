//! How long a file and a line may be, and which names say nothing.

use crate::rust::Source;
use crate::tree::{File, check};

const LINES_MAX: usize = 400;
const COLUMNS_MAX: usize = 100;
/// Names for a place where anything may lie.
const EMPTY_NAMES: &[&str] =
    &["common", "helper", "helpers", "manager", "managers", "misc", "stuff", "util", "utils"];

fn complaints(file: &File) -> Vec<String> {
    let mut complaints = Vec::new();
    let name = &file.name;
    let empty = |word: &str| EMPTY_NAMES.contains(&word);
    if name.split(['/', '.']).any(empty) {
        complaints.push(format!("{name}: say what is in it"));
    }
    if !file.is("rs") {
        return complaints;
    }
    let lines = file.text.lines().count();
    if lines > LINES_MAX {
        complaints.push(format!(
            "{name}: {lines} lines, {LINES_MAX} are the most; find the second idea and name it"
        ));
    }
    for (i, line) in file.text.lines().enumerate() {
        // An answer that insta wrote down is as long as the answer.
        let written_down = file.is_test() && line.contains("@r");
        if line.chars().count() > COLUMNS_MAX && !written_down {
            complaints.push(format!("{name}:{}: longer than {COLUMNS_MAX} columns", i + 1));
        }
    }
    let code = Source::read(&file.text).code;
    let modules = code.split("mod ").skip(1);
    let modules = modules.filter_map(|rest| rest.split([' ', ';', '{']).next());
    complaints.extend(
        modules.filter(|it| empty(it)).map(|it| format!("{name}: `mod {it}`: say what is in it")),
    );
    complaints
}

#[test]
fn files_are_short_and_well_named() {
    check(complaints);
}

#[test]
fn what_is_too_long_is_refused() {
    let line = format!("// {}\n", "x".repeat(98));
    assert_eq!(complaints(&File::new("crates/web/src/page.rs", &line)).len(), 1);
    let long = "\n".repeat(401);
    assert_eq!(complaints(&File::new("crates/web/src/page.rs", &long)).len(), 1);
    let fits = format!("// {}\n", "ß".repeat(97)) + &"\n".repeat(399);
    assert!(complaints(&File::new("crates/web/src/page.rs", &fits)).is_empty());
}

#[test]
fn a_name_that_says_nothing_is_refused() {
    for (name, text) in [
        ("crates/web/src/utils.rs", ""),
        ("crates/web/tests/common/mod.rs", ""),
        ("crates/web/templates/misc/page.html", ""),
        ("crates/web/src/lib.rs", "mod helpers;"),
        ("crates/web/src/lib.rs", "pub mod manager { }"),
    ] {
        assert_eq!(complaints(&File::new(name, text)).len(), 1, "{name}: {text}");
    }
    let fine = File::new("crates/web/src/commons.rs", "mod commonly; // mod utils;");
    assert!(complaints(&fine).is_empty());
}
