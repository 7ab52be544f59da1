//! What twenty times the members cost: pages over one connection, one after the other.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot be prepared is none")]

#[expect(dead_code, reason = "each measurement uses another part")]
mod house;

use std::time::Duration;

use house::clients::{Run, run};
use house::server::Server;
use house::{Folder, fill, members};

const FEW: usize = 5_000;
const MANY: usize = 100_000;
const LENGTH: Duration = Duration::from_secs(5);
/// Page and the most that it may cost of the one with few members.
const PAGES: &[(&str, f64)] = &[("profile", 1.5), ("list", 1.5), ("search", 4.0), ("find", 4.0)];

#[tokio::main]
async fn main() {
    let folder = Folder::new();
    let (few, many) = (measure(&folder, FEW).await, measure(&folder, MANY).await);
    println!("| page | p50 at {FEW} | p50 at {MANY} | ratio | goal | p99 at {MANY} |");
    println!("|---|---|---|---|---|---|");
    for (((page, goal), few), many) in PAGES.iter().zip(few).zip(many) {
        let (a, b) = (few.percentile(50), many.percentile(50));
        let ratio = b.as_secs_f64() / a.as_secs_f64();
        let p99 = many.percentile(99);
        println!("| {page} | {} | {} | {ratio:.2} | ≤ {goal} | {} |", ms(a), ms(b), ms(p99));
    }
}

async fn measure(folder: &Folder, count: usize) -> Vec<Run> {
    let house = fill(&folder.0, count).await;
    let server = Server::hanse(&house.file);
    server.wait_for("/readyz").await;
    let cookie = format!("session={}", house.session);
    let mut runs = Vec::new();
    for (page, _) in PAGES {
        let handles = house.handles.clone();
        let path = move |number: usize| match *page {
            // A prime apart, so that neighbours in the file are not asked for in a row.
            "profile" => format!("/@{}", handles[number * 7_919 % handles.len()]),
            "list" => "/alliance".to_owned(),
            "search" => format!("/search?q={}", members::word(number).replace(' ', "+")),
            _ => "/find".to_owned(),
        };
        let warm = run(server.port, &cookie, 1, Duration::from_secs(1), path.clone()).await;
        drop(warm);
        runs.push(run(server.port, &cookie, 1, LENGTH, path).await);
    }
    runs
}

fn ms(it: Duration) -> String {
    format!("{:.2} ms", it.as_secs_f64() * 1_000.0)
}
