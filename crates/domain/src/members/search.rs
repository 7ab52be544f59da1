//! What a member is found by when somebody types words, and where in its page they stand.
//!
//! Every audience has its own text, made of exactly what that audience may see, so that a search
//! can never tell more than a page.

use crate::kernel::id::{NeedId, OfferId};
use crate::kernel::text::{Line, Prose};
use crate::kernel::words::fold;
use crate::members::member::{Member, Profile};
use crate::members::offers::{Need, Offer};
use crate::members::parts::{Standing, Tags};
use crate::members::visibility::{Level, Viewer};

/// The text that one audience finds a member by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// [`Level::Everyone`] or [`Level::Members`]; what is only for us is in neither.
    pub audience: Level,
    /// The folded name.
    pub title: String,
    /// Every word, folded, the name first.
    pub words: String,
}

/// The most bytes of words one document keeps; the longest texts come last.
pub const WORDS_MAX: usize = 40_000;

/// What is kept for searching: one text for each audience that may know of the member. Who has
/// left or was taken off the list is found by nobody, who asks to join by members alone (R78).
pub fn documents(member: &Member) -> Vec<Document> {
    let audiences: &[(Level, Viewer)] = match member.standing {
        Standing::Left | Standing::Removed => &[],
        Standing::Candidate => &[(Level::Members, Viewer::Fellow)],
        Standing::Member | Standing::Contact => {
            &[(Level::Everyone, Viewer::Stranger), (Level::Members, Viewer::Fellow)]
        }
    };
    let document = |(audience, viewer): &(Level, Viewer)| Document {
        audience: *audience,
        title: fold(member.name.as_str()),
        words: words(&member.clone().seen_by(*viewer)),
    };
    audiences.iter().map(document).collect()
}

fn words(member: &Member) -> String {
    let profile = &member.profile;
    let mut text = Collected(fold(member.name.as_str()));
    text.add(member.handle.as_str());
    text.line(profile.line.as_ref());
    for place in profile.places.as_slice() {
        text.add(place.words());
        text.add(place.country.name());
    }
    for language in &profile.languages {
        text.add(language.name());
    }
    for offer in &profile.offers {
        text.add(offer.title.as_str());
        text.tags(&offer.tags);
    }
    for need in &profile.needs {
        text.add(need.title.as_str());
        text.tags(&need.tags);
    }
    text.short_parts(profile);
    text.long_parts(profile);
    text.0
}

struct Collected(String);

impl Collected {
    fn add(&mut self, text: &str) {
        let folded = fold(text);
        if !folded.is_empty() && self.0.len() + folded.len() < WORDS_MAX {
            self.0.push(' ');
            self.0.push_str(&folded);
        }
    }

    fn line(&mut self, line: Option<&Line>) {
        line.into_iter().for_each(|it| self.add(it.as_str()));
    }

    fn prose(&mut self, prose: Option<&Prose>) {
        prose.into_iter().for_each(|it| self.add(it.as_str()));
    }

    fn tags(&mut self, tags: &Tags) {
        tags.iter().for_each(|it| self.add(it));
    }

    fn short_parts(&mut self, profile: &Profile) {
        let tags = [
            &profile.audience.tags,
            &profile.causes,
            &profile.stakeholders,
            &profile.values,
            &profile.connections,
        ];
        tags.into_iter().for_each(|it| self.tags(it));
        let dated = [&profile.perspective, &profile.direction];
        dated.into_iter().flatten().for_each(|it| self.add(it.said.as_str()));
        self.line(profile.audience.words.as_ref());
        self.line(profile.mission.as_ref());
        self.line(profile.capacity.words.as_ref());
        profile.web.iter().for_each(|it| self.add(it.as_str()));
    }

    fn long_parts(&mut self, profile: &Profile) {
        self.prose(profile.story.as_ref());
        self.prose(profile.agenda.as_ref());
        self.prose(profile.off_table.as_ref());
        profile.offers.iter().for_each(|it| self.prose(it.detail.as_ref()));
        profile.needs.iter().for_each(|it| self.prose(it.detail.as_ref()));
    }
}

/// What somebody typed to search: all of the words must be there, the last one may be unfinished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query(Vec<String>);

impl Query {
    /// The most words that are looked at.
    pub const WORDS_MAX: usize = 8;
    /// Fewer letters of an unfinished word say too little to look for it in whole texts.
    pub const PREFIX_MIN: usize = 2;

    /// Reads what was typed; `None` when there is no word in it.
    pub fn parse(text: &str) -> Option<Self> {
        let folded = fold(&text.chars().take(200).collect::<String>());
        let words: Vec<String> =
            folded.split(' ').filter(|it| !it.is_empty()).map(str::to_owned).collect();
        let kept: Vec<String> = words.into_iter().take(Self::WORDS_MAX).collect();
        if kept.is_empty() { None } else { Some(Self(kept)) }
    }

    /// The words, folded; the last may be unfinished.
    pub fn words(&self) -> &[String] {
        &self.0
    }

    /// The same as one folded text, as a name would begin.
    pub fn as_name(&self) -> String {
        self.0.join(" ")
    }

    /// Whether the words say enough to look for them in whole texts.
    pub fn is_enough(&self) -> bool {
        self.0.last().is_some_and(|it| it.chars().count() >= Self::PREFIX_MIN)
    }

    /// Whether every word stands in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        let folded = fold(text);
        let there = |(i, word): (usize, &String)| {
            let last = i + 1 == self.0.len();
            folded.split(' ').any(|it| it == word || (last && it.starts_with(word.as_str())))
        };
        self.0.iter().enumerate().all(there)
    }

    /// The offers, among those a viewer may see, in which every word stands.
    pub fn offers_of<'m>(&'m self, member: &'m Member) -> impl Iterator<Item = OfferId> + 'm {
        let text = |it: &Offer| intent_text(&it.title, &it.tags, it.detail.as_ref());
        let found = member.profile.offers.iter().filter(move |it| self.is_in(&text(it)));
        found.map(|it| it.id)
    }

    /// The needs, among those a viewer may see, in which every word stands.
    pub fn needs_of<'m>(&'m self, member: &'m Member) -> impl Iterator<Item = NeedId> + 'm {
        let text = |it: &Need| intent_text(&it.title, &it.tags, it.detail.as_ref());
        let found = member.profile.needs.iter().filter(move |it| self.is_in(&text(it)));
        found.map(|it| it.id)
    }
}

fn intent_text(title: &Line, tags: &Tags, detail: Option<&Prose>) -> String {
    let detail = detail.map_or("", Prose::as_str);
    format!("{title} {} {detail}", tags.to_text())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::time::Time;
    use crate::members::change::{Change, FIELDS, example};
    use crate::members::visibility::Part;

    fn described() -> Member {
        let text = |field: &str| match field {
            "places" => "Bristol, GB".to_owned(),
            "languages" => "Welsh".to_owned(),
            "kind" => "organisation".to_owned(),
            "style" | "size" | "turnover" | "stage" | "free_from" | "open_to" => String::new(),
            "handle" => "quay-stories".to_owned(),
            "web" => "https://web.example".to_owned(),
            other => format!("secret{}", other.replace('_', "")),
        };
        let changes = FIELDS.iter().map(|it| Change::parse(it, &text(it), Time(1)).unwrap());
        example().apply(changes.collect(), Time(1)).unwrap().0
    }

    #[test]
    fn no_document_has_a_word_that_its_audience_may_not_see() {
        for part in Part::ALL.iter().copied() {
            for level in Level::ALL.iter().copied() {
                let mut member = described();
                member.visibility.set(part, level);
                for document in documents(&member) {
                    let viewer = match document.audience {
                        Level::Everyone => Viewer::Stranger,
                        _ => Viewer::Fellow,
                    };
                    let mut without = member.clone();
                    without.profile.forget(part);
                    let told = document.words != words(&without.seen_by(viewer));
                    assert!(viewer.sees(level) || !told, "{part:?} {level:?}");
                }
            }
        }
    }

    #[test]
    fn every_word_part_is_found_by_members_when_it_is_open() {
        let found = documents(&described());
        let words = &found.iter().find(|it| it.audience == Level::Members).unwrap().words;
        for word in ["secretname", "secretstory", "secretagenda", "secretconnections", "bristol"] {
            assert!(words.split(' ').any(|it| it == word), "{word}: {words}");
        }
    }

    #[test]
    fn who_asks_to_join_is_for_members_and_who_left_for_nobody() {
        let audiences = |standing| -> Vec<Level> {
            let member = Member { standing, ..example() };
            documents(&member).iter().map(|it| it.audience).collect()
        };
        assert_eq!(audiences(Standing::Candidate), [Level::Members]);
        assert_eq!(audiences(Standing::Contact), [Level::Everyone, Level::Members]);
        assert!(audiences(Standing::Left).is_empty() && audiences(Standing::Removed).is_empty());
    }

    #[test]
    fn all_words_count_and_the_last_may_be_unfinished() {
        let query = Query::parse(" Café  FIL").unwrap();
        assert_eq!(query.words(), ["cafe", "fil"]);
        assert!(query.is_in("Film for a café"));
        assert!(!query.is_in("Film for a cafeteria") && !query.is_in("A café"));
        assert_eq!(Query::parse(" ,; "), None);
        assert!(!Query::parse("film f").unwrap().is_enough());
        assert_eq!(Query::parse(&"a ".repeat(90)).unwrap().words().len(), Query::WORDS_MAX);
    }
}
