//! Why it could work.

use std::collections::BTreeSet;

use super::{MET, NAMES, Pair, shared};
use crate::fit::answer::reason::{Reason, Side};
use crate::fit::card::Card;
use crate::fit::meaning::{self, Bag};
use crate::fit::purpose::Purpose;
use crate::fit::terms::Term;
use crate::fit::wording::inside;
use crate::fit::{factors, features, manner};
use crate::kernel::id::NeedId;
use crate::members::offers::{Enjoyment, Offer};
use crate::members::parts::{OpenTo, Stage};
use crate::members::style::POLES;

impl Pair<'_> {
    /// Up to three reasons, the most telling for the purpose first.
    pub fn reasons(&self) -> Vec<Reason> {
        let mut all = Vec::new();
        match self.purpose {
            Purpose::Together | Purpose::Promote => {
                all.extend(self.both_serve());
                all.extend(self.they_need());
                all.extend(self.you_need());
            }
            Purpose::Learn => {
                all.extend(self.same_work());
                all.extend(self.elsewhere());
                all.extend(self.both_serve());
            }
            Purpose::Mentor => all.extend(self.guidance(Side::You, self.viewer, self.other)),
            Purpose::Mentored => all.extend(self.guidance(Side::They, self.other, self.viewer)),
            Purpose::Need(_) => {
                all.extend(self.you_need());
                all.extend(self.enjoys());
                all.extend(self.has_time());
                all.extend(self.both_serve());
                all.extend(self.they_need());
            }
        }
        all.extend(self.known_to());
        all.extend(self.shared_values());
        all.extend(self.alike());
        all.extend(self.same_aim());
        all.extend(self.evenly_matched());
        all.truncate(3);
        all
    }

    fn both_serve(&self) -> Option<Reason> {
        let (ours, theirs) = (&self.viewer.profile().audience, &self.other.profile().audience);
        let whom = shared(ours.tags.iter(), theirs.tags.iter());
        let town = self.town();
        (!whom.is_empty()).then_some(Reason::BothServe { whom, town })
    }

    fn you_need(&self) -> Option<Reason> {
        let only = match self.purpose {
            Purpose::Need(id) => Some(id),
            _ => None,
        };
        let (need, offer) = met_need(self.viewer, self.other, |id| only.is_none_or(|it| it == id))?;
        Some(Reason::YouNeed { need, offer })
    }

    fn they_need(&self) -> Option<Reason> {
        let (need, offer) = met_need(self.other, self.viewer, |_| true)?;
        Some(Reason::TheyNeed { need, offer })
    }

    fn same_work(&self) -> Option<Reason> {
        let work = self.overlapping();
        (!work.is_empty()).then_some(Reason::SameWork { work })
    }

    fn elsewhere(&self) -> Option<Reason> {
        let apart = self.facts.shared_market()? < 26;
        let home = self.other.seen.home().map(|it| it.words().to_owned());
        let same_town = self.town().is_some();
        let place = home.filter(|_| self.facts.market.level == 0 && !same_town);
        apart.then_some(Reason::Elsewhere { place })
    }

    fn guidance(&self, guide_is: Side, guide: &Card, guided: &Card) -> Vec<Reason> {
        let guided_is = if guide_is == Side::You { Side::They } else { Side::You };
        let open = |card: &Card, what| card.features.stance.is_open_to(what) == Some(true);
        let mut all = Vec::new();
        // What the viewer is open to, the viewer knows.
        if guide_is == Side::They && open(guide, OpenTo::Guide) {
            all.push(Reason::OpenToGuiding(guide_is));
        }
        if guided_is == Side::They && open(guided, OpenTo::Guided) {
            all.push(Reason::OpenToBeGuided(guided_is));
        }
        let stages = (guide.features.stance.stage(), guided.features.stance.stage());
        if stages == (Some(Stage::Established), Some(Stage::New)) {
            all.push(Reason::FurtherAlong(guide_is));
        }
        all.extend(self.same_work());
        all.extend(self.both_serve());
        all
    }

    fn enjoys(&self) -> Option<Reason> {
        let need = self.viewer.asks(self.purpose).need?;
        let offer = best_offer(need, self.other)?;
        let loved = offer.enjoyment.map(Enjoyment::get).is_some_and(|it| it >= 4);
        loved.then(|| Reason::Enjoys { offer: offer.title.as_str().to_owned() })
    }

    fn has_time(&self) -> Option<Reason> {
        let capacity = &self.other.profile().capacity;
        let now = capacity.free_from.is_some_and(|it| it <= self.viewer.today);
        let words = capacity.words.as_ref().map(|it| it.as_str().to_owned());
        now.then_some(Reason::HasTime { words })
    }

    fn known_to(&self) -> Option<Reason> {
        let names = self.given.ties.in_common.iter().take(NAMES);
        let names: Vec<String> = names.map(|it| it.name.as_str().to_owned()).collect();
        (!names.is_empty()).then_some(Reason::KnownTo { names })
    }

    fn shared_values(&self) -> Option<Reason> {
        let all = |card: &Card| {
            let it = card.profile();
            it.values.iter().chain(it.causes.iter()).map(str::to_owned).collect::<Vec<_>>()
        };
        let (ours, theirs) = (all(self.viewer), all(self.other));
        let ours = ours.iter().map(String::as_str);
        let values = shared(ours, theirs.iter().map(String::as_str));
        (!values.is_empty()).then_some(Reason::SharedValues { values })
    }

    fn same_aim(&self) -> Option<Reason> {
        let said = |card: &Card| {
            let it = card.profile();
            let direction = it.direction.as_ref().map(|it| it.said.as_str().to_owned());
            let mission = it.mission.as_ref().map(|it| it.as_str().to_owned());
            [direction, mission].into_iter().flatten().collect::<Vec<_>>().join(" . ")
        };
        let concepts = |text: String| -> BTreeSet<u32> {
            meaning::read(&text).iter().filter(|it| it.known).map(|it| it.concept).collect()
        };
        let (ours, theirs) = (concepts(said(self.viewer)), concepts(said(self.other)));
        let labels = ours.intersection(&theirs).filter_map(|it| meaning::label(*it));
        let about: Vec<String> = labels.take(NAMES).map(str::to_owned).collect();
        (!about.is_empty()).then_some(Reason::SameAim { about })
    }

    fn alike(&self) -> Option<Reason> {
        let poles = self.facts.poles;
        let close = poles.known >= 2 && factors::style_closeness(poles)? >= 191;
        let (ours, theirs) = (self.viewer.profile().style, self.other.profile().style);
        let both = ours.0.iter().zip(theirs.0).zip(POLES).filter_map(|((a, b), pole)| {
            match (a.as_ref()?.at(), b?.at()) {
                (a, b) if a < 0 && b < 0 => Some(pole.left),
                (a, b) if a > 0 && b > 0 => Some(pole.right),
                _ => None,
            }
        });
        let words = both.take(NAMES).map(str::to_lowercase).collect();
        close.then_some(Reason::AlikeInStyle { words })
    }

    fn evenly_matched(&self) -> Option<Reason> {
        let (ours, theirs) = (self.viewer.features.manner, self.other.features.manner);
        let (dimension, even) = manner::worst_balance(ours, theirs)?;
        (even >= 0.8).then_some(Reason::EvenlyMatched(dimension))
    }
}

/// The need of `who` that `by` meets best, with the offer that meets it where its title says
/// something else.
fn met_need(
    who: &Card,
    by: &Card,
    counts: impl Fn(NeedId) -> bool,
) -> Option<(String, Option<String>)> {
    let needs = who.features.needs.iter().filter(|it| counts(it.0));
    let met = needs.map(|it| (factors::cover(it.1, &by.features.offers), it));
    let (level, need) = met.max_by_key(|(level, it)| (*level, std::cmp::Reverse(it.0)))?;
    let title = who.needs().find(|(id, _)| *id == need.0).map(|it| it.1)?;
    if level < MET {
        return None;
    }
    let offer = best_offer(need.1, by).map(|it| it.title.as_str());
    let says_more = |it: &&str| !it.eq_ignore_ascii_case(title);
    Some((inside(title), offer.filter(says_more).map(str::to_owned)))
}

/// The offer that meets these terms best.
fn best_offer<'a>(terms: &[Term], by: &'a Card) -> Option<&'a Offer> {
    let meets = |offer: &Offer| {
        let mut bag = Bag::default();
        features::put_offer(&mut bag, offer);
        factors::cover(terms, &bag.into_strengths(usize::MAX))
    };
    let offers = by.profile().offers.iter().map(|it| (meets(it), it));
    let best = offers.max_by_key(|(level, it)| (*level, std::cmp::Reverse(it.id)))?;
    (best.0 >= MET).then_some(best.1)
}
