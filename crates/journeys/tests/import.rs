//! Importing the directory that the product ships: looked at first, taken in, undone, put right.

#![cfg(test)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use journeys::{Browser, House, Look, Window};

/// The one row of the directory whose name is too long, shortened.
const SHORTER: &str = "PRO ECO-TUR OITUZ";

/// The file in `demo/`, with 288 rows.
fn directory() -> PathBuf {
    let here = env::var_os("CARGO_MANIFEST_DIR").expect("tests are run by cargo");
    let root = Path::new(&here).ancestors().nth(2);
    root.expect("this crate lies two folders below the root").join("demo/directory.csv")
}

async fn begin(window: &Window, house: &House) {
    window.go(house.link()).await;
    window.fill("What is it called?", "Tideway").await;
    window.fill("Your own name", "Ana Silva").await;
    window.choose("How do you work?", "A free agent").await;
    window.click("Begin").await;
    window.at("/welcome/1").await;
}

/// Sends the directory in; returns where its rows are.
async fn send(window: &Window, house: &House) -> String {
    window.go(&house.url("/imports/new")).await;
    window.upload("A CSV file", &directory()).await;
    window.click("Look at the rows").await;
    window.see("Nothing is saved yet").await;
    window.path().await
}

/// A file that a link on the page leads to, read at once: without scripts nothing can be awaited.
async fn file(window: &Window, link: &str) -> String {
    let script = format!(
        "const link = [...document.querySelectorAll('main a')].find(it => \
         it.textContent.includes('{link}')); const ask = new XMLHttpRequest(); \
         ask.open('GET', link.href, false); ask.send(); \
         return ask.getResponseHeader('content-type') + '\\n' + ask.responseText"
    );
    let text = window.script(&script).await;
    text.as_str().expect("a file is text").to_owned()
}

async fn imports(window: &Window, house: &House) {
    begin(window, house).await;
    window.go(&house.url("/imports")).await;
    window.see("No imports yet").await;
    let list = send(window, house).await;
    window.see("287 new, 0 already there, 1 to look at").await;
    window.see("FoodCoop FürMi").await;
    window.go(&house.url("/contacts")).await;
    window.see("No contacts yet").await;

    window.go(&house.url(&list)).await;
    window.click("To look at 1").await;
    window.see("Please look").await;
    window.see("80 characters").await;
    window.not_see("FoodCoop FürMi").await;
    let left_out = file(window, "Rows left out").await;

    window.click("All 288").await;
    window.click("Take in 287 contacts").await;
    window.see("287 contacts are on the list now").await;
    found(window, house, "FürMi", "Ulrichskirchen").await;
    found(window, house, "Kostnix", "Innsbruck").await;

    known_again(window, house).await;
    undone(window, house, &list).await;
    put_right(window, house, &left_out).await;
}

async fn found(window: &Window, house: &House, name: &str, place: &str) {
    window.go(&house.url(&format!("/search?q={name}"))).await;
    window.see(place).await;
    window.see("Not a member yet").await;
}

/// The same file again: everybody is known.
async fn known_again(window: &Window, house: &House) {
    send(window, house).await;
    window.see("0 new, 287 already there, 1 to look at").await;
    window.see("Already listed").await;
    window.see("All rows are there already").await;
}

/// Undone but for the one entry that somebody corrected meanwhile; and taken in once more.
async fn undone(window: &Window, house: &House, list: &str) {
    window.go(&house.url("/search?q=Kostnix")).await;
    window.click("Kostnix Umsonstladen").await;
    window.click("Correct this").await;
    window.fill("What they are in one line", "A shop where nothing is sold").await;
    window.click("Save").await;
    window.see("A shop where nothing is sold").await;

    window.go(&house.url(list)).await;
    window.click("Undo this import").await;
    window.see("The 287 contacts that came from this list").await;
    window.click("Undo this import").await;
    window.see("286 contacts are off the list again").await;
    window.see("Kostnix Umsonstladen").await;
    window.see("This import was undone. You can take it in again").await;
    window.go(&house.url("/search?q=FürMi")).await;
    window.see("Nothing found").await;
    found(window, house, "Kostnix", "Innsbruck").await;

    window.go(&house.url(list)).await;
    window.click("Take in").await;
    window.see("286 contacts are on the list now").await;
    found(window, house, "FürMi", "Ulrichskirchen").await;
}

/// The rows left out are a file with the reason; put right, it is taken as it is.
async fn put_right(window: &Window, house: &House, left_out: &str) {
    let (kind, rows) = left_out.split_once('\n').expect("a file has a type");
    assert_eq!(kind, "text/csv; charset=utf-8");
    let rows = rows.trim_start_matches('\u{feff}');
    let (head, row) = rows.split_once('\n').expect("a list has a head");
    assert!(head.trim_end().ends_with("reason"), "{head}");
    assert_eq!(row.trim_end().lines().count(), 1, "{row}");
    assert!(row.contains("name:"), "{row}");
    let long = row.split(',').nth(1).expect("the second column is the name");
    let better = env::temp_dir().join(format!("hanse-better-{}.csv", std::process::id()));
    fs::write(&better, rows.replace(long, SHORTER)).expect("a temporary file can be written");

    window.go(&house.url("/imports/new")).await;
    window.upload("A CSV file", &better).await;
    window.click("Look at the rows").await;
    window.see("1 new, 0 already there, 0 to look at").await;
    fs::remove_file(&better).expect("the file was read");
    window.click("Take in 1 contact").await;
    window.see("1 contact").await;
    window.go(&house.url("/search?q=ECO-TUR")).await;
    window.see(SHORTER).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_directory_is_looked_at_taken_in_undone_and_put_right() {
    let Some(browser) = Browser::start() else { return };
    let house = House::new();
    let window = browser.window(Look::DESKTOP).await;
    imports(&window, &house).await;
    assert_eq!(window.troubles().await, Vec::<String>::new());
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn and_no_script_is_needed_for_it() {
    let Some(browser) = Browser::start() else { return };
    let house = House::new();
    let window = browser.window(Look::PHONE.without_javascript()).await;
    imports(&window, &house).await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_learns_of_an_import() {
    let Some(browser) = Browser::start() else { return };
    let house = House::new();
    let ana = browser.window(Look::DESKTOP).await;
    begin(&ana, &house).await;
    let list = send(&ana, &house).await;

    let other = browser.window(Look::DESKTOP).await;
    other.go(&house.join_link("Bo Berg")).await;
    other.choose("How do you work?", "A free agent").await;
    other.click("Join").await;
    other.at("/welcome/1").await;
    for page in [list.clone(), format!("{list}/undo"), format!("{list}/rejected.csv")] {
        other.go(&house.url(&page)).await;
        other.see("Nothing here").await;
        other.not_see("FoodCoop FürMi").await;
    }
    other.go(&house.url("/imports")).await;
    other.see("No imports yet").await;

    ana.go(&house.url("/settings/alliance")).await;
    ana.choose("How one joins", "They are in after 7 days").await;
    ana.click("Save for everyone").await;
    ana.at("/alliance").await;
    let candidate = browser.window(Look::DESKTOP).await;
    candidate.go(&house.join_link("Cy Cole")).await;
    candidate.choose("How do you work?", "A free agent").await;
    candidate.click("Ask to join").await;
    candidate.at("/welcome/1").await;
    let stranger = browser.window(Look::DESKTOP).await;
    for page in ["/imports", "/imports/new", list.as_str()] {
        candidate.go(&house.url(page)).await;
        candidate.see("Not for you").await;
        stranger.go(&house.url(page)).await;
        stranger.at("/sign-in").await;
    }
    for window in [ana, other, candidate, stranger] {
        window.close().await;
    }
}
