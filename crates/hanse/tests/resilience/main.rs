//! What is acknowledged stays, whatever happens to the server.
#![expect(clippy::unwrap_used, reason = "a test that cannot prepare its data has failed")]

mod disk;
mod kills;
mod server;
mod serving;
