//! Words as they are compared: without endings that change nothing about what is meant.
//!
//! Light on purpose: English plurals and `-ing`, and plural endings of German, French and
//! Spanish where they look alike. A wrong stem is harmless as long as both sides get the same;
//! a stem that joins two meanings is not, so short words keep their endings.

/// The stem of a folded word. Only words in Latin letters change.
pub fn stem(word: &str) -> String {
    if !word.is_ascii() || word.len() < 4 || word.bytes().any(|it| it.is_ascii_digit()) {
        return word.to_owned();
    }
    let mut word = singular(word);
    if let Some(start) = word.strip_suffix("ing")
        && start.len() >= 4
    {
        let start = undouble(start);
        word.truncate(start);
    }
    if word.len() >= 6 && word.ends_with("en") {
        word.truncate(word.len() - 2);
    }
    if word.len() >= 5 && word.ends_with('e') {
        word.truncate(word.len() - 1);
    }
    word
}

fn singular(word: &str) -> String {
    if let Some(start) = word.strip_suffix("ies")
        && start.len() >= 3
    {
        return format!("{start}y");
    }
    let es = ["sses", "shes", "ches", "xes", "zes"].iter().any(|it| word.ends_with(it));
    if es {
        return word[..word.len() - 2].to_owned();
    }
    let kept = ["ss", "us", "is"].iter().any(|it| word.ends_with(it));
    if word.ends_with('s') && !kept { word[..word.len() - 1].to_owned() } else { word.to_owned() }
}

/// How much of `mapp` is left when its last letter is double: `map`.
fn undouble(start: &str) -> usize {
    let bytes = start.as_bytes();
    let double = bytes.len() >= 2 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
    let kept = bytes.last().is_some_and(|it| b"lsz".contains(it));
    if double && !kept { start.len() - 1 } else { start.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_that_change_nothing_go() {
        for (one, other) in [
            ("films", "film"),
            ("filming", "film"),
            ("charities", "charity"),
            ("mapping", "map"),
            ("houses", "housing"),
            ("boxes", "box"),
            ("schulen", "schule"),
            ("associations", "association"),
            ("gardening", "garden"),
        ] {
            assert_eq!(stem(one), stem(other), "{one} and {other}");
        }
    }

    #[test]
    fn short_words_and_other_scripts_stay() {
        for word in ["bus", "gas", "art", "care", "press", "кооператив", "2030"] {
            assert_eq!(stem(word), word);
        }
        assert_ne!(stem("caring"), stem("cars"));
    }
}
