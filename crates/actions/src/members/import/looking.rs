//! Looking at a file and at the batches there are.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use csv::StringRecord;
use domain::kernel::id::{BatchId, MemberId};
use domain::kernel::text::{Handle, Name};
use domain::kernel::who::Who;
use domain::members::file::columns::{Header, Role};
use domain::members::file::row::Problem;
use domain::members::file::text::Encoding;
use store::ReadTx;
use store::members::{self as people, imports as rows};

use super::judging::{self, Verdict, Verdicts};
use super::sheet::Sheet;
use super::{Asker, Batch, Counts, Stage, aside, batch};
use crate::App;
use crate::error::ActionError;
use crate::members::seen_by;
use crate::permission::{Act, must};

/// Files of one person that were looked at and no more; older ones make room for new ones.
const PREVIEWS_MAX: i64 = 10;
/// The most rows on one page.
pub const PAGE: usize = 50;
/// The most batches on one page of the list.
pub const BATCHES: usize = 20;
/// The most characters of a file's name that are kept.
const FILE_NAME_MAX: usize = 120;

/// A file that was looked at without keeping it.
#[derive(Debug, Clone)]
pub struct Look {
    /// What its columns mean.
    pub header: Header,
    /// How many rows are what.
    pub counts: Counts,
    /// The rows that would not be taken in, with their reasons, as a file.
    pub rejected: String,
}

/// A batch, opened at some of its rows.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The batch.
    pub batch: Batch,
    /// What its columns mean.
    pub header: Header,
    /// At most [`PAGE`] rows.
    pub rows: Vec<Row>,
    /// Behind which row the next page begins, unless this is the last.
    pub next: Option<i64>,
}

/// One row of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number; the first line of the file is 1.
    pub line: i64,
    /// The name in it, as it stands there.
    pub name: String,
    /// Where that is, as it stands there.
    pub place: String,
    /// What it is.
    pub verdict: RowVerdict,
}

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowVerdict {
    /// New; and the contact it became, once taken in.
    New(Option<Found>),
    /// Looks like somebody who is listed, if that may be told.
    Listed(Option<Found>),
    /// Looks like an earlier row.
    Twice(i64),
    /// Has something to do.
    Refused(Vec<Problem>),
}

/// A member or contact to lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its address.
    pub handle: Handle,
    /// Its name.
    pub name: Name,
}

/// Which rows of a batch to show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    /// Every one.
    #[default]
    All,
    /// The new ones.
    New,
    /// Those that are there already.
    Alike,
    /// Those with something to do.
    Refused,
}

impl Show {
    /// Every choice, in the order a page offers them.
    pub const ALL: [Self; 4] = [Self::All, Self::New, Self::Alike, Self::Refused];

    /// The name in addresses.
    pub fn wire(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::New => "new",
            Self::Alike => "listed",
            Self::Refused => "refused",
        }
    }

    /// Reads the name in addresses; anything else shows all.
    pub fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|it| it.wire() == text).unwrap_or_default()
    }

    fn has(self, verdict: Verdict) -> bool {
        match self {
            Self::All => true,
            Self::New => verdict == Verdict::New,
            Self::Alike => matches!(verdict, Verdict::Listed(_) | Verdict::Twice(_)),
            Self::Refused => verdict == Verdict::Refused,
        }
    }
}

/// Looks at a file without keeping anything.
///
/// # Errors
/// [`ActionError::Fields`] about `file` when it is no list of members.
pub async fn look(app: &App, asker: Asker, bytes: Vec<u8>) -> Result<Look, ActionError> {
    asker.owner(Act::ImportMembers)?;
    let (sheet, verdicts) = judged(app, asker, bytes).await?;
    let mut tx = app.store.read().await?;
    let names = names(&mut tx, asker, &verdicts).await?;
    let (base, now) = (app.config.base_url.clone(), app.now());
    Ok(aside(move || {
        let rejected = super::rejecting::write(&sheet, &verdicts, &names, &base, now);
        Look { header: sheet.header, counts: judging::counts(&verdicts), rejected }
    })
    .await)
}

/// Looks at a file and keeps it, so that it can be taken in.
///
/// # Errors
/// As [`look`].
pub async fn preview(
    app: &App,
    asker: Asker,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<Batch, ActionError> {
    let by_person = asker.owner(Act::ImportMembers)?;
    let (sheet, verdicts) = judged(app, asker, bytes).await?;
    let batch = Batch {
        id: BatchId::from_bits(app.new_id()),
        by_person,
        by_member: asker.member(),
        file_name: shown_name(file_name),
        encoding: sheet.encoding.wire().to_owned(),
        counts: judging::counts(&verdicts),
        stage: Stage::Preview,
        at: app.now(),
    };
    let mut tx = app.store.write().await?;
    rows::insert(&mut tx, &batch, &sheet.text, &judging::write(&verdicts)).await?;
    if let Some(person) = by_person {
        rows::forget_previews(&mut tx, person, PREVIEWS_MAX).await?;
    }
    tx.commit().await?;
    Ok(batch)
}

/// A person's batches before `before`, newest first, and whether there are more.
///
/// # Errors
/// As [`must`] says.
pub async fn list(
    app: &App,
    who: Who,
    before: Option<BatchId>,
) -> Result<(Vec<Batch>, bool), ActionError> {
    let person = must(who, Act::ImportMembers, None)?.person;
    let before = before.unwrap_or(BatchId::from_bits(u128::MAX));
    let limit = i64::try_from(BATCHES + 1).unwrap_or(i64::MAX);
    let mut tx = app.store.read().await?;
    let mut batches = rows::of_person(&mut tx, person, before, limit).await?;
    let more = batches.len() > BATCHES;
    batches.truncate(BATCHES);
    Ok((batches, more))
}

/// Opens a batch behind the row `after`.
///
/// # Errors
/// [`ActionError::NotFound`] to all but whoever made it.
pub async fn read(
    app: &App,
    asker: Asker,
    id: BatchId,
    show: Show,
    after: i64,
) -> Result<Opened, ActionError> {
    let mut tx = app.store.read().await?;
    let batch = batch(&mut tx, asker, id).await?;
    let (sheet, verdicts) = kept(&mut tx, &batch).await?;
    let behind = verdicts.into_iter().filter(|(line, it)| *line > after && show.has(*it));
    let mut shown: Verdicts = behind.take(PAGE + 1).collect();
    let more = shown.len() > PAGE;
    shown.truncate(PAGE);
    let next = shown.last().map(|(line, _)| *line).filter(|_| more);
    let names = names(&mut tx, asker, &shown).await?;
    let came = came(&mut tx, &batch, &shown).await?;
    let now = app.now();
    let (header, rows) = aside(move || {
        let rows = rows_of(&sheet, &shown, now, |line, verdict| match verdict {
            Verdict::New => RowVerdict::New(came.get(&line).cloned()),
            Verdict::Listed(member) => RowVerdict::Listed(names.get(&member).cloned()),
            Verdict::Twice(other) => RowVerdict::Twice(other),
            Verdict::Refused => RowVerdict::Refused(Vec::new()),
        });
        (sheet.header, rows)
    })
    .await;
    Ok(Opened { batch, header, rows, next })
}

/// The rows of a batch that were not, or would not be, taken in, with their reasons, as a file
/// that can be put right and imported again.
///
/// # Errors
/// [`ActionError::NotFound`] to all but whoever made it.
pub async fn rejected(app: &App, asker: Asker, id: BatchId) -> Result<String, ActionError> {
    let mut tx = app.store.read().await?;
    let batch = batch(&mut tx, asker, id).await?;
    let (sheet, verdicts) = kept(&mut tx, &batch).await?;
    let names = names(&mut tx, asker, &verdicts).await?;
    let (base, now) = (app.config.base_url.clone(), app.now());
    Ok(aside(move || super::rejecting::write(&sheet, &verdicts, &names, &base, now)).await)
}

/// Opens the text of a batch again.
pub(super) async fn kept(tx: &mut ReadTx, batch: &Batch) -> Result<(Sheet, Verdicts), ActionError> {
    let (content, verdicts) = rows::content(tx, batch.id).await?;
    let encoding = Encoding::parse(&batch.encoding).unwrap_or(Encoding::Utf8);
    let opened = aside(move || {
        let sheet = Sheet::again(content, encoding)?;
        Ok::<_, ActionError>((sheet, judging::read(&verdicts)))
    });
    opened.await
}

async fn judged(app: &App, asker: Asker, bytes: Vec<u8>) -> Result<(Sheet, Verdicts), ActionError> {
    let now = app.now();
    let opened = aside(move || {
        let sheet = Sheet::open(&bytes)?;
        let drafts = sheet.drafts(now);
        Ok::<_, ActionError>((sheet, drafts))
    });
    let (sheet, drafts) = opened.await?;
    let mut tx = app.store.read().await?;
    let verdicts = judging::judge(&mut tx, asker, &drafts).await?;
    Ok((sheet, verdicts))
}

/// The members that rows look like, as far as they may be known.
async fn names(
    tx: &mut ReadTx,
    asker: Asker,
    verdicts: &Verdicts,
) -> Result<BTreeMap<MemberId, Found>, ActionError> {
    let ids = verdicts.iter().filter_map(|(_, it)| match it {
        Verdict::Listed(member) => Some(*member),
        _ => None,
    });
    let ids: Vec<MemberId> = ids.collect();
    let found = people::by_ids(tx, &ids).await?.into_iter();
    let known = found.filter_map(|it| match asker {
        Asker::Operator => Some(it),
        Asker::Person(who) => seen_by(who, it).ok().map(|it| it.member),
    });
    Ok(known.map(|it| (it.id, Found { handle: it.handle, name: it.name })).collect())
}

async fn came(
    tx: &mut ReadTx,
    batch: &Batch,
    shown: &Verdicts,
) -> Result<BTreeMap<i64, Found>, ActionError> {
    let new = || shown.iter().filter(|(_, it)| *it == Verdict::New).map(|(line, _)| *line);
    let (Some(first), Some(last)) = (new().min(), new().max()) else { return Ok(BTreeMap::new()) };
    let came = rows::came_from(tx, batch.id, first, last).await?;
    let found = |it: rows::Came| (it.line, Found { handle: it.handle, name: it.name });
    Ok(came.into_iter().map(found).collect())
}

fn rows_of(
    sheet: &Sheet,
    shown: &Verdicts,
    now: domain::kernel::time::Time,
    verdict_of: impl Fn(i64, Verdict) -> RowVerdict,
) -> Vec<Row> {
    let mut wanted = shown.iter().peekable();
    let mut rows = Vec::with_capacity(shown.len());
    sheet.each(|line, record| {
        let Some((first, verdict)) = wanted.peek() else { return ControlFlow::Break(()) };
        if *first == line {
            let verdict = match verdict_of(line, *verdict) {
                RowVerdict::Refused(_) => {
                    let cells: Vec<&str> = record.iter().collect();
                    let problems = sheet.header.draft(&cells, now).err().unwrap_or_default();
                    RowVerdict::Refused(problems)
                }
                other => other,
            };
            let cell = |role| cell(&sheet.header, record, role);
            let place = [cell(Role::City), cell(Role::Country), cell(Role::Field("places"))];
            let place: Vec<String> = place.into_iter().filter(|it| !it.is_empty()).collect();
            let name = cell(Role::Field("name"));
            rows.push(Row { line, name, place: place.join(", "), verdict });
            wanted.next();
        }
        ControlFlow::Continue(())
    });
    rows
}

/// A cell as it is repeated on a page, not longer than a line.
fn cell(header: &Header, record: &StringRecord, role: Role) -> String {
    let text = header.at(role).and_then(|at| record.get(at)).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(100).collect()
}

/// What a file is called, without the folders that some browsers put before it.
fn shown_name(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|it| !it.is_control()).take(FILE_NAME_MAX).collect();
    if name.trim().is_empty() { "A list".to_owned() } else { name.trim().to_owned() }
}
