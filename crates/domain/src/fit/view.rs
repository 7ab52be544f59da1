//! The numbers of a member wherever they are kept, and what is asked of them.

use crate::fit::area::{Languages, Reach};
use crate::fit::features::{Features, Stance};
use crate::fit::manner::Manner;
use crate::fit::purpose::Purpose;
use crate::fit::terms::Term;
use crate::kernel::time::Day;

/// The numbers of a member wherever they are kept: in its card or in the columns of the index.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// As in [`Features`].
    pub offers: &'a [Term],
    /// As in [`Features`].
    pub needs: Needs<'a>,
    /// As in [`Features`].
    pub audience: &'a [Term],
    /// As in [`Features`].
    pub values: &'a [Term],
    /// As in [`Features`].
    pub direction: &'a [Term],
    /// As in [`Features`].
    pub mission: &'a [Term],
    /// As in [`Features`].
    pub manner: Manner,
    /// As in [`Features`].
    pub reach: &'a Reach,
    /// As in [`Features`].
    pub languages: Languages,
    /// As in [`Features`].
    pub stance: Stance,
    /// As in [`Features`].
    pub fresh: Day,
    /// As in [`Features`].
    pub free: Option<Day>,
}

/// What a member needs, one need behind the other.
#[derive(Debug, Clone, Copy)]
pub struct Needs<'a> {
    /// The terms of all needs.
    pub terms: &'a [Term],
    /// How many terms each need has: four bits each, the first need lowest.
    pub lengths: u32,
}

impl<'a> Needs<'a> {
    /// The terms of each need.
    pub fn each(self) -> impl Iterator<Item = &'a [Term]> {
        let (mut rest, mut lengths) = (self.terms, self.lengths);
        std::iter::from_fn(move || {
            let (need, after) = rest.split_at_checked((lengths & 15) as usize)?;
            (rest, lengths) = (after, lengths >> 4);
            (!need.is_empty()).then_some(need)
        })
    }
}

/// What is asked of every other member: who asks, for which purpose, on which day.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Who asks.
    pub viewer: View<'a>,
    /// What for.
    pub purpose: Purpose,
    /// What the chosen need is about, when the purpose is one.
    pub need: Option<&'a [Term]>,
    /// The day.
    pub today: Day,
}

impl Features {
    /// Its numbers, to be compared.
    pub fn view(&self) -> View<'_> {
        View {
            offers: &self.offers,
            needs: self.needs.packed(),
            audience: &self.audience,
            values: &self.values,
            direction: &self.direction,
            mission: &self.mission,
            manner: self.manner,
            reach: &self.reach,
            languages: self.languages,
            stance: self.stance,
            fresh: self.fresh,
            free: self.free,
        }
    }
}
