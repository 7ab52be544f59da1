//! Find and a profile against bare pages: axum, SQLite and a `format!`, which read the same rows
//! of the same file. Both servers are asked in turn, each in a process of its own.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot be prepared is none")]

// Where SQL is at home.
#[path = "../../store/benches/bare/mod.rs"]
mod bare;
#[expect(dead_code, reason = "each measurement uses another part")]
mod house;

use std::time::Duration;

use house::clients::{Run, page, run};
use house::server::Server;
use house::{Folder, fill};

const MEMBERS: usize = 5_000;
const CLIENTS: usize = 16;
const ROUNDS: usize = 4;
const LENGTH: Duration = Duration::from_secs(4);

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().collect();
    if let [_, marker, file, session, port] = words.as_slice()
        && marker == bare::MARKER
    {
        return bare::serve(file, session, port.parse().unwrap()).await;
    }
    let folder = Folder::new();
    let house = fill(&folder.0, MEMBERS).await;
    let hanse = Server::hanse(&house.file);
    hanse.wait_for("/readyz").await;
    let cookie = format!("session={}", house.session);
    let shown = handles_on(&page(hanse.port, "/find", &cookie).await);
    let file = house.file.to_string_lossy().into_owned();
    let bare = Server::bare(&[bare::MARKER, &file, &house.session]);
    bare.wait_for("/ready").await;

    println!("| page | bare | Hanse | ratio | goal | bare p99 | Hanse p99 |");
    println!("|---|---|---|---|---|---|---|");
    let find = format!("/bare/find?handles={}", shown.join(","));
    compare("find", (&bare, move |_| find.clone()), (&hanse, |_| "/find".to_owned()), &cookie)
        .await;
    let handles = house.handles.clone();
    let theirs = move |number: usize| format!("/bare/@{}", handles[number * 7_919 % MEMBERS]);
    let handles = house.handles.clone();
    let ours = move |number: usize| format!("/@{}", handles[number * 7_919 % MEMBERS]);
    compare("profile", (&bare, theirs), (&hanse, ours), &cookie).await;
}

async fn compare<A, B>(name: &str, bare: (&Server, A), hanse: (&Server, B), cookie: &str)
where
    A: Fn(usize) -> String + Clone + Send + Sync + 'static,
    B: Fn(usize) -> String + Clone + Send + Sync + 'static,
{
    let (mut theirs, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        theirs.push(run(bare.0.port, cookie, CLIENTS, LENGTH, bare.1.clone()).await);
        ours.push(run(hanse.0.port, cookie, CLIENTS, LENGTH, hanse.1.clone()).await);
    }
    let (theirs, ours) = (Run::of_all(theirs), Run::of_all(ours));
    let ms = |it: Duration| format!("{:.1} ms", it.as_secs_f64() * 1_000.0);
    println!(
        "| {name} | {:.0}/s | {:.0}/s | {:.0} % | ≥ 50 % | {} | {} |",
        theirs.per_second,
        ours.per_second,
        100.0 * ours.per_second / theirs.per_second,
        ms(theirs.percentile(99)),
        ms(ours.percentile(99))
    );
}

/// The members that a page links to, each once.
fn handles_on(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for link in page.split("href=\"/@").skip(1) {
        let handle = link.split(['"', '?', '/', '#']).next().unwrap_or_default().to_owned();
        if !found.contains(&handle) {
            found.push(handle);
        }
    }
    assert!(found.len() > 5, "the page shows members");
    found
}
