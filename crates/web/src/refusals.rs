//! Why a form was not taken: one sentence per field, shown above the form and beside the field.

use actions::ActionError;

use crate::error::{PageError, capitalised};

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

    /// Why an action did not happen, as far as it can be said above its form: fields that do not
    /// fit, and rules that said no.
    ///
    /// # Errors
    /// [`PageError`] for everything that has a page of its own.
    pub fn from_error(error: ActionError) -> Result<Self, PageError> {
        Self::at("", error)
    }

    /// As [`Self::from_error`]; what a rule said stands beside this field.
    ///
    /// # Errors
    /// As [`Self::from_error`].
    pub fn at(field: &str, error: ActionError) -> Result<Self, PageError> {
        match error {
            ActionError::Fields(problems) => {
                let all = problems.into_iter();
                Ok(Self(all.map(|it| (it.field, capitalised(&it.problem))).collect()))
            }
            ActionError::Rule(rule) => Ok(Self::none().with(field, capitalised(&rule.to_string()))),
            other => Err(other.into()),
        }
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
