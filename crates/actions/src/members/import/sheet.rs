//! A file as rows. Its limits keep a small file from costing much: everything here takes time and
//! room in proportion to the bytes that were sent.

use std::ops::ControlFlow;

use csv::StringRecord;
use domain::kernel::time::Time;
use domain::members::file::columns::Header;
use domain::members::file::row::{Draft, Problem};
use domain::members::file::text::{self, Encoding};

use crate::error::ActionError;

/// The largest file, in bytes.
pub const BYTES_MAX: usize = 10 * 1024 * 1024;
/// The most rows.
pub const ROWS_MAX: usize = 20_000;
/// The most characters in a cell.
pub const CELL_MAX: usize = 20_000;

/// A file whose first line was understood.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub header: Header,
    pub encoding: Encoding,
    /// All of it, first line included.
    pub text: String,
    separator: u8,
}

/// A row that was read, with its number as spreadsheets count: the first line is 1.
pub(super) struct Drafted {
    pub line: i64,
    pub draft: Result<Draft, Vec<Problem>>,
}

impl Sheet {
    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// [`ActionError::Fields`] about `file`, when it is no list or larger than the limits.
    pub fn open(bytes: &[u8]) -> Result<Self, ActionError> {
        if bytes.len() > BYTES_MAX {
            return Err(refused("please keep the file below 10 MB; split it into two".to_owned()));
        }
        let (text, encoding) = text::decode(bytes).map_err(|it| refused(it.to_string()))?;
        let sheet = Self::again(text, encoding)?;
        sheet.check()?;
        Ok(sheet)
    }

    /// Reads the text of a file that was opened before.
    pub fn again(text: String, encoding: Encoding) -> Result<Self, ActionError> {
        let separator = text::separator(&text);
        let mut first = StringRecord::new();
        let mut reader = reader(&text, separator);
        reader.read_record(&mut first).map_err(|it| refused(it.to_string()))?;
        if let Some(long) = first.iter().find(|it| it.len() > CELL_MAX) {
            return Err(too_long(1, long));
        }
        let cells: Vec<&str> = first.iter().collect();
        let header = Header::read(cells.into_iter()).map_err(|it| refused(it.to_string()))?;
        Ok(Self { header, encoding, text, separator })
    }

    fn check(&self) -> Result<(), ActionError> {
        let (mut rows, mut wrong, mut last) = (0, None, 0);
        self.each(|line, row| {
            rows += 1;
            last = row.position().map_or(0, |it| it.byte());
            if rows > ROWS_MAX {
                wrong = Some(refused(format!(
                    "please keep it to {ROWS_MAX} rows; split the file into two"
                )));
            } else if let Some(long) = row.iter().find(|it| it.chars().count() > CELL_MAX) {
                wrong = Some(too_long(line, long));
            }
            if wrong.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if let Some(wrong) = wrong {
            return Err(wrong);
        }
        // An odd mark in a last row of several lines has swallowed what follows it.
        let end = usize::try_from(last).ok().and_then(|it| self.text.get(it..));
        let end = end.unwrap_or_default().trim();
        if end.contains('\n') && end.bytes().filter(|it| *it == b'"').count() % 2 == 1 {
            let line = self.text.len() - end.len();
            let line = self.text[..line.min(self.text.len())].lines().count().max(1);
            return Err(refused(format!(
                "a quotation mark that is opened near line {line} is never closed; please close \
                 it or write it twice"
            )));
        }
        if rows == 0 {
            return Err(refused("there is nothing below the first line".to_owned()));
        }
        Ok(())
    }

    /// Every row in which something stands, in order.
    pub fn each(&self, mut see: impl FnMut(i64, &StringRecord) -> ControlFlow<()>) {
        let mut reader = reader(&self.text, self.separator);
        let mut row = StringRecord::new();
        for line in 1.. {
            // The text is whole UTF-8 and rows may have any length: nothing else can go wrong.
            if !reader.read_record(&mut row).unwrap_or(false) {
                return;
            }
            let says_something = line > 1 && row.iter().any(|it| !it.trim().is_empty());
            if says_something && see(line, &row).is_break() {
                return;
            }
        }
    }

    /// Every row as a member to be.
    pub fn drafts(&self, now: Time) -> Vec<Drafted> {
        let mut drafts = Vec::new();
        self.each(|line, row| {
            let cells: Vec<&str> = row.iter().collect();
            drafts.push(Drafted { line, draft: self.header.draft(&cells, now) });
            ControlFlow::Continue(())
        });
        drafts
    }
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes())
}

fn refused(problem: String) -> ActionError {
    ActionError::field("file", problem)
}

fn too_long(line: i64, cell: &str) -> ActionError {
    let begins: String = cell.trim().chars().take(30).collect();
    refused(format!(
        "row {line} has a cell of more than {CELL_MAX} characters, which begins “{begins}”; \
         perhaps a quotation mark is opened there and never closed"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> String {
        match Sheet::open(bytes) {
            Err(ActionError::Fields(problems)) => problems[0].problem.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn semicolons_marks_and_windows_line_ends_are_read() {
        let sheet =
            Sheet::open(b"\xef\xbb\xbfname;line\r\n\"Quay; Stories\";Film\r\n;\r\nTwo;\r\n");
        let drafts = sheet.unwrap().drafts(Time(0));
        let told: Vec<(i64, String)> =
            drafts.into_iter().map(|it| (it.line, it.draft.unwrap().name().to_string())).collect();
        assert_eq!(told, [(2, "Quay; Stories".into()), (4, "Two".into())]);
    }

    #[test]
    fn bombs_are_refused_with_a_reason() {
        let large = vec![b'x'; BYTES_MAX + 1];
        assert!(told(&large).contains("10 MB"));
        let cell = format!("name\n{}", "x".repeat(BYTES_MAX - 5));
        assert!(told(cell.as_bytes()).contains("row 2 has a cell"));
        let quote = format!("name\n\"{}", "x\n".repeat(BYTES_MAX / 2 - 5));
        assert!(told(quote.as_bytes()).contains("quotation mark"));
        let first = format!("\"{}", "x\n".repeat(BYTES_MAX / 2 - 5));
        assert!(told(first.as_bytes()).contains("row 1 has a cell"));
        let columns = format!("name{}\nx", ",".repeat(100_000));
        assert!(told(columns.as_bytes()).contains("100 columns; this has 100001"));
        let rows = format!("name\n{}", "x\n".repeat(ROWS_MAX + 1));
        assert!(told(rows.as_bytes()).contains("20000 rows"));
        assert!(told(b"name\n").contains("nothing below"));
        assert!(told(b"name\nOne\n\"Two\nThree\nFour\n").contains("near line 3"));
    }

    #[test]
    fn a_row_of_very_many_cells_is_one_row_with_a_problem() {
        let text = format!("name\nx{}\n", ",y".repeat(100_000));
        let drafts = Sheet::open(text.as_bytes()).unwrap().drafts(Time(0));
        assert_eq!(drafts.len(), 1);
        assert!(drafts[0].draft.is_err());
    }

    #[test]
    fn a_mark_for_inches_in_the_last_row_is_no_open_quotation() {
        assert!(Sheet::open(b"name,line\nPipes,5\" pipes\n").is_ok());
    }
}
