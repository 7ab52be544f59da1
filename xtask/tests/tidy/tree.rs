//! The files of the repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A text file: its name from the root of the repository, with `/`, and what it says.
pub struct File {
    pub name: String,
    pub text: String,
    /// Whether the file above it declares it for tests only.
    for_tests: bool,
}

impl File {
    /// An example for a rule.
    pub fn new(name: &str, text: &str) -> Self {
        Self { name: name.into(), text: text.into(), for_tests: false }
    }

    pub fn is(&self, extension: &str) -> bool {
        self.name.rsplit_once('.').is_some_and(|(_, it)| it == extension)
    }

    pub fn is_in(&self, folder: &str) -> bool {
        self.name.starts_with(folder)
    }

    /// Tests may do what the code they test may not.
    pub fn is_test(&self) -> bool {
        self.for_tests || self.name.contains("/tests/") || self.name.contains("/benches/")
    }
}

/// The root of the repository, asked when the test runs: a build may be shared between copies.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo runs the tests");
    Path::new(&here).parent().expect("xtask has a parent").to_owned()
}

/// Every text file that is in the repository or about to be: what git tracks or would.
pub fn files() -> Vec<File> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .current_dir(root())
        .output()
        .expect("git lists the files of its own repository");
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let names = String::from_utf8(listed.stdout).expect("our file names are UTF-8");
    let read = |name: &str| {
        // A deleted file is still listed until that is committed; pictures and fonts are no text.
        let text = fs::read_to_string(root().join(name)).ok()?;
        Some(File::new(name, &text))
    };
    let mut files: Vec<File> = names.split_terminator('\0').filter_map(read).collect();
    assert!(files.len() > 20, "only {} files found: the rules would check nothing", files.len());
    let for_tests: Vec<String> = files.iter().flat_map(modules_for_tests).collect();
    for file in &mut files {
        file.for_tests = for_tests.iter().any(|module| {
            file.name.strip_prefix(module).is_some_and(|rest| rest.starts_with(['.', '/']))
        });
    }
    files
}

/// The modules that a file declares as `#[cfg(test)] mod name;`, as paths without an ending.
fn modules_for_tests(file: &File) -> Vec<String> {
    let Some(path) = file.name.strip_suffix(".rs") else { return Vec::new() };
    let (folder, stem) = path.rsplit_once('/').unwrap_or(("", path));
    let inside = if ["lib", "main", "mod"].contains(&stem) { folder } else { path };
    let declared = file.text.split("#[cfg(test)]\nmod ").skip(1);
    let names = declared.filter_map(|rest| rest.lines().next()?.strip_suffix(';'));
    names.map(|name| format!("{inside}/{name}")).collect()
}

#[test]
fn a_module_for_tests_is_told_apart() {
    let modules = |name, text| modules_for_tests(&File::new(name, text));
    let declared = "mod a;\n#[cfg(test)]\nmod look;\n#[cfg(test)]\nmod tests {}\n";
    assert_eq!(modules("crates/web/src/lib.rs", declared), ["crates/web/src/look"]);
    assert_eq!(modules("crates/web/src/map.rs", declared), ["crates/web/src/map/look"]);
    assert!(modules("crates/web/src/lib.rs", "mod look;").is_empty());
}

/// Holds a rule against the whole repository.
pub fn check(rule: impl Fn(&File) -> Vec<String>) {
    let complaints: Vec<String> = files().iter().flat_map(rule).collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}
