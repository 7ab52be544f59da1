//! The bytes of a file as text, and which sign stands between its cells.

use thiserror::Error;

/// How the bytes of a file were understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a mark at its beginning.
    Utf8,
    /// UTF-16, as some spreadsheets write “Unicode text”.
    Utf16,
    /// The Western European letters of Windows-1252, of which Latin-1 is a part.
    Western,
}

/// Why the bytes are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TextFileError {
    /// Nothing in it.
    #[error("there is nothing in this file")]
    Empty,
    /// A workbook of a spreadsheet, or another packed file.
    #[error(
        "this is a workbook or packed file; please open it in your spreadsheet and save it as \
         “CSV UTF-8”"
    )]
    Packed,
    /// Bytes that no text has.
    #[error("this is not a text file; please save the list as “CSV UTF-8” and send that")]
    NoText,
    /// Some of it is UTF-8 and some is not, so that no reading is right.
    #[error(
        "line {0} has letters that are broken (it is not whole UTF-8); please save the list as \
         “CSV UTF-8” and send it again"
    )]
    Broken(usize),
}

impl Encoding {
    /// The name in the store and the API.
    pub fn wire(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Western => "windows-1252",
        }
    }

    /// Reads what [`Self::wire`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Utf8, Self::Utf16, Self::Western].into_iter().find(|it| it.wire() == text)
    }
}

/// Reads the bytes of a file. What is not UTF-8 is read as Western European letters if every
/// letter beyond ASCII fits that; what is half the one and half the other is refused.
///
/// # Errors
/// [`TextFileError`], which says what to do.
pub fn decode(bytes: &[u8]) -> Result<(String, Encoding), TextFileError> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(TextFileError::Packed);
    }
    if let [0xff, 0xfe, rest @ ..] = bytes {
        return utf16(rest, u16::from_le_bytes);
    }
    if let [0xfe, 0xff, rest @ ..] = bytes {
        return utf16(rest, u16::from_be_bytes);
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    if bytes.contains(&0) {
        return Err(TextFileError::NoText);
    }
    let (text, encoding) = match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), Encoding::Utf8),
        Err(error) => {
            let wide = bytes.utf8_chunks().any(|it| !it.valid().is_ascii());
            let western: Option<String> = bytes.iter().map(|it| western_letter(*it)).collect();
            let lines = bytes[..error.valid_up_to()].iter().filter(|it| **it == b'\n').count();
            match western {
                Some(text) if !wide => (text, Encoding::Western),
                _ => return Err(TextFileError::Broken(lines + 1)),
            }
        }
    };
    if text.trim().is_empty() { Err(TextFileError::Empty) } else { Ok((text, encoding)) }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<(String, Encoding), TextFileError> {
    let units = bytes.as_chunks::<2>().0.iter().map(|it| unit(*it));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    match text {
        Ok(text) if text.contains('\0') => Err(TextFileError::NoText),
        Ok(text) if text.trim().is_empty() => Err(TextFileError::Empty),
        Ok(text) => Ok((text, Encoding::Utf16)),
        Err(_) => Err(TextFileError::NoText),
    }
}

/// The letter of a byte in Windows-1252; nothing for its five gaps.
fn western_letter(byte: u8) -> Option<char> {
    const FROM_80: [char; 32] = [
        '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0',
        '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => Some(FROM_80[usize::from(byte - 0x80)]).filter(|it| *it != '\0'),
        _ => Some(char::from(byte)),
    }
}

/// The sign between the cells: of comma, semicolon and tab the one that stands most often in the
/// first line outside quotation marks.
pub fn separator(text: &str) -> u8 {
    let (mut counts, mut quoted) = ([(b',', 0_usize), (b';', 0), (b'\t', 0)], false);
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => (),
            _ => counts.iter_mut().filter(|it| it.0 == byte).for_each(|it| it.1 += 1),
        }
    }
    // Of equals the first counts, so that a file of one column has commas.
    counts.iter().rev().max_by_key(|it| it.1).map_or(b',', |it| it.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(text: &str, mark: [u8; 2], unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.into_iter().chain(text.encode_utf16().flat_map(unit)).collect()
    }

    #[test]
    fn the_usual_ways_to_write_letters_are_read() {
        let text = "name\nCafé";
        assert_eq!(decode(text.as_bytes()), Ok((text.into(), Encoding::Utf8)));
        assert_eq!(decode(b"\xef\xbb\xbfname"), Ok(("name".into(), Encoding::Utf8)));
        assert_eq!(decode(b"name\nCaf\xe9 \x80"), Ok(("name\nCafé €".into(), Encoding::Western)));
        for bytes in
            [wide(text, [0xff, 0xfe], u16::to_le_bytes), wide(text, [0xfe, 0xff], u16::to_be_bytes)]
        {
            assert_eq!(decode(&bytes), Ok((text.into(), Encoding::Utf16)));
        }
    }

    #[test]
    fn what_is_no_text_is_explained() {
        assert_eq!(decode(b" \n"), Err(TextFileError::Empty));
        assert_eq!(decode(b"PK\x03\x04rest"), Err(TextFileError::Packed));
        assert_eq!(decode(b"name\0x"), Err(TextFileError::NoText));
        assert_eq!(
            decode(
                "name\nCafé "
                    .as_bytes()
                    .iter()
                    .chain(b"\xe9")
                    .copied()
                    .collect::<Vec<_>>()
                    .as_slice()
            ),
            Err(TextFileError::Broken(2))
        );
        assert_eq!(decode(b"a\n\nb\x81"), Err(TextFileError::Broken(3)));
    }

    #[test]
    fn the_sign_between_cells_is_found_in_the_first_line() {
        for (text, sign) in [
            ("name,line", b','),
            ("name;line\na,b,c", b';'),
            ("name\tline", b'\t'),
            ("name", b','),
            ("\"a;b;c\",line\nx;y;z", b','),
        ] {
            assert_eq!(separator(text), sign, "{text}");
        }
    }
}
