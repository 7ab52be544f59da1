//! Measures.
#[path = "../../hanse/src/commands/bench/crowd.rs"]
mod crowd;
#[path = "../../hanse/src/commands/bench/fit.rs"]
mod fit;

fn main() {
    let members = std::env::args().nth(1).and_then(|it| it.parse().ok()).unwrap_or(10_000);
    println!("{}", fit::run(members).expect("the rules for text hold"));
}
