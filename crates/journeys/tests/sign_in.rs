//! Signing in, with everything a person may have: a link, a code by mail, a passkey.

#![cfg(test)]

use journeys::{Browser, House, Look, Window};

async fn sign_out(window: &Window) {
    window.click("Your account").await;
    window.click("Sign out").await;
    window.see("You are signed out on this device").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_added_used_and_removed() {
    let Some(browser) = Browser::start() else { return };
    let house = House::demo();
    let window = browser.window(Look::DESKTOP).await;
    window.hold_passkeys().await;
    window.sign_in(house.link()).await;

    window.go(&house.url("/settings/devices")).await;
    window.see("This device").await;
    window.fill("A name for a new passkey", "My laptop").await;
    window.click("Add a passkey").await;
    window.see("Your passkey is added").await;
    window.see("My laptop").await;
    window.fill("A name for a new passkey", "Once more").await;
    window.click("Add a passkey").await;
    window.see("This device holds a passkey of yours already").await;

    sign_out(&window).await;
    window.go(&house.url("/settings")).await;
    window.at("/sign-in").await;
    window.click("Use a passkey").await;
    window.at("/home").await;
    window.go(&house.url("/settings")).await;
    window.see("For whom you act").await;

    window.go(&house.url("/settings/devices")).await;
    window.click("Remove: My laptop").await;
    window.see("You cannot sign in with this passkey any more").await;
    window.click("Remove it").await;
    window.see("The passkey is removed").await;
    sign_out(&window).await;
    window.go(&house.url("/sign-in")).await;
    window.click("Use a passkey").await;
    window.see("not valid any more").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_comes_by_mail_and_no_script_is_needed() {
    let Some(browser) = Browser::start() else { return };
    let house = House::demo();
    let mut mailbox = house.mailbox();
    let window = browser.window(Look::DESKTOP.without_javascript()).await;
    window.sign_in(house.link()).await;
    window.go(&house.url("/settings")).await;
    let email = window.value("Your email address").await;
    window.fill("Your email address", "new@meadow.example").await;
    window.click("Save").await;
    window.see("Is this address yours?").await;
    let code = mailbox.next("new@meadow.example").await.code();
    window.fill("Your code", &code).await;
    window.click("This is my address").await;
    window.see("Your new address is saved").await;
    assert!(mailbox.is_empty(&email), "the old address was not written to");
    sign_out(&window).await;

    window.go(&house.url("/sign-in")).await;
    window.not_see("Use a passkey").await;
    window.fill("Your email address", "New@Meadow.example").await;
    window.click("Send me a code").await;
    window.see("Look into your mail").await;
    window.fill("Your code", "12").await;
    window.click("Sign in").await;
    window.see("not valid any more").await;
    let code = mailbox.next("new@meadow.example").await.code();
    window.fill("Your code", &code).await;
    window.click("Sign in").await;
    window.go(&house.url("/settings")).await;
    window.see("For whom you act").await;
    window.close().await;
}
