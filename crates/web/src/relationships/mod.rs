//! The room of relationships: partners, hellos, steps, introductions, the calendar of reviews.

/// For programs.
pub mod api;
mod api_shapes;
mod calendar;
mod card;
mod doing;
mod hello;
mod introductions;
mod names;
mod one;
/// For people.
pub mod pages;
mod shown;
mod steps;
mod writing;
