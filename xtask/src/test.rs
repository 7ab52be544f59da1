//! `cargo xtask test`: every test there is, on a machine that has a Rust toolchain.

use std::fs;
use std::process::{Command, ExitCode};

use crate::cargo::{build_hanse, cargo, ci, run};
use crate::packages::{CHROMEDRIVER, CHROMIUM, NPM, POSTGRES, ensure, on_path};
use crate::postgres::Postgres;
use crate::{Outcome, say};

/// Runs the tests whose name contains one of `filters`; all of them where there are none.
pub(crate) fn run_tests(filters: &[String]) -> Outcome {
    ensure(&[POSTGRES, CHROMIUM, CHROMEDRIVER, NPM])?;
    say("Building hanse");
    let built = build_hanse(false)?;
    say("Starting a PostgreSQL that lives as long as this run");
    let postgres = Postgres::start()?;
    let room = postgres.room_for_tests()?;
    // A copy, so that building on while the tests run does not change what they test.
    let hanse = room.join("hanse");
    fs::copy(&built, &hanse).map_err(|error| format!("{}: {error}", built.display()))?;
    let with_house = |mut command: Command| {
        command
            .env("TEST_POSTGRES_URL", postgres.url())
            .env("HANSE_BIN", &hanse)
            .env("TMPDIR", &room);
        command
    };
    say("Testing");
    if on_path("cargo-nextest").is_none() {
        return run(with_house(workspace(&["test"])).arg("--").args(filters));
    }
    let outcome = run(with_house(workspace(&["nextest", "run"])).args(filters))?;
    if outcome != ExitCode::SUCCESS || !filters.is_empty() {
        return Ok(outcome);
    }
    // The one kind of test that nextest leaves out.
    run(&mut with_house(workspace(&["test", "--doc"])))
}

fn workspace(words: &[&str]) -> Command {
    let mut command = cargo(words);
    command.arg("--workspace");
    if ci() {
        // Nobody is there to run it again for the next failure.
        command.args(["--locked", "--no-fail-fast"]);
    }
    command
}
