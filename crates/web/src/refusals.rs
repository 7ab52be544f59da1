//! Why a form was not taken: one sentence per field, shown above the form and beside the field.

/// The sentences, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusals(Vec<(String, String)>);

impl Refusals {
    /// None yet.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a sentence about the field of that name; an empty name means the whole form.
    pub fn add(&mut self, field: impl Into<String>, sentence: impl Into<String>) {
        self.0.push((field.into(), sentence.into()));
    }

    /// With one sentence more; see [`Refusals::add`].
    #[must_use]
    pub fn with(mut self, field: impl Into<String>, sentence: impl Into<String>) -> Self {
        self.add(field, sentence);
        self
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first sentence about a field, or nothing.
    #[must_use]
    pub fn of(&self, field: &str) -> &str {
        self.0.iter().find(|(name, _)| name == field).map_or("", |(_, sentence)| sentence)
    }

    /// All of them: `(field, sentence)`.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, sentence)| (field.as_str(), sentence.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_gets_its_first_sentence_and_others_get_none() {
        let refusals = Refusals::none().with("name", "one").with("name", "two");
        assert_eq!(refusals.of("name"), "one");
        assert_eq!(refusals.of("line"), "");
        assert!(!refusals.is_empty() && Refusals::none().is_empty());
    }
}
