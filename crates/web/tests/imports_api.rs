//! Importing a list through the API: looked at, taken in, undone, and everybody who must not.

#![cfg(test)]

mod house;

use axum::http::{Method, StatusCode};
use house::{Answer, House};
use serde_json::{Value, json};

const LIST: &str = "name,country,city,offers,colour\nOne,GB,Bristol,film,red\n\
    Two,DE,Berlin,,\nTwo,DE,Berlin,,\n,GB,,,\n";

async fn call(house: &House, token: &str, method: Method, path: &str, body: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "text/csv")];
    house.send(method, &format!("/api/v1{path}"), body, &headers).await
}

fn json_of(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("no JSON: {}", answer.body))
}

#[tokio::test]
async fn a_list_is_looked_at_taken_in_and_undone() {
    let house = House::new().await;
    let ana = house.member("Quay Stories").await;
    house.program_of(&ana, "mine").await;
    let contacts = async || {
        let listed = call(&house, "mine", Method::GET, "/members?standing=contact", "").await;
        json_of(&listed)["items"].as_array().unwrap().len()
    };
    let sent = call(&house, "mine", Method::POST, "/imports?file_name=list.csv", LIST).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
    let import = json_of(&sent);
    let counts =
        |it: &Value| (it["new"].clone(), it["already_there"].clone(), it["refused"].clone());
    assert_eq!(counts(&import), (json!(2), json!(1), json!(1)));
    assert_eq!((&import["stage"], &import["file_name"]), (&json!("preview"), &json!("list.csv")));
    assert_eq!(import["columns_not_read"], json!(["colour"]));
    let verdicts: Vec<&Value> =
        import["rows"]["items"].as_array().unwrap().iter().map(|it| &it["verdict"]).collect();
    assert_eq!(verdicts, ["new", "new", "twice", "refused"]);
    assert_eq!(contacts().await, 0, "nothing is saved before it is taken in");

    let path = format!("/imports/{}", import["id"].as_str().unwrap());
    let refused = call(&house, "mine", Method::GET, &format!("{path}?show=refused"), "").await;
    let rows = json_of(&refused)["rows"]["items"].clone();
    assert_eq!(rows.as_array().unwrap().len(), 1);
    assert_eq!((&rows[0]["row"], &rows[0]["problems"][0]["column"]), (&json!(5), &json!("name")));
    assert!(rows[0]["problems"][0]["problem"].as_str().is_some_and(|it| !it.is_empty()));

    let early = call(&house, "mine", Method::DELETE, &format!("{path}/taking"), "").await;
    assert_eq!(early.status, StatusCode::FORBIDDEN, "there is nothing to undo yet");
    let taken = call(&house, "mine", Method::POST, &format!("{path}/taking"), "").await;
    assert_eq!((taken.status, &json_of(&taken)["stage"]), (StatusCode::OK, &json!("taken")));
    // Twice is once.
    let again = call(&house, "mine", Method::POST, &format!("{path}/taking"), "").await;
    assert_eq!((again.status, contacts().await), (StatusCode::OK, 2));
    let listed = json_of(&call(&house, "mine", Method::GET, "/imports", "").await);
    assert_eq!(listed["items"][0]["stage"], "taken");

    let undone = call(&house, "mine", Method::DELETE, &format!("{path}/taking"), "").await;
    assert_eq!(undone.status, StatusCode::OK, "{}", undone.body);
    let undone = json_of(&undone);
    assert_eq!((&undone["removed"], &undone["kept"]), (&json!(2), &json!([])));
    assert_eq!((&undone["stage"], contacts().await), (&json!("undone"), 0));
}

#[tokio::test]
async fn what_is_no_list_is_refused_in_words() {
    let house = House::new().await;
    let ana = house.member("Quay Stories").await;
    house.program_of(&ana, "mine").await;
    let long = "x".repeat(11 * 1024 * 1024);
    for list in ["", "no such column\nOne\n", &long] {
        let answer = call(&house, "mine", Method::POST, "/imports", list).await;
        let start: String = list.chars().take(20).collect();
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{start}");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        assert!(!json_of(&answer)["fields"].as_array().unwrap().is_empty(), "{}", answer.body);
    }
    let path = "/imports/not-an-id";
    let answer = call(&house, "mine", Method::GET, path, "").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn others_do_not_learn_of_a_list_and_may_not_all_send_one() {
    let house = House::new().await;
    let (ana, eve) = (house.member("Quay Stories").await, house.member("Eve").await);
    let cleo = house.candidate("Cleo Care").await;
    for (who, token) in [(&ana, "mine"), (&eve, "hers"), (&cleo, "new")] {
        house.program_of(who, token).await;
    }
    let sent = json_of(&call(&house, "mine", Method::POST, "/imports", LIST).await);
    let path = format!("/imports/{}", sent["id"].as_str().unwrap());
    let all = [
        (Method::POST, "/imports".to_owned(), StatusCode::CREATED),
        (Method::GET, path.clone(), StatusCode::NOT_FOUND),
        (Method::POST, format!("{path}/taking"), StatusCode::NOT_FOUND),
        (Method::DELETE, format!("{path}/taking"), StatusCode::NOT_FOUND),
    ];
    for (method, path, another) in all {
        for (token, expected) in [
            ("nobody's", StatusCode::UNAUTHORIZED),
            ("new", StatusCode::FORBIDDEN),
            ("hers", another),
        ] {
            let answer = call(&house, token, method.clone(), &path, LIST).await;
            assert_eq!(answer.status, expected, "{token} {method} {path}: {}", answer.body);
        }
    }
    let hers = json_of(&call(&house, "hers", Method::GET, "/imports", "").await);
    assert_eq!(hers["items"].as_array().unwrap().len(), 1, "her own and no other");
    let still = json_of(&call(&house, "mine", Method::GET, &path, "").await);
    assert_eq!(still["stage"], "preview");
}
