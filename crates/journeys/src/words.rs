//! Finding things by the words a person reads: labels, links, buttons.

/// How much of the text must be ours. Tried in this order.
#[derive(Clone, Copy)]
pub(crate) enum Match {
    All,
    Beginning,
    Part,
}

impl Match {
    pub(crate) const ORDER: [Self; 3] = [Self::All, Self::Beginning, Self::Part];

    /// An XPath condition on the text that `of` stands for.
    fn condition(self, of: &str, words: &str) -> String {
        let words = quoted(words);
        match self {
            Self::All => format!("normalize-space({of}) = {words}"),
            Self::Beginning => format!("starts-with(normalize-space({of}), {words})"),
            Self::Part => format!("contains(normalize-space({of}), {words})"),
        }
    }
}

/// What can be pressed, by the words on it or by the name that a screen reader says.
pub(crate) fn pressable(words: &str, how: Match) -> String {
    let text = how.condition(".", words);
    let name = how.condition("@aria-label", words);
    let value = how.condition("@value", words);
    format!(
        "//*[self::a or self::button or self::summary or @role = 'button' or @role = 'tab']\
         [{text} or {name}] | //input[@type = 'submit' or @type = 'button'][{value} or {name}]"
    )
}

/// The same inside the part of the page that says `near`, `steps` parts out: the row of a table,
/// the entry of a list, the card, the section.
pub(crate) fn pressable_near(words: &str, near: &str, how: Match, steps: usize) -> String {
    let part = "self::tr or self::li or self::article or self::section or self::fieldset \
                or self::form or self::dialog or self::details or self::dd";
    let near = Match::Part.condition(".", near);
    let inside = format!("[ancestor::*[{part}][{steps}][{near}]]");
    let all = pressable(words, how);
    all.split(" | ").map(|one| format!("{one}{inside}")).collect::<Vec<_>>().join(" | ")
}

/// What can be filled in, by its label.
pub(crate) fn field(label: &str, how: Match) -> String {
    let text = how.condition(".", label);
    let name = how.condition("@aria-label", label);
    format!(
        "//*[self::input[not(@type = 'hidden')] or self::textarea or self::select]\
         [@id = //label[{text}]/@for or ancestor::label[{text}] or {name} \
         or @aria-labelledby = //*[{text}]/@id]"
    )
}

/// The choice `option` in the group of choices called `group`.
pub(crate) fn choice(group: &str, option: &str, how: Match) -> String {
    let legend = Match::Part.condition(".", group);
    let name = Match::Part.condition("@aria-label", group);
    let text = how.condition(".", option);
    format!(
        "//*[self::fieldset[legend[{legend}]] or self::*[@role = 'radiogroup'][{name}]]\
         //label[{text}]"
    )
}

/// The label itself: what one presses when the box beside it is too small or drawn by the page.
pub(crate) fn label(words: &str, how: Match) -> String {
    format!("//label[{}]", how.condition(".", words))
}

/// The entry of a list to choose from.
pub(crate) fn option(words: &str, how: Match) -> String {
    format!(".//option[{}]", how.condition(".", words))
}

/// A literal of XPath, which has no escapes.
fn quoted(text: &str) -> String {
    if !text.contains('\'') {
        return format!("'{text}'");
    }
    if !text.contains('"') {
        return format!("\"{text}\"");
    }
    let parts: Vec<String> = text.split('\'').map(|part| format!("'{part}'")).collect();
    format!("concat({})", parts.join(", \"'\", "))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn any_text_becomes_a_literal() {
        assert_eq!(quoted("Sign in"), "'Sign in'");
        assert_eq!(quoted("It isn't"), "\"It isn't\"");
        assert_eq!(quoted("a'b\"c"), "concat('a', \"'\", 'b\"c')");
    }
}
