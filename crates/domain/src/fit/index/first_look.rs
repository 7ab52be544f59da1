//! The first look at a chunk: for every place the most that a score can be, from what counts
//! most for the purpose. Plain loops over columns, without branches that a processor could
//! guess wrong, because every member goes through here.

use crate::fit::factors;
use crate::fit::gates;
use crate::fit::index::chunk::{CHUNK, Chunk};
use crate::fit::index::columns::{Columns, said};
use crate::fit::index::tables::{OUT, STRANGER, Table, Tables, UNSAID};
use crate::fit::purpose::Purpose;

/// The most that both logs of a score can add up to, by place; below every sum for who is ruled
/// out already.
#[derive(Debug)]
pub struct FirstLook {
    most: Vec<i32>,
    /// What the viewer said.
    ours: u16,
    our_work: u32,
    purpose: Purpose,
}

impl FirstLook {
    /// Before the first chunk.
    pub fn new(purpose: Purpose, ours: u16, our_work: u32) -> Self {
        Self { most: vec![0; CHUNK], ours, our_work, purpose }
    }

    /// Looks at the chunk that begins at `start` and ends before `end`.
    pub fn look(&mut self, chunk: &Chunk<'_>, columns: &Columns, tables: &Tables) {
        let (start, end) = (chunk.start, (chunk.start + CHUNK).min(columns.len()));
        let said = &columns.said[start..end];
        self.most.resize(end - start, 0);
        self.audience(chunk.audiences(), said, tables);
        match self.purpose {
            Purpose::Together | Purpose::Promote => (),
            Purpose::Learn => {
                self.same_work(chunk.works(), &columns.work[start..end], said);
                self.work(chunk.works(), &columns.work[start..end], &tables.first_work);
            }
            Purpose::Mentor | Purpose::Mentored => {
                self.same_field(chunk, said);
                self.work(chunk.works(), &columns.work[start..end], &tables.first_work);
                let stances = columns.stance[start..end].iter();
                for (most, stance) in self.most.iter_mut().zip(stances) {
                    *most += tables.first_guidance.at(u32::from(stance.0));
                }
            }
            Purpose::Need(_) => {
                self.cover(chunk.covers(), said, tables);
            }
        }
        if tables.gains {
            self.gains(chunk, said, &tables.first_gain);
        }
    }

    /// By place.
    pub fn most(&self) -> &[i32] {
        &self.most
    }

    fn audience(&mut self, met: &[u32], said: &[u16], tables: &Tables) {
        let (base, table) = (tables.base, &tables.first_audience);
        let pairs = matches!(self.purpose, Purpose::Together | Purpose::Promote);
        for ((most, met), said) in self.most.iter_mut().zip(met).zip(said) {
            let both = self.ours & said;
            let level = factors::closeness_level(met >> 8);
            let level = if both & said::AUDIENCE != 0 { level } else { UNSAID };
            let stranger = pairs & (both & said::CONTEXT != 0) & (*met == 0);
            *most = base + table.at(if stranger { STRANGER } else { level });
        }
    }

    fn same_work(&mut self, works: &[u32], theirs: &[u16], said: &[u16]) {
        for (((most, same), theirs), said) in self.most.iter_mut().zip(works).zip(theirs).zip(said)
        {
            let narrower = self.our_work.min(u32::from(*theirs));
            let other = factors::FULL * same < gates::SAME_WORK * narrower;
            let out = other & (self.ours & said & said::OFFERS != 0);
            *most += if out { OUT } else { 0 };
        }
    }

    /// The level of the same work; its share is one more than rounding could take away.
    fn work(&mut self, works: &[u32], theirs: &[u16], table: &Table) {
        let ours = self.our_work as f32;
        for ((most, same), theirs) in self.most.iter_mut().zip(works).zip(theirs) {
            let (same, theirs) = (*same as f32, f32::from(*theirs));
            let narrower = ours.min(theirs);
            let share = same * 127.5 * (1.0 / narrower + 1.0 / (ours + theirs - same)) + 1.0;
            let level = if narrower > 0.0 { (share as u32).min(factors::FULL) } else { UNSAID };
            *most += table.at(level);
        }
    }

    fn same_field(&mut self, chunk: &Chunk<'_>, said: &[u16]) {
        let places = chunk.audiences().iter().zip(chunk.works());
        for ((most, (met, same)), said) in self.most.iter_mut().zip(places).zip(said) {
            let both = self.ours & said & (said::CONTEXT | said::OFFERS);
            let out = (both == said::CONTEXT | said::OFFERS) & (*met == 0) & (*same == 0);
            *most += if out { OUT } else { 0 };
        }
    }

    fn cover(&mut self, met: &[u32], said: &[u16], tables: &Tables) {
        for ((most, met), said) in self.most.iter_mut().zip(met).zip(said) {
            let known = tables.has_need & (said & said::OFFERS != 0);
            let level = if known { factors::cover_level(*met) } else { UNSAID };
            *most += tables.first_cover.at(level);
        }
    }

    /// What both gain, at most.
    fn gains(&mut self, chunk: &Chunk<'_>, said: &[u16], table: &Table) {
        let counts = self.counts();
        let places = chunk.ours().iter().zip(chunk.theirs());
        for ((most, (ours, theirs)), said) in self.most.iter_mut().zip(places).zip(said) {
            *most += gained((*ours, *theirs), *said, counts, table);
        }
    }

    /// What [`Self::look`] took for the gains at one place, where a member said `said`.
    pub fn gained(&self, at: usize, chunk: &Chunk<'_>, said: u16, tables: &Tables) -> i32 {
        gained((chunk.ours()[at], chunk.theirs()[at]), said, self.counts(), &tables.first_gain)
    }

    /// What the other must have said for a gain to be known: offers, and needs; nothing does
    /// when the viewer did not say the counterpart.
    fn counts(&self) -> (u16, u16) {
        let offers = if self.ours & said::NEEDS == 0 { 0 } else { said::OFFERS };
        let needs = if self.ours & said::OFFERS == 0 { 0 } else { said::NEEDS };
        (offers, needs)
    }
}

fn gained((ours, theirs): (u32, u32), said: u16, counts: (u16, u16), table: &Table) -> i32 {
    let (ours, theirs) = (factors::cover_level(ours), factors::cover_level(theirs));
    let ours = if said & counts.0 != 0 { ours } else { UNSAID };
    let theirs = if said & counts.1 != 0 { theirs } else { UNSAID };
    table.at(ours) + table.at(theirs)
}
