//! `cargo xtask openapi`: the API in one document, written where readers and tests look for it.

use std::fs;
use std::process::{Command, ExitCode};

use crate::cargo::{build_hanse, output, root};
use crate::{Outcome, say};

/// Writes `docs/openapi.json` as the product prints it.
pub(crate) fn write() -> Outcome {
    say("Building hanse");
    let document = output(Command::new(build_hanse(false)?).arg("openapi"))?;
    let path = root().join("docs/openapi.json");
    fs::create_dir_all(root().join("docs"))
        .and_then(|()| fs::write(&path, document.trim_end().to_owned() + "\n"))
        .map_err(|error| format!("{}: {error}", path.display()))?;
    say("docs/openapi.json is up to date");
    Ok(ExitCode::SUCCESS)
}
