//! Every SQL text of this crate, prepared on both engines, and none reads a table that grows from
//! one end to the other.

#![cfg(test)]

mod literals;
mod plans;

use std::path::{Path, PathBuf};

use plans::{Postgres, Sqlite};

/// Files that speak to an engine about itself rather than about data, or put statements together
/// from the list of tables; their own tests run what they say.
const NOT_DATA: &[&str] =
    &["backup/copy.rs", "backup/doctor.rs", "db.rs", "group.rs", "testing.rs"];

/// Words that only one engine knows: full-text search has a text for each.
const SQLITE_ONLY: &[&str] = &["search_index", "note_index"];
const POSTGRES_ONLY: &[&str] = &["found_by", "tsquery", "collate \"C\""];

/// A statement, and the file it stands in.
struct Statement {
    file: String,
    sql: String,
}

fn statements() -> Vec<Statement> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for path in files(&root) {
        let file = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        if NOT_DATA.contains(&file.as_str()) {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("\n#[cfg(test)]\nmod ").next().unwrap();
        let literals = literals::of(text).into_iter().filter(|it| is_sql(it));
        found.extend(literals.map(|sql| Statement { file: file.clone(), sql }));
    }
    found
}

fn is_sql(text: &str) -> bool {
    let verbs = ["select ", "insert into ", "update ", "delete from ", "with "];
    let text = text.trim_start();
    verbs.iter().any(|verb| text.starts_with(verb) && text.split_whitespace().count() > 3)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|it| it.is_dir());
    let files = files.into_iter().filter(|it| it.extension().is_some_and(|it| it == "rs"));
    folders.iter().flat_map(|it| self::files(it)).chain(files).collect()
}

fn says(sql: &str, words: &[&str]) -> bool {
    words.iter().any(|it| sql.contains(it))
}

#[test]
fn the_texts_are_found() {
    let found = statements();
    assert!(found.len() > 40, "{} texts", found.len());
    for known in [
        "select * from member where id = $1",
        "delete from not_for_us where member = $1",
        "insert into event (id, at, kind",
    ] {
        assert!(found.iter().any(|it| it.sql.starts_with(known)), "{known}");
    }
}

#[tokio::test]
async fn sqlite_reads_no_growing_table_from_end_to_end() {
    let mut sqlite = Sqlite::open().await;
    let mut complaints = Vec::new();
    for it in statements().iter().filter(|it| !says(&it.sql, POSTGRES_ONLY)) {
        complaints.extend(sqlite.complaint(&it.sql).await.map(|why| format!("{}: {why}", it.file)));
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[tokio::test]
async fn postgres_reads_no_growing_table_from_end_to_end() {
    let Some(mut postgres) = Postgres::open().await else {
        println!("skipped: TEST_POSTGRES_URL is not set");
        return;
    };
    let mut complaints = Vec::new();
    for it in statements().iter().filter(|it| !says(&it.sql, SQLITE_ONLY)) {
        let complaint = postgres.complaint(&it.sql).await;
        complaints.extend(complaint.map(|why| format!("{}: {why}", it.file)));
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// Statements that each of the two must refuse.
const BAD: &[&str] = &[
    "select id from member where story = $1",
    "select id from member where lower(handle) = $1",
    "select member.id from member join intent on intent.member = member.id where intent.title = $1",
    "delete from event where words = $1",
    "update session set seen = $1 where device = $2",
    "select id from event order by id limit 5",
    "select nothing from member where id = $1",
    "select id from nowhere where id = $1",
];

#[tokio::test]
async fn a_statement_that_reads_everything_is_found() {
    let mut sqlite = Sqlite::open().await;
    for sql in BAD {
        assert!(sqlite.complaint(sql).await.is_some(), "SQLite: {sql}");
    }
    let Some(mut postgres) = Postgres::open().await else { return };
    for sql in BAD {
        assert!(postgres.complaint(sql).await.is_some(), "PostgreSQL: {sql}");
    }
}
