//! Files that hang on a note: which kinds, how large, and in words for who cannot see them.

use thiserror::Error;

use crate::kernel::id::{FileId, NoteId};
use crate::kernel::text::{Line, Name};
use crate::kernel::time::Time;

/// The most bytes of one file: 8 MiB.
pub const BYTES_MAX: usize = 8 * 1024 * 1024;
/// The most files of one note.
pub const FILES_MAX: usize = 8;

/// What a file is; told by its first bytes, never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A picture.
    Png,
    /// A picture.
    Jpeg,
    /// A picture.
    Webp,
    /// A document.
    Pdf,
    /// Plain text, also CSV.
    Text,
}

/// A file that hangs on a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Which one.
    pub id: FileId,
    /// On which note.
    pub note: NoteId,
    /// What it is called, without a folder.
    pub name: Name,
    /// What it is.
    pub kind: Kind,
    /// What a picture shows, in words.
    pub alt: Option<Line>,
    /// How many bytes.
    pub bytes: i64,
    /// SHA-256 of what it holds, in hexadecimal; also its name in the folder.
    pub hash: String,
    /// When it was added.
    pub at: Time,
    /// It was taken off, and can still be put back.
    pub gone: bool,
}

/// Why a file was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotTaken {
    /// Neither picture, document nor text.
    #[error("please send a PNG, JPEG or WebP picture, a PDF or plain text")]
    Kind,
    /// Larger than fits.
    #[error("please keep a file to 8 MB")]
    TooLarge,
    /// Nothing in it.
    #[error("this file is empty")]
    Empty,
    /// A picture without words.
    #[error("please say in a line what the picture shows, for those who cannot see it")]
    NoWords,
    /// More than fit.
    #[error("please keep it to {FILES_MAX} files")]
    TooMany,
    /// It says that it is a picture but cannot be read as one.
    #[error("this picture cannot be read; please save it again and send that")]
    Broken,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Png, Self::Jpeg, Self::Webp, Self::Pdf, Self::Text];

    /// What the first bytes say it is.
    ///
    /// # Errors
    /// [`NotTaken`] when it is none of these, empty or too large.
    pub fn of(bytes: &[u8]) -> Result<Self, NotTaken> {
        if bytes.is_empty() {
            return Err(NotTaken::Empty);
        }
        if bytes.len() > BYTES_MAX {
            return Err(NotTaken::TooLarge);
        }
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Ok(Self::Png);
        }
        if bytes.starts_with(b"\xff\xd8\xff") {
            return Ok(Self::Jpeg);
        }
        if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            return Ok(Self::Webp);
        }
        if bytes.starts_with(b"%PDF-") {
            return Ok(Self::Pdf);
        }
        let plain = |it: char| !it.is_control() || matches!(it, '\n' | '\r' | '\t');
        let is_text = std::str::from_utf8(bytes).is_ok_and(|it| it.chars().all(plain));
        if is_text { Ok(Self::Text) } else { Err(NotTaken::Kind) }
    }

    /// Whether it is shown on the page, and so needs words for who cannot see it.
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Webp)
    }

    /// The media type (RFC 6838).
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    /// The name in the store.
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
            Self::Text => "text",
        }
    }

    /// Reads what [`Self::wire`] writes; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.wire() == text)
    }

    /// The words for who cannot see it, if it needs some.
    ///
    /// # Errors
    /// [`NotTaken::NoWords`] for a picture without.
    pub fn with_words(self, alt: Option<Line>) -> Result<Option<Line>, NotTaken> {
        if self.is_picture() && alt.is_none() { Err(NotTaken::NoWords) } else { Ok(alt) }
    }
}

/// What a file is called, made from what its sender called it: no folders, never empty.
pub fn name_of(sent: &str) -> Name {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|it| !it.is_control() && *it != '"').take(80).collect();
    let fallback = || Name::parse("file").expect("a word is a name");
    Name::parse(&kept).unwrap_or_else(|_| fallback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(Kind::of(b"\x89PNG\r\n\x1a\nxx"), Ok(Kind::Png));
        assert_eq!(Kind::of(b"\xff\xd8\xff\xe0"), Ok(Kind::Jpeg));
        assert_eq!(Kind::of(b"%PDF-1.7"), Ok(Kind::Pdf));
        assert_eq!(Kind::of("name;wörter\n".as_bytes()), Ok(Kind::Text));
        assert_eq!(Kind::of(b"MZ\x00\x01"), Err(NotTaken::Kind));
        assert_eq!(Kind::of(b""), Err(NotTaken::Empty));
        assert_eq!(Kind::of(&vec![b'a'; BYTES_MAX + 1]), Err(NotTaken::TooLarge));
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.wire()), Some(kind));
        }
    }

    #[test]
    fn a_picture_needs_words_and_a_name_has_no_folder() {
        assert_eq!(Kind::Png.with_words(None), Err(NotTaken::NoWords));
        assert_eq!(Kind::Pdf.with_words(None), Ok(None));
        assert_eq!(name_of("../../etc/pass\u{0}wd").as_str(), "passwd");
        assert_eq!(name_of("C:\\boat.png").as_str(), "boat.png");
        assert_eq!(name_of("//").as_str(), "file");
    }
}
