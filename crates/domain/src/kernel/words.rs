//! Words as they are compared: small letters without marks.

/// The Latin letters that `letter` stands for without its marks; the letter itself when it is an
/// ASCII letter or digit; empty for anything that is not part of a word.
///
/// Covers the Latin alphabets of Europe. Letters of other scripts are answered as empty here;
/// [`fold`] keeps them as they are.
pub fn without_marks(letter: char) -> &'static str {
    const ASCII: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    let at = match letter {
        'a'..='z' => Some(letter as usize - 'a' as usize),
        '0'..='9' => Some(letter as usize - '0' as usize + 26),
        _ => None,
    };
    if let Some(at) = at {
        return &ASCII[at..=at];
    }
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ĕ' => "e",
        'ğ' | 'ģ' | 'ġ' | 'ĝ' => "g",
        'ħ' | 'ĥ' => "h",
        'ì'..='ï' | 'ī' | 'į' | 'ı' | 'ĩ' => "i",
        'ķ' => "k",
        'ľ' | 'ł' | 'ļ' | 'ĺ' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'œ' => "o",
        'ŕ' | 'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' | 'ŝ' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' | 'þ' => "t",
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' | 'ŭ' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => "",
    }
}

/// `text` in small letters, Latin marks removed, everything between words one space.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match without_marks(letter) {
            "" if letter.is_alphanumeric() => folded.push(letter),
            "" if letter == '\'' || letter == '’' => (),
            "" if folded.ends_with(' ') || folded.is_empty() => (),
            "" => folded.push(' '),
            plain => folded.push_str(plain),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_words_and_drops_marks() {
        assert_eq!(fold("  Café-Kollektiv  „Straße“ "), "cafe kollektiv strasse");
        assert_eq!(fold("people's film/video"), "peoples film video");
        assert_eq!(fold("Кооператив 7"), "кооператив 7");
        assert_eq!(fold("--"), "");
    }
}
