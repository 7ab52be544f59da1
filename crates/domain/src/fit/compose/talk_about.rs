//! What is worth talking about first.

use super::{MET, Pair, served};
use crate::fit::answer::reason::Side;
use crate::fit::answer::talk_about::TalkAbout;
use crate::fit::card::Card;
use crate::fit::purpose::Purpose;
use crate::fit::{factors, manner};
use crate::kernel::text::Line;
use crate::members::parts::{OpenTo, Standing};

/// From where on an overlap of offers is worth a word, of 255.
const WORTH_A_WORD: u32 = 18;
/// Days after which what was said is long ago.
const LONG_AGO: i32 = 365;

impl Pair<'_> {
    /// Up to two things worth talking about, the most serious first.
    pub fn talk_about(&self, despite: Option<&Line>) -> Vec<TalkAbout> {
        let mut all = Vec::new();
        let pairs = matches!(self.purpose, Purpose::Together | Purpose::Promote);
        let work = self.facts.work.filter(|it| pairs && it.overlap() >= WORTH_A_WORD);
        let offers = if work.is_some() { self.overlapping() } else { Vec::new() };
        match despite {
            Some(reason) => {
                let reason = reason.as_str().trim_end_matches('.').to_owned();
                all.push(TalkAbout::Despite { offers, reason });
            }
            None if !offers.is_empty() => all.push(TalkAbout::Overlap { offers }),
            None => (),
        }
        all.extend(self.style_gap());
        all.extend(self.audience_gap());
        all.extend(self.same_market());
        all.extend(self.not_asked_for());
        all.extend(self.uneven());
        all.extend(self.one_sided());
        all.extend(self.not_free_yet());
        all.extend(self.said_long_ago());
        if self.other.seen.standing == Standing::Contact {
            all.push(TalkAbout::NotAMember);
        }
        all.truncate(2);
        all
    }

    fn style_gap(&self) -> Option<TalkAbout> {
        self.widest_pole(2, |_| true).map(|(you, they)| TalkAbout::StyleGap { you, they })
    }

    fn audience_gap(&self) -> Option<TalkAbout> {
        let pairs = matches!(self.purpose, Purpose::Together | Purpose::Promote);
        let closeness = factors::closeness_level(self.facts.audience?);
        let (they, you) = (served(self.other), served(self.viewer));
        match closeness {
            250.. if pairs => Some(TalkAbout::SameAudience),
            ..64 if self.purpose != Purpose::Learn && !they.is_empty() && !you.is_empty() => {
                Some(TalkAbout::FarAudience { they, you })
            }
            _ => None,
        }
    }

    fn same_market(&self) -> Option<TalkAbout> {
        let learning = self.purpose == Purpose::Learn;
        let shared = self.facts.shared_market().is_some_and(|it| it >= 128);
        (learning && shared).then_some(TalkAbout::SameMarket)
    }

    fn not_asked_for(&self) -> Option<TalkAbout> {
        let (ours, theirs) = match self.purpose {
            Purpose::Mentor => (OpenTo::Guide, OpenTo::Guided),
            Purpose::Mentored => (OpenTo::Guided, OpenTo::Guide),
            Purpose::Promote => (OpenTo::Promote, OpenTo::Promote),
            _ => return None,
        };
        let no = |card: &Card, what| card.features.stance.is_open_to(what) == Some(false);
        if no(self.other, theirs) {
            return Some(TalkAbout::NotAskedFor(Side::They));
        }
        no(self.viewer, ours).then_some(TalkAbout::NotAskedFor(Side::You))
    }

    fn uneven(&self) -> Option<TalkAbout> {
        let light = matches!(self.purpose, Purpose::Learn | Purpose::Mentor | Purpose::Mentored);
        let (ours, theirs) = (self.viewer.features.manner, self.other.features.manner);
        let (dimension, even) = manner::worst_balance(ours, theirs).filter(|_| !light)?;
        let significant = even < 0.5;
        (even < 0.8).then_some(TalkAbout::Uneven { dimension, significant })
    }

    fn one_sided(&self) -> Option<TalkAbout> {
        if !matches!(self.purpose, Purpose::Together) {
            return None;
        }
        match (self.facts.gain?, self.facts.their_gain?) {
            (MET.., ..MET) => Some(TalkAbout::OneSided(Side::They)),
            (..MET, MET..) => Some(TalkAbout::OneSided(Side::You)),
            _ => None,
        }
    }

    fn not_free_yet(&self) -> Option<TalkAbout> {
        let day = self.other.features.free.filter(|it| *it > self.viewer.today)?;
        Some(TalkAbout::NotFreeYet { day: day.words() })
    }

    fn said_long_ago(&self) -> Option<TalkAbout> {
        let age = self.viewer.today.0.saturating_sub(self.other.features.fresh.0);
        (age > LONG_AGO).then_some(TalkAbout::SaidLongAgo)
    }
}
