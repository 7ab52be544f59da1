//! The scan, a chunk of slots at a time: what concepts two members share is added up from the
//! posting lists into small arrays that stay in the processor's cache.

use crate::fit::factors::{self, BROADER_OFFER};
use crate::fit::index::postings::{Entry, Families, Postings};
use crate::fit::meaning;
use crate::fit::purpose::Purpose;
use crate::fit::terms::{self, OUTRIGHT, Term};
use crate::fit::view::Asked;

/// Slots in a chunk; a multiple of 64.
pub const CHUNK: usize = 4_096;

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

/// A list for a concept of a need, and one for what is broader.
#[derive(Debug)]
struct Meeting<'a> {
    itself: Feed<'a>,
    broader: Feed<'a>,
    share: u32,
    /// What was taken last.
    taken: [&'a [Entry]; 2],
}

/// The feeds of a search.
#[derive(Debug, Default)]
struct Feeds<'a> {
    audience: Vec<Feed<'a>>,
    work: Vec<Feed<'a>>,
    needs: Vec<Vec<Meeting<'a>>>,
    theirs: Vec<Feed<'a>>,
    /// Which of `needs` is the chosen one.
    chosen: Option<usize>,
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
    /// The cover of the need of the viewer that is met best, and of all added up.
    best: Vec<u32>,
    sum: Vec<u32>,
    /// The cover of the chosen need.
    cover: Vec<u32>,
    /// At least the cover of their need that the viewer meets best.
    theirs: Vec<u32>,
    need: Vec<u32>,
    needs: u32,
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
            best: room(),
            sum: room(),
            cover: room(),
            theirs: room(),
            need: room(),
            needs: feeds.needs.len() as u32,
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
        self.best.fill(0);
        self.sum.fill(0);
        self.cover.fill(0);
        for (number, need) in feeds.needs.iter_mut().enumerate() {
            need.iter_mut().for_each(|it| it.add(&mut self.need, start, end));
            let chosen = feeds.chosen == Some(number);
            for at in need.iter().flat_map(|it| it.touched(start)) {
                // Taken out, so that a slot counts once and the next need begins with nothing.
                let cover = factors::cover_level(std::mem::take(&mut self.need[at]));
                self.best[at] = self.best[at].max(cover);
                self.sum[at] += cover;
                if chosen {
                    self.cover[at] = self.cover[at].max(cover);
                }
            }
        }
    }

    /// For each place the closeness of audiences from bit 8 on; 0 when no audience or cause met.
    pub fn audiences(&self) -> &[u32] {
        &self.audience
    }

    /// For each place the cover of the need of the viewer that is met best.
    pub fn bests(&self) -> &[u32] {
        &self.best
    }

    /// Whether the viewer has the need it asks for.
    pub fn has_chosen(&self) -> bool {
        self.feeds.chosen.is_some()
    }

    /// For each place the cover of the chosen need.
    pub fn covers(&self) -> &[u32] {
        &self.cover
    }

    /// For each place what [`factors::cover_level`] makes their gain of, at least.
    pub fn theirs(&self) -> &[u32] {
        &self.theirs
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

    /// What the viewer gains.
    pub fn gain(&self, at: usize) -> u32 {
        factors::mix_gain(self.best[at], self.sum[at], self.needs)
    }

    /// The cover of the chosen need.
    pub fn cover(&self, at: usize) -> u32 {
        self.cover[at]
    }

    /// At least what the other gains: exact with one need, else as if one need had everything.
    pub fn their_gain(&self, at: usize) -> u32 {
        factors::cover_level(self.theirs[at])
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

impl Meeting<'_> {
    /// Adds what each slot offers for one concept, as [`factors::meets`] says: the concept
    /// itself if it is said outright, otherwise it or the broader, whichever is more.
    fn add(&mut self, sums: &mut [u32], start: usize, end: usize) {
        self.taken = [self.itself.take(end), self.broader.take(end)];
        let mut broader = self.taken[1].iter().peekable();
        let mut put = |slot: u32, met: u32| sums[slot as usize - start] += self.share * met;
        let wider = |it: &Entry| it.weight() * BROADER_OFFER / 5;
        for entry in self.taken[0] {
            let (slot, mut met) = (entry.concept(), entry.weight());
            while let Some(other) = broader.next_if(|it| it.concept() <= slot) {
                if other.concept() < slot {
                    put(other.concept(), wider(other));
                } else if met < OUTRIGHT {
                    met = met.max(wider(other));
                }
            }
            put(slot, met);
        }
        broader.for_each(|it| put(it.concept(), wider(it)));
    }

    /// The places in the chunk that were added to.
    fn touched(&self, start: usize) -> impl Iterator<Item = usize> + '_ {
        self.taken.iter().copied().flatten().map(move |it| it.concept() as usize - start)
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
    let meeting = |it: &Term| {
        let broader = meaning::broader(it.concept());
        Meeting {
            itself: Feed::new(families.offers.of(it.concept()), 0),
            broader: Feed::new(broader.map_or(&[], |it| families.offers.of(it)), 0),
            share: it.weight(),
            taken: [&[], &[]],
        }
    };
    let meetings = |need: &[Term]| need.iter().map(meeting).collect::<Vec<_>>();
    let needed = matches!(asked.purpose, Purpose::Need(_));
    if scores && weights.gain > 0 {
        feeds.needs = it.needs.each().map(meetings).collect();
        feeds.chosen = it.needs.each().position(|it| Some(it) == asked.need);
        feeds.theirs = theirs(it.offers, families);
    } else if let Some(need) = asked.need.filter(|_| needed) {
        feeds.needs = vec![meetings(need)];
        feeds.chosen = Some(0);
    }
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
