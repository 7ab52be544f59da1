//! Which rows are new, which are there already, and which have something to do.

use std::collections::{BTreeMap, BTreeSet};

use domain::kernel::id::MemberId;
use domain::kernel::text::Web;
use domain::members::file::row::Draft;
use domain::members::file::twins::{self, Likeness, Twins};
use store::ReadTx;
use store::members::alike::{self, Alike};
use store::members::imports::Counts;

use super::Asker;
use super::sheet::Drafted;
use crate::error::ActionError;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Not here yet.
    New,
    /// Looks like somebody who is listed.
    Listed(MemberId),
    /// Looks like an earlier row.
    Twice(i64),
    /// Has something to do.
    Refused,
}

/// The verdict of each row that says something, in order.
pub(super) type Verdicts = Vec<(i64, Verdict)>;

/// Compares every row with who is listed and with the rows before it.
pub(super) async fn judge(
    tx: &mut ReadTx,
    asker: Asker,
    drafts: &[Drafted],
) -> Result<Verdicts, ActionError> {
    let likes: Vec<Option<Likeness>> =
        drafts.iter().map(|it| it.draft.as_ref().ok().map(likeness)).collect();
    let listed = listed(tx, asker, drafts, &likes).await?;
    let mut before = Twins::default();
    let mut verdicts = Vec::with_capacity(drafts.len());
    for (drafted, like) in drafts.iter().zip(&likes) {
        let verdict = match like {
            None => Verdict::Refused,
            Some(like) => {
                let there = listed.named_like(like).or_else(|| listed.found_at(like));
                let twice = before.same_as(like).copied();
                before.add(like, &drafted.line);
                match (there, twice) {
                    (Some(member), _) => Verdict::Listed(*member),
                    (None, Some(line)) => Verdict::Twice(line),
                    (None, None) => Verdict::New,
                }
            }
        };
        verdicts.push((drafted.line, verdict));
    }
    Ok(verdicts)
}

fn likeness(draft: &Draft) -> Likeness {
    let profile = draft.profile();
    Likeness::of(draft.name(), &profile.places, profile.web.as_ref())
}

async fn listed(
    tx: &mut ReadTx,
    asker: Asker,
    drafts: &[Drafted],
    likes: &[Option<Likeness>],
) -> Result<Twins<MemberId>, ActionError> {
    let names: BTreeSet<&str> = likes.iter().flatten().map(|it| it.name.as_str()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let drafts = drafts.iter().filter_map(|it| it.draft.as_ref().ok());
    let webs: BTreeMap<String, &Web> = drafts
        .filter_map(|it| it.profile().web.as_ref())
        .map(|it| (twins::web_key(it), it))
        .collect();
    let webs: Vec<String> = webs.into_values().flat_map(twins::web_spellings).collect();
    let webs: Vec<&str> = webs.iter().map(String::as_str).collect();
    let mut found: Vec<Alike> = alike::by_names(tx, &names).await?;
    found.extend(alike::by_webs(tx, &webs).await?);
    found.sort_by_key(|it| it.id);
    let mut listed = Twins::default();
    for one in &found {
        listed.add(&asker.likeness(one), &one.id);
    }
    Ok(listed)
}

/// How many rows are what.
pub(super) fn counts(verdicts: &Verdicts) -> Counts {
    let mut counts = Counts::default();
    for (_, verdict) in verdicts {
        match verdict {
            Verdict::New => counts.fresh += 1,
            Verdict::Listed(_) | Verdict::Twice(_) => counts.alike += 1,
            Verdict::Refused => counts.refused += 1,
        }
    }
    counts
}

/// One line a row, as the store keeps it.
pub(super) fn write(verdicts: &Verdicts) -> String {
    let line = |(line, verdict): &(i64, Verdict)| match verdict {
        Verdict::New => format!("{line} n"),
        Verdict::Listed(member) => format!("{line} l {member}"),
        Verdict::Twice(other) => format!("{line} t {other}"),
        Verdict::Refused => format!("{line} r"),
    };
    verdicts.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Reads what [`write()`] wrote.
pub(super) fn read(text: &str) -> Verdicts {
    let read = |line: &str| {
        let mut parts = line.split(' ');
        let number = parts.next()?.parse().ok()?;
        let verdict = match (parts.next()?, parts.next()) {
            ("n", _) => Verdict::New,
            ("l", Some(member)) => Verdict::Listed(MemberId::parse(member)?),
            ("t", Some(other)) => Verdict::Twice(other.parse().ok()?),
            ("r", _) => Verdict::Refused,
            _ => return None,
        };
        Some((number, verdict))
    };
    text.lines().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_read_back() {
        let verdicts = vec![
            (2, Verdict::New),
            (3, Verdict::Listed(MemberId::from_bits(77))),
            (5, Verdict::Twice(2)),
            (6, Verdict::Refused),
        ];
        assert_eq!(read(&write(&verdicts)), verdicts);
        assert_eq!(counts(&verdicts), Counts { fresh: 1, alike: 2, refused: 1 });
    }
}
