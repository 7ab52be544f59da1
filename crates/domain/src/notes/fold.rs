//! Small things of several people, folded into one line, so that a busy day of many does not
//! push away what somebody took time to write.

use std::collections::BTreeSet;

use crate::kernel::id::MemberId;
use crate::notes::note::Note;
use crate::notes::telling::Telling;

/// A note of one line up to so many characters is a small thing.
const SMALL_MAX: usize = 60;
/// So many small things in a row are folded.
const RUN_MIN: usize = 3;

/// A part of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part<T> {
    /// One thing.
    One(T),
    /// Small things of several people.
    Folded(Vec<T>),
}

/// Whether a note is a small thing: one short line that nobody has answered yet.
pub fn is_small(note: &Note, answered: bool) -> bool {
    let Telling::Plain(body) = &note.telling else { return false };
    let text = body.as_str();
    !answered && !text.contains('\n') && text.chars().count() <= SMALL_MAX
}

/// Folds runs of small things by at least two members; everything keeps its order.
pub fn fold<T>(
    items: Vec<T>,
    is_small: impl Fn(&T) -> bool,
    author: impl Fn(&T) -> MemberId,
) -> Vec<Part<T>> {
    let mut parts = Vec::new();
    let mut run: Vec<T> = Vec::new();
    for item in items {
        if is_small(&item) {
            run.push(item);
        } else {
            close(&mut parts, &mut run, &author);
            parts.push(Part::One(item));
        }
    }
    close(&mut parts, &mut run, &author);
    parts
}

fn close<T>(parts: &mut Vec<Part<T>>, run: &mut Vec<T>, author: impl Fn(&T) -> MemberId) {
    let run = std::mem::take(run);
    let people: BTreeSet<MemberId> = run.iter().map(author).collect();
    if run.len() >= RUN_MIN && people.len() >= 2 {
        parts.push(Part::Folded(run));
    } else {
        parts.extend(run.into_iter().map(Part::One));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::notes::note::example;

    fn folded(items: Vec<(u128, bool)>) -> Vec<Part<(u128, bool)>> {
        fold(items, |it| it.1, |it| MemberId::from_bits(it.0))
    }

    #[test]
    fn three_small_things_of_two_people_are_one_line() {
        let parts = folded(vec![(1, true), (2, true), (1, true), (3, false), (4, true)]);
        assert_eq!(parts.len(), 3);
        assert!(matches!(&parts[0], Part::Folded(it) if it.len() == 3));
        // One person alone, or two things, are not folded away.
        assert_eq!(folded(vec![(1, true), (1, true), (1, true)]).len(), 3);
        assert_eq!(folded(vec![(1, true), (2, true)]).len(), 2);
    }

    #[test]
    fn a_line_is_small_and_what_was_answered_is_not() {
        let note = example(1, 1, "Off to Bristol");
        assert!(is_small(&note, false) && !is_small(&note, true));
        assert!(!is_small(&example(1, 1, &"long ".repeat(20)), false));
        assert!(!is_small(&example(1, 1, "two\nlines"), false));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_changes_its_place(items: Vec<(u128, bool)>) {
            let parts = folded(items.clone()).into_iter().flat_map(|it| match it {
                Part::One(it) => vec![it],
                Part::Folded(it) => it,
            });
            prop_assert_eq!(parts.collect::<Vec<_>>(), items);
        }
    }
}
