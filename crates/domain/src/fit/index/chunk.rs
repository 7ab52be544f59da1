//! The scan, a chunk of slots at a time: what concepts two members share is added up from the
//! posting lists into small arrays that stay in the processor's cache.

use crate::fit::factors::{self, BROADER_OFFER};
use crate::fit::index::postings::{Entry, Families, Postings, once};
use crate::fit::meaning;
use crate::fit::terms::{self, Term};
use crate::fit::view::Asked;

/// Slots in a chunk; a multiple of 64. Small in tests, so that they have several.
pub const CHUNK: usize = if cfg!(test) { 64 } else { 4_096 };

/// A posting list that is read chunk by chunk.
#[derive(Debug, Clone, Copy)]
struct Feed<'a> {
    rest: &'a [Entry],
    /// What each weight is multiplied with, or compared with.
    by: u32,
}

impl<'a> Feed<'a> {
    fn new(rest: &'a [Entry], by: u32) -> Self {
        Self { rest, by }
    }

    /// The entries before slot `end`, taken off the list.
    fn take(&mut self, end: usize) -> &'a [Entry] {
        let before = |it: &Entry| (it.concept() as usize) < end;
        if !self.rest.first().is_some_and(before) {
            return &[];
        }
        let start = end - CHUNK;
        if self.rest.first().is_some_and(|it| (it.concept() as usize) < start) {
            // Chunks were left out.
            let left_out = self.rest.partition_point(|it| (it.concept() as usize) < start);
            self.rest = &self.rest[left_out..];
        }
        let near = self.rest.len().min(CHUNK);
        let (taken, rest) = self.rest.split_at(self.rest[..near].partition_point(before));
        self.rest = rest;
        taken
    }
}

/// The feeds of a search.
#[derive(Debug, Default)]
struct Feeds<'a> {
    audience: Vec<Feed<'a>>,
    work: Vec<Feed<'a>>,
    ours: Vec<Feed<'a>>,
    theirs: Vec<Feed<'a>>,
    cover: Vec<Feed<'a>>,
}

/// What a scan is for: what does not count is not added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Scores.
    Scores,
    /// Whether a gate is closed.
    Gates,
}

/// A chunk of slots and what the viewer shares with each.
#[derive(Debug)]
pub struct Chunk<'a> {
    feeds: Feeds<'a>,
    /// The first slot.
    pub start: usize,
    /// Times an audience or cause met, and from bit 8 on the closeness of audiences.
    audience: Vec<u32>,
    /// How much work is the same.
    work: Vec<u32>,
    /// At least what [`factors::cover_level`] makes the cover of: the need of the viewer that is
    /// met best, the need of the other that is met best, and the chosen need.
    ours: Vec<u32>,
    theirs: Vec<u32>,
    cover: Vec<u32>,
    adds_work: bool,
}

impl<'a> Chunk<'a> {
    /// Before the first chunk.
    pub fn new(asked: &Asked<'a>, families: &'a Families, depth: Depth) -> Self {
        let feeds = feeds(asked, families, depth);
        let room = || vec![0; CHUNK];
        Self {
            start: 0,
            audience: room(),
            work: room(),
            ours: room(),
            theirs: room(),
            cover: room(),
            adds_work: depth == Depth::Gates || asked.purpose.weights().same_work > 0,
            feeds,
        }
    }

    /// Adds up the chunk that begins at `start`; chunks come in order.
    pub fn load(&mut self, start: usize) {
        let (end, feeds) = (start + CHUNK, &mut self.feeds);
        self.start = start;
        add(&mut self.audience, &mut feeds.audience, (start, end), |ours, it| {
            ((ours * it) << 8) + 1
        });
        let same = |ours: u32, it| ours.min(terms::as_work(it));
        add(&mut self.work, &mut feeds.work, (start, end), same);
        let times = |ours, it| ours * it;
        add(&mut self.theirs, &mut feeds.theirs, (start, end), times);
        add(&mut self.ours, &mut feeds.ours, (start, end), times);
        add(&mut self.cover, &mut feeds.cover, (start, end), times);
    }

    /// For each place the closeness of audiences from bit 8 on; 0 when no audience or cause met.
    pub fn audiences(&self) -> &[u32] {
        &self.audience
    }

    /// For each place at least the need of the viewer that is met best, before
    /// [`factors::cover_level`].
    pub fn ours(&self) -> &[u32] {
        &self.ours
    }

    /// For each place at least the need of the other that is met best.
    pub fn theirs(&self) -> &[u32] {
        &self.theirs
    }

    /// For each place at least how well the chosen need is met.
    pub fn covers(&self) -> &[u32] {
        &self.cover
    }

    /// For each place how much work is the same.
    pub fn works(&self) -> &[u32] {
        &self.work
    }

    /// Whether an audience or cause met.
    pub fn met(&self, at: usize) -> bool {
        self.audience[at] != 0
    }

    /// The closeness of audiences.
    pub fn closeness(&self, at: usize) -> u32 {
        self.audience[at] >> 8
    }

    /// How much work is the same; `None` when that was not added up.
    pub fn same_work(&self, at: usize) -> Option<u32> {
        self.adds_work.then(|| self.work[at])
    }
}

fn add(
    sums: &mut [u32],
    feeds: &mut [Feed<'_>],
    (start, end): (usize, usize),
    what: impl Fn(u32, u32) -> u32,
) {
    if feeds.is_empty() {
        return;
    }
    sums.fill(0);
    for feed in feeds {
        let by = feed.by;
        for entry in feed.take(end) {
            sums[entry.concept() as usize - start] += what(by, entry.weight());
        }
    }
}

fn feeds<'a>(asked: &Asked<'a>, families: &'a Families, depth: Depth) -> Feeds<'a> {
    let it = &asked.viewer;
    let weights = asked.purpose.weights();
    let (mut feeds, scores) = (Feeds::default(), depth == Depth::Scores);
    feeds.audience = vector(it.audience, &families.audience);
    let work = |it: &Term| Feed::new(families.offers.of(it.concept()), terms::as_work(it.weight()));
    if !scores || weights.same_work > 0 {
        feeds.work = it.offers.iter().map(work).filter(|it| !it.rest.is_empty()).collect();
    }
    if scores && weights.gain > 0 {
        feeds.ours = ours(&once(it.needs.terms), families);
        feeds.theirs = theirs(it.offers, families);
    }
    feeds.cover = ours(asked.need.unwrap_or_default(), families);
    feeds
}

fn vector<'a>(ours: &[Term], postings: &'a Postings) -> Vec<Feed<'a>> {
    let feeds = ours.iter().map(|it| Feed::new(postings.of(it.concept()), it.weight()));
    feeds.filter(|it| !it.rest.is_empty()).collect()
}

/// Everything the viewer meets: its offers, and what is narrower than one of them.
fn theirs<'a>(offers: &[Term], families: &'a Families) -> Vec<Feed<'a>> {
    let narrower = offers.iter().flat_map(|it| meaning::narrower(it.concept()));
    let itself = offers.iter().map(|it| it.concept());
    let mut concepts: Vec<u32> = itself.chain(narrower.copied()).collect();
    concepts.sort_unstable();
    concepts.dedup();
    let feed = |it: &u32| Feed::new(families.needs.of(*it), factors::meets(offers, *it));
    concepts.iter().map(feed).filter(|it| !it.rest.is_empty() && it.by > 0).collect()
}

/// Who offers what the viewer needs, or something broader. Both are added up where somebody
/// offers both, which is never too little.
fn ours<'a>(needs: &[Term], families: &'a Families) -> Vec<Feed<'a>> {
    let feeds = needs.iter().flat_map(|it| {
        let itself = Feed::new(families.offers.of(it.concept()), it.weight());
        let broader = meaning::broader(it.concept()).map_or(&[][..], |it| families.offers.of(it));
        [itself, Feed::new(broader, (it.weight() * BROADER_OFFER).div_ceil(5))]
    });
    feeds.filter(|it| !it.rest.is_empty()).collect()
}
