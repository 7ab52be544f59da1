//! Tunes.
#[path = "../../hanse/src/commands/bench/crowd.rs"]
mod crowd;

use std::collections::BTreeSet;
use std::process::Command;

use domain::fit::{Card, Filter, FitIndex, Purpose, Search};

fn on_core() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|it| it.parse().ok()).unwrap_or(0)
}

fn main() {
    let args: Vec<u64> = std::env::args().skip(1).filter_map(|it| it.parse().ok()).collect();
    let (members, searches) = (args[0], args[1]);
    let crowd = crowd::Crowd::new(4747).expect("text");
    let start = on_core();
    let index = FitIndex::build(
        (0..members).filter_map(|it| crowd.member(it).ok()).map(|it| Card::of(&it, crowd::TODAY)),
    );
    println!("build {} ms", (on_core() - start) / 1_000_000);
    let viewers: Vec<Card> = (0..searches)
        .filter_map(|it| crowd.member((it * 7_919 + 13) % members).ok())
        .map(|it| Card::of(&it, crowd::TODAY))
        .collect();
    let (filter, exclude) = (Filter::default(), BTreeSet::new());
    let _ = Command::new("true").status();
    for purpose in 0..6 {
        let start = on_core();
        let mut found = 0;
        for viewer in &viewers {
            let need = viewer.needs().next().map(|(id, _)| Purpose::Need(id));
            let Some(purpose) = Purpose::FIXED.get(purpose).copied().or(need) else { continue };
            let search = Search { viewer, purpose, filter: &filter, exclude: &exclude };
            found += index.top(&search, 20).len();
        }
        let ns = (on_core() - start) / searches;
        println!(
            "{purpose} {:.2} ms each, {:.1} ns a member, {found}",
            ns as f64 / 1e6,
            ns as f64 / members as f64
        );
    }
}
