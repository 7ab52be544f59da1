//! The front door: pages for people, JSON for programs. Both only translate; `actions` does.

pub mod assets;
pub mod flag;
pub mod layout;
pub mod map;
pub mod refusals;
pub mod security;
pub mod theme;
pub mod words;

#[cfg(test)]
mod look;
