//! What is compared: the numbers of a member, made once from its profile.

use std::collections::BTreeSet;

use crate::fit::area::{Languages, Reach};
use crate::fit::manner::Manner;
use crate::fit::meaning::{self, Bag};
use crate::fit::terms::{LENGTH, Term};
use crate::fit::view::Needs;
use crate::kernel::id::{MemberId, NeedId};
use crate::kernel::time::{Day, Time};
use crate::members::member::{Dated, Member, Profile};
use crate::members::offers::{Need, Offer};
use crate::members::parts::{OpenTo, Stage, Tags};

/// The numbers of a member. Lists are sorted by concept; an empty list means that nothing was
/// said, which is never held against anybody.
#[derive(Debug, Clone, PartialEq)]
pub struct Features {
    /// What it offers, and what that implies; weights are strengths, 255 for a tag.
    pub offers: Vec<Term>,
    /// What it needs.
    pub needs: NeedList,
    /// Whom it serves, as a vector; and with weight 0 its causes and stakeholders, which make
    /// the same business context but not the same audience (R64).
    pub audience: Vec<Term>,
    /// Values and causes, as a vector.
    pub values: Vec<Term>,
    /// Direction, as a vector (R121).
    pub direction: Vec<Term>,
    /// Mission, as a vector (R121).
    pub mission: Vec<Term>,
    /// Six poles, size and turnover.
    pub manner: Manner,
    /// Where it is and goes.
    pub reach: Reach,
    /// What it speaks.
    pub languages: Languages,
    /// What it is open to and how far along it is.
    pub stance: Stance,
    /// When it last said anything that holds.
    pub fresh: Day,
    /// When it has time; `None` when unsaid.
    pub free: Option<Day>,
    /// With whom it does not want to be suggested.
    pub sealed_from: BTreeSet<MemberId>,
}

/// The needs that are compared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NeedList {
    ids: Vec<NeedId>,
    terms: Vec<Term>,
    lengths: u32,
}

impl NeedList {
    /// Each need and what it is about; the weights of one add up to about 255.
    pub fn iter(&self) -> impl Iterator<Item = (NeedId, &[Term])> {
        self.ids.iter().copied().zip(self.packed().each())
    }

    /// Without the ids.
    pub fn packed(&self) -> Needs<'_> {
        Needs { terms: &self.terms, lengths: self.lengths }
    }

    fn push(&mut self, id: NeedId, terms: &[Term]) {
        // At most NEEDS_MAX needs of at most NEED_TERMS terms: four bits each.
        self.lengths |= (terms.len() as u32) << (4 * self.ids.len());
        self.ids.push(id);
        self.terms.extend(terms);
    }
}

/// One bit for each [`OpenTo`], then two for the [`Stage`] (0 unsaid, 1 new, 2 established).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Stance(pub u8);

impl Stance {
    /// Packs what was said.
    pub fn new(open_to: &BTreeSet<OpenTo>, stage: Option<Stage>) -> Self {
        let bit = |it: &OpenTo| OpenTo::ALL.iter().position(|one| one == it).unwrap_or(0);
        let open = open_to.iter().fold(0, |bits, it| bits | 1 << bit(it));
        let stage = match stage {
            None => 0,
            Some(Stage::New) => 1,
            Some(Stage::Established) => 2,
        };
        Self(open | stage << 6)
    }

    /// Whether it is open to this; `None` when it did not say what it is open to.
    pub fn is_open_to(self, what: OpenTo) -> Option<bool> {
        let bit = OpenTo::ALL.iter().position(|it| *it == what).unwrap_or(0);
        (self.0 & 63 != 0).then_some(self.0 >> bit & 1 == 1)
    }

    /// How far along; `None` when unsaid.
    pub fn stage(self) -> Option<Stage> {
        match self.0 >> 6 {
            1 => Some(Stage::New),
            2 => Some(Stage::Established),
            _ => None,
        }
    }
}

/// The most needs that are compared: those said last.
pub const NEEDS_MAX: usize = 8;
/// The most concepts of one need.
const NEED_TERMS: usize = 6;
/// The most concepts of all offers.
const OFFER_TERMS: usize = 24;
/// The most concepts of an audience; [`LENGTH`] counts on it.
const VECTOR_TERMS: usize = 16;
/// The most concepts of values, direction and mission each.
const LINE_TERMS: usize = 10;

/// A word the thesaurus does not know says less: it may be anything.
const UNKNOWN_WORD: f64 = 0.6;
/// What a narrower offer is worth to who asked for the broader: “film” to “media”.
const IMPLIED: f64 = 0.55;
/// How much of a broader concept is in a narrower one when likeness is measured.
const BROADER: f64 = 0.5;

impl Features {
    /// The numbers of what fellow members may see: `seen` is the member without its private
    /// parts, `sealed_from` the list nobody sees.
    pub fn of(seen: &Member, sealed_from: &BTreeSet<MemberId>) -> Self {
        let it = &seen.profile;
        Self {
            offers: offers_of(it),
            needs: needs_of(&it.needs),
            audience: audience_of(it),
            values: values_of(it),
            direction: line_of(it.direction.as_ref().map(|it| it.said.as_str())),
            mission: line_of(it.mission.as_ref().map(|it| it.as_str())),
            manner: Manner::new(it.style, it.size, it.turnover),
            reach: Reach::of(it.places.as_slice(), &it.offers),
            languages: Languages::of(&it.languages),
            stance: Stance::new(&it.open_to, it.stage),
            fresh: freshest(seen).day(),
            free: it.capacity.free_from,
            sealed_from: sealed_from.clone(),
        }
    }
}

fn offers_of(profile: &Profile) -> Vec<Term> {
    let mut bag = Bag::default();
    for offer in &profile.offers {
        put_offer(&mut bag, offer);
    }
    bag.widen(IMPLIED);
    bag.into_strengths(OFFER_TERMS)
}

/// Tags weigh more than the title, the title more than the detail.
pub fn put_offer(bag: &mut Bag, offer: &Offer) {
    for tag in offer.tags.iter() {
        for it in meaning::read(tag) {
            bag.put(it.concept, if it.known { 1.0 } else { 0.8 });
        }
    }
    for it in meaning::read(offer.title.as_str()) {
        let known = if it.known { 0.9 } else { UNKNOWN_WORD };
        bag.put(it.concept, if it.head { known } else { known * 0.4 });
    }
    mention(bag, offer.detail.as_ref().map(|it| it.as_str()), 0.35);
}

/// Words of a longer text count little, and only those that the thesaurus knows.
fn mention(bag: &mut Bag, text: Option<&str>, weight: f64) {
    for it in text.map(meaning::read).unwrap_or_default().iter().filter(|it| it.known) {
        bag.put(it.concept, weight);
    }
}

fn needs_of(needs: &[Need]) -> NeedList {
    let mut needs: Vec<&Need> = needs.iter().collect();
    needs.sort_by_key(|it| (std::cmp::Reverse(it.fresh), it.id));
    let read = needs.iter().map(|it| (it.id, need_terms(it)));
    let mut list = NeedList::default();
    for (id, terms) in read.filter(|(_, terms)| !terms.is_empty()).take(NEEDS_MAX) {
        list.push(id, &terms);
    }
    list
}

/// What one need is about; its weights add up to about 255.
fn need_terms(need: &Need) -> Vec<Term> {
    let mut bag = Bag::default();
    let known = |it: bool| if it { 1.0 } else { UNKNOWN_WORD };
    for it in need.tags.iter().flat_map(meaning::read) {
        bag.add(it.concept, 4.0 * known(it.known));
    }
    for it in meaning::read(need.title.as_str()) {
        bag.add(it.concept, if it.head { 4.0 } else { 1.0 } * known(it.known));
    }
    let detail = need.detail.as_ref().map(|it| it.as_str());
    if bag.is_empty() {
        mention(&mut bag, detail, 1.0);
    }
    bag.into_shares(NEED_TERMS)
}

fn audience_of(profile: &Profile) -> Vec<Term> {
    let mut bag = tags_bag(&profile.audience.tags, 1.0);
    mention(&mut bag, profile.audience.words.as_ref().map(|it| it.as_str()), 0.5);
    bag.widen(BROADER);
    let mut terms = bag.into_vector(VECTOR_TERMS, LENGTH);
    let mut context = tags_bag(&profile.causes, 1.0);
    context.join(tags_bag(&profile.stakeholders, 1.0));
    for term in context.into_strengths(VECTOR_TERMS) {
        if let Err(at) = terms.binary_search_by_key(&term.concept(), |it| it.concept()) {
            terms.insert(at, Term::new(term.concept(), 0));
        }
    }
    terms
}

fn values_of(profile: &Profile) -> Vec<Term> {
    let mut bag = tags_bag(&profile.values, 1.0);
    bag.join(tags_bag(&profile.causes, 0.8));
    bag.into_vector(LINE_TERMS, LENGTH)
}

fn line_of(line: Option<&str>) -> Vec<Term> {
    let mut bag = Bag::default();
    for it in line.map(meaning::read).unwrap_or_default() {
        bag.put(it.concept, if it.known { 1.0 } else { UNKNOWN_WORD });
    }
    bag.into_vector(LINE_TERMS, LENGTH)
}

fn tags_bag(tags: &Tags, weight: f64) -> Bag {
    let mut bag = Bag::default();
    for it in tags.iter().flat_map(meaning::read) {
        bag.put(it.concept, if it.known { weight } else { weight * UNKNOWN_WORD });
    }
    bag
}

/// When it last said anything that holds: an offer, a need, a direction, an angle or any change.
fn freshest(seen: &Member) -> Time {
    let it = &seen.profile;
    let dated = [&it.direction, &it.perspective].into_iter().flatten().map(|Dated { at, .. }| *at);
    let offers = it.offers.iter().map(|it| it.fresh);
    let needs = it.needs.iter().map(|it| it.fresh);
    dated.chain(offers).chain(needs).max().unwrap_or(seen.changed)
}
