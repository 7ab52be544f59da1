//! Passing an opportunity or a member on, with who passed it (R18). Nobody is introduced without
//! having been asked.

use crate::kernel::choices::choices;
use crate::kernel::event::Event;
use crate::kernel::id::{IntroductionId, MemberId};
use crate::kernel::text::Prose;
use crate::kernel::time::Time;
use crate::relationships::refusal::Refusal;

choices! {
    /// What one who was asked says.
    Answer {
        /// Nothing yet.
        Open = "open", "Not answered yet";
        /// Yes.
        Yes = "yes", "Yes";
        /// Not at present.
        NotNow = "not_now", "Not now";
        /// Is not asked: an opportunity has nobody in it, and a contact has no account.
        Nobody = "nobody", "Not asked";
    }
}

/// Something or somebody that was passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introduction {
    /// Which one.
    pub id: IntroductionId,
    /// Who passes it on.
    pub by: MemberId,
    /// To whom.
    pub to: MemberId,
    /// The member or contact it is about; `None` for an opportunity.
    pub about: Option<MemberId>,
    /// The introduction by which it came to who passes it on.
    pub passed_on: Option<IntroductionId>,
    /// What it is about, or why the two should meet.
    pub words: Prose,
    /// When.
    pub at: Time,
    /// What the one it was passed to says.
    pub to_answer: Answer,
    /// What the one it is about says.
    pub about_answer: Answer,
    /// How often it was saved.
    pub version: i64,
}

impl Introduction {
    /// Passes something on. `asks` says whether the one it is about can be asked.
    ///
    /// # Errors
    /// [`Refusal::SameMember`] unless all of them are different.
    pub fn new(
        id: IntroductionId,
        (by, to): (MemberId, MemberId),
        about: Option<(MemberId, bool)>,
        (words, passed_on): (Prose, Option<IntroductionId>),
        now: Time,
    ) -> Result<(Self, Event), Refusal> {
        if by == to || about.is_some_and(|(it, _)| it == by || it == to) {
            return Err(Refusal::SameMember);
        }
        let asks = about.is_some_and(|(_, asks)| asks);
        let made = Self {
            id,
            by,
            to,
            about: about.map(|it| it.0),
            passed_on,
            words,
            at: now,
            to_answer: Answer::Open,
            about_answer: if asks { Answer::Open } else { Answer::Nobody },
            version: 1,
        };
        let said = match about {
            Some(_) => "introduced a member to a partner",
            None => "passed an opportunity on to a partner",
        };
        let event = made.event("introduction.made", by, said);
        Ok((made, event))
    }

    /// Whether a member has a part in it; to others it does not exist.
    pub fn concerns(&self, member: MemberId) -> bool {
        self.by == member || self.to == member || self.is_shown_to_about(member)
    }

    /// The one it is about hears of it, unless it cannot be asked.
    fn is_shown_to_about(&self, member: MemberId) -> bool {
        self.about == Some(member) && self.about_answer != Answer::Nobody
    }

    /// Whether a member is to answer it.
    pub fn waits_for(&self, member: MemberId) -> bool {
        (self.to == member && self.to_answer == Answer::Open)
            || (self.about == Some(member) && self.about_answer == Answer::Open)
    }

    /// Whether everyone who was asked said yes.
    pub fn is_made(&self) -> bool {
        self.to_answer == Answer::Yes && matches!(self.about_answer, Answer::Yes | Answer::Nobody)
    }

    /// Answers it: yes or not now. A "not now" may become a yes later.
    ///
    /// # Errors
    /// [`Refusal::NotIn`] for who is not asked, [`Refusal::Answered`] for the same answer again
    /// or after a yes.
    pub fn answer(mut self, by: MemberId, yes: bool) -> Result<(Self, Event), Refusal> {
        let place = match by {
            _ if by == self.to => &mut self.to_answer,
            _ if self.is_shown_to_about(by) => &mut self.about_answer,
            _ => return Err(Refusal::NotIn),
        };
        let said = if yes { Answer::Yes } else { Answer::NotNow };
        if *place == said || *place == Answer::Yes {
            return Err(Refusal::Answered);
        }
        *place = said;
        let words = format!("answered an introduction: {}", said.words());
        let event = self.event("introduction.answered", by, words);
        Ok((self, event))
    }

    fn event(&self, kind: &'static str, by: MemberId, words: impl Into<String>) -> Event {
        Event { kind, member: Some(by), subject: self.id.bits(), words: words.into() }
    }
}
