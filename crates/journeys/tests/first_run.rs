//! The first run: an empty server becomes an alliance of six, with and without scripts.

#![cfg(test)]

use journeys::{Browser, House, Look, Window};

const FRIENDS: [&str; 5] = ["Bo Berg", "Cy Cole", "Dee Dunn", "Eli Ek", "Flo Frey"];

async fn begin(window: &Window, house: &House) {
    window.go(&house.url("/")).await;
    window.at("/setup").await;
    window.see("Where the code is").await;
    window.go(house.link()).await;
    window.click("Begin").await;
    window.see("Please look at this again").await;
    window.fill("What is it called?", "Tideway").await;
    window.fill("What is it, in one line?", "Independents of the coast").await;
    window.fill("What does the name mean?", "The tide lifts every boat.").await;
    window.fill("Your own name", "Ana Silva").await;
    window.choose("How do you work?", "An organisation").await;
    window.fill("Name of your organisation or practice", "Quay Stories").await;
    window.click("Begin").await;
    window.at("/welcome/1").await;
}

async fn answer(window: &Window) {
    window.fill("What you do, in one line", "Slow films about people doing good work").await;
    window.fill("What you offer", "Films").await;
    window.fill("Whom you serve", "small charities, schools").await;
    window.fill("Where you are", "Bristol, United Kingdom").await;
    window.click("Go on").await;
    window.at("/welcome/2").await;
    window.fill("What you need", "A bookkeeper").await;
    window.tick("A one-off together").await;
    window.click("Go on").await;
    window.at("/welcome/3").await;
    window.choose("Fast or careful", "Rather Careful").await;
    window.fill("What matters to you in how you work", "craft, fairness").await;
    window.choose("How many people are you?", "Two to five people").await;
    window.click("Go on").await;
    window.at("/alliance/invitations").await;
    window.see("That is all about you").await;
}

/// Invites the five; answers the link of each.
async fn invite(window: &Window) -> Vec<String> {
    window.fill("Names or email addresses", &FRIENDS.join("\n")).await;
    window.click("Invite them").await;
    window.see("Ready below").await;
    window.click("Make the link").await;
    window.see("The link is ready below").await;
    window.see("10 places left").await;
    let mut links = Vec::new();
    for friend in FRIENDS {
        links.push(window.value(&format!("Link for {friend}")).await);
    }
    window.click_near("A link for several", "Take back").await;
    window.see("Taken back").await;
    window.not_see("10 places left").await;
    links
}

async fn join(browser: &Browser, with: Look, link: &str, name: &str) {
    let window = browser.window(with).await;
    window.go(link).await;
    window.see("Ana Silva of Quay Stories invites you").await;
    assert_eq!(window.value("Your own name").await, name);
    window.choose("How do you work?", "A free agent").await;
    window.click("Join").await;
    window.at("/welcome/1").await;
    window.click("Skip this").await;
    window.at("/welcome/2").await;
    window.go(link).await;
    window.see("This link does not lead in").await;
    window.close().await;
}

async fn first_run(with: Look) {
    let Some(browser) = Browser::start() else { return };
    let house = House::new();
    let window = browser.window(with).await;
    begin(&window, &house).await;
    answer(&window).await;
    let links = invite(&window).await;
    for (link, name) in links.iter().zip(FRIENDS) {
        join(&browser, with, link, name).await;
    }
    window.go(&house.url("/alliance")).await;
    for name in FRIENDS.iter().chain(&["Quay Stories", "The tide lifts every boat."]) {
        window.see(name).await;
    }
    window.go(&house.url("/settings/alliance")).await;
    window.fill("What you want to reach together", "Fair work for everybody").await;
    window.click("Save for everyone").await;
    window.see("Fair work for everybody").await;
    window.click("Undo").await;
    window.at("/alliance/history").await;
    window.see("Changed the common goals back").await;

    // Whoever is not signed in reads what the alliance means, and nothing for members.
    let stranger = browser.window(with).await;
    for (page, words) in [
        ("/", "Ask someone to invite you"),
        ("/alliance", "The tide lifts every boat."),
        ("/help", "How one joins"),
        ("/help/fit", "How fit works"),
    ] {
        stranger.go(&house.url(page)).await;
        stranger.see(words).await;
    }
    for page in ["/alliance/invitations", "/alliance/candidates", "/settings/alliance"] {
        stranger.go(&house.url(page)).await;
        stranger.at("/sign-in").await;
    }
    stranger.close().await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_server_becomes_an_alliance_of_six() {
    first_run(Look::DESKTOP).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn and_no_script_is_needed_for_it() {
    first_run(Look::PHONE.without_javascript()).await;
}
