//! How long from the start to the first answer, and how much memory an idle server holds.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot be prepared is none")]

#[expect(dead_code, reason = "each measurement uses another part")]
mod house;

use std::time::Duration;

use house::server::Server;
use house::{Folder, fill};

const MEMBERS: usize = 10_000;
const STARTS: usize = 15;

#[tokio::main]
async fn main() {
    let folder = Folder::new();
    let house = fill(&folder.0, MEMBERS).await;
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let server = Server::hanse(&house.file);
        times.push(server.wait_for("/healthz").await);
    }
    times.sort_unstable();

    let server = Server::hanse(&house.file);
    let ready = server.wait_for("/readyz").await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let ms = |it: Duration| it.as_millis();
    println!("| {MEMBERS} members on SQLite | measured | goal |\n|---|---|---|");
    println!(
        "| start to the first answer, median of {STARTS} | {} ms | 150 ms |",
        ms(times[STARTS / 2])
    );
    println!("| start to the first answer, slowest | {} ms | |", ms(times[STARTS - 1]));
    println!("| start until all members are read | {} ms | |", ms(ready));
    let mb = |what| server.memory(what) / 1_000_000;
    println!("| memory of the idle server | {} MB | 60 MB |", mb("RssAnon:"));
    println!("| the same with what it sees of files | {} MB | |", mb("VmRSS:"));
}
