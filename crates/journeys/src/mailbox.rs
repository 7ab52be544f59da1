//! The mail of a house without a mail server: one file a letter.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

const PATIENCE: Duration = Duration::from_secs(10);

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The line `To`, as written.
    pub to: String,
    /// The line `Subject`, as written.
    pub subject: String,
    /// All that follows the head, decoded from quoted-printable where it says so.
    pub body: String,
}

/// A reader of the folder of letters, who opens each letter once.
pub struct Mailbox {
    folder: PathBuf,
    opened: BTreeSet<PathBuf>,
}

impl Mailbox {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, opened: BTreeSet::new() }
    }

    /// The oldest letter to this address that was not opened yet; waits for it.
    pub async fn next(&mut self, address: &str) -> Mail {
        let start = Instant::now();
        loop {
            if let Some(mail) = self.open(address) {
                return mail;
            }
            let folder = self.folder.display();
            assert!(start.elapsed() < PATIENCE, "no mail to {address} in {folder}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Whether nothing unopened lies there for this address.
    pub fn is_empty(&mut self, address: &str) -> bool {
        let opened = self.opened.clone();
        let empty = self.open(address).is_none();
        self.opened = opened;
        empty
    }

    fn open(&mut self, address: &str) -> Option<Mail> {
        let mut letters: Vec<(SystemTime, PathBuf)> = fs::read_dir(&self.folder)
            .ok()?
            .flatten()
            .filter(|entry| entry.path().extension().is_some_and(|it| it == "eml"))
            .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
            .filter(|(_, path)| !self.opened.contains(path))
            .collect();
        letters.sort();
        letters.into_iter().find_map(|(_, path)| {
            let mail = Mail::read(&fs::read_to_string(&path).ok()?)?;
            mail.to.contains(address).then(|| {
                self.opened.insert(path);
                mail
            })
        })
    }
}

impl Mail {
    /// `None` while the letter is still being written.
    fn read(text: &str) -> Option<Self> {
        let text = text.replace("\r\n", "\n");
        let (head, body) = text.split_once("\n\n")?;
        let head = head.replace("\n ", " ");
        let line = |name: &str| {
            let lines = head.lines().filter_map(|line| line.split_once(": "));
            let mut values = lines.filter(|(it, _)| it.eq_ignore_ascii_case(name));
            values.next().map(|(_, value)| value.to_owned()).unwrap_or_default()
        };
        let plain = !text.contains("quoted-printable");
        let body = if plain { body.to_owned() } else { unquoted(body) };
        Some(Self { to: line("To"), subject: line("Subject"), body })
    }

    /// The first six digits that stand alone.
    #[must_use]
    pub fn code(&self) -> String {
        let mut numbers = self.body.split(|it: char| !it.is_alphanumeric());
        let six = |it: &&str| it.len() == 6 && it.chars().all(|it| it.is_ascii_digit());
        numbers.find(six).unwrap_or_else(|| panic!("no code in: {}", self.body)).to_owned()
    }

    /// The first address of a page.
    #[must_use]
    pub fn link(&self) -> String {
        link_in(&self.body).unwrap_or_else(|| panic!("no link in: {}", self.body))
    }
}

/// The first address of a page in a text.
pub(crate) fn link_in(text: &str) -> Option<String> {
    let start = text.find("http://").or_else(|| text.find("https://"))?;
    let rest = &text[start..];
    let end = rest.find(|it: char| it.is_whitespace() || "<>\"')".contains(it));
    Some(rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',']).to_owned())
}

/// Quoted-printable, RFC 2045 section 6.7.
fn unquoted(text: &str) -> String {
    let joined = text.replace("=\n", "");
    let mut bytes = Vec::with_capacity(joined.len());
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|it| std::str::from_utf8(it).ok());
        match digits.and_then(|it| u8::from_str_radix(it, 16).ok()).filter(|_| *first == b'=') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{Mail, link_in};

    #[test]
    fn a_letter_is_read_as_its_reader_sees_it() {
        let letter = "To: Ana <ana@example.org>\r\nSubject: Your\r\n code\r\n\
            Content-Transfer-Encoding: quoted-printable\r\n\r\n\
            Caf=C3=A9, 20261: your code is 042917, not 1234567.\r\n\
            Or open http://localhost:4747/sign-in/link/abc=\r\ndef?a=3Db.\r\n";
        let mail = Mail::read(letter).unwrap();
        assert_eq!(mail.to, "Ana <ana@example.org>");
        assert_eq!(mail.subject, "Your code");
        assert!(mail.body.starts_with("Café"));
        assert_eq!(mail.code(), "042917");
        assert_eq!(mail.link(), "http://localhost:4747/sign-in/link/abcdef?a=b");
        assert_eq!(Mail::read("To: ana@example.org\r\n"), None);
    }

    #[test]
    fn an_address_ends_where_the_sentence_goes_on() {
        let found = link_in("Open <http://localhost:1/join/x> now.");
        assert_eq!(found.as_deref(), Some("http://localhost:1/join/x"));
        assert_eq!(link_in("nothing here"), None);
    }
}
