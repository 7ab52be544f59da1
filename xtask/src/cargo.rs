//! Calling cargo from a program that cargo itself started.

use std::env;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use crate::Outcome;

/// The root of the repository.
///
/// Asked when it runs: a build may be shared between copies of the repository.
pub(crate) fn root() -> PathBuf {
    let here = env::var_os("CARGO_MANIFEST_DIR").unwrap_or(env!("CARGO_MANIFEST_DIR").into());
    PathBuf::from(here).parent().expect("xtask is a folder of the repository").to_owned()
}

/// `cargo`, in the root of the repository.
///
/// `cargo run` leaves facts about *this* package in the environment. Some build scripts watch
/// them and would be built again at every change between `cargo` and `cargo xtask`.
pub(crate) fn cargo(words: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    for (name, _) in env::vars() {
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    command.args(words).current_dir(root());
    if ci() {
        command.env("CARGO_INCREMENTAL", "0");
    }
    command
}

/// Builds the product and returns where its binary is.
pub(crate) fn build_hanse(release: bool) -> Result<PathBuf, String> {
    let profile = if release { "release" } else { "dev" };
    must(&mut cargo(&["build", "--package", "hanse", "--profile", profile]))?;
    let me = env::current_exe().map_err(|error| format!("Where am I? {error}"))?;
    let target = me.ancestors().nth(2).ok_or("This program stands outside a target folder.")?;
    Ok(target.join(if release { "release" } else { "debug" }).join("hanse"))
}

/// Whether a machine is watching instead of a person.
pub(crate) fn ci() -> bool {
    env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}

/// Runs it; its exit code is ours.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| format!("{}: {error}", name(command)))?;
    Ok(match status.code().and_then(|code| u8::try_from(code).ok()) {
        Some(code) => ExitCode::from(code),
        None => ExitCode::FAILURE,
    })
}

/// Runs it, and has no use for anything but success.
pub(crate) fn must(command: &mut Command) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{} ended with {status}.", name(command))),
        Err(error) => Err(format!("{} could not be started: {error}.", name(command))),
    }
}

/// Runs it and returns what it printed on stdout.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let done = command
        .output()
        .map_err(|error| format!("{} could not be started: {error}.", name(command)))?;
    if !done.status.success() {
        let reason = String::from_utf8_lossy(&done.stderr);
        return Err(format!("{} ended with {}:\n{reason}", name(command), done.status));
    }
    String::from_utf8(done.stdout)
        .map_err(|_| format!("{} printed something that is no text.", name(command)))
}

fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
