//! A document that names a path which is not there has drifted.

use crate::tree::{File, check, root};

/// Paths in backticks that begin so are paths of this repository.
const FOLDERS: &[&str] = &["crates/", "xtask/", "docs/", "demo/", ".ci/"];
/// A word that stands for something to choose, as in `crates/<floor>/src`.
const CHOICES: [char; 5] = ['<', '*', '{', '…', ' '];

fn complaints(file: &File) -> Vec<String> {
    if !file.is("md") {
        return Vec::new();
    }
    let quoted = without_fences(&file.text);
    let paths = quoted.split('`').skip(1).step_by(2);
    let paths = paths.filter(|path| FOLDERS.iter().any(|folder| path.starts_with(folder)));
    let paths = paths.map(|path| path.split("::").next().unwrap_or(path).to_owned());
    let beside =
        file.name.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned() + "/");
    let links = links(&quoted).into_iter().map(|link| format!("{beside}{link}"));
    paths
        .chain(links)
        .filter(|path| !path.contains(CHOICES) && !root().join(path).exists())
        .map(|path| format!("{}: `{path}` does not exist", file.name))
        .collect()
}

/// Where the document's links lead inside the repository.
fn links(text: &str) -> Vec<&str> {
    let ends = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let inside = |link: &&str| !link.contains(':') && !link.starts_with(['#', '/']);
    ends.filter(inside).map(|link| link.split('#').next().unwrap_or(link)).collect()
}

/// The text without its blocks of code, whose backticks are not ours.
fn without_fences(text: &str) -> String {
    format!("\n{text}").split("\n```").step_by(2).collect::<Vec<_>>().join("\n")
}

#[test]
fn documents_name_what_is_there() {
    check(complaints);
}

#[test]
fn a_path_that_is_gone_is_found() {
    for bad in [
        "see `crates/nowhere/src/lib.rs`",
        "see [there](docs/nowhere.md)",
        "see `docs/nowhere.md`",
        "```\ncrates/x\n```\nsee `crates/nowhere`",
    ] {
        assert_eq!(complaints(&File::new("README.md", bad)).len(), 1, "{bad}");
    }
    for good in [
        "see `crates/domain/src/lib.rs`, `crates/<floor>/src`, `cargo xtask test`",
        "see [the web](https://example.org/docs/nowhere.md) and [below](#below)",
        "see [tidy](xtask/tests/tidy/main.rs#rules)",
        "a\n```\nsee `crates/nowhere`\n```\n",
    ] {
        assert!(complaints(&File::new("README.md", good)).is_empty(), "{good}");
    }
    assert!(complaints(&File::new("xtask/notes.md", "[tidy](tests/tidy/main.rs)")).is_empty());
    assert!(complaints(&File::new("a.txt", "`crates/nowhere`")).is_empty());
}
