//! Telling: for few and for many, outward step by step and back, with and without scripts; and
//! what is new appears in another browser, also on another node.

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

async fn tell(window: &Window, house: &House, words: &str, audience: &str) {
    window.go(&house.url("/home")).await;
    window.fill("What are you working on?", words).await;
    window.choose("For whom", audience).await;
    window.click("Post").await;
}

/// Everything a member does with notes, by links and forms alone.
async fn tells(window: &Window, house: &House) {
    window.sign_in(house.link()).await;
    window.go(&house.url("/circles")).await;
    window.fill("What do you call it?", "Those close by").await;
    window.click("Make a circle").await;
    window.fill("Add a member", "quay-stories").await;
    window.click("Add").await;
    window.see("In the circle now").await;

    // Longer than what is folded together with the small things of others.
    let line = "A journey begins with one line, and sometimes that line is a rather long one";
    tell(window, house, line, "Those close by").await;
    window.see("Told to those few").await;
    window.click_near("A journey begins with one line", "Talk about it").await;
    window.see("Only the circle “Those close by”").await;
    for step in ["Members but same makers", "Members", "Everyone"] {
        window.choose("Who reads it from now on", &format!("One step out: {step}")).await;
        window.click("Move it").await;
        window.see(&format!("Now for: {}.", step.to_lowercase())).await;
    }
    window.choose("Who reads it from now on", "Back in: Members").await;
    window.click("Move it").await;
    window.see("Copies may remain").await;
    window.click("Move it in all the same").await;
    window.see("Now for: members.").await;
    window.see("What it was before").await;

    window.fill("Say something", "And goes on with another").await;
    window.click("Say it").await;
    window.see("And goes on with another").await;
    window.click("Take it back").await;
    window.see("Nobody reads it any more").await;
    window.click("Undo").await;
    window.see("It is back").await;

    tell(window, house, "The recipe of the blue ink", "Sealed").await;
    window.see("Nobody but your own people reads this").await;
    window.go(&house.url("/home")).await;
    window.not_see("The recipe of the blue ink").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_goes_outward_and_comes_back() {
    let Some(browser) = Browser::start() else { return };
    let house = House::demo();
    let mut window = browser.window(Look::DESKTOP).await;
    tells(&window, &house).await;
    for (page, path) in [
        ("home", "/home"),
        ("home-partners", "/home?see=partners"),
        ("circles", "/circles"),
        ("stream", "/stream"),
        ("story", "/@meadow-finch/notes"),
        ("search-notes", "/search?q=journey"),
    ] {
        window.go(&house.url(path)).await;
        passes(&mut window, page).await;
    }
    window.click_near("A journey begins with one line", "about what Meadow").await;
    window.see("Conversation").await;
    passes(&mut window, "note").await;
    window.click("Change the words").await;
    window.see("What they were before").await;
    passes(&mut window, "note-edit").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_without_scripts() {
    let Some(browser) = Browser::start() else { return };
    let house = House::demo();
    let window = browser.window(Look { javascript: false, ..Look::DESKTOP }).await;
    tells(&window, &house).await;
    window.close().await;
}

/// Names the alliance, and comes in.
async fn found(window: &Window, house: &House) {
    window.go(house.link()).await;
    window.fill("What is it called?", "Tideway").await;
    window.fill("Your own name", "Ana Silva").await;
    window.choose("How do you work?", "An organisation").await;
    window.fill("Name of your organisation or practice", "Quay Stories").await;
    window.click("Begin").await;
    window.at("/welcome/1").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_new_appears_in_another_browser_on_another_node() {
    let Some(browser) = Browser::start() else { return };
    let Some(house) = House::on_postgres() else { return };
    let mut ana = browser.window(Look::DESKTOP).await;
    found(&ana, &house).await;
    // A server that starts before the first run would print a code of its own.
    let other = house.neighbour();
    let bo = browser.window(Look::DESKTOP).await;
    bo.go(&house.join_link("Bo Berg")).await;
    bo.choose("How do you work?", "A free agent").await;
    bo.click("Join").await;
    bo.at("/welcome/1").await;

    bo.go(&other.url("/home")).await;
    bo.see("Nobody has told anything yet").await;
    ana.go(&house.url("/home")).await;
    passes(&mut ana, "home-empty").await;
    tell(&ana, &house, "Told on one node", "Members").await;
    ana.see("Told on one node").await;
    bo.see("1 new note").await;
    bo.click("1 new note").await;
    bo.see("Told on one node").await;
    bo.close().await;
    ana.close().await;
}
