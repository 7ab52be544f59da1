//! Finding partners, as pages.

mod ask;
mod card;
/// The list of who fits, and who does not.
pub mod pages;
