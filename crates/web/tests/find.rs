//! Finding partners through the front door.

#![cfg(test)]

mod house;

use axum::http::StatusCode;
use house::{House, Someone};

async fn says(house: &House, who: &Someone, fields: &[(&str, &str)]) {
    let fields: Vec<(String, String)> =
        fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    actions::members::describe(&house.app, who.who, who.member, &fields).await.unwrap();
}

#[tokio::test]
async fn who_fits_is_shown_and_can_be_left_out_and_back() {
    let house = House::new().await;
    let (ana, ben) = (house.member("Ana Print").await, house.member("Ben Film").await);
    for who in [&ana, &ben] {
        says(&house, who, &[("audience", "small charities"), ("values", "slow work")]).await;
    }
    let page = house.get_as(&ana, "/find").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains("Ben Film") && page.body.contains("small charities"),
        "{}",
        page.body
    );
    assert!(!page.body.contains('%') || !page.body.contains("% fit"));

    let hidden = house.post_as(&ana, "/find/hidden/ben-film", &[("back", "/find")]).await;
    assert_eq!((hidden.status, hidden.location.as_str()), (StatusCode::SEE_OTHER, "/find"));
    assert!(!house.get_as(&ana, "/find").await.body.contains("Ben Film"));
    // It is nobody else's business.
    assert!(house.get_as(&ben, "/find").await.body.contains("Ana Print"));
    house.post_as(&ana, "/find/hidden/ben-film/end", &[]).await;
    assert!(house.get_as(&ana, "/find").await.body.contains("Ben Film"));
}

#[tokio::test]
async fn guests_and_candidates_find_nobody() {
    let house = House::new().await;
    let _ben = house.member("Ben Film").await;
    let candidate = house.candidate("Cleo").await;
    assert_eq!(house.get("/find").await.location, "/sign-in");
    let page = house.get_as(&candidate, "/find").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(!page.body.contains("Ben Film"));
    // Who is not in is not found either.
    let ana = house.member("Ana Print").await;
    assert!(!house.get_as(&ana, "/find").await.body.contains("Cleo"));
}

#[tokio::test]
async fn an_address_that_asks_for_nonsense_gets_a_clear_answer() {
    let house = House::new().await;
    let ana = house.member("Ana Print").await;
    for (query, status) in [
        ("purpose=conquer", StatusCode::UNPROCESSABLE_ENTITY),
        ("purpose=need:01977420-dc00-7fff-bfff-ffffffffffff", StatusCode::UNPROCESSABLE_ENTITY),
        ("page=99999999999", StatusCode::UNPROCESSABLE_ENTITY),
        ("offer=%ff", StatusCode::BAD_REQUEST),
        ("page=1000", StatusCode::OK),
        ("offer=<script>alert(1)</script>", StatusCode::OK),
        ("view=map&box=9,9,0,0", StatusCode::OK),
    ] {
        let page = house
            .get_as(&ana, &format!("/find?{}", query.replace('<', "%3C").replace('>', "%3E")))
            .await;
        assert_eq!(page.status, status, "{query}");
        assert!(!page.body.contains("<script>alert"), "{query}");
    }
    let away = house.post_as(&ana, "/find/hidden/nobody", &[]).await;
    assert_eq!(away.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn one_is_not_sent_elsewhere_after_leaving_somebody_out() {
    let house = House::new().await;
    let (ana, _ben) = (house.member("Ana Print").await, house.member("Ben Film").await);
    let back = [("back", "//evil.example/find")];
    assert_eq!(house.post_as(&ana, "/find/hidden/ben-film", &back).await.location, "/");
}
