//! The workshop: everything that is done *to* the repository rather than by the product.
//! One file a command.

mod bench;
mod cargo;
mod ci;
mod openapi;
mod packages;
mod postgres;
mod shots;
mod test;

use std::process::ExitCode;

const USAGE: &str = "\
Use: cargo xtask COMMAND

  test [-- FILTER…]  every test: unit, property, store on SQLite and PostgreSQL, HTTP, browser
  ci                 what the server runs: format, lints, test
  shots [PAGE…]      a picture of every page: wide and phone, light and dark
  bench [NAME…]      the measurements behind docs/benchmarks.md
  openapi            writes docs/openapi.json
";

/// What a command comes to: the exit code of what it ran, or a sentence for the reader.
pub(crate) type Outcome = Result<ExitCode, String>;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    let rest: Vec<String> = words.filter(|word| word != "--").collect();
    let outcome = match command.as_str() {
        "test" => test::run_tests(&rest),
        "ci" => ci::run_ci(),
        "shots" => shots::take(&rest),
        "bench" => bench::measure(&rest),
        "openapi" => openapi::write(),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    outcome.unwrap_or_else(|sentence| {
        eprintln!("{sentence}");
        ExitCode::FAILURE
    })
}

/// Tells the reader what is about to take time.
pub(crate) fn say(what: &str) {
    eprintln!("→ {what}");
}
