//! The room of members: their pages, their own forms, contacts, search.

/// For programs.
pub mod api;
mod api_logo;
mod api_offers;
mod api_sealed;
mod api_shapes;
mod claims;
mod contacts;
mod edit;
mod fields;
mod leaving;
mod logo;
mod offers;
/// For people.
pub mod pages;
mod profile;
mod search;
/// Times in words.
pub mod when;
