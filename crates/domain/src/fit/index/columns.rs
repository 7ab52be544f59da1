//! The numbers of all members, column by column, so that a scan reads little memory and a member
//! costs a few hundred bytes.

use std::collections::HashMap;

use crate::fit::area::{Languages, Reach};
use crate::fit::card::Card;
use crate::fit::factors;
use crate::fit::features::Stance;
use crate::fit::index::chunk::CHUNK;
use crate::fit::index::promise::Promise;
use crate::fit::manner::Manner;
use crate::fit::terms::{self, Term};
use crate::fit::view::{Needs, View};
use crate::kernel::id::MemberId;
use crate::kernel::time::Day;
use crate::members::parts::{Kind, Standing};

/// The place of a member in the columns.
pub type Slot = u32;

/// What a member said, and what it is, one bit each.
pub mod said {
    pub const CONTEXT: u16 = 1;
    pub const AUDIENCE: u16 = 2;
    pub const OFFERS: u16 = 4;
    pub const NEEDS: u16 = 8;
    pub const VALUES: u16 = 16;
    pub const DIRECTION: u16 = 32;
    pub const MISSION: u16 = 64;
    pub const ORGANISATION: u16 = 128;
    pub const JOINED: u16 = 256;
}

/// A member as it goes into the columns.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    pub member: MemberId,
    pub view: View<'a>,
    /// Bits of [`said`].
    pub said: u16,
    pub since: Day,
}

/// Where the terms of a member are.
#[derive(Debug, Clone, Copy)]
struct Head {
    start: u32,
    need_lengths: u32,
    /// Offers, needs, audience; one behind the other.
    lengths: [u8; 3],
}

/// Where the values, direction and mission of a member are: apart from the rest, because many
/// more are looked at.
#[derive(Debug, Clone, Copy)]
struct Alike {
    start: u32,
    lengths: [u8; 3],
}

/// All columns. A slot is never used again: who changed gets a new one, and the old one is dead
/// until everything is packed anew.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    pub ids: Vec<MemberId>,
    pub manner: Vec<Manner>,
    pub said: Vec<u16>,
    pub stance: Vec<Stance>,
    pub fresh: Vec<Day>,
    pub reach: Vec<u32>,
    pub languages: Vec<Languages>,
    /// All the work of a member, as [`terms::all_work`] measures it.
    pub work: Vec<u16>,
    pub free: Vec<Option<Day>>,
    pub since: Vec<Day>,
    /// The different reaches there are; many members share one.
    pub reaches: Vec<Reach>,
    reach_numbers: HashMap<Reach, u32>,
    /// One for each chunk of slots.
    pub promises: Vec<Promise>,
    heads: Vec<Head>,
    terms: Vec<Term>,
    alike: Vec<Alike>,
    alike_terms: Vec<Term>,
}

impl Columns {
    /// How many slots there are, dead ones too.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Adds a member at the end and says where.
    pub fn push(&mut self, row: &Row<'_>) -> Slot {
        let it = &row.view;
        // 2^24 slots at most, see `postings`; a million members need 2^20.
        let slot = self.ids.len() as Slot;
        self.ids.push(row.member);
        self.manner.push(it.manner);
        self.said.push(row.said);
        self.stance.push(it.stance);
        self.fresh.push(it.fresh);
        self.languages.push(it.languages);
        // At most 24 offers of at most 255.
        self.work.push(terms::all_work(it.offers) as u16);
        self.free.push(it.free);
        self.since.push(row.since);
        let reach = self.number(it.reach);
        self.reach.push(reach);
        self.keep_terms(it);
        let promise = Promise::of(self, slot as usize);
        match self.promises.get_mut(slot as usize / CHUNK) {
            Some(all) => *all = all.with(promise),
            None => self.promises.push(promise),
        }
        slot
    }

    /// What is in a slot, to be moved elsewhere.
    pub fn row(&self, slot: Slot) -> Row<'_> {
        let at = slot as usize;
        let (member, said, since) = (self.ids[at], self.said[at], self.since[at]);
        Row { member, view: self.view(slot), said, since }
    }

    fn number(&mut self, reach: &Reach) -> u32 {
        if let Some(number) = self.reach_numbers.get(reach) {
            return *number;
        }
        let number = self.reaches.len() as u32;
        self.reaches.push(reach.clone());
        self.reach_numbers.insert(reach.clone(), number);
        number
    }

    fn keep_terms(&mut self, it: &View<'_>) {
        let needs = it.needs;
        let lists = [it.offers, needs.terms, it.audience];
        // The longest list, needs, has at most 48 terms.
        let lengths = lists.map(|it| it.len() as u8);
        let start = self.terms.len() as u32;
        self.heads.push(Head { start, need_lengths: needs.lengths, lengths });
        lists.into_iter().for_each(|it| self.terms.extend(it));
        let lists = [it.values, it.direction, it.mission];
        let lengths = lists.map(|it| it.len() as u8);
        self.alike.push(Alike { start: self.alike_terms.len() as u32, lengths });
        lists.into_iter().for_each(|it| self.alike_terms.extend(it));
    }

    /// The numbers of the member in a slot.
    pub fn view(&self, slot: Slot) -> View<'_> {
        let at = slot as usize;
        let head = &self.heads[at];
        let [offers, needs, audience] = lists(&self.terms, head.start, head.lengths);
        let [values, direction, mission] = self.likeness(slot);
        View {
            offers,
            needs: Needs { terms: needs, lengths: head.need_lengths },
            audience,
            values,
            direction,
            mission,
            manner: self.manner[at],
            reach: &self.reaches[self.reach[at] as usize],
            languages: self.languages[at],
            stance: self.stance[at],
            fresh: self.fresh[at],
            free: self.free[at],
        }
    }

    /// The offers of the member in a slot.
    pub fn offers(&self, slot: Slot) -> &[Term] {
        let head = &self.heads[slot as usize];
        lists(&self.terms, head.start, head.lengths)[0]
    }

    /// The values, direction and mission of the member in a slot.
    pub fn likeness(&self, slot: Slot) -> [&[Term]; 3] {
        let alike = &self.alike[slot as usize];
        lists(&self.alike_terms, alike.start, alike.lengths)
    }

    /// Gives back memory that was kept for growing.
    pub fn shrink(&mut self) {
        self.ids.shrink_to_fit();
        self.manner.shrink_to_fit();
        self.said.shrink_to_fit();
        self.stance.shrink_to_fit();
        self.fresh.shrink_to_fit();
        self.reach.shrink_to_fit();
        self.languages.shrink_to_fit();
        self.work.shrink_to_fit();
        self.free.shrink_to_fit();
        self.since.shrink_to_fit();
        self.heads.shrink_to_fit();
        self.terms.shrink_to_fit();
        self.alike.shrink_to_fit();
        self.alike_terms.shrink_to_fit();
    }
}

/// Three lists that stand one behind the other.
fn lists(terms: &[Term], start: u32, lengths: [u8; 3]) -> [&[Term]; 3] {
    let mut at = start as usize;
    lengths.map(|length| {
        let list = &terms[at..at + usize::from(length)];
        at += list.len();
        list
    })
}

impl<'a> Row<'a> {
    /// What a card has to be kept.
    pub fn of(card: &'a Card) -> Self {
        let view = card.features.view();
        let is = |bit, when: bool| if when { bit } else { 0 };
        let said = said_in(&view)
            | is(said::ORGANISATION, card.seen.kind == Kind::Organisation)
            | is(said::JOINED, card.seen.standing == Standing::Member);
        Self { member: card.member, view, said, since: card.seen.since.day() }
    }
}

/// What a member said.
pub fn said_in(it: &View<'_>) -> u16 {
    let is = |bit, when: bool| if when { bit } else { 0 };
    is(said::CONTEXT, !it.audience.is_empty())
        | is(said::AUDIENCE, factors::serves(it.audience))
        | is(said::OFFERS, !it.offers.is_empty())
        | is(said::NEEDS, !it.needs.terms.is_empty())
        | is(said::VALUES, !it.values.is_empty())
        | is(said::DIRECTION, !it.direction.is_empty())
        | is(said::MISSION, !it.mission.is_empty())
}
