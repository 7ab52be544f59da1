//! Takes a picture of every page, or of those named: wide and phone, light and dark.
//! Run by `cargo xtask shots`.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use journeys::pages::{Door, PAGES, Page, Way};
use journeys::{Browser, House, Look, Window};

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
    let wanted = |door| {
        let chosen = move |page: &&Page| page.door == door;
        let asked = |page: &&Page| named.is_empty() || named.iter().any(|it| it == page.name);
        PAGES.iter().filter(chosen).filter(asked).copied().collect::<Vec<_>>()
    };
    let mut window = browser.window(Look::DESKTOP).await;
    let first = wanted(Door::Founder);
    if !first.is_empty() {
        let house = House::new();
        take(&mut window, &house, &first).await;
    }
    let (strangers, members) = (wanted(Door::Stranger), wanted(Door::Member));
    if !strangers.is_empty() || !members.is_empty() {
        let house = House::demo();
        take(&mut window, &house, &strangers).await;
        window.sign_in(house.link()).await;
        take(&mut window, &house, &members).await;
    }
    ExitCode::SUCCESS
}

async fn take(window: &mut Window, house: &House, pages: &[Page]) {
    for page in pages {
        window.wear(Look::DESKTOP).await;
        window.go(&address(window, house, page.way).await).await;
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
}

async fn address(window: &Window, house: &House, way: Way) -> String {
    match way {
        Way::Path(path) => house.url(path),
        Way::Printed => house.link().to_owned(),
        Way::Link { on, to } => {
            window.go(&house.url(on)).await;
            let script = format!("return document.querySelector('a[href^=\"{to}\"]')?.href");
            let link = window.script(&script).await;
            link.as_str().unwrap_or_else(|| panic!("{on} links to no {to}")).to_owned()
        }
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
