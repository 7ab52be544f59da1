//! Finds the reasons of an answer in the two cards: which tags, titles and words are behind the
//! facts.

mod reasons;
mod refusals;
mod talk_about;

use std::collections::BTreeSet;

use crate::fit::answer::Given;
use crate::fit::card::Card;
use crate::fit::factors::Facts;
use crate::fit::meaning;
use crate::fit::purpose::Purpose;
use crate::members::offers::Offer;
use crate::members::style::POLES;

/// Two cards and what was found.
pub(in crate::fit) struct Pair<'a> {
    pub(in crate::fit) viewer: &'a Card,
    pub(in crate::fit) other: &'a Card,
    pub(in crate::fit) purpose: Purpose,
    pub(in crate::fit) facts: &'a Facts,
    pub(in crate::fit) given: &'a Given,
}

/// From where on a need counts as met when it is named, of 255.
const MET: u32 = 100;
/// Names of at most this many things in one sentence.
const NAMES: usize = 3;

impl Pair<'_> {
    /// The town both are in.
    fn town(&self) -> Option<String> {
        let (ours, theirs) = (self.viewer.seen.home()?, self.other.seen.home()?);
        let town = ours.city.as_ref().filter(|_| ours == theirs)?;
        Some(town.as_str().to_owned())
    }

    /// The words of the pole on which the two are furthest apart, if at least `steps`.
    fn widest_pole(
        &self,
        steps: u32,
        counts: impl Fn(usize) -> bool,
    ) -> Option<(&'static str, &'static str)> {
        let (ours, theirs) = (self.viewer.features.manner, self.other.features.manner);
        let both = |it: &usize| ours.stand(*it) != 0 && theirs.stand(*it) != 0 && counts(*it);
        let apart = |it: &usize| ours.stand(*it).abs_diff(theirs.stand(*it));
        let poles = (0..POLES.len()).filter(both).filter(|it| apart(it) >= steps.max(1));
        let widest = poles.max_by_key(|it| (apart(it), std::cmp::Reverse(*it)))?;
        let pole = POLES[widest];
        let left = ours.stand(widest) < theirs.stand(widest);
        Some(if left { (pole.left, pole.right) } else { (pole.right, pole.left) })
    }

    /// What both offer, in the viewer's words where they are the same.
    fn overlapping(&self) -> Vec<String> {
        let words = |card: &Card| -> Vec<String> {
            let offers = card.profile().offers.iter();
            let tags = |it: &Offer| it.tags.iter().map(str::to_owned).collect::<Vec<_>>();
            let title = |it: &Offer| it.title.as_str().to_lowercase();
            offers.flat_map(|it| [tags(it), vec![title(it)]].concat()).collect()
        };
        let (ours, theirs) = (words(self.viewer), words(self.other));
        let ours = ours.iter().map(String::as_str);
        shared(ours, theirs.iter().map(String::as_str))
    }
}

fn served(card: &Card) -> Vec<String> {
    let audience = card.profile().audience.tags.iter();
    let tags: Vec<String> = audience.take(NAMES).map(str::to_owned).collect();
    match &card.profile().audience.words {
        Some(words) if tags.is_empty() => vec![words.as_str().to_owned()],
        _ if tags.is_empty() => {
            card.profile().causes.iter().take(NAMES).map(str::to_owned).collect()
        }
        _ => tags,
    }
}

/// Our phrases whose concepts are among theirs; where none is, the broader concepts of both.
fn shared<'a>(
    ours: impl Iterator<Item = &'a str>,
    theirs: impl Iterator<Item = &'a str>,
) -> Vec<String> {
    let concepts = |phrase: &str| meaning::read(phrase).iter().map(|it| it.concept).collect();
    let theirs: BTreeSet<u32> = theirs.flat_map(|it| -> Vec<u32> { concepts(it) }).collect();
    let (mut same, mut seen, mut broader) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    let wider_theirs: BTreeSet<u32> = theirs.iter().flat_map(|it| with_broader(*it)).collect();
    for phrase in ours {
        let of_phrase: Vec<u32> = concepts(phrase);
        let fresh = of_phrase.iter().any(|it| theirs.contains(it) && !seen.contains(it));
        if fresh {
            same.push(phrase.to_owned());
        }
        seen.extend(of_phrase.iter().copied());
        let wider = of_phrase.into_iter().flat_map(with_broader);
        broader.extend(wider.filter(|it| wider_theirs.contains(it)));
    }
    if same.is_empty() {
        same = broader.into_iter().filter_map(meaning::label).map(str::to_owned).collect();
    }
    same.truncate(NAMES);
    same
}

fn with_broader(concept: u32) -> Vec<u32> {
    std::iter::successors(Some(concept), |it| meaning::broader(*it)).collect()
}
