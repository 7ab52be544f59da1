//! What is missing on this machine ends a test: quietly for a person, loudly for the server.

/// Says that the test is skipped because something is missing. Never on the server: a test that
/// did not run there is a test that failed.
pub(crate) fn skip<T>(missing: &str) -> Option<T> {
    let ci = std::env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false");
    assert!(!ci, "{missing} is missing, and CI must have it");
    eprintln!("SKIPPED: {missing} is missing; `cargo xtask test` brings it");
    None
}
