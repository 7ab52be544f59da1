//! Importing a list through the front door, and everybody who must not.

#![cfg(test)]

mod house;

use axum::http::{Method, StatusCode};
use house::{Answer, House, Someone};

const LIST: &str =
    "name,country,city,offers\nOne,GB,Bristol,film\nTwo,DE,Berlin,\nTwo,DE,Berlin,\n,GB,,\n";

/// Sends a file as a browser does.
async fn send(house: &House, who: &Someone, field: &str, list: &str) -> Answer {
    let file = if field == "file" { "; filename=\"list.csv\"" } else { "" };
    let body = format!(
        "--xx\r\nContent-Disposition: form-data; name=\"{field}\"{file}\r\n\r\n{list}\r\n--xx--\r\n"
    );
    let path = format!("/imports?csrf={}", house.token_for(&who.cookie));
    let cookie = format!("session={}", who.cookie);
    let kind = ("content-type", "multipart/form-data; boundary=xx");
    house.send(Method::POST, &path, &body, &[kind, ("cookie", &cookie)]).await
}

#[tokio::test]
async fn a_list_is_looked_at_taken_in_and_undone() {
    let house = House::new().await;
    let ana = house.member("Quay Stories").await;
    assert!(house.get_as(&ana, "/imports").await.body.contains("No imports yet"));
    assert_eq!(house.get_as(&ana, "/imports/new").await.status, StatusCode::OK);

    let sent = send(&house, &ana, "file", LIST).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let page = house.get_as(&ana, &sent.location).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for text in
        ["Take in 2 contacts", "The same as row 3", "please write something here", "list.csv"]
    {
        assert!(page.body.contains(text), "{text}\n{}", page.body);
    }
    let only = house.get_as(&ana, &format!("{}?show=refused", sent.location)).await;
    assert!(only.body.contains("(no name)") && !only.body.contains("Berlin"));
    let file = house.get_as(&ana, &format!("{}/rejected.csv", sent.location)).await;
    assert!(file.headers["content-disposition"].to_str().unwrap().contains("rejected.csv"));
    assert!(file.body.starts_with("name,country,city,offers,reason\n"), "{}", file.body);

    let taken = house.post_as(&ana, &format!("{}/taking", sent.location), &[]).await;
    assert_eq!(taken.location, sent.location);
    let page = house.get_as(&ana, &sent.location).await;
    assert!(page.body.contains("Undo this import") && page.body.contains("href=\"/@one\""));
    assert!(house.get_as(&ana, "/imports").await.body.contains("Taken in: 2 contacts"));

    let ask = house.get_as(&ana, &format!("{}/undo", sent.location)).await;
    assert!(ask.body.contains("Undo this import?"));
    let undone = house.post_as(&ana, &format!("{}/undo", sent.location), &[]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER);
    assert!(house.get_as(&ana, &sent.location).await.body.contains("was undone"));
}

#[tokio::test]
async fn a_pasted_list_works_and_what_is_no_list_is_explained() {
    let house = House::new().await;
    let ana = house.member("Quay Stories").await;
    assert_eq!(send(&house, &ana, "text", "name\nOne").await.status, StatusCode::SEE_OTHER);
    let wrong = send(&house, &ana, "text", "Quay Stories, Bristol").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("one of them must be “name”"), "{}", wrong.body);
    assert!(wrong.body.contains("Quay Stories, Bristol"));
    let none = send(&house, &ana, "file", "").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let large = send(&house, &ana, "file", &"x".repeat(10 * 1024 * 1024 + 1)).await;
    assert_eq!(large.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(large.body.contains("10 MB"));
    let larger = send(&house, &ana, "file", &"x".repeat(13 * 1024 * 1024)).await;
    assert_eq!(larger.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn script_in_every_cell_comes_out_as_text() {
    let house = House::new().await;
    let ana = house.member("Quay Stories").await;
    let evil = "<script>alert(1)</script>";
    let list =
        format!("name,country,city,{evil}\n{evil},{evil},{evil},{evil}\n{evil},GB,{evil},\n");
    let sent = send(&house, &ana, "file", &list).await;
    let page = house.get_as(&ana, &sent.location).await;
    assert!(!page.body.contains("<script>alert"), "{}", page.body);
    assert!(page.body.contains("&lt;script&gt;") || page.body.contains("&#60;script&#62;"));
}

#[tokio::test]
async fn others_do_not_learn_of_a_batch_and_guests_sign_in_first() {
    let house = House::new().await;
    let (ana, ben) = (house.member("Quay Stories").await, house.member("Ben").await);
    let eve = house.candidate("Eve").await;
    let sent = send(&house, &ana, "file", LIST).await;
    for path in ["", "/undo", "/rejected.csv"] {
        let path = format!("{}{path}", sent.location);
        assert_eq!(house.get_as(&ben, &path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(house.get_as(&eve, &path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(house.get(&path).await.location, "/sign-in", "{path}");
    }
    for path in ["/taking", "/undo"] {
        let path = format!("{}{path}", sent.location);
        assert_eq!(house.post_as(&ben, &path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["/imports", "/imports/new", "/exports/members.csv", "/me/export"] {
        assert_eq!(house.get(path).await.location, "/sign-in", "{path}");
    }
    for path in ["/imports/x", "/imports/00000000-0000-7000-8000-000000000000"] {
        assert_eq!(house.get_as(&ana, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let cursor = format!("{}?after=00.00", sent.location);
    assert_eq!(house.get_as(&ana, &cursor).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(send(&house, &eve, "file", LIST).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn members_and_ones_own_data_go_out_as_files() {
    let house = House::new().await;
    let ana = house.member("Quay Stories").await;
    house.member("Ben").await;
    let file = house.get_as(&ana, "/exports/members.csv").await;
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(file.body.lines().count(), 3, "{}", file.body);
    let own = house.get_as(&ana, "/me/export/profile.csv").await;
    assert!(own.body.lines().count() == 2 && own.body.contains("Quay Stories"));
    let data = house.get_as(&ana, "/me/export/everything.json").await;
    assert!(data.body.contains("\"email\": \"quay-stories@example.org\""), "{}", data.body);
    let page = house.get_as(&ana, "/me/export").await;
    assert!(page.body.contains("/me/export/everything.json"));
}
