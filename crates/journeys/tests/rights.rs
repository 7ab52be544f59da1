//! Whoever may not see a thing finds no trace of it: not on pages, not by searching.

#![cfg(test)]

use journeys::{Browser, House, Look, Window};

const OWN: &str = "rowan@meadow-and-finch.example";
const OTHER: &str = "nia@quay-stories.example";
const SECRET: &str = "We may sell the xylophone next year";

async fn window_of(browser: &Browser) -> Window {
    browser.window(Look::PHONE.without_javascript()).await
}

/// What is kept to oneself, and what only members read, for each kind of reader.
#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_read_by_those_it_is_for() {
    let Some(browser) = Browser::start() else { return };
    let house = House::demo();
    let own = window_of(&browser).await;
    own.sign_in(&house.sign_in_link(OWN)).await;
    own.go(&house.url("/me/edit/agenda")).await;
    own.choose("Who sees this", "Members").await;
    own.fill("What you want out of working with others", SECRET).await;
    own.click("Save").await;
    own.see("Saved").await;
    let other = window_of(&browser).await;
    other.sign_in(&house.sign_in_link(OTHER)).await;
    let stranger = window_of(&browser).await;

    reads(&other, &house, true).await;
    reads(&stranger, &house, false).await;
    own.go(&house.url("/me/edit/agenda")).await;
    own.choose("Who sees this", "Only us").await;
    own.click("Save").await;
    own.see("Saved").await;
    reads(&other, &house, false).await;
    reads(&own, &house, true).await;
    for page in
        ["/me", "/me/edit/agenda", "/me/history", "/me/export", "/settings", "/contacts/new"]
    {
        stranger.go(&house.url(page)).await;
        stranger.at("/sign-in").await;
    }
    for window in [own, other, stranger] {
        window.close().await;
    }
}

async fn reads(window: &Window, house: &House, may: bool) {
    window.go(&house.url("/@meadow-finch")).await;
    window.see("Posters, leaflets and print").await;
    let page = window.text().await;
    assert_eq!(page.contains(SECRET), may, "{page}");
    window.go(&house.url("/search?q=xylophone")).await;
    window.see("Search").await;
    let page = window.text().await;
    assert!(!page.contains(SECRET), "{page}");
}

/// Who waits for the members' consent reads what everybody reads, and nothing more.
#[tokio::test(flavor = "multi_thread")]
async fn who_asks_to_join_sees_no_more_than_a_stranger() {
    let Some(browser) = Browser::start() else { return };
    let house = House::demo();
    let member = window_of(&browser).await;
    member.sign_in(&house.sign_in_link(OWN)).await;
    member.go(&house.url("/settings/alliance")).await;
    member.choose("How one joins", "They are in after 7 days").await;
    member.click("Save for everyone").await;
    member.at("/alliance").await;

    let candidate = window_of(&browser).await;
    candidate.go(&house.join_link("Cy Cole")).await;
    candidate.choose("How do you work?", "A free agent").await;
    candidate.click("Ask to join").await;
    candidate.at("/welcome/1").await;
    for page in ["/find", "/find/with/pageworks", "/find/left-out", "/contacts/new", "/imports"] {
        candidate.go(&house.url(page)).await;
        candidate.see("Not for you").await;
        candidate.not_see("Pageworks").await;
    }
    for page in ["/alliance/candidates", "/alliance/invitations"] {
        candidate.go(&house.url(page)).await;
        candidate.see("Not for you").await;
    }
    candidate.go(&house.url("/@quay-stories")).await;
    candidate.see("What they offer").await;
    candidate.not_see("How big they are").await;
    candidate.go(&house.url("/alliance/candidacy")).await;
    candidate.see("You asked to join").await;
    for window in [member, candidate] {
        window.close().await;
    }
}
