//! Finding partners: as pages, and for programs.

/// For programs.
pub mod api;
mod ask;
mod card;
mod compare;
mod hidden;
mod left_out;
mod one;
/// The list of who fits, and who does not.
pub mod pages;
mod sentence;

pub use card::Why;
pub use one::{FitBox, fit_box};
