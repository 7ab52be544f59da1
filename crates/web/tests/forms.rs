//! Forms through the front door: who may send one, and what happens when it is sent twice.

#![cfg(test)]

mod house;

use axum::http::StatusCode;
use house::House;

#[tokio::test]
async fn a_form_without_the_token_of_this_session_is_refused() {
    let house = House::new().await;
    let mine = house.token();
    for (body, status) in [
        (format!("theme=dark&csrf={mine}"), StatusCode::SEE_OTHER),
        // A page that is shown when nothing else is known has no token, and a switch all the same.
        ("theme=dark&csrf=".to_owned(), StatusCode::SEE_OTHER),
        ("theme=dark&csrf=abc.def".to_owned(), StatusCode::FORBIDDEN),
        (format!("theme=dark&csrf={mine}0"), StatusCode::FORBIDDEN),
        ("theme=%ff".to_owned(), StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(house.post("/theme", &body).await.status, status, "{body}");
    }
    assert_eq!(house.post("/sign-out", "csrf=").await.status, StatusCode::FORBIDDEN);
    let lost = house.get("/nowhere-at-all").await;
    assert!(lost.body.contains("action=\"/theme\""), "the switch is on every page");
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let house = House::new().await;
    let body = format!("theme=dark&csrf={}", house.token());
    let answer = house.post_with("/theme", &body, &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_same_form_twice_is_answered_alike_and_another_form_of_the_page_is_not() {
    let house = House::new().await;
    let token = house.token();
    let (first, again) = (format!("theme=dark&back=/a&csrf={token}"), "theme=dark&back=/b");
    let location = |it: house::Answer| it.location;
    assert_eq!(location(house.post("/theme", &first).await), "/a");
    let twice = house.post("/theme", &first).await;
    // The answer is kept, not the effect done again: the cookie was set by the first alone.
    assert_eq!((twice.location.as_str(), twice.cookies.len()), ("/a", 0));
    let other = format!("{again}&csrf={token}");
    assert_eq!(location(house.post("/theme", &other).await), "/b");
}

#[tokio::test]
async fn a_form_that_is_too_large_is_refused_whole() {
    let house = House::new().await;
    let body = format!("csrf={}&theme={}", house.token(), "x".repeat(11 * 1024 * 1024));
    assert_eq!(house.post("/theme", &body).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_page_that_is_not_there_has_the_frame_of_its_reader_and_leads_back() {
    let house = House::new().await;
    let ana = house.member("Quay Stories").await;
    let page = house.get_as(&ana, "/nowhere?then=this").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    for words in ["Nothing here", "action=\"/sign-out\"", "value=\"/nowhere?then=this\""] {
        assert!(page.body.contains(words), "{words} is not in {}", page.body);
    }
    let page = house.get("/nowhere").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.body.contains("href=\"/sign-in\""), "{}", page.body);
    assert!(!page.body.contains("/sign-out"), "{}", page.body);
    let posted = house.post_as(&ana, "/contacts/none/restoration", &[]).await;
    assert!(!posted.body.contains("restoration"), "{}", posted.body);
}
