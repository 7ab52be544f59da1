//! The accessibility checker axe-core, fetched once from where npm finds it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::Window;
use crate::folder::{Folder, target};

const VERSION: &str = "4.14.1";
/// What axe-core calls WCAG 2.0, 2.1 and 2.2, levels A and AA, and good practice.
const RULES: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// The rules among them that are about colours.
const COLOURS: [&str; 2] = ["color-contrast", "link-in-text-block"];

/// Checks the page in the window as it is now, and returns what is wrong with it, one rule an
/// entry, with the places. Of a dark page only the colours are checked: nothing else depends on
/// the scheme, and the light one is checked as well.
pub async fn axe(window: &Window) -> Vec<String> {
    assert!(window.look().javascript, "the checker is a script; open a window that runs them");
    if window.script("return typeof axe").await != "object" {
        window.script(&source()).await;
    }
    let rules = if window.look().dark {
        json!({ "type": "rule", "values": COLOURS })
    } else {
        json!({ "type": "tag", "values": RULES })
    };
    let options = json!({ "runOnly": rules, "resultTypes": ["violations"] });
    let found = window
        .script(&format!("return axe.run(document, {options}).then(it => it.violations)"))
        .await;
    let found = found.as_array().expect("axe answers with a list of violations");
    found.iter().map(sentence).collect()
}

fn sentence(violation: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut said = format!("{}: {}", text(&violation["id"]), text(&violation["help"]));
    for node in violation["nodes"].as_array().into_iter().flatten() {
        let places = node["target"].as_array().cloned().unwrap_or_default();
        let place = places.iter().map(text).collect::<Vec<_>>().join(" ");
        let summary = text(&node["failureSummary"]).replace('\n', " ");
        said.push_str(&format!("\n  {place}: {summary}"));
    }
    said
}

fn source() -> String {
    let path = file();
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Where axe-core is; fetched if it is not there yet.
fn file() -> PathBuf {
    let cache = target().join("cache");
    let path = cache.join(format!("axe-{VERSION}.js"));
    if path.is_file() {
        return path;
    }
    fs::create_dir_all(&cache).expect("the target folder can be written to");
    let folder = Folder::new("axe");
    let run = |program: &str, words: &[&str]| {
        let done = Command::new(program).args(words).current_dir(folder.path()).output();
        let done = done.unwrap_or_else(|error| {
            panic!("{program} is needed to fetch axe-core: {error}; `cargo xtask test` brings it")
        });
        let reason = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{program} {}: {reason}", words.join(" "));
    };
    run("npm", &["pack", "--silent", &format!("axe-core@{VERSION}")]);
    run("tar", &["-xzf", &format!("axe-core-{VERSION}.tgz"), "package/axe.min.js"]);
    // Several tests may fetch at once: each its own, and the last name given stays.
    let ready = cache.join(folder.path().file_name().expect("a folder has a name"));
    fs::copy(folder.path().join("package/axe.min.js"), &ready).expect("tar has unpacked it");
    fs::rename(&ready, &path).expect("a file can be renamed in its folder");
    path
}
