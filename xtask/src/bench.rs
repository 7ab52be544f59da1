//! `cargo xtask bench`: the measurements behind docs/benchmarks.md.

use std::process::{Command, ExitCode};

use crate::cargo::{build_hanse, cargo, output};
use crate::{Outcome, say};

/// What is measured when nothing is named.
const ALL: &[&str] = &["fit", "pages", "home", "growth", "startup"];
/// What drives a running server from outside, with a bare one beside it.
const OUTSIDE: &[&str] = &["pages", "home", "growth", "startup"];

/// Measures on a release build and prints markdown tables, one after the other: measurements
/// that run side by side disturb each other.
pub(crate) fn measure(names: &[String]) -> Outcome {
    let named: Vec<&str> = names.iter().map(String::as_str).collect();
    let names = if named.is_empty() { ALL } else { &named };
    say("Building hanse for release");
    let hanse = build_hanse(true)?;
    for name in names {
        say(&format!("Measuring {name}"));
        let table = if OUTSIDE.contains(name) {
            output(&mut cargo(&["bench", "--quiet", "--package", "hanse", "--bench", name]))?
        } else {
            output(Command::new(&hanse).args(["bench", name]))?
        };
        println!("## {name}\n\n{}\n", table.trim());
    }
    say("Copy the tables to docs/benchmarks.md, with the machine and the commit they are from");
    Ok(ExitCode::SUCCESS)
}
