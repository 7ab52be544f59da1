//! Members through the API.

#![cfg(test)]

mod house;

use axum::http::{Method, StatusCode};
use house::{Answer, House, Someone};
use serde_json::{Value, json};

struct Program {
    bearer: String,
}

async fn program(house: &House, who: &Someone, secret: &str) -> Program {
    house.program_of(who, secret).await;
    Program { bearer: format!("Bearer {secret}") }
}

async fn call(house: &House, by: &Program, method: Method, path: &str, body: &Value) -> Answer {
    let headers = [("authorization", by.bearer.as_str()), ("content-type", "application/json")];
    house.send(method, &format!("/api/v1{path}"), &body.to_string(), &headers).await
}

fn json_of(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("no JSON: {}", answer.body))
}

#[tokio::test]
async fn a_program_describes_a_member_as_its_person_would() {
    let house = House::new().await;
    let own = house.member("Quay Stories").await;
    let eve = house.member("Eve").await;
    let (mine, hers) = (program(&house, &own, "mine").await, program(&house, &eve, "hers").await);
    let body = json!({
        "line": "Films", "places": ["Bristol, GB"], "values": ["slow", "fair"],
        "style": {"fast_careful": {"at": 2, "veto": true}}, "free_from": "2027-06-01",
        "open_to": ["guide", "one_off"], "visibility": {"story": "members"}, "story": "We film",
    });
    let answer = call(&house, &mine, Method::PATCH, "/members/quay-stories", &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let member = json_of(&answer);
    assert_eq!(member["values"], json!(["slow", "fair"]));
    assert_eq!(member["style"]["fast_careful"], json!({"at": 2, "veto": true}));
    assert_eq!(member["visibility"]["story"], "members");
    assert_eq!(member["free_from"], "2027-06-01");

    // Null empties, what is left out stays.
    let answer =
        call(&house, &mine, Method::PATCH, "/members/quay-stories", &json!({"line": null})).await;
    assert_eq!(
        (&json_of(&answer)["line"], &json_of(&answer)["story"]),
        (&Value::Null, &json!("We film"))
    );
    let seen = json_of(&house.get("/api/v1/members/quay-stories").await);
    assert_eq!((&seen["story"], seen.get("visibility")), (&Value::Null, None));
    let answer = call(&house, &hers, Method::PATCH, "/members/quay-stories", &body).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    // A cookie alone changes nothing here.
    let cookie = format!("session={}", own.cookie);
    let answer = house
        .send(Method::PATCH, "/api/v1/members/quay-stories", "{}", &[("cookie", &cookie)])
        .await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_is_not_known_or_does_not_fit_is_named() {
    let house = House::new().await;
    let own = house.member("Quay Stories").await;
    let mine = program(&house, &own, "mine").await;
    let path = "/members/quay-stories";
    for (body, field) in [
        (json!({"weakness": "x"}), "weakness"),
        (json!({"line": "x".repeat(300)}), "line"),
        (json!({"values": [1]}), "values"),
        (json!({"visibility": {"story": "nobody"}}), "visibility.story"),
        (json!({"visibility": {"dreams": "everyone"}}), "visibility.dreams"),
        (json!({"style": {"fast_careful": {"at": 9}}}), "fast_careful"),
        (json!([]), "body"),
    ] {
        let answer = call(&house, &mine, Method::PATCH, path, &body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        assert_eq!(json_of(&answer)["fields"][0]["field"], field, "{body}");
    }
    let huge = json!({"story": "x".repeat(10 * 1024 * 1024)});
    let answer = call(&house, &mine, Method::PATCH, path, &huge).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let headers = [("authorization", mine.bearer.as_str())];
    let answer = house.send(Method::PATCH, "/api/v1/members/quay-stories", "{", &headers).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn offers_needs_and_contacts_come_and_go() {
    let house = House::new().await;
    let own = house.member("Quay Stories").await;
    let eve = house.member("Eve").await;
    let (mine, hers) = (program(&house, &own, "mine").await, program(&house, &eve, "hers").await);
    for (kind, change) in
        [("offers", json!({"enjoyment": 5})), ("needs", json!({"when": "regular"}))]
    {
        let list = format!("/members/quay-stories/{kind}");
        let body = json!({"title": "Film", "tags": ["video"]});
        assert_eq!(call(&house, &hers, Method::POST, &list, &body).await.status, 403);
        let answer = call(&house, &mine, Method::POST, &list, &body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        let one = format!("{list}/{}", json_of(&answer)["id"].as_str().unwrap());
        let answer = call(&house, &mine, Method::PATCH, &one, &change).await;
        assert_eq!(json_of(&answer)["tags"], json!(["video"]));
        assert_eq!(call(&house, &mine, Method::PATCH, &one, &json!({"x": 1})).await.status, 422);
        assert_eq!(call(&house, &hers, Method::DELETE, &one, &json!({})).await.status, 403);
        assert_eq!(call(&house, &mine, Method::DELETE, &one, &json!({})).await.status, 204);
        assert_eq!(call(&house, &mine, Method::DELETE, &one, &json!({})).await.status, 404);
        let left = json_of(&call(&house, &mine, Method::GET, &list, &json!({})).await);
        assert_eq!(left, json!([]));
    }
    let body = json!({"name": "Copper Lane", "line": "Web sites"});
    let answer = call(&house, &mine, Method::POST, "/members", &body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    assert_eq!(json_of(&answer)["standing"], "contact");
    let contacts = json_of(&house.get("/api/v1/members?standing=contact").await);
    assert_eq!(contacts["items"][0]["handle"], "copper-lane");
    // Any member corrects it and adds what it offers, and takes it off; no member can be.
    let better = json!({"line": "Web sites for theatres"});
    let path = "/members/copper-lane";
    assert_eq!(call(&house, &hers, Method::PATCH, path, &better).await.status, 200);
    let offer = json!({"title": "Ticketing"});
    let answer = call(&house, &hers, Method::POST, "/members/copper-lane/offers", &offer).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let found = json_of(&house.get("/api/v1/search?q=ticket").await);
    assert_eq!(found["items"][0]["member"]["handle"], "copper-lane");
    assert_eq!(found["items"][0]["offers"].as_array().unwrap().len(), 1);
    assert_eq!(call(&house, &hers, Method::DELETE, path, &json!({})).await.status, 204);
    assert_eq!(house.get("/api/v1/members/copper-lane").await.status, 404);
    assert_eq!(
        call(&house, &hers, Method::DELETE, "/members/quay-stories", &json!({})).await.status,
        422
    );
}

#[tokio::test]
async fn a_list_is_read_page_by_page_and_a_cursor_is_of_its_list_alone() {
    let house = House::new().await;
    for number in 0..33 {
        house.member(&format!("Member {number:02}")).await;
    }
    let first = json_of(&house.get("/api/v1/members").await);
    assert_eq!(first["items"].as_array().unwrap().len(), 30);
    let next = first["next"].as_str().unwrap();
    let second = json_of(&house.get(&format!("/api/v1/members?cursor={next}")).await);
    assert_eq!((second["items"].as_array().unwrap().len(), &second["next"]), (3, &Value::Null));
    let other = house.get(&format!("/api/v1/members?standing=contact&cursor={next}")).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    let candidates = house.get("/api/v1/members?standing=candidate").await;
    assert_eq!(candidates.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn who_is_sealed_from_whom_is_for_programs_of_ones_own_people() {
    let house = House::new().await;
    let own = house.member("Quay Stories").await;
    let eve = house.member("Eve").await;
    let (mine, hers) = (program(&house, &own, "mine").await, program(&house, &eve, "hers").await);
    let none = json!({});
    let (list, path) = ("/members/quay-stories/sealed", "/members/quay-stories/sealed/eve");
    assert_eq!(call(&house, &mine, Method::PUT, path, &none).await.status, 204);
    assert_eq!(call(&house, &mine, Method::PUT, path, &none).await.status, 204, "twice is once");
    let listed = call(&house, &mine, Method::GET, list, &none).await;
    assert_eq!(json_of(&listed)["items"], json!(["eve"]));
    let found = call(&house, &mine, Method::GET, "/fit?purpose=learn", &none).await;
    assert_eq!(json_of(&found)["items"], json!([]));
    // Those it is about do not learn of it, by asking or by trying.
    for (method, path) in [(Method::GET, list), (Method::PUT, path), (Method::DELETE, path)] {
        let answer = call(&house, &hers, method, path, &none).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.body);
    }
    let body = call(&house, &hers, Method::GET, "/members/quay-stories", &none).await.body;
    assert!(!body.contains("sealed"), "{body}");
    for other in ["nobody", "quay-stories"] {
        let path = format!("/members/quay-stories/sealed/{other}");
        let answer = call(&house, &mine, Method::PUT, &path, &none).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{other}");
    }
    assert_eq!(call(&house, &mine, Method::DELETE, path, &none).await.status, 204);
    let listed = call(&house, &mine, Method::GET, list, &none).await;
    assert_eq!(json_of(&listed)["items"], json!([]));
}
