//! Finding partners: for each purpose, with the reasons, and with what is refused and why.

#![cfg(test)]

use journeys::{Browser, House, Look, Window, axe};

/// The pages of this journey pass the checker in every look.
async fn passes(window: &mut Window, page: &str) {
    let before = window.look();
    for look in Look::ALL {
        window.wear(look).await;
        let found = axe(window).await;
        assert!(found.is_empty(), "{page}, {}:\n{}", look.name(), found.join("\n"));
        window.screenshot(&format!("{page}-{}", look.name())).await;
    }
    window.wear(before).await;
    let troubles = window.troubles().await;
    assert!(troubles.is_empty(), "{page}:\n{}", troubles.join("\n"));
}

/// Everything a member does here, by links and forms alone.
async fn finds(window: &Window, house: &House) {
    window.sign_in(house.link()).await;
    window.go(&house.url("/find")).await;
    window.see("Find partners").await;
    window.see("Quay Stories").await;
    window.see("Strong fit").await;
    window.see("Why this could work").await;
    for (purpose, somebody) in
        [("Promote each other", ""), ("Learn from each other", "Clyde"), ("Get guidance", "Weir")]
    {
        window.click(purpose).await;
        window.see("ordered by fit with your profile").await;
        window.see(somebody).await;
    }
    window.click("Work together").await;

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
    let mut window = browser.window(Look::DESKTOP).await;
    finds(&window, &house).await;
    for (page, path) in [
        ("find", "/find"),
        ("find-map", "/find?view=map"),
        ("find-compare", "/find/compare"),
        ("find-left-out", "/find/left-out"),
        ("find-with", "/find/with/quay-stories"),
        ("find-refused", "/find/with/pageworks"),
        ("find-hidden", "/find/hidden"),
        ("find-nobody", "/find?offer=submarines&near=30"),
    ] {
        window.go(&house.url(path)).await;
        passes(&mut window, page).await;
    }
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
