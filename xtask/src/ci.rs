//! `cargo xtask ci`: what the server runs, run here.

use std::process::Command;

use crate::Outcome;
use crate::cargo::{root, run};

/// Runs `.ci/run` as the server does: as a machine, with nobody at the keyboard.
pub(crate) fn run_ci() -> Outcome {
    run(Command::new(root().join(".ci/run")).env("CI", "true"))
}
