//! Journeys through the product in a real browser, as the people who will use it make them.
//!
//! This crate is the workshop's: it ships with nothing. It finds things as a person does, by the
//! words on buttons and labels, and fails with what stood on the page. Since it serves tests
//! only, what goes wrong here ends the test.
//!
//! - [`House`]: the `hanse` binary on a free port, with a folder of its own
//! - [`Browser`] and [`Window`]: Chromium, wide or narrow, light or dark, with or without scripts
//! - [`axe`]: what the accessibility checker finds on the page in a window
//! - [`Mailbox`]: the mail that the house would have sent
//! - [`pages`]: every page there is, for pictures and for the checks that each must pass

#![expect(clippy::missing_panics_doc, reason = "every failure here is a failed test")]

mod axe;
mod browser;
mod folder;
mod house;
mod look;
mod mailbox;
pub mod pages;
mod skip;
mod window;
mod wire;
mod words;

pub use axe::axe;
pub use browser::Browser;
pub use house::{House, Neighbour};
pub use look::Look;
pub use mailbox::{Mail, Mailbox};
pub use window::Window;
