//! Why it is refused, and what would help.

use super::{Pair, served};
use crate::fit::answer::hint::{Hint, Missing};
use crate::fit::answer::reason::Side;
use crate::fit::answer::refusal::Refusal;
use crate::fit::card::Card;
use crate::fit::factors;
use crate::fit::gates::{Closed, Gate};
use crate::fit::manner::OTHER_END;
use crate::fit::purpose::Purpose;
use crate::fit::wording::inside;

impl Pair<'_> {
    /// The words for every closed gate.
    pub fn refusals(&self, closed: Closed) -> Vec<Refusal> {
        closed.iter().map(|it| self.refusal(it)).collect()
    }

    fn refusal(&self, gate: Gate) -> Refusal {
        match gate {
            Gate::Sealed => Refusal::Sealed,
            Gate::Veto => {
                let vetoed = |it: usize| self.facts.poles.vetoed >> it & 1 == 1;
                let (you, they) = self.widest_pole(OTHER_END, vetoed).unwrap_or_default();
                Refusal::StyleVeto { you, they }
            }
            Gate::Language => Refusal::NoLanguage,
            Gate::Distance => Refusal::TooFar,
            Gate::Markets => Refusal::OtherMarket,
            Gate::Context => {
                Refusal::OtherContext { they: served(self.other), you: served(self.viewer) }
            }
            Gate::Competitor => Refusal::Competitor { offers: self.overlapping() },
            Gate::OtherWork => Refusal::OtherWork,
            Gate::OtherField => Refusal::OtherField,
            Gate::NotTheNeed => {
                let mut needs = self.viewer.needs();
                let chosen = needs.find(|(id, _)| self.purpose == Purpose::Need(*id));
                let title = chosen.map_or("", |it| it.1);
                Refusal::NotTheNeed { need: inside(title) }
            }
        }
    }

    /// What would raise the answer, the viewer's own part first.
    pub fn hints(&self, closed: Closed) -> Vec<Hint> {
        let mut all = Vec::new();
        if closed.has(Gate::Competitor) {
            all.extend([Hint::SayWhy, Hint::TryLearning]);
        }
        if closed.has(Gate::Distance) {
            all.push(Hint::MarkRemote);
        }
        if !closed.is_none() {
            return all;
        }
        for (side, card) in [(Side::You, self.viewer), (Side::They, self.other)] {
            let missing = self.counted().into_iter().filter(|it| is_missing(card, *it));
            all.extend(missing.map(|it| Hint::Say(side, it)).take(2));
        }
        all
    }

    /// What counts most for the purpose.
    fn counted(&self) -> Vec<Missing> {
        use Missing::{Audience, Capacity, Needs, Offers, OpenTo, Places, Style, Values};
        match self.purpose {
            Purpose::Together => vec![Audience, Offers, Needs, Style, Values, Places],
            Purpose::Promote => vec![Audience, Offers, Style, Values, Places],
            Purpose::Learn => vec![Offers, Places, Audience, Values, Style],
            Purpose::Mentor | Purpose::Mentored => vec![OpenTo, Offers, Audience, Style, Values],
            Purpose::Need(_) => vec![Offers, Audience, Style, Capacity],
        }
    }
}

/// Whether a card says nothing about something.
fn is_missing(card: &Card, what: Missing) -> bool {
    let it = &card.features;
    match what {
        Missing::Audience => !factors::serves(&it.audience),
        Missing::Offers => it.offers.is_empty(),
        Missing::Needs => it.needs.packed().terms.is_empty(),
        Missing::Values => it.values.is_empty(),
        Missing::Style => card.profile().style.is_empty(),
        Missing::Places => it.reach.cells.is_empty(),
        Missing::OpenTo => it.stance.0 & 63 == 0,
        Missing::Capacity => it.free.is_none(),
    }
}
