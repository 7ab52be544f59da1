//! `cargo xtask shots`: a picture of every page.

use crate::cargo::{build_hanse, cargo, run};
use crate::packages::{CHROMEDRIVER, CHROMIUM, ensure};
use crate::{Outcome, say};

/// Takes the pages named, or all; the browser and the list of pages are in `journeys`.
pub(crate) fn take(pages: &[String]) -> Outcome {
    ensure(&[CHROMIUM, CHROMEDRIVER])?;
    say("Building hanse");
    let hanse = build_hanse(false)?;
    say("Taking pictures");
    let words = ["run", "--quiet", "--package", "journeys", "--bin", "shots", "--"];
    run(cargo(&words).args(pages).env("HANSE_BIN", hanse))
}
