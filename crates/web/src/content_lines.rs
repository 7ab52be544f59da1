//! The lines of calendars (RFC 5545, 3.1) and of cards (RFC 6350, 3.2), which are written alike:
//! values escaped, lines folded at 75 bytes and ended with CR and LF.

/// The most bytes a line may have, without its end.
const BYTES_MAX: usize = 75;

/// Lines that are being written.
#[derive(Debug, Default)]
pub struct Lines(String);

impl Lines {
    /// A line whose value is written as it stands, such as a date or an address.
    pub fn plain(&mut self, name: &str, value: &str) {
        // A line end in a value would begin another property.
        let value: String = value.chars().filter(|it| !it.is_control()).collect();
        self.fold(&format!("{name}:{value}"));
    }

    /// A line whose value is text.
    pub fn text(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{}", escaped(value)));
    }

    /// All of them.
    pub fn finish(self) -> String {
        self.0
    }

    /// What goes on stands on the next line behind a space, which counts. A character is never
    /// cut in two.
    fn fold(&mut self, line: &str) {
        let mut used = 0;
        for letter in line.chars() {
            if used + letter.len_utf8() > BYTES_MAX {
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(letter);
            used += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// Text as both formats write it.
pub fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ',' | ';' => written.extend(['\\', letter]),
            '\n' => written.push_str("\\n"),
            it if it.is_control() => (),
            it => written.push(it),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_cannot_begin_a_line_of_its_own() {
        let mut lines = Lines::default();
        lines.text("NOTE", "a, b; c\\d\r\nEND:VCARD");
        assert_eq!(lines.finish(), "NOTE:a\\, b\\; c\\\\d\\nEND:VCARD\r\n");
        let mut lines = Lines::default();
        lines.plain("URL", "https://x.example\r\nEND:VCARD");
        assert_eq!(lines.finish(), "URL:https://x.exampleEND:VCARD\r\n");
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut lines = Lines::default();
        lines.text("NOTE", &"äöü".repeat(40));
        let written = lines.finish();
        assert!(written.split("\r\n").all(|it| it.len() <= BYTES_MAX));
        assert_eq!(written.replace("\r\n ", ""), format!("NOTE:{}\r\n", "äöü".repeat(40)));
    }
}
