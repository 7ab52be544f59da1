//! `hanse bench fit`: how fast the best twenty of many members are found, and whether they are
//! the right ones.

use std::collections::BTreeSet;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use domain::fit::{Card, Filter, FitIndex, Purpose, Search};
use domain::kernel::text::TextError;

use super::crowd::{Crowd, TODAY};

/// How many are searched for.
const TOP: usize = 20;
/// Searches of each purpose that are timed.
const SEARCHES: u64 = 200;
/// Searches of each purpose that are checked against a full scan.
const CHECKED: u64 = 5;

/// Measures with this many made-up members and returns a table in Markdown.
///
/// # Errors
/// Never, unless the rules for text change.
pub fn run(members: u64) -> Result<String, TextError> {
    let crowd = Crowd::new(4747)?;
    let before = resident_mb();
    let started = Instant::now();
    let mut describing = Duration::ZERO;
    let cards = (0..members).filter_map(|it| {
        let started = Instant::now();
        let card = crowd.member(it).ok().map(|it| Card::of(&it, TODAY));
        describing += started.elapsed();
        card
    });
    let index = FitIndex::build(cards);
    let (all, describing) = (started.elapsed(), describing);
    let mut table = format!(
        "{} members · index built in {:.1} s ({:.1} s more to make them up and read their cards) \
         · {} MB resident more than before\n\n\
         | purpose | p50 ms | p99 ms | slowest ms | found | same as full scan |\n\
         |---|---|---|---|---|---|\n",
        index.len(),
        (all - describing).as_secs_f64(),
        describing.as_secs_f64(),
        resident_mb().saturating_sub(before),
    );
    for purpose in 0..=Purpose::FIXED.len() {
        table += &row(&crowd, &index, purpose, members)?;
    }
    Ok(table)
}

/// One purpose; the one behind the fixed ones is a need of the viewer.
fn row(crowd: &Crowd, index: &FitIndex, purpose: usize, members: u64) -> Result<String, TextError> {
    let (filter, exclude) = (Filter::default(), BTreeSet::new());
    let (mut times, mut found, mut same) = (Vec::new(), 0, 0);
    for search in 0..SEARCHES {
        let viewer = Card::of(&crowd.member((search * 7_919 + 13) % members)?, TODAY);
        let need = viewer.needs().next().map(|(id, _)| Purpose::Need(id));
        let Some(purpose) = Purpose::FIXED.get(purpose).copied().or(need) else { continue };
        let search_for = Search { viewer: &viewer, purpose, filter: &filter, exclude: &exclude };
        let started = on_core();
        let hits = index.top(&search_for, TOP);
        times.push(on_core().saturating_sub(started));
        found += hits.len();
        if search < CHECKED || times.len() as u64 <= CHECKED {
            same += u64::from(hits == index.top_of_all(&search_for, TOP));
        }
    }
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    let ms = |it: Duration| it.as_secs_f64() * 1_000.0;
    let name = Purpose::FIXED.get(purpose).map_or("need".to_owned(), |it| it.wire());
    Ok(format!(
        "| {name} | {:.2} | {:.2} | {:.2} | {:.1} | {same} of {CHECKED} |\n",
        ms(at(50)),
        ms(at(99)),
        ms(at(100)),
        found as f64 / times.len() as f64,
    ))
}

/// Time this thread has spent on a core so far, so that other work on the machine does not
/// count, as Linux counts it; elsewhere the time on the wall.
fn on_core() -> Duration {
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = counted.and_then(|it| it.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(wall, Duration::from_nanos)
}

fn wall() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

/// Memory of this process that is in use, as Linux counts it; 0 elsewhere.
fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"));
    let kb = line.and_then(|it| it.split_whitespace().next()?.parse::<u64>().ok());
    kb.unwrap_or(0) / 1_024
}
