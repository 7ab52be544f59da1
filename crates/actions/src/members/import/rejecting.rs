//! The rows that are not taken in, as a file with a column that says why. Put right, it can be
//! imported as it is: that column is known and left aside.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use domain::kernel::id::MemberId;
use domain::kernel::time::Time;
use domain::members::file::cell::{guard, unguard};
use domain::members::file::columns::Header;
use domain::members::file::row::Problem;

use super::judging::{Verdict, Verdicts};
use super::looking::Found;
use super::sheet::Sheet;

const REASON: &str = "reason";

pub(super) fn write(
    sheet: &Sheet,
    verdicts: &Verdicts,
    names: &BTreeMap<MemberId, Found>,
    base_url: &str,
    now: Time,
) -> String {
    // The column of an earlier time would only be in the way.
    let old = reason_column(&sheet.header);
    let mut file = crate::members::export::Rows::new();
    let kept = |cells: Vec<&str>, reason: &str| {
        let cells = cells.into_iter().enumerate().filter(|(at, _)| Some(*at) != old);
        let cells = cells.map(|(_, it)| guard(unguard(it)));
        cells.chain([guard(reason)]).collect::<Vec<_>>()
    };
    file.push(kept(sheet.header.names.iter().map(String::as_str).collect(), REASON));
    let mut verdicts = verdicts.iter();
    sheet.each(|line, record| {
        let Some((of, verdict)) = verdicts.next() else { return ControlFlow::Break(()) };
        debug_assert_eq!(*of, line, "every row has its verdict");
        let mut cells: Vec<&str> = record.iter().collect();
        let reason = match verdict {
            Verdict::New => return ControlFlow::Continue(()),
            Verdict::Listed(member) => match names.get(member) {
                Some(it) => format!("already listed: {} {base_url}/@{}", it.name, it.handle),
                None => "already listed".to_owned(),
            },
            Verdict::Twice(other) => format!("the same as row {other}"),
            Verdict::Refused => told(&sheet.header.draft(&cells, now).err().unwrap_or_default()),
        };
        // A row of another length still has its reason in the right column.
        cells.resize(sheet.header.names.len(), "");
        file.push(kept(cells, &reason));
        ControlFlow::Continue(())
    });
    file.into_text()
}

fn reason_column(header: &Header) -> Option<usize> {
    header.names.iter().position(|it| it.eq_ignore_ascii_case(REASON))
}

fn told(problems: &[Problem]) -> String {
    let one = |it: &Problem| match it.column.as_str() {
        "" => it.advice.clone(),
        column => format!("{column}: {}", it.advice),
    };
    problems.iter().map(one).collect::<Vec<_>>().join("; ")
}
