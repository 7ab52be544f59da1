//! The alliance through the front door: the first run, ways in, candidates, and who must not see
//! or do what.

#![cfg(test)]

mod house;

use axum::http::StatusCode;
use house::{Answer, House};

const SCRIPT: &str = "<script>alert(1)</script>";

fn encoded(fields: &[(&str, &str)]) -> String {
    serde_urlencoded::to_string(fields).unwrap()
}

/// The session cookie of an answer, as somebody's browser keeps it.
fn signed_in(house: &House, answer: &Answer) -> house::Someone {
    let cookie = answer.cookies.iter().find_map(|it| it.strip_prefix("session="));
    let cookie = cookie.and_then(|it| it.split(';').next()).expect("no session was opened");
    house.holder_of(cookie)
}

async fn setup_code(house: &House) -> String {
    actions::alliance::setup::setup_code(&house.app).await.unwrap().unwrap()
}

fn founding<'f>(code: &'f str, token: &'f str) -> Vec<(&'f str, &'f str)> {
    vec![
        ("csrf", token),
        ("code", code),
        ("alliance", "Tideway"),
        ("meaning", "The tide lifts every boat."),
        ("name", "Ana Silva"),
        ("kind", "organisation"),
        ("organisation", "Quay Stories"),
    ]
}

#[tokio::test]
async fn a_newcomer_is_led_through_the_first_run() {
    let house = House::empty().await;
    assert_eq!(house.get("/").await.location, "/setup");
    let without = house.get("/setup").await;
    assert!(without.body.contains("Where the code is"));
    let wrong = house.get("/setup?code=wrong").await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    let code = setup_code(&house).await;
    let form = house.get(&format!("/setup?code={code}")).await;
    assert!(form.body.contains("What is it called?"), "{}", form.body);

    let token = house.token();
    let wrong = encoded(&[("csrf", &token), ("code", &code), ("alliance", SCRIPT), ("email", "x")]);
    let refused = house.post("/setup", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("&#60;script&#62;alert(1)"), "what was typed is kept");
    assert!(!refused.body.contains(SCRIPT), "and escaped");

    let body = encoded(&founding(&code, &token));
    let (first, second) = (house.post("/setup", &body).await, house.post("/setup", &body).await);
    assert_eq!((first.location.as_str(), second.location.as_str()), ("/welcome/1", "/welcome/1"));
    let ana = signed_in(&house, &first);
    assert_eq!(ana.cookie, signed_in(&house, &second).cookie, "the second submit opens no other");
    let page = house.get_as(&ana, "/alliance").await;
    assert!(page.body.contains("The tide lifts every boat.") && page.body.contains("Quay Stories"));
    let again = house.post("/setup", &encoded(&founding(&code, &house.token()))).await;
    assert_eq!(again.status, StatusCode::FORBIDDEN);
    assert_eq!(house.get(&format!("/setup?code={code}")).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_three_questions_keep_what_was_typed() {
    let house = House::new().await;
    let ana = house.member("Quay Stories").await;
    let fields = [
        ("line", SCRIPT),
        ("offers", "Films\nPhotographs, large"),
        ("audience", "small charities"),
        ("places", "Bristol, GB"),
    ];
    assert_eq!(house.post_as(&ana, "/welcome/1", &fields).await.location, "/welcome/2");
    let page = house.get_as(&ana, "/welcome/1").await.body;
    for words in ["Films\nPhotographs, large", "small charities", "Bristol, GB"] {
        assert!(page.contains(words), "{words} is not in {page}");
    }
    assert!(!page.contains(SCRIPT));
    let wrong = house.post_as(&ana, "/welcome/1", &[("line", "x"), ("places", "Nowhere")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Nowhere") && wrong.body.contains("aria-invalid=\"true\""));

    let fields = [("needs", "A bookkeeper"), ("open_to", "one_off"), ("open_to", "promote")];
    assert_eq!(house.post_as(&ana, "/welcome/2", &fields).await.location, "/welcome/3");
    let page = house.get_as(&ana, "/welcome/2").await.body;
    assert!(page.contains("A bookkeeper"));
    assert!(page.contains("value=\"one_off\" checked"));
    assert!(page.contains("value=\"partner\">"));

    let fields = [("fast_careful", "5"), ("values", "craft"), ("size", "2-5")];
    assert_eq!(house.post_as(&ana, "/welcome/3", &fields).await.location, "/welcome/invite");
    let page = house.get_as(&ana, "/welcome/3").await.body;
    assert!(page.contains("name=\"fast_careful\" value=\"5\" checked"), "{page}");
    let to = house.get_as(&ana, "/welcome/invite").await.location;
    assert_eq!(to, "/alliance/invitations?first=1");
    // What is no longer among the lines is taken back.
    house.post_as(&ana, "/welcome/1", &[("offers", "Films")]).await;
    let page = house.get_as(&ana, "/welcome/1").await.body;
    assert!(page.contains("Films") && !page.contains("Photographs"));
    assert_eq!(house.get("/welcome/1").await.location, "/sign-in");
    assert_eq!(house.get_as(&ana, "/welcome/4").await.status, StatusCode::NOT_FOUND);
}

/// A link that a member makes on the page, as it stands there.
async fn link(house: &House, who: &house::Someone, fields: &[(&str, &str)]) -> String {
    let page = house.get_as(who, "/alliance/invitations").await;
    let ways = page.cookies.iter().find_map(|it| it.strip_prefix("ways=")).unwrap();
    let cookie = format!("session={}; ways={}", who.cookie, ways.split(';').next().unwrap());
    let token = house.token_of(who);
    let mut all = vec![("csrf", token.as_str())];
    all.extend(fields);
    let headers = [("cookie", cookie.as_str())];
    let made = house.post_with("/alliance/invitations", &encoded(&all), &headers).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let page = house.send(axum::http::Method::GET, "/alliance/invitations", "", &headers).await;
    let (_, after) = page.body.split_once("http://localhost:4747").expect("there is no link");
    after.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn whoever_is_invited_comes_in_once() {
    let house = House::new().await;
    let ana = house.member("Quay Stories").await;
    let named = [("what", "names"), ("guests", "Bo Berg"), ("days", "7")];
    let path = link(&house, &ana, &named).await;
    let page = house.get(&path).await;
    assert!(page.body.contains("Ana of Quay Stories of Quay Stories invites you"), "{}", page.body);
    assert!(page.body.contains("value=\"Bo Berg\""), "their name is known");

    let token = house.token();
    let wrong = encoded(&[("csrf", &token), ("name", SCRIPT), ("kind", "organisation")]);
    let refused = house.post(&path, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("&#60;script&#62;") && !refused.body.contains(SCRIPT));
    let fine = encoded(&[("csrf", &token), ("name", "Bo Berg"), ("kind", "free_agent")]);
    let (first, second) = (house.post(&path, &fine).await, house.post(&path, &fine).await);
    assert_eq!((first.location.as_str(), second.location.as_str()), ("/welcome/1", "/welcome/1"));
    let bo = signed_in(&house, &first);
    assert_eq!(bo.cookie, signed_in(&house, &second).cookie);
    assert!(house.get_as(&bo, "/alliance").await.body.contains("Bo Berg"));
    let used = house.get(&path).await;
    assert_eq!(used.status, StatusCode::GONE);
    assert!(used.body.contains("has been used"));
    let other = encoded(&[("csrf", &house.token()), ("name", "Cy"), ("kind", "free_agent")]);
    assert_eq!(house.post(&path, &other).await.status, StatusCode::GONE);
    assert_eq!(house.get("/join/never").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_is_signed_in_and_clicks_twice_is_shown_in_both_times() {
    let house = House::new().await;
    let (ana, ben) = (house.member("Quay Stories").await, house.member("Ben Film").await);
    let named = [("what", "names"), ("guests", "Ben"), ("days", "7")];
    let path = link(&house, &ana, &named).await;
    let token = house.token_of(&ben);
    let form = encoded(&[("csrf", &token), ("kind", "organisation"), ("organisation", "Second")]);
    let cookie = format!("session={}", ben.cookie);
    let send = async || house.post_with(&path, &form, &[("cookie", &cookie)]).await;
    let (first, second) = (send().await, send().await);
    assert_eq!((first.status, first.location.as_str()), (StatusCode::SEE_OTHER, "/settings"));
    assert_eq!((second.status, second.location.as_str()), (StatusCode::SEE_OTHER, "/settings"));
    let mut tx = house.app.store.read().await.unwrap();
    assert_eq!(store::people::hats(&mut tx, ben.person).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_link_for_several_can_be_taken_back_and_is_only_for_members_to_make() {
    let house = House::new().await;
    let ana = house.member("Quay Stories").await;
    let path = link(&house, &ana, &[("what", "link"), ("uses", "5"), ("link_days", "7")]).await;
    let page = house.get_as(&ana, "/alliance/invitations").await.body;
    assert!(page.contains("5 places left"));
    assert!(!page.contains(&path), "another browser of the same member does not show the link");
    let (_, after) = page.split_once("/alliance/invitations/").unwrap();
    let removal = format!("/alliance/invitations/{}", after.split('"').next().unwrap());
    let stranger = house.member("Second Bloom").await;
    assert_eq!(house.post_as(&stranger, &removal, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.post_as(&ana, &removal, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get(&path).await.status, StatusCode::GONE);
    let back = removal.replace("/removal", "/return");
    house.post_as(&ana, &back, &[]).await;
    assert_eq!(house.get(&path).await.status, StatusCode::OK);

    let candidate = house.candidate("Third Row").await;
    let page = house.get_as(&candidate, "/alliance/invitations").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(house.get("/alliance/invitations").await.location, "/sign-in");
}

#[tokio::test]
async fn members_meet_a_candidate_and_the_candidate_reads_nothing_of_it() {
    let house = House::new().await;
    let ana = house.member("Quay Stories").await;
    let rule = [("joining", "consent:7")];
    assert_eq!(house.post_as(&ana, "/settings/alliance", &rule).await.location, "/alliance");
    let bo = house.candidate("Second Bloom").await;
    let own = house.get_as(&bo, "/alliance/candidacy").await;
    assert!(own.body.contains("unless a member wants to talk with you first"));
    let list = house.get_as(&ana, "/alliance/candidates").await.body;
    assert!(list.contains("Second Bloom") && list.contains("Talk with them first"));
    let objection = "/alliance/candidates/second-bloom/objection";
    let silent = house.post_as(&ana, objection, &[("reason", " ")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    house.post_as(&ana, objection, &[("reason", SCRIPT)]).await;
    let list = house.get_as(&ana, "/alliance/candidates").await.body;
    assert!(list.contains("&#60;script&#62;") && !list.contains(SCRIPT));
    let own = house.get_as(&bo, "/alliance/candidacy").await.body;
    assert!(own.contains("would like to talk with you"));
    assert!(!own.contains("script&#62;") && !own.contains("Quay Stories"), "who and why is kept");
    for path in ["/alliance/candidates", "/alliance/invitations"] {
        assert_eq!(house.get_as(&bo, path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(house.get(path).await.location, "/sign-in", "{path}");
    }
    let refused = house.post_as(&bo, objection, &[("reason", "x")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(!house.get("/alliance").await.body.contains("Second Bloom"), "not in the directory");

    house.wait_seconds(7 * 86_400);
    assert!(house.get_as(&ana, "/alliance/candidates").await.body.contains("Second Bloom"));
    house.post_as(&ana, &format!("{objection}/withdrawal"), &[]).await;
    assert!(house.get_as(&ana, "/alliance/candidates").await.body.contains("Nobody is waiting"));
    assert_eq!(house.get_as(&bo, "/alliance/candidacy").await.location, "/welcome/invite");
}

#[tokio::test]
async fn what_the_alliance_says_is_changed_by_members_and_brought_back() {
    let house = House::new().await;
    let ana = house.member("Quay Stories").await;
    let page = house.get_as(&ana, "/settings/alliance").await;
    assert!(page.body.contains("value=\"Tideway\""), "{}", page.body);
    let wrong = [("name", " "), ("goals", SCRIPT)];
    let refused = house.post_as(&ana, "/settings/alliance", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("&#60;script&#62;") && !refused.body.contains(SCRIPT));
    let fine = [("meaning", SCRIPT), ("open_directory", "no")];
    house.post_as(&ana, "/settings/alliance", &fine).await;
    let stranger = house.get("/alliance").await.body;
    assert!(stranger.contains("&#60;script&#62;") && !stranger.contains(SCRIPT));
    assert!(!stranger.contains("Quay Stories"), "the list is closed now");
    assert!(stranger.contains("The list is for members"));
    assert!(house.get_as(&ana, "/alliance").await.body.contains("Quay Stories"));
    let history = house.get("/alliance/history").await.body;
    assert!(history.contains("Changed what the name means"));
    assert!(
        history.contains("Quay Stories") && !history.contains("Ana of"),
        "people are not named"
    );
    assert!(!history.contains("Say this again"));

    let undo = "/settings/alliance/versions/1/return";
    let candidate = house.candidate("Second Bloom").await;
    assert_eq!(house.post_as(&candidate, undo, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(house.post_as(&ana, undo, &[]).await.location, "/alliance/history");
    assert!(house.get("/alliance").await.body.contains("Quay Stories"), "it is open again");
    assert_eq!(house.get("/settings/alliance").await.location, "/sign-in");
}

#[tokio::test]
async fn the_front_page_leads_everybody_on() {
    let house = House::new().await;
    let front = house.get("/").await;
    assert_eq!(front.status, StatusCode::OK);
    assert!(front.body.contains("Sign in") && front.body.contains("Ask someone to invite you"));
    let steward = house.steward("Harbour Advice").await;
    assert_eq!(house.get_as(&steward, "/").await.location, "/home");
    let candidate = house.candidate("Second Bloom").await;
    assert_eq!(house.get_as(&candidate, "/").await.location, "/alliance/candidacy");
    for path in ["/help", "/help/fit", "/alliance", "/alliance?list=contacts", "/alliance?from=q"] {
        assert_eq!(house.get(path).await.status, StatusCode::OK, "{path}");
    }
    let forged = house.get("/alliance?cursor=00.00").await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
}
