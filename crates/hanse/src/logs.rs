//! The log: on the error stream, a line an event; JSON where no person is watching.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::EnvFilter;

/// Begins to log. `HANSE_LOG` chooses what, such as `debug` or `info,web=debug`.
pub(crate) fn begin() {
    let filter =
        EnvFilter::try_from_env("HANSE_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    if stderr().is_terminal() {
        log.with_target(false).init();
    } else {
        log.json().flatten_event(true).init();
    }
}
