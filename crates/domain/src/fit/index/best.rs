//! The best so far.

use std::cmp::Reverse;

use crate::fit::factors::Score;
use crate::fit::index::Hit;
use crate::kernel::id::MemberId;

/// The best `most` hits so far, best first; of equal ones, the lower id.
#[derive(Debug)]
pub struct Best {
    most: usize,
    hits: Vec<Hit>,
    least: i32,
}

impl Best {
    /// Before anybody was found.
    pub fn new(most: usize) -> Self {
        Self { most, hits: Vec::new(), least: i32::MIN }
    }

    /// Below this sum of logs nobody gets in any more.
    pub fn least(&self) -> i32 {
        self.least
    }

    /// Whether somebody with at most this score would get in.
    pub fn admits(&self, score: Score, member: MemberId) -> bool {
        let last = self.hits.last().filter(|_| self.hits.len() >= self.most);
        self.most > 0 && last.is_none_or(|last| (score, Reverse(member)) > key(last))
    }

    /// Takes somebody in, if it is good enough.
    pub fn offer(&mut self, hit: Hit) {
        if !self.admits(hit.score, hit.member) {
            return;
        }
        let at = self.hits.partition_point(|it| key(it) > key(&hit));
        self.hits.insert(at, hit);
        self.hits.truncate(self.most);
        if let Some(last) = self.hits.last().filter(|_| self.hits.len() == self.most) {
            self.least = last.score.least_sum();
        }
    }

    /// The hits.
    pub fn finish(self) -> Vec<Hit> {
        self.hits
    }
}

fn key(hit: &Hit) -> (Score, Reverse<MemberId>) {
    (hit.score, Reverse(hit.member))
}
