//! Templates keep the content security policy: nothing inline; and every page is of one family.

use crate::tree::{File, check};

const HOME: &str = "crates/web/templates/";

fn complaints(file: &File) -> Vec<String> {
    let Some(path) = file.name.strip_prefix(HOME).filter(|_| file.is("html")) else {
        return Vec::new();
    };
    let mut complaints = Vec::new();
    let text = without_comments(&file.text);
    let extends = text.trim_start().starts_with("{% extends \"");
    if !extends && path != "base.html" && !path.split('/').any(|part| part == "components") {
        complaints
            .push(format!("{}: extend base.html, or stand in a folder `components`", file.name));
    }
    for tag in tags(&text) {
        let attributes = attributes(tag);
        let name = tag.split(|it: char| !it.is_alphanumeric()).next().unwrap_or_default();
        if name == "style" {
            complaints.push(format!("{}: a <style> in the page: use the style sheet", file.name));
        }
        // A block of data is no script: browsers never run it.
        let is_data = tag.contains("type=\"application/ld+json\"");
        if name == "script" && !is_data && !attributes.contains(&"src") {
            complaints.push(format!("{}: a script in the page: use a file in assets", file.name));
        }
        for attribute in attributes {
            if attribute == "style" {
                complaints.push(format!("{}: style=\"…\" on <{name}>: use a class", file.name));
            }
            let handler = attribute.len() > 3 && attribute.starts_with("on");
            if handler && attribute.chars().all(|it| it.is_ascii_lowercase()) {
                complaints.push(format!("{}: {attribute}=\"…\" on <{name}>", file.name));
            }
        }
    }
    complaints
}

/// Template comments are not sent.
fn without_comments(text: &str) -> String {
    let mut parts = text.split("{#");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once("#}").map_or("", |(_, after)| after))
}

/// What stands between `<` and `>`, quotes respected.
fn tags(text: &str) -> Vec<&str> {
    let opened = text.match_indices('<').map(|(at, _)| &text[at + 1..]);
    let opened = opened.filter(|rest| rest.starts_with(|it: char| it.is_ascii_alphabetic()));
    opened.map(|rest| &rest[..unquoted(rest, '>').unwrap_or(rest.len())]).collect()
}

/// The names of a tag's attributes. Template logic between them counts as text.
fn attributes(tag: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = tag;
    while let Some(equals) = unquoted(rest, '=') {
        let before = rest[..equals].trim_end();
        let starts = before.rfind(|it: char| !it.is_ascii_alphanumeric() && it != '-' && it != ':');
        found.push(&before[starts.map_or(0, |at| at + 1)..]);
        rest = &rest[equals + 1..];
    }
    found
}

/// Where the character first stands outside quotes.
fn unquoted(text: &str, wanted: char) -> Option<usize> {
    let mut quote = None;
    for (at, it) in text.char_indices() {
        match quote {
            None if it == wanted => return Some(at),
            None if it == '"' || it == '\'' => quote = Some(it),
            Some(open) if it == open => quote = None,
            _ => {}
        }
    }
    None
}

#[test]
fn templates_keep_the_policy() {
    check(complaints);
}

#[test]
fn anything_inline_is_refused() {
    for bad in [
        "<p style=\"color:red\">",
        "<p class='a' style='x'>",
        "<style>p{}</style>",
        "<script>go()</script>",
        "<script type=\"module\">go()</script>",
        "<button onclick=\"go()\">",
        "<body\n  onload=\"go()\">",
        "<a title=\"a > b\" onfocus='x'>",
    ] {
        let text = format!("{{% extends \"base.html\" %}}{bad}");
        let found = complaints(&File::new("crates/web/templates/find/page.html", &text));
        assert_eq!(found.len(), 1, "{bad}: {found:?}");
    }
    for good in [
        "<script src=\"/assets/app.js\" defer></script>",
        "<script type=\"application/ld+json\">{{ ld }}</script>",
        "<p class=\"style=none\">style=\"x\" onclick=\"y\"</p>",
        "{# <script>no</script> #}<input name=\"once\" value=\"on\">",
        "<svg><path d=\"M0 0\" data-on=\"1\"/></svg>",
    ] {
        let text = format!("{{% extends \"base.html\" %}}{good}");
        let found = complaints(&File::new("crates/web/templates/find/page.html", &text));
        assert!(found.is_empty(), "{good}: {found:?}");
    }
}

#[test]
fn a_page_outside_the_family_is_refused() {
    let complain = |name, text| complaints(&File::new(name, text)).len();
    assert_eq!(complain("crates/web/templates/find/page.html", "<p>Hello</p>"), 1);
    assert_eq!(complain("crates/web/templates/find/page.html", "{% extends \"base.html\" %}"), 0);
    assert_eq!(complain("crates/web/templates/components/flag.html", "<svg></svg>"), 0);
    assert_eq!(complain("crates/web/templates/base.html", "<!doctype html>"), 0);
    assert_eq!(complain("docs/page.html", "<p>Hello</p>"), 0);
}
