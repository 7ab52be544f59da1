//! People: who signs in, and how. There are no passwords.

/// A person, and what they call their devices.
pub mod person;
/// Codes and links that prove who someone is, once.
pub mod proof;
