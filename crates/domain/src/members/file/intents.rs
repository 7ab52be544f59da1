//! Offers and needs inside one cell.
//!
//! The simple form is made by hand: `film; photography`. The full form is what an export writes,
//! one a line with its parts between bars, so that nothing is lost on the way back:
//! `title | tags | scope | reach | enjoyment | used ourselves | fresh | detail` for an offer, and
//! `title | tags | when | fresh | detail` for a need. In it `\|`, `\\` and `\n` stand for a bar,
//! a backslash and a new line.

use thiserror::Error;

use crate::kernel::id::{NeedId, OfferId};
use crate::kernel::text::{Line, Prose, TextError};
use crate::kernel::time::Time;
use crate::kernel::words;
use crate::members::file::moment;
use crate::members::offers::{self, Enjoyment, Need, Offer, Reach, When};
use crate::members::parts::{Scope, Tag, Tags};

/// Why a cell of offers or needs was not read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IntentError {
    /// More than a member may have.
    #[error("please keep it to {max} entries; this has {0}", max = offers::MAX)]
    TooMany(usize),
    /// One entry does not fit.
    #[error("entry {entry}: {problem}")]
    Entry {
        /// Which one, counted from 1.
        entry: usize,
        /// What to do about it.
        problem: String,
    },
}

/// Reads a cell of offers. `codes` are tags in the same order, used where there are as many;
/// `fresh` is when a row that says no more was last true. The ids are still to be drawn.
///
/// # Errors
/// [`IntentError`] of the first entry that does not fit.
pub fn offers(cell: &str, codes: &str, fresh: Time) -> Result<Vec<Offer>, IntentError> {
    if is_full(cell) {
        return each(cell.lines(), |line| full_offer(line, fresh));
    }
    let codes: Vec<&str> = entries(codes).collect();
    // A file with codes alone means them as offers.
    let titles: Vec<&str> = match entries(cell).collect::<Vec<_>>() {
        none if none.is_empty() => codes.clone(),
        some => some,
    };
    let paired = titles.len() == codes.len();
    let mut at = 0;
    each(titles.into_iter(), |title| {
        let code = codes.get(at).filter(|_| paired).copied().unwrap_or_default();
        at += 1;
        simple_offer(title, code, fresh)
    })
}

/// Reads a cell of needs; see [`offers`]. In the simple form every need is a regular one.
///
/// # Errors
/// [`IntentError`] of the first entry that does not fit.
pub fn needs(cell: &str, fresh: Time) -> Result<Vec<Need>, IntentError> {
    if is_full(cell) {
        return each(cell.lines(), |line| full_need(line, fresh));
    }
    each(entries(cell), |title| {
        let tags = tags_of(title, "");
        let title = Line::parse(title)?;
        let id = NeedId::from_bits(0);
        Ok(Need { id, title, detail: None, tags, when: When::Regular, fresh })
    })
}

/// The full form of offers.
pub fn write_offers(offers: &[Offer]) -> String {
    let line = |it: &Offer| {
        joined(&[
            it.title.as_str(),
            &it.tags.to_text(),
            it.scope.map_or("", Scope::wire),
            it.reach.map_or("", Reach::wire),
            &it.enjoyment.map_or(String::new(), |it| it.get().to_string()),
            if it.used_ourselves { "yes" } else { "" },
            &moment::write(it.fresh),
            it.detail.as_ref().map_or("", Prose::as_str),
        ])
    };
    offers.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The full form of needs.
pub fn write_needs(needs: &[Need]) -> String {
    let line = |it: &Need| {
        joined(&[
            it.title.as_str(),
            &it.tags.to_text(),
            it.when.wire(),
            &moment::write(it.fresh),
            it.detail.as_ref().map_or("", Prose::as_str),
        ])
    };
    needs.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn simple_offer(title: &str, code: &str, fresh: Time) -> Result<Offer, TextError> {
    Ok(Offer {
        id: OfferId::from_bits(0),
        title: Line::parse(title)?,
        detail: None,
        tags: tags_of(title, code),
        scope: None,
        reach: None,
        enjoyment: None,
        used_ourselves: false,
        fresh,
    })
}

/// The title as a tag, and the code if it says something else. Words like `other_` sort a list
/// for its makers and find nothing.
fn tags_of(title: &str, code: &str) -> Tags {
    let plain = |text: &str| words::fold(text).replace(' ', "");
    let code = code.strip_prefix("other_").unwrap_or(code);
    let says_more = plain(code) != plain(title) && plain(code) != "other";
    let tags = [title, if says_more { code } else { "" }];
    let tags = tags.iter().filter(|it| !it.contains([',', ';'])).map(|it| Tag::parse(it));
    Tags::new(tags.flatten().collect()).unwrap_or_default()
}

fn full_offer(line: &str, fresh: Time) -> Result<Offer, TextError> {
    let [title, tags, scope, reach, enjoyment, used, dated, detail] = parted(line)?;
    Ok(Offer {
        id: OfferId::from_bits(0),
        title: Line::parse(&title)?,
        detail: Prose::parse_optional(&detail)?,
        tags: Tags::parse(&tags)?,
        scope: chosen(&scope, Scope::parse)?,
        reach: chosen(&reach, Reach::parse)?,
        enjoyment: chosen(&enjoyment, |it| {
            Enjoyment::new(it.parse().map_err(|_| TextError::Choice(short(it)))?)
        })?,
        used_ourselves: match used.as_str() {
            "" | "no" => false,
            "yes" => true,
            other => return Err(TextError::Choice(short(other))),
        },
        fresh: dated_or(&dated, fresh)?,
    })
}

fn full_need(line: &str, fresh: Time) -> Result<Need, TextError> {
    let [title, tags, when, dated, detail] = parted(line)?;
    Ok(Need {
        id: NeedId::from_bits(0),
        title: Line::parse(&title)?,
        detail: Prose::parse_optional(&detail)?,
        tags: Tags::parse(&tags)?,
        when: chosen(&when, When::parse)?.unwrap_or(When::Regular),
        fresh: dated_or(&dated, fresh)?,
    })
}

fn dated_or(text: &str, fresh: Time) -> Result<Time, TextError> {
    Ok(chosen(text, |it| moment::read(it).ok_or(TextError::Choice(short(it))))?.unwrap_or(fresh))
}

fn chosen<T>(
    text: &str,
    parse: impl Fn(&str) -> Result<T, TextError>,
) -> Result<Option<T>, TextError> {
    if text.is_empty() { Ok(None) } else { parse(text).map(Some) }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Runs over entries that say something, and tells which one did not fit.
fn each<'c, T>(
    entries: impl Iterator<Item = &'c str>,
    mut read: impl FnMut(&'c str) -> Result<T, TextError>,
) -> Result<Vec<T>, IntentError> {
    let entries: Vec<&str> = entries.filter(|it| !it.trim().is_empty()).collect();
    if entries.len() > offers::MAX {
        return Err(IntentError::TooMany(entries.len()));
    }
    let numbered = entries.into_iter().zip(1..);
    let read = |(text, entry)| {
        read(text).map_err(|it| IntentError::Entry { entry, problem: it.to_string() })
    };
    numbered.map(read).collect()
}

fn entries(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '\n']).map(str::trim).filter(|it| !it.is_empty())
}

/// Whether there is a bar in it that stands for itself.
fn is_full(cell: &str) -> bool {
    let mut escaped = false;
    cell.chars().any(|it| {
        let bar = it == '|' && !escaped;
        escaped = it == '\\' && !escaped;
        bar
    })
}

fn joined(parts: &[&str]) -> String {
    let escape = |it: &&str| it.replace('\\', "\\\\").replace('|', "\\|").replace('\n', "\\n");
    parts.iter().map(escape).collect::<Vec<_>>().join(" | ")
}

/// The parts of a line; those that are missing at its end are empty.
fn parted<const N: usize>(line: &str) -> Result<[String; N], TextError> {
    let mut parts = vec![String::new()];
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        let part = parts.last_mut().expect("there is one from the start");
        match letter {
            '|' => parts.push(String::new()),
            '\\' => match letters.next() {
                Some('n') => part.push('\n'),
                Some(other) => part.push(other),
                None => part.push('\\'),
            },
            other => part.push(other),
        }
    }
    if parts.len() > N {
        return Err(TextError::TooMany(N));
    }
    parts.resize(N, String::new());
    let mut parts = parts.into_iter();
    Ok(std::array::from_fn(|_| parts.next().unwrap_or_default().trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(cell: &str, codes: &str) -> Vec<(String, String)> {
        let offers = offers(cell, codes, Time(7)).unwrap();
        offers.iter().map(|it| (it.title.to_string(), it.tags.to_text())).collect()
    }

    #[test]
    fn simple_offers_take_their_codes_where_there_are_as_many() {
        assert_eq!(
            told("free space; education", "freespace;other_education"),
            [("free space".into(), "free space".into()), ("education".into(), "education".into())]
        );
        assert_eq!(told("film", "video;clips"), [("film".into(), "film".into())]);
        assert_eq!(told("film", "moving_image")[0].1, "film, moving image");
        assert_eq!(told("", "video; clips").len(), 2);
        assert_eq!(told(" ; ", ""), []);
    }

    #[test]
    fn a_full_offer_says_all_and_may_stop_early() {
        let cell = r"Film \| photo | film, video | regional | remote | 5 | yes | 2026-06-01 | a\nb";
        let offer = &offers(cell, "", Time(7)).unwrap()[0];
        assert_eq!(offer.title.as_str(), "Film | photo");
        assert_eq!(offer.detail.as_ref().unwrap().as_str(), "a\nb");
        assert_eq!((offer.scope, offer.reach), (Some(Scope::Regional), Some(Reach::Remote)));
        assert_eq!((offer.enjoyment.unwrap().get(), offer.used_ourselves), (5, true));
        assert_eq!(write_offers(std::slice::from_ref(offer)), cell);
        assert_eq!(offers("Film | film", "", Time(7)).unwrap()[0].fresh, Time(7));
    }

    #[test]
    fn needs_are_regular_unless_they_say_now() {
        let needs = needs("Posters | print | now\nMaps |", Time(7)).unwrap();
        assert_eq!((needs[0].when, needs[1].when), (When::Now, When::Regular));
        assert_eq!(super::needs("posters", Time(7)).unwrap()[0].when, When::Regular);
    }

    #[test]
    fn the_entry_that_does_not_fit_is_named() {
        let told = offers("Film | film\nPhoto | | galactic", "", Time(7)).unwrap_err().to_string();
        assert_eq!(told, "entry 2: “galactic” is not one of the choices");
        let many = vec!["x"; 41].join(";");
        assert_eq!(offers(&many, "", Time(7)), Err(IntentError::TooMany(41)));
    }
}
