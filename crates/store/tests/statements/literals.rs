//! The string literals of a Rust file, without those in comments.

/// Every literal, with its escapes read.
pub fn of(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(next) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") {
            rest = &rest[3..];
        } else if next == '"' {
            let (literal, after) = read(&rest[1..]);
            found.push(literal);
            rest = after;
        } else {
            rest = &rest[next.len_utf8()..];
        }
    }
    found
}

/// A literal up to its closing quote, and what follows it.
fn read(inside: &str) -> (String, &str) {
    let mut literal = String::new();
    let mut chars = inside.char_indices();
    while let Some((at, it)) = chars.next() {
        match it {
            '"' => return (literal, &inside[at + 1..]),
            '\\' => match chars.next() {
                Some((_, 'n')) => literal.push('\n'),
                // At the end of a line: the literal goes on where the next one begins.
                Some((at, '\n')) => {
                    let after = inside[at..].trim_start();
                    let (more, rest) = read(after);
                    return (literal + &more, rest);
                }
                Some((_, other)) => literal.push(other),
                None => break,
            },
            other => literal.push(other),
        }
    }
    panic!("a literal does not end: {inside:.60}");
}

#[test]
fn literals_are_told_from_comments() {
    let source = "// \"no\"\nlet a = \"one \\\"two\\\"\"; let b = '\"'; f(\"three \\\n    four\")";
    assert_eq!(of(source), ["one \"two\"", "three four"]);
}
