//! Every page of the product, in every look: nothing for the accessibility checker to find,
//! nothing to scroll sideways on the narrowest phone, nothing heavy, no complaint of the browser.

#![cfg(test)]

use journeys::pages::{Page, tour};
use journeys::{Browser, Look, Window, axe};

/// The narrowest screen that everything must fit on, in CSS pixels (WCAG 2.2, 1.4.10).
const NARROWEST: Look = Look { width: 320, height: 640, ..Look::DESKTOP };
/// What a page may weigh as it is sent, in bytes.
const BYTES_MAX: u64 = 20_000;

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_open_to_everybody_in_every_look() {
    let Some(browser) = Browser::start() else { return };
    let mut faults = Vec::new();
    tour(
        &browser,
        |_| true,
        async |window: &mut Window, page: &Page| {
            let found = faults_of(window).await;
            faults.extend(found.iter().map(|fault| format!("{}: {fault}", page.name)));
        },
    )
    .await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

async fn faults_of(window: &mut Window) -> Vec<String> {
    let mut faults = window.troubles().await;
    let weight =
        window.script("return performance.getEntriesByType('navigation')[0].encodedBodySize");
    let weight = weight.await.as_u64().expect("a page has a size");
    if weight > BYTES_MAX {
        faults.push(format!("weighs {weight} bytes"));
    }
    for look in Look::ALL {
        window.wear(look).await;
        let found = axe(window).await;
        faults.extend(found.iter().map(|fault| format!("{}: {fault}", look.name())));
    }
    window.wear(NARROWEST).await;
    let wide = window.script("return document.documentElement.scrollWidth").await;
    if wide.as_u64() > Some(u64::from(NARROWEST.width)) {
        faults.push(format!("is {wide} pixels wide on a screen of {}", NARROWEST.width));
    }
    faults
}
