//! The sentence one completes to say who is looked for, and the panel that narrows it down.

use actions::fit::{FindAnswer, Whereabouts};
use domain::fit::{Free, Purpose};

use super::ask::{Ask, DISTANCES_KM};

/// A choice of a select: value, words, whether it is chosen.
pub type Choices = Vec<(String, String, bool)>;

/// What the forms of the page are made of.
pub struct Sentence {
    pub purpose: String,
    /// Words, address and whether it is this one: what every member can look for.
    pub purposes: Choices,
    /// The same for each need.
    pub needs: Choices,
    pub audiences: Choices,
    pub offers: Choices,
    pub distances: Choices,
    pub groups: Vec<Group>,
    pub members_only: bool,
    /// How many choices of the panel are made.
    pub chosen: usize,
}

/// A group of lines of the panel.
pub struct Group {
    pub legend: &'static str,
    pub choices: Vec<Choice>,
}

/// One line of the panel.
pub struct Choice {
    pub name: &'static str,
    pub value: &'static str,
    pub words: &'static str,
    pub count: String,
    pub chosen: bool,
}

impl Sentence {
    /// The forms for this search and what it found.
    pub fn of(ask: &Ask, answer: &FindAnswer) -> Self {
        let link = |purpose: Purpose, words: String| {
            (words, ask.for_purpose(purpose).href(), purpose == ask.query.purpose)
        };
        let needs = &answer.needs;
        let own: Vec<String> = answer.me.profile.audience.tags.iter().map(str::to_owned).collect();
        let facets = &answer.facets;
        Self {
            purpose: ask.query.purpose.wire(),
            purposes: Purpose::FIXED.map(|it| link(it, capital(it.words()))).into(),
            needs: needs.iter().map(|it| link(Purpose::Need(it.0), it.1.clone())).collect(),
            audiences: options(&ask.query.audience, "anyone", &own, &facets.audiences),
            offers: options(&ask.query.offer, "anything", &[], &facets.offers),
            distances: distances(ask, answer),
            groups: groups(ask, answer),
            members_only: ask.query.members_only,
            chosen: ask.chosen(),
        }
    }
}

/// What stands in one of the selects of the sentence: what was chosen, what is one's own, and
/// what there is.
fn options(chosen: &str, nothing: &str, own: &[String], found: &[(String, u32)]) -> Choices {
    let mut all: Vec<&str> = Vec::new();
    let named = found.iter().map(|it| it.0.as_str());
    for text in own.iter().map(String::as_str).chain(named) {
        if !all.contains(&text) {
            all.push(text);
        }
    }
    if !chosen.is_empty() && !all.contains(&chosen) {
        all.insert(0, chosen);
    }
    let mut options = vec![(String::new(), nothing.to_owned(), chosen.is_empty())];
    options.extend(all.into_iter().map(|it| (it.to_owned(), it.to_owned(), it == chosen)));
    options
}

fn distances(ask: &Ask, answer: &FindAnswer) -> Choices {
    let asked = ask.query.near;
    let mut options = vec![(String::new(), "anywhere".to_owned(), asked.is_none())];
    let mut option = |it: Whereabouts, words: String| {
        options.push((it.wire(), words, asked == Some(it)));
    };
    let home = answer.me.home();
    if home.is_some_and(|it| it.at.is_some()) {
        for km in DISTANCES_KM {
            option(Whereabouts::Km(km), format!("within {km} km of us"));
        }
        if let Some(other @ Whereabouts::Km(km)) = asked
            && !DISTANCES_KM.contains(&km)
        {
            option(other, format!("within {km} km of us"));
        }
    }
    if home.is_some() {
        option(Whereabouts::MyCountry, "in our country".to_owned());
    }
    option(Whereabouts::AtADistance, "at a distance".to_owned());
    options
}

fn groups(ask: &Ask, answer: &FindAnswer) -> Vec<Group> {
    macro_rules! group {
        ($legend:literal, $name:literal, $counted:expr, $chosen:expr) => {
            Group {
                legend: $legend,
                choices: $counted
                    .iter()
                    .map(|(it, count)| Choice {
                        name: $name,
                        value: it.wire(),
                        words: it.words(),
                        count: count.to_string(),
                        chosen: $chosen(it),
                    })
                    .collect(),
            }
        };
    }
    let (facets, query) = (&answer.facets, &ask.query);
    vec![
        group!("Open to", "open", facets.open_to, |it| query.open_to.contains(it)),
        group!("Way of working", "way", facets.ways, |it| query.ways.contains(it)),
        group!("How many they are", "size", facets.sizes, |it| query.sizes.contains(it)),
        group!("Who they are", "kind", facets.kinds, |it| query.kinds.contains(it)),
        group!("Time free", "free", facets.free, |it: &Free| query.free == Some(*it)),
    ]
}

/// With a capital letter.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_is_always_there_and_nothing_twice() {
        let own = ["schools".to_owned()];
        let found = [("schools".to_owned(), 4), ("shops".to_owned(), 2)];
        let options = options("nurses", "anyone", &own, &found);
        let texts: Vec<&str> = options.iter().map(|it| it.1.as_str()).collect();
        assert_eq!(texts, ["anyone", "nurses", "schools", "shops"]);
        assert!(options[1].2 && !options[0].2);
    }
}
