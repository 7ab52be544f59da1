//! Takes a picture of every page, or of those named: wide and phone, light and dark.
//! Run by `cargo xtask shots`.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use journeys::pages::{PAGES, Page, tour};
use journeys::{Browser, Look, Window};

/// The picture in the README, which should load at once.
const README_BYTES_MAX: u64 = 250_000;

#[tokio::main]
async fn main() -> ExitCode {
    let named: Vec<String> = env::args().skip(1).collect();
    if let Some(unknown) = named.iter().find(|it| PAGES.iter().all(|page| page.name != **it)) {
        let names: Vec<&str> = PAGES.iter().map(|page| page.name).collect();
        eprintln!("There is no page {unknown}. There are: {}.", names.join(", "));
        return ExitCode::from(2);
    }
    let Some(browser) = Browser::start() else { return ExitCode::FAILURE };
    let wanted = |page: &Page| named.is_empty() || named.iter().any(|it| it == page.name);
    tour(&browser, wanted, take).await;
    ExitCode::SUCCESS
}

async fn take(window: &mut Window, page: &Page) {
    for look in Look::ALL {
        window.wear(look).await;
        let path = folder("target/shots").join(format!("{}-{}.png", page.name, look.name()));
        window.picture(&path).await;
        println!("{}", path.display());
    }
    if page.name == "find" {
        picture_for_the_readme(window).await;
    }
}

async fn picture_for_the_readme(window: &mut Window) {
    let path = folder("docs").join("find.png");
    window.wear(Look::DESKTOP).await;
    window.picture_of_window(&path).await;
    let bytes = path.metadata().map_or(0, |it| it.len());
    println!("{}, {} KB", path.display(), bytes / 1000);
    if bytes > README_BYTES_MAX {
        eprintln!("The picture in the README should have at most {README_BYTES_MAX} bytes.");
    }
}

fn folder(name: &str) -> PathBuf {
    // Asked when it runs: a build may be shared between copies of the repository.
    let here = env::var_os("CARGO_MANIFEST_DIR").expect("this is run by cargo");
    let root = Path::new(&here).ancestors().nth(2);
    root.expect("this crate lies two folders below the root").join(name)
}
