//! Why a command was not done, as a sentence for the person at the terminal.

use std::error::Error;
use std::fmt;

use actions::ActionError;
use store::StoreError;

/// A sentence for the error stream.
#[derive(Debug)]
pub(crate) struct Failure(String);

/// What a command comes to.
pub(crate) type Outcome = Result<(), Failure>;

impl Failure {
    /// A sentence that stands on its own.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// What was tried, and everything that is known about why it failed.
    pub(crate) fn of(tried: &str, error: &dyn Error) -> Self {
        let mut sentence = format!("{tried}: {error}");
        let mut cause = error.source();
        while let Some(error) = cause {
            let text = error.to_string();
            // Some libraries repeat their cause in their own text.
            if !sentence.ends_with(&text) {
                sentence = format!("{sentence}: {text}");
            }
            cause = error.source();
        }
        Self(format!("{}.", sentence.trim_end_matches('.')))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<ActionError> for Failure {
    fn from(error: ActionError) -> Self {
        match error {
            ActionError::Fields(problems) => {
                let texts = problems.iter().map(|it| format!("{}: {}", it.field, it.problem));
                Self(texts.collect::<Vec<_>>().join("\n"))
            }
            error => Self::of("This could not be done", &error),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::of("The database could not do it", &error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_is_told_once() {
        let inner = std::io::Error::other("no such folder");
        let error = StoreError::File(inner);
        assert_eq!(
            Failure::of("Opening x", &error).to_string(),
            "Opening x: a file could not be read or written: no such folder."
        );
    }
}
