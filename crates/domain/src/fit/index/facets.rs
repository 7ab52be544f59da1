//! How many there are of each kind, for the panel that narrows a list down.

use crate::fit::index::filter::{Free, Traits, Way, part};
use crate::fit::meaning;
use crate::fit::terms::{OUTRIGHT, Term};
use crate::fit::view::View;
use crate::kernel::time::Day;
use crate::members::parts::{Kind, OpenTo, Size};

/// How many were found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// So many were counted.
    pub found: u32,
    /// There are more; counting stopped.
    pub more: bool,
}

/// How many of those who fit there are of each choice. A choice counts what it would show
/// together with the choices of the other groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// All that pass the filter.
    pub total: Count,
    /// By what they are open to.
    pub open_to: Vec<(OpenTo, u32)>,
    /// By way of working.
    pub ways: Vec<(Way, u32)>,
    /// By size.
    pub sizes: Vec<(Size, u32)>,
    /// By kind.
    pub kinds: Vec<(Kind, u32)>,
    /// By how soon they have time.
    pub free: Vec<(Free, u32)>,
    /// By whom they serve, the most frequent first.
    pub audiences: Vec<(String, u32)>,
    /// By what they offer, the most frequent first.
    pub offers: Vec<(String, u32)>,
}

/// After so many members counting stops: a list of more is narrowed down by asking for more, not
/// by comparing large numbers.
pub const COUNTED_MAX: u32 = 10_000;

/// At most so many audiences and offers are named.
const NAMED: usize = 12;

/// Counts being made.
#[derive(Debug)]
pub(in crate::fit) struct Tally {
    today: Day,
    total: u32,
    more: bool,
    open_to: [u32; 6],
    ways: [u32; 4],
    sizes: [u32; 5],
    kinds: [u32; 2],
    free: [u32; 2],
    /// By concept; only those of the thesaurus have a name.
    audiences: Vec<u32>,
    offers: Vec<u32>,
}

impl Tally {
    /// Before anybody was counted.
    pub fn new(today: Day) -> Self {
        let concepts = || vec![0; meaning::known()];
        Self {
            today,
            total: 0,
            more: false,
            open_to: [0; 6],
            ways: [0; 4],
            sizes: [0; 5],
            kinds: [0; 2],
            free: [0; 2],
            audiences: concepts(),
            offers: concepts(),
        }
    }

    /// Counts one member whose parts `failing` do not hold; whether to go on.
    pub fn count(&mut self, it: &Traits, failing: u32, view: &View<'_>) -> bool {
        if failing == 0 {
            if self.total == COUNTED_MAX {
                self.more = true;
                return false;
            }
            self.total += 1;
        }
        let counts = |part: u32| failing & !part == 0;
        if counts(part::OPEN_TO) {
            let open = |what| it.stance.is_open_to(what) == Some(true);
            tick(&mut self.open_to, OpenTo::ALL, open);
        }
        if counts(part::WAYS) {
            tick(&mut self.ways, Way::ALL, |way: Way| way.is_of(it.manner));
        }
        if counts(part::SIZES) {
            tick(&mut self.sizes, Size::ALL, |size| it.manner.size() == Some(size));
        }
        if counts(part::KINDS) {
            let organisation = |kind| (kind == Kind::Organisation) == it.organisation;
            tick(&mut self.kinds, Kind::ALL, organisation);
        }
        if counts(part::FREE) {
            tick(&mut self.free, Free::ALL, |soon: Free| soon.is_of(it.free, self.today));
        }
        if counts(part::AUDIENCE) {
            name(&mut self.audiences, view.audience, 1);
        }
        if counts(part::OFFER) {
            name(&mut self.offers, view.offers, OUTRIGHT);
        }
        true
    }

    /// The counts, none that is nought.
    pub fn finish(self) -> Facets {
        Facets {
            total: Count { found: self.total, more: self.more },
            open_to: seen(OpenTo::ALL, &self.open_to),
            ways: seen(Way::ALL, &self.ways),
            sizes: seen(Size::ALL, &self.sizes),
            kinds: seen(Kind::ALL, &self.kinds),
            free: seen(Free::ALL, &self.free),
            audiences: named(self.audiences),
            offers: named(self.offers),
        }
    }
}

fn tick<T: Copy>(counts: &mut [u32], all: &[T], is_it: impl Fn(T) -> bool) {
    for (count, choice) in counts.iter_mut().zip(all) {
        *count += u32::from(is_it(*choice));
    }
}

fn name(counts: &mut [u32], terms: &[Term], from: u32) {
    for term in terms.iter().filter(|it| it.weight() >= from) {
        if let Some(count) = counts.get_mut(term.concept() as usize) {
            *count += 1;
        }
    }
}

fn seen<T: Copy>(all: &[T], counts: &[u32]) -> Vec<(T, u32)> {
    let pairs = all.iter().copied().zip(counts.iter().copied());
    pairs.filter(|(_, count)| *count > 0).collect()
}

fn named(counts: Vec<u32>) -> Vec<(String, u32)> {
    let mut all: Vec<(u32, u32)> = (0..).zip(counts).filter(|(_, count)| *count > 0).collect();
    all.sort_by_key(|(concept, count)| (std::cmp::Reverse(*count), *concept));
    all.truncate(NAMED);
    let labelled = |(concept, count)| meaning::label(concept).map(|it| (it.to_owned(), count));
    all.into_iter().filter_map(labelled).collect()
}
