//! Notes: the home page, one note, circles, public stories and their feeds, what is new.

/// For programs.
pub mod api;
mod api_circles;
mod api_shapes;
mod changing;
mod circles;
mod feeds;
mod files;
mod home;
mod live;
mod note;
/// For people.
pub mod pages;
pub(crate) mod shown;
mod stories;
mod text;
