//! The shape of the code, checked like its behaviour.
//!
//! One file a rule. Every rule is a function from a file to complaints, shown an example that it
//! must refuse and one that it must let pass, and then the whole repository.

mod arrows;
mod documents;
mod floors;
mod places;
mod rooms;
mod rust;
mod shape;
mod stories;
mod strings;
mod templates;
mod tree;
