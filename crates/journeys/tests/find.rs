//! Finding partners: for each purpose, with the reasons, and with what is refused and why.

#![cfg(test)]

use journeys::{Browser, House, Look, Window};

/// What a member may look for, somebody who is found, and a reason that is given.
const PURPOSES: [(&str, &str, &str); 6] = [
    ("Promote each other", "Copper Lane Web", "You both serve small charities and local shops"),
    ("Learn from each other", "Clyde Print Studio", "You do the same work: print"),
    ("Get guidance", "Weir & Daughters", "They are established; you are just starting"),
    ("Guide someone", "Pageworks", "Ask gently"),
    ("Evaluation help", "Northlight Data", "They offer Research and evaluation"),
    ("Work together", "Quay Stories", "You need a film for a funding bid"),
];

/// Everything a member does here, by links and forms alone.
async fn finds(window: &Window, house: &House) {
    window.sign_in(house.link()).await;
    window.go(&house.url("/find")).await;
    window.see("Find partners").await;
    for (purpose, somebody, reason) in PURPOSES {
        window.click(purpose).await;
        window.see("ordered by fit with your profile").await;
        window.see(somebody).await;
        window.see(reason).await;
    }
    window.click("Work together").await;
    understands(window, house).await;
    refuses(window, house).await;
}

/// One suggestion from the list to its reasons, and on to the page of the member.
async fn understands(window: &Window, house: &House) {
    window.click("Look closer: Quay Stories").await;
    window.see("You and Quay Stories").await;
    window.see("Strong fit").await;
    window.see("They need Posters and print. You offer Posters, leaflets and print.").await;
    window.see("Same audience").await;
    window.click("Read their profile").await;
    window.see("We film people doing good work").await;
    window.see("How you fit").await;
    window.go(&house.url("/find")).await;
}

async fn refuses(window: &Window, house: &House) {
    // Why not: one who does the same work, and what one can say about it.
    window.click("the same work as you").await;
    window.click("Pageworks").await;
    window.see("Not suggested").await;
    window.see("You both offer").await;
    window.fill("Why", "They take what is too much for us").await;
    window.click("Look in spite of competing").await;
    window.see("You wrote: They take what is too much for us").await;
    window.click("Take that back").await;
    window.see("They are left out again").await;

    window.go(&house.url("/find/left-out")).await;
    window.see("Left out, and why").await;
    window.see("Nothing else makes up for that").await;

    window.go(&house.url("/find")).await;
    window.click("Not for us: Quay Stories").await;
    window.see("Quay Stories will not be suggested to you any more").await;
    window.click("Undo").await;
    window.see("Quay Stories is suggested again").await;
    window.click("Compare").await;
    window.see("Side by side").await;
    window.go(&house.url("/find?view=map")).await;
    window.see("What and where").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn partners_are_found_understood_and_refused() {
    let Some(browser) = Browser::start() else { return };
    let house = House::demo();
    let window = browser.window(Look::DESKTOP).await;
    finds(&window, &house).await;
    assert_eq!(window.troubles().await, Vec::<String>::new());
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_without_scripts() {
    let Some(browser) = Browser::start() else { return };
    let house = House::demo();
    let window = browser.window(Look { javascript: false, ..Look::DESKTOP }).await;
    finds(&window, &house).await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_signed_in_sees_nobody() {
    let Some(browser) = Browser::start() else { return };
    let house = House::demo();
    let window = browser.window(Look::DESKTOP).await;
    for path in ["/find", "/find/with/pageworks", "/find/left-out", "/find/compare"] {
        window.go(&house.url(path)).await;
        window.at("/sign-in").await;
        window.not_see("Pageworks").await;
    }
    window.close().await;
}
