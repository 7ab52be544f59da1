//! Reads `demo/story.txt`: an alliance and its members.

use crate::failure::Failure;

/// A name and what is said under it, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chapter {
    /// What stands behind the `#`.
    pub(crate) name: String,
    /// Field and text.
    fields: Vec<(String, String)>,
}

/// Reads chapters.
///
/// # Errors
/// [`Failure`] with the number of a line that is none.
pub(crate) fn read(text: &str) -> Result<Vec<Chapter>, Failure> {
    let mut chapters: Vec<Chapter> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let wrong = || Failure::new(format!("Line {} of the story cannot be read.", number + 1));
        if let Some(name) = line.strip_prefix("# ") {
            chapters.push(Chapter { name: name.to_owned(), fields: Vec::new() });
        } else if !line.is_empty() {
            let chapter = chapters.last_mut().ok_or_else(wrong)?;
            match (line.strip_prefix("  "), line.split_once(": ")) {
                (Some(more), _) => {
                    let (_, last) = chapter.fields.last_mut().ok_or_else(wrong)?;
                    last.push(' ');
                    last.push_str(more);
                }
                (None, Some((field, text))) => {
                    chapter.fields.push((field.to_owned(), text.to_owned()));
                }
                (None, None) => return Err(wrong()),
            }
        }
    }
    Ok(chapters)
}

impl Chapter {
    /// The text of a field; nothing when it is not there.
    pub(crate) fn get(&self, field: &str) -> &str {
        self.fields.iter().find(|(it, _)| it == field).map_or("", |(_, text)| text)
    }

    /// A number of days; 0 when it is not there.
    pub(crate) fn days(&self, field: &str) -> i64 {
        self.get(field).parse().unwrap_or(0)
    }

    /// The parts of every `offer` or `need`, each named.
    pub(crate) fn lists(&self, field: &str, names: &[&str]) -> Vec<Vec<(String, String)>> {
        let texts = self.fields.iter().filter(|(it, _)| it == field).map(|(_, text)| text);
        let named = |text: &String| {
            let parts = text.split('|').map(|it| it.trim().to_owned());
            names.iter().map(|it| (*it).to_owned()).zip(parts).collect()
        };
        texts.map(named).collect()
    }

    /// Every field but these.
    pub(crate) fn without(&self, fields: &[&str]) -> Vec<(String, String)> {
        let kept = self.fields.iter().filter(|(it, _)| !fields.contains(&it.as_str()));
        kept.cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chapter_has_fields_that_go_on_and_lists_with_parts() {
        let text = "# A & B\nline: One\nstory: Two\n  and three\nneed: Film | film, video\n\n# C\n";
        let chapters = read(text).unwrap();
        assert_eq!(chapters.len(), 2);
        assert_eq!(chapters[0].get("story"), "Two and three");
        let needs = chapters[0].lists("need", &["title", "tags", "when"]);
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(needs, [[pair("title", "Film"), pair("tags", "film, video")]]);
        assert_eq!(chapters[0].without(&["story", "need"]), [pair("line", "One")]);
        assert!(read("line: before any name").is_err());
        assert!(read("# A\nno field").is_err());
    }

    #[test]
    fn the_story_can_be_read() {
        let chapters = read(super::super::STORY).unwrap();
        assert_eq!(chapters.len(), 15);
        assert_eq!(chapters[0].name, "Tideway");
        for member in &chapters[1..] {
            for field in ["person", "email", "kind", "joined", "described", "line", "places"] {
                assert!(!member.get(field).is_empty(), "{}: {field}", member.name);
            }
            assert!(member.get("email").ends_with(".example"), "{}", member.name);
        }
    }
}
