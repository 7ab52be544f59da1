//! What the tests need from the system, and how it gets there on Debian and Ubuntu.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo::{ci, must};
use crate::say;

/// Something the tests cannot do without.
pub(crate) struct Need {
    /// What it is for, in words.
    what: &'static str,
    /// Where it is when it is there.
    find: fn() -> Option<PathBuf>,
    debian: &'static str,
    ubuntu: &'static str,
}

/// The second database engine.
pub(crate) const POSTGRES: Need = Need {
    what: "PostgreSQL, for the store tests",
    find: || postgres_program("initdb"),
    debian: "postgresql",
    ubuntu: "postgresql",
};
/// The browser of the journeys.
pub(crate) const CHROMIUM: Need = Need {
    what: "Chromium, for the browser journeys",
    find: || ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(on_path),
    debian: "chromium",
    ubuntu: "chromium-browser",
};
/// The hand that moves the browser.
pub(crate) const CHROMEDRIVER: Need = Need {
    what: "chromedriver, which moves Chromium",
    find: || ["chromedriver", "chromium.chromedriver"].into_iter().find_map(on_path),
    debian: "chromium-driver",
    ubuntu: "chromium-chromedriver",
};
/// Brings axe-core, the accessibility checker.
pub(crate) const NPM: Need = Need {
    what: "npm, which brings the accessibility checker axe-core",
    find: || on_path("npm"),
    debian: "npm",
    ubuntu: "npm",
};

/// Installs what is missing from the packages of the system.
///
/// # Errors
/// A sentence that says what to install, where this program may not or cannot.
pub(crate) fn ensure(needs: &[Need]) -> Result<(), String> {
    let missing: Vec<&Need> = needs.iter().filter(|need| (need.find)().is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let ubuntu = release.lines().any(|line| line == "ID=ubuntu");
    let packages: Vec<&str> =
        missing.iter().map(|need| if ubuntu { need.ubuntu } else { need.debian }).collect();
    let reasons: Vec<&str> = missing.iter().map(|need| need.what).collect();
    let by_hand = format!(
        "Missing: {}.\nInstall with: apt-get install {}",
        reasons.join("; "),
        packages.join(" ")
    );
    if on_path("apt-get").is_none() {
        return Err(by_hand);
    }
    let rights = rights(on_path("sudo").is_some()).ok_or_else(|| by_hand.clone())?;
    say(&format!("Installing {} ({})", packages.join(", "), reasons.join("; ")));
    apt(&rights, &["update"]).map_err(|error| format!("{error}\n{by_hand}"))?;
    let install = [&["install", "--yes", "--no-install-recommends"], &packages[..]].concat();
    apt(&rights, &install).map_err(|error| format!("{error}\n{by_hand}"))?;
    match missing.iter().find(|need| (need.find)().is_none()) {
        Some(need) => Err(format!("Installed, and still not found: {}.", need.what)),
        None => Ok(()),
    }
}

/// A program of PostgreSQL: Debian keeps the server's outside PATH, a folder a version.
pub(crate) fn postgres_program(name: &str) -> Option<PathBuf> {
    on_path(name).or_else(|| {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
        let number = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
        let newest = versions.map(|entry| entry.path()).max_by_key(|path| number(path))?;
        Some(newest.join("bin").join(name)).filter(|program| program.is_file())
    })
}

/// Where PATH has a program of this name.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// Whether this program runs as root. The owner of our own entry in /proc is who we are.
pub(crate) fn root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
}

/// The words before a command that needs the rights of root; `None` where there is no way.
fn rights(sudo: bool) -> Option<Vec<&'static str>> {
    match (root(), sudo) {
        (true, _) => Some(vec!["env", "DEBIAN_FRONTEND=noninteractive"]),
        // Nobody is there to type a password.
        (false, true) if ci() => Some(vec!["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"]),
        (false, true) => Some(vec!["sudo", "env", "DEBIAN_FRONTEND=noninteractive"]),
        (false, false) => None,
    }
}

fn apt(rights: &[&str], words: &[&str]) -> Result<(), String> {
    must(Command::new(rights[0]).args(&rights[1..]).arg("apt-get").arg("--quiet").args(words))
}
