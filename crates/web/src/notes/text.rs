//! What somebody wrote, as a page shows it: paragraphs, lines and links. Nothing that was typed is
//! markup, so nothing that is typed can become one.

/// A paragraph: its lines.
pub type Paragraph = Vec<Vec<Piece>>;

/// A stretch of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What is read.
    pub text: String,
    /// Where it leads; empty for plain words.
    pub href: String,
}

/// The paragraphs of a text; empty lines stand between them.
pub fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    let mut lines = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            if !lines.is_empty() {
                paragraphs.push(std::mem::take(&mut lines));
            }
        } else {
            lines.push(pieces(line));
        }
    }
    if !lines.is_empty() {
        paragraphs.push(lines);
    }
    paragraphs
}

/// The beginning of a text in one line, for titles and summaries: at most `most` characters.
pub fn start(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches([',', ';', ':', '.', '–', '-']))
}

fn pieces(line: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = line;
    while let Some((before, link, after)) = next_link(rest) {
        push(&mut pieces, before, "");
        push(&mut pieces, link, link);
        rest = after;
    }
    push(&mut pieces, rest, "");
    pieces
}

fn push(pieces: &mut Vec<Piece>, text: &str, href: &str) {
    if !text.is_empty() {
        pieces.push(Piece { text: text.to_owned(), href: href.to_owned() });
    }
}

/// The first web address in a text, with what stands before and behind it.
fn next_link(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let found = ["https://", "http://"].iter().filter_map(|it| text[from..].find(it)).min()?;
        let at = from + found;
        let rest = &text[at..];
        let ends = |it: char| it.is_whitespace() || "<>\"“”".contains(it);
        let end = rest.find(ends).unwrap_or(rest.len());
        let link = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’']);
        // A closing bracket belongs to the sentence, unless the address opened it.
        let link = if link.contains('(') { link } else { link.trim_end_matches(')') };
        let host = link.split_once("://").map_or("", |(_, host)| host);
        if host.len() > 2 && host.contains('.') && !host.contains('@') {
            return Some((&text[..at], link, &text[at + link.len()..]));
        }
        from = at + "http://".len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<String> {
        let pieces = paragraphs(text).into_iter().flatten().flatten();
        pieces.filter(|it| !it.href.is_empty()).map(|it| it.href).collect()
    }

    #[test]
    fn empty_lines_part_paragraphs_and_nothing_is_lost() {
        let text = "One\ntwo\n\n\nThree <b>four</b>";
        let read = paragraphs(text);
        assert_eq!((read.len(), read[0].len(), read[1].len()), (2, 2, 1));
        assert_eq!(read[1][0][0].text, "Three <b>four</b>");
        assert!(paragraphs("").is_empty());
    }

    #[test]
    fn web_addresses_become_links_and_nothing_else_does() {
        assert_eq!(
            links("See https://quay.example/a?b=c, and http://x.org."),
            ["https://quay.example/a?b=c", "http://x.org"]
        );
        assert_eq!(links("(https://quay.example)"), ["https://quay.example"]);
        assert_eq!(links("https://a.org/wiki/Tea_(meal)"), ["https://a.org/wiki/Tea_(meal)"]);
        for none in ["javascript://x.y", "https://", "http://u:p@x.org", "ftp://x.org", "x.org"] {
            assert!(links(none).is_empty(), "{none}");
        }
        let line = "Look at https://a.org, now";
        let whole: String = paragraphs(line)[0][0].iter().map(|it| it.text.as_str()).collect();
        assert_eq!(whole, line);
    }

    #[test]
    fn a_start_ends_with_a_whole_word() {
        assert_eq!(start("Short\nand  sweet", 40), "Short and sweet");
        assert_eq!(start("We print posters, and more", 18), "We print posters…");
    }
}
