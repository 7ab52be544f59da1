//! Notes every statement that was run, so that a test can prepare and explain each of them on
//! both engines. In release builds it does nothing.

use std::collections::BTreeSet;
use std::sync::Mutex;

static SEEN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

#[cfg(debug_assertions)]
pub(crate) fn note(sql: &'static str) {
    if let Ok(mut seen) = SEEN.lock() {
        seen.insert(sql);
    }
}

#[cfg(not(debug_assertions))]
pub(crate) fn note(_: &'static str) {}

/// Every statement that this process has run so far; empty in release builds.
pub fn statements() -> Vec<&'static str> {
    SEEN.lock().map(|it| it.iter().copied().collect()).unwrap_or_default()
}
