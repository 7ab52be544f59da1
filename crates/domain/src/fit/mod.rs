//! Finding partners: who fits whom for which purpose, and why (R63–R69, R120–R122, R129, R142;
//! formulas 5.7). How it works in plain words: `docs/fit.md`.

mod answer;
mod area;
mod card;
mod compose;
mod factors;
mod features;
mod gates;
mod index;
mod manner;
/// Texts and tags as concepts.
pub mod meaning;
mod meters;
mod purpose;
/// Newcomers get seen.
pub mod rotation;
mod terms;
mod view;
mod weighing;
mod wording;
mod works;

pub use answer::hint::{Hint, Missing};
pub use answer::reason::{Reason, Side};
pub use answer::refusal::Refusal;
pub use answer::talk_about::TalkAbout;
pub use answer::{Answer, Given, Known, Ties, Verdict, fit};
pub use card::Card;
pub use factors::Score;
pub use index::{
    COUNTED_MAX, Count, Facets, Filter, FitIndex, Free, Hit, NEW_DAYS, Near, Peers, Search, Wanted,
    Way,
};
pub use manner::{Dimension, weakest_share};
pub use meters::Meter;
pub use purpose::Purpose;
pub use wording::{Segment, Words};
pub use works::works;

#[cfg(test)]
mod tests;
