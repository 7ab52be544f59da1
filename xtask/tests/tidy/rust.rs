//! Just enough Rust to tell code, comments and string literals apart.

/// A source file, taken apart.
pub struct Source {
    /// The text with comments and the insides of literals blanked; lines stay where they were.
    pub code: String,
    /// Each string literal: the line it begins on, counted from 1, and what stands inside.
    pub strings: Vec<(usize, String)>,
}

impl Source {
    pub fn read(text: &str) -> Self {
        let mut scanner =
            Scanner { rest: text, line: 1, code: String::new(), strings: Vec::new(), last: ' ' };
        while !scanner.rest.is_empty() {
            scanner.step();
        }
        Self { code: scanner.code, strings: scanner.strings }
    }
}

/// The text before the unit tests, which stand at the end of a file by custom.
pub fn without_unit_tests(text: &str) -> &str {
    let begins = text.match_indices("\n#[cfg(test)]\nmod ").map(|(at, _)| at);
    let inline = |at: &usize| {
        let declared = text[at + 1..].lines().nth(1);
        declared.is_some_and(|line| line.ends_with(['{', '}']))
    };
    begins.into_iter().find(inline).map_or(text, |end| &text[..end])
}

struct Scanner<'a> {
    rest: &'a str,
    line: usize,
    code: String,
    strings: Vec<(usize, String)>,
    last: char,
}

impl Scanner<'_> {
    fn step(&mut self) {
        let rest = self.rest;
        let in_word = self.last.is_alphanumeric() || self.last == '_';
        if rest.starts_with("//") {
            self.blank(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/*") {
            self.blank(block_comment(rest));
        } else if let Some((before, hashes)) = raw_string(rest).filter(|_| !in_word) {
            let end = format!("\"{}", "#".repeat(hashes));
            let inside = &rest[before..];
            let length = inside.find(&end).unwrap_or(inside.len());
            self.literal(before, length, end.len());
        } else if let Some(inside) = rest.strip_prefix('"') {
            self.literal(1, string(inside), 1);
        } else if rest.starts_with('\'') {
            self.blank(character(rest));
        } else {
            let next = first(rest);
            self.code.push_str(&rest[..next]);
            self.advance(next);
        }
    }

    fn literal(&mut self, before: usize, length: usize, after: usize) {
        let inside = &self.rest[before..before + length];
        self.strings.push((self.line, inside.to_owned()));
        self.blank((before + length + after).min(self.rest.len()));
    }

    /// Leaves out `length` bytes, all but their line ends.
    fn blank(&mut self, length: usize) {
        self.code.push(' ');
        self.code.extend(self.rest[..length].chars().filter(|it| *it == '\n'));
        self.advance(length);
    }

    fn advance(&mut self, length: usize) {
        let (done, rest) = self.rest.split_at(length);
        self.line += done.matches('\n').count();
        self.last = done.chars().last().unwrap_or(' ');
        self.rest = rest;
    }
}

/// The length of the first character.
fn first(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// The length of a comment that may hold others.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += first(&text[at..]);
        }
    }
    text.len()
}

/// For `r"`, `br#"` and the like: the length of the opening and the number of hashes.
fn raw_string(text: &str) -> Option<(usize, usize)> {
    let after = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let opening = text.len() - after.len() + hashes + 1;
    after[hashes..].starts_with('"').then_some((opening, hashes))
}

/// The length of a string up to its closing quote.
fn string(inside: &str) -> usize {
    let mut escaped = false;
    for (at, it) in inside.char_indices() {
        match it {
            '"' if !escaped => return at,
            _ => escaped = it == '\\' && !escaped,
        }
    }
    inside.len()
}

/// The length of a character literal; 1 for the tick of a lifetime.
fn character(text: &str) -> usize {
    let mut inside = text[1..].chars();
    match (inside.next(), inside.next()) {
        (Some('\\'), Some(_)) => text[3..].find('\'').map_or(1, |end| end + 4),
        (Some(it), Some('\'')) => it.len_utf8() + 2,
        _ => 1,
    }
}

#[test]
fn comments_and_literals_are_no_code() {
    let source = Source::read(concat!(
        "let a = \"x // \\\" y\"; // sqlx::query\n",
        "/* one /* two */ axum:: */ let b = r#\"a \"quote\"\"#;\n",
        "let c: &'static str = f('\"', '\\'', b\"bytes\"); for_r(1);\n",
    ));
    for gone in ["sqlx", "axum", "one", "two", "quote", "bytes"] {
        assert!(!source.code.contains(gone), "{gone}: {}", source.code);
    }
    for kept in ["let a =", "let b =", "static str", "for_r(1)"] {
        assert!(source.code.contains(kept), "{kept}: {}", source.code);
    }
    assert_eq!(source.code.lines().count(), 3);
    let strings: Vec<(usize, &str)> =
        source.strings.iter().map(|(line, it)| (*line, it.as_str())).collect();
    assert_eq!(strings, [(1, "x // \\\" y"), (2, "a \"quote\""), (3, "bytes")]);
}

#[test]
fn unit_tests_stand_at_the_end() {
    assert_eq!(without_unit_tests("fn a() {}\n#[cfg(test)]\nmod tests {}\n"), "fn a() {}");
    for all in ["fn a() {}\n", "mod a;\n#[cfg(test)]\nmod b;\nmod c;\n"] {
        assert_eq!(without_unit_tests(all), all);
    }
}
