use super::{Door, PAGES, Page, Step, Way};
use crate::{Browser, House, Look, Window};

/// One of the demo's members, to whom every kind of answer is shown.
const MEMBER: &str = "rowan@meadow-and-finch.example";

/// Opens every wanted page of the list in turn, wide and light, and hands the window over. It may
/// come back in any look, but on the same page.
pub async fn tour(
    browser: &Browser,
    wanted: impl Fn(&Page) -> bool,
    mut visit: impl AsyncFnMut(&mut Window, &Page),
) {
    let mut demo = None;
    for door in Door::ALL {
        let mut pages = PAGES.iter().filter(|page| page.door == door && wanted(page)).peekable();
        if pages.peek().is_none() {
            continue;
        }
        let empty = (door == Door::Founder).then(House::new);
        let house = empty.as_ref().unwrap_or_else(|| demo.get_or_insert_with(House::demo));
        let mut window = come_in(browser, house, door).await;
        for page in pages {
            open(&mut window, house, page).await;
            visit(&mut window, page).await;
        }
        window.close().await;
    }
}

async fn come_in(browser: &Browser, house: &House, door: Door) -> Window {
    let window = browser.window(Look::DESKTOP).await;
    match door {
        Door::Founder | Door::Stranger => (),
        Door::Member => {
            window.hold_passkeys().await;
            window.sign_in(&house.sign_in_link(MEMBER)).await;
        }
        Door::Candidate => ask_to_join(&window, browser, house, "Flo Frey").await,
        Door::Elector => {
            let other = browser.window(Look::DESKTOP).await;
            ask_to_join(&other, browser, house, "Eli Ek").await;
            other.close().await;
            window.sign_in(&house.sign_in_link(MEMBER)).await;
        }
    }
    window
}

/// Somebody asks to join, where members are asked first.
async fn ask_to_join(window: &Window, browser: &Browser, house: &House, name: &str) {
    let member = browser.window(Look::DESKTOP).await;
    member.sign_in(&house.sign_in_link(MEMBER)).await;
    member.go(&house.url("/settings/alliance")).await;
    member.choose("How one joins", "They are in after 7 days").await;
    member.click("Save for everyone").await;
    member.at("/alliance").await;
    member.close().await;
    window.go(&house.join_link(name)).await;
    window.choose("How do you work?", "A free agent").await;
    window.fill("What you do, in one line", "I mend boats, and the people in them").await;
    window.click("Ask to join").await;
    window.at("/welcome/1").await;
}

async fn open(window: &mut Window, house: &House, page: &Page) {
    window.wear(Look::DESKTOP).await;
    match page.way {
        Way::Path(path) => window.go(&house.url(path)).await,
        Way::Printed => window.go(house.link()).await,
        Way::Invited => window.go(&house.join_link("Bo Berg")).await,
        Way::Link { on, to } => {
            window.go(&house.url(on)).await;
            let script = format!("return document.querySelector('main a[href^=\"{to}\"]')?.href");
            let link = window.script(&script).await;
            let link = link.as_str().unwrap_or_else(|| panic!("{on} links to no {to}")).to_owned();
            window.go(&link).await;
        }
    }
    for step in page.steps {
        match step {
            Step::Fill(label, text) => window.fill(label, text).await,
            Step::Press(words) => window.click(words).await,
            Step::Go(words, path) => {
                window.see(words).await;
                window.go(&house.url(path)).await;
            }
            Step::Unfold => {
                let script =
                    "document.querySelectorAll('main details').forEach(it => it.open = true)";
                window.script(script).await;
            }
        }
    }
    window.see(page.says).await;
}
