//! SQL stands in the store and HTML in templates, not in string literals elsewhere.

use crate::rust::{Source, without_unit_tests};
use crate::tree::{File, check};

/// Files whose literals may hold a tag, with the reason.
const TAGS_ALLOWED: &[(&str, &str)] = &[];

fn complaints(file: &File) -> Vec<String> {
    if !file.is("rs") {
        return Vec::new();
    }
    let mut complaints = Vec::new();
    let strings = Source::read(without_unit_tests(&file.text)).strings;
    let sql_elsewhere = !file.is_in("crates/store/") && !file.is_in("xtask/tests/tidy/");
    let tags_in_code = file.is_in("crates/web/src/")
        && !file.is_test()
        && !TAGS_ALLOWED.iter().any(|(name, _)| *name == file.name);
    for (line, text) in strings {
        if sql_elsewhere && is_sql(&text) {
            complaints.push(format!("{}:{line}: SQL belongs in crates/store", file.name));
        }
        if tags_in_code && has_tag(&text) {
            complaints.push(format!("{}:{line}: HTML belongs in a template", file.name));
        }
    }
    complaints
}

/// A statement as we write them, or shouted. A sentence such as "Select a place from the list"
/// begins with one capital.
fn is_sql(text: &str) -> bool {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shouted = text.starts_with(|it: char| it.is_uppercase());
    let first = text.split(' ').next().unwrap_or_default();
    if shouted && first.chars().any(char::is_lowercase) {
        return false;
    }
    let text = text.to_lowercase() + " ";
    let begins = |with: &str| text.starts_with(with);
    begins("select ") && (text.contains(" from ") || text[7..].starts_with(char::is_numeric))
        || begins("update ") && text.contains(" set ")
        || [
            "insert into ",
            "delete from ",
            "create table ",
            "create index ",
            "alter table ",
            "drop table ",
            "drop database ",
            "create database ",
            "pragma ",
        ]
        .iter()
        .any(|it| begins(it))
}

/// `<p>`, `<br/>`, `<a href`, `</p>`; but neither `a < b` nor the `<https://…>` of a header.
fn has_tag(text: &str) -> bool {
    text.split('<').skip(1).any(|rest| {
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let end = name.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(name.len());
        name.starts_with(|it: char| it.is_ascii_lowercase())
            && name[end..].starts_with([' ', '>', '/', '\n'])
            && (name[end..].contains('>') || name.contains('='))
    })
}

#[test]
fn sql_and_html_stay_in_their_places() {
    check(complaints);
}

#[test]
fn sql_outside_the_store_is_refused() {
    for sql in [
        "select id from member where id = $1",
        "SELECT 1",
        "insert into member (id) values ($1)",
        "  update member\n   set name = $1",
        "delete from member",
        "drop table member",
    ] {
        let text = format!("let it = \"{sql}\";");
        let action = File::new("crates/actions/src/members.rs", &text);
        assert_eq!(complaints(&action).len(), 1, "{sql}");
        assert!(complaints(&File::new("crates/store/src/members.rs", &text)).is_empty());
    }
    for words in ["Select a place from the list", "update the page", "select", "deleted from here"]
    {
        let text = format!("let it = \"{words}\";");
        assert!(complaints(&File::new("crates/web/src/page.rs", &text)).is_empty(), "{words}");
    }
}

#[test]
fn html_in_code_is_refused() {
    for html in ["<p>hello", "a</p>", "<br/>", "<a href='/'>home</a>", "<svg viewBox='0 0 1 1'>"] {
        let text = format!("let it = \"{html}\";");
        assert_eq!(complaints(&File::new("crates/web/src/page.rs", &text)).len(), 1, "{html}");
        assert!(complaints(&File::new("crates/domain/src/x.rs", &text)).is_empty());
        let in_tests = format!("fn f() {{}}\n#[cfg(test)]\nmod tests {{ {text} }}");
        assert!(complaints(&File::new("crates/web/src/page.rs", &in_tests)).is_empty());
    }
    for words in ["a < b", "<https://example.org/?page=2>; rel=next", "1 <2 >1", "x <- y"] {
        let text = format!("let it = \"{words}\"; // <p>comment</p>");
        assert!(complaints(&File::new("crates/web/src/page.rs", &text)).is_empty(), "{words}");
    }
}
