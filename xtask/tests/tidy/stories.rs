//! SQL is text: only a story that runs it on both databases shows that it works.

use crate::rust::{Source, without_unit_tests};
use crate::tree::{File, files};

fn complaints(files: &[File]) -> Vec<String> {
    let told: String = files
        .iter()
        .filter(|file| file.is("rs") && file.is_in("crates/store/tests/"))
        .map(|file| Source::read(&file.text).code)
        .collect();
    let mut complaints = Vec::new();
    for file in files.iter().filter(|file| file.is("rs") && file.is_in("crates/store/src/")) {
        let modules: Vec<&str> =
            file.name["crates/store/src/".len()..].trim_end_matches(".rs").split('/').collect();
        for function in with_transaction(without_unit_tests(&file.text)) {
            let called = |module: &&str| told.contains(&format!("{module}::{function}("));
            if !modules.iter().any(called) {
                complaints.push(format!("{}: no story calls `{function}`", file.name));
            }
        }
    }
    complaints
}

/// The public functions that take a transaction.
fn with_transaction(text: &str) -> Vec<String> {
    let code = Source::read(text).code;
    let mut found = Vec::new();
    for rest in code.split("pub async fn ").skip(1) {
        // What is returned may well be a transaction; only what is taken counts.
        let taken = rest.split('{').next().and_then(|it| it.split("->").next());
        let signature = taken.unwrap_or(rest);
        if signature.contains("ReadTx") || signature.contains("WriteTx") {
            let name = signature.split(['(', '<']).next().unwrap_or_default();
            found.push(name.trim().to_owned());
        }
    }
    found
}

#[test]
fn every_store_function_is_told_in_a_story() {
    let complaints = complaints(&files());
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn a_function_nobody_calls_is_found() {
    let store = File::new(
        "crates/store/src/notes.rs",
        "pub async fn find(tx: &mut ReadTx, id: NoteId) -> Row {}\n\
         pub async fn save<'a>(\n    tx: &mut WriteTx<'a>,\n) {}\n\
         pub async fn open(url: &str) -> Result<ReadTx, StoreError> {}\n\
         async fn inner(tx: &mut ReadTx) {}\n",
    );
    let story = |text| File::new("crates/store/tests/story.rs", text);
    let silent = complaints(&[File::new(&store.name, &store.text), story("// notes::find(")]);
    assert_eq!(
        silent,
        [
            "crates/store/src/notes.rs: no story calls `find`",
            "crates/store/src/notes.rs: no story calls `save`"
        ]
    );
    let other =
        complaints(&[File::new(&store.name, &store.text), story("people::find(); save();")]);
    assert_eq!(other.len(), 2, "a function of the same name in another room is another function");
    assert!(complaints(&[store, story("notes::find(); notes::save();")]).is_empty());
}
