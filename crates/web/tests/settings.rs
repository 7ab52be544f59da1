//! Settings through the front door: what is one's own to change, and what is not.

#![cfg(test)]

mod house;

use axum::http::{Method, StatusCode};
use domain::kernel::id::{MemberId, SessionId};
use domain::kernel::time::Time;
use house::{Answer, House, Someone};
use serde_json::{Value, json};
use store::people;

impl House {
    /// Lets somebody act for a member, too.
    async fn also(&self, who: &Someone, member: MemberId) {
        let mut tx = self.app.store.write().await.unwrap();
        people::add_hat(&mut tx, who.person, member, Time(1)).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn devices(&self, who: &Someone) -> Vec<SessionId> {
        let mut tx = self.app.store.read().await.unwrap();
        let all = people::devices::of_person(&mut tx, who.person, self.app.now()).await.unwrap();
        all.into_iter().map(|it| it.id).collect()
    }

    /// Signs somebody in on one more device.
    async fn one_more_device(&self, who: &Someone) -> Someone {
        let mut tx = self.app.store.read().await.unwrap();
        let person = people::find(&mut tx, who.person).await.unwrap().unwrap();
        drop(tx);
        let email = person.email.unwrap();
        let link = actions::people::links::from_console(&self.app, email.as_str()).await.unwrap();
        let path = link.strip_prefix(&self.app.config.base_url).unwrap();
        let entered = self.post(path, &format!("csrf={}", self.token())).await;
        let secret = entered.cookies[0].split(['=', ';']).nth(1).unwrap();
        Someone { cookie: secret.to_owned(), ..who.clone() }
    }

    async fn api(&self, method: Method, path: &str, secret: &str, body: Value) -> Answer {
        let bearer = format!("Bearer {secret}");
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        self.send(method, path, &body.to_string(), &headers).await
    }
}

fn json_of(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{}", answer.body))
}

/// The token that a page shows once.
fn secret_in(answer: &Answer) -> String {
    let from = answer.body.find("hanse_").expect("a secret on the page");
    answer.body[from..].chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect()
}

#[tokio::test]
async fn strangers_are_asked_to_sign_in() {
    let house = House::new().await;
    for path in ["/settings", "/settings/devices", "/settings/tokens", "/me/people"] {
        let answer = house.get(path).await;
        assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/sign-in"));
    }
    for path in ["/api/v1/me", "/api/v1/me/devices", "/api/v1/me/tokens"] {
        let answer = house.get(path).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }
}

#[tokio::test]
async fn name_and_zone_change_and_what_does_not_fit_comes_back() {
    let house = House::new().await;
    let ana = house.member("Quay").await;
    let saved = house
        .post_as(
            &ana,
            "/settings",
            &[("name", "Ana <Silva>"), ("email", "quay@example.org"), ("zone", "America/Lima")],
        )
        .await;
    assert_eq!(saved.location, "/settings");
    let page = house.get_as(&ana, "/settings").await.body;
    assert!(page.contains("value=\"Ana &#60;Silva&#62;\""), "{page}");
    assert!(page.contains("<option value=\"America/Lima\" selected>"));
    let refused = house
        .post_as(
            &ana,
            "/settings",
            &[("name", " "), ("email", "quay@example.org"), ("zone", "Europe/London")],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Please write something here"));
    let refused =
        house.post_as(&ana, "/settings", &[("name", "Typed"), ("zone", "Mars/Base")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("value=\"Typed\""), "what was typed is kept");
}

#[tokio::test]
async fn ones_data_is_a_link_away() {
    let house = House::new().await;
    let ana = house.member("Quay").await;
    let settings = house.get_as(&ana, "/settings").await.body;
    assert!(settings.contains("href=\"/me/export\""), "{settings}");
    assert_eq!(house.get_as(&ana, "/me/export").await.status, StatusCode::OK);
}

#[tokio::test]
async fn without_mail_a_new_address_is_taken_at_once_unless_it_is_somebody_elses() {
    let house = House::new().await;
    let (ana, _) = (house.member("Quay").await, house.member("Reed").await);
    let email = async |email| {
        let fields = [("name", "Ana"), ("zone", "Europe/London"), ("email", email)];
        house.post_as(&ana, "/settings", &fields).await
    };
    let taken = email("Reed@example.org").await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.body.contains("This address belongs to someone else"), "{}", taken.body);
    assert_eq!(email("ana@example.org").await.location, "/settings");
    assert!(house.get_as(&ana, "/settings").await.body.contains("value=\"ana@example.org\""));
    assert_eq!(email("").await.location, "/settings", "one can be here without");
}

#[tokio::test]
async fn with_mail_a_new_address_is_proven_first() {
    let house = House::with("http://localhost:4747", true).await;
    let ana = house.member("Quay").await;
    let change = [("name", "Ana"), ("zone", "Europe/London"), ("email", "ana@example.org")];
    let asked = house.post_as(&ana, "/settings", &change).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.body.contains("Is this address yours?"), "{}", asked.body);
    assert!(house.get_as(&ana, "/settings").await.body.contains("value=\"quay@example.org\""));

    let mut tx = house.app.store.write().await.unwrap();
    let sent = store::outbox::take(&mut tx, Time(i64::MAX - 1), Time(0), 9).await.unwrap();
    drop(tx);
    let envelope = actions::letters::Envelope::read(&house.app, &sent[0].payload).unwrap();
    assert_eq!(envelope.to.as_deref(), Some("ana@example.org"));
    let actions::letters::Letter::AddressCode { code, .. } = envelope.letter else { panic!() };

    let prove = async |email: &str, code: &str| {
        house.post_as(&ana, "/settings/email", &[("email", email), ("code", code)]).await
    };
    let other = prove("eve@example.org", &code).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "a code is for its address alone");
    assert_eq!(prove("ana@example.org", &code).await.location, "/settings");
    assert!(house.get_as(&ana, "/settings").await.body.contains("value=\"ana@example.org\""));

    let gone = [("name", "Ana"), ("zone", "Europe/London"), ("email", "")];
    let refused = house.post_as(&ana, "/settings", &gone).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "it is the only way in");
}

#[tokio::test]
async fn devices_are_listed_and_ended_by_their_owner_alone() {
    let house = House::new().await;
    let (ana, eve) = (house.member("Quay").await, house.member("Eve").await);
    let phone = house.one_more_device(&ana).await;
    let page = house.get_as(&ana, "/settings/devices").await.body;
    assert_eq!(page.matches(">This device<").count(), 1, "{page}");
    assert_eq!(page.matches("/end\">").count(), 3, "two devices, and all others at once");

    let evens = house.devices(&eve).await[0];
    let path = format!("/settings/devices/{evens}/end");
    let refused = house.post_as(&ana, &path, &[]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "Ana may not know of Eve's device");
    assert_eq!(house.get_as(&eve, "/settings").await.status, StatusCode::OK);
    for wrong in ["/settings/devices/1/end", "/settings/devices/%20/end"] {
        assert_eq!(house.post_as(&ana, wrong, &[]).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }

    let done = house.post_as(&ana, "/settings/devices/others/end", &[]).await;
    assert_eq!(done.location, "/settings/devices");
    assert_eq!(house.get_as(&phone, "/settings").await.location, "/sign-in");
    assert_eq!(house.get_as(&eve, "/settings").await.status, StatusCode::OK);

    let this = house.devices(&ana).await[0];
    let done = house.post_as(&ana, &format!("/settings/devices/{this}/end"), &[]).await;
    assert_eq!(done.location, "/");
    assert_eq!(house.get_as(&ana, "/settings").await.location, "/sign-in");
}

#[tokio::test]
async fn one_acts_for_ones_own_members_only() {
    let house = House::new().await;
    let (ana, reed) = (house.member("Quay").await, house.member("Reed").await);
    let wear = async |member: MemberId| {
        house.post_as(&ana, "/settings/hat", &[("member", &member.to_string())]).await
    };
    assert_eq!(wear(reed.member).await.status, StatusCode::NOT_FOUND);
    house.also(&ana, reed.member).await;
    assert_eq!(wear(reed.member).await.location, "/settings");
    let page = house.get_as(&ana, "/me/people").await.body;
    assert!(page.contains("The people of Reed") && page.contains("Ana of Reed"), "{page}");
}

#[tokio::test]
async fn the_last_person_of_a_member_leaves_with_open_eyes() {
    let house = House::new().await;
    let (ana, reed) = (house.member("Quay").await, house.member("Reed").await);
    let path = format!("/settings/members/{}/departure", ana.member);
    let page = house.get_as(&ana, &path).await.body;
    assert!(page.contains("You are its last person"), "{page}");
    assert_eq!(house.get_as(&reed, &path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.post_as(&reed, &path, &[]).await.status, StatusCode::NOT_FOUND);

    let refused = house.post_as(&ana, &path, &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    house.also(&reed, ana.member).await;
    let page = house.get_as(&ana, &path).await.body;
    assert!(!page.contains("You are its last person"), "{page}");
    assert_eq!(house.post_as(&ana, &path, &[]).await.location, "/settings");
    assert_eq!(house.get_as(&ana, "/me/people").await.status, StatusCode::FORBIDDEN);

    let path = format!("/settings/members/{}/departure", reed.member);
    let left = house.post_as(&reed, &path, &[("alone", "yes")]).await;
    assert_eq!(left.location, "/settings");
}

#[tokio::test]
async fn a_link_for_a_fellow_opens_no_door_its_maker_does_not_have() {
    let house = House::new().await;
    let (ana, ben) = (house.member("Quay").await, house.member("Reed").await);
    let path = format!("/me/people/{}/link", ben.person);
    let link = async |who: &Someone| house.post_as(who, &path, &[]).await;
    assert_eq!(link(&ana).await.status, StatusCode::NOT_FOUND, "no fellow");
    house.also(&ben, ana.member).await;
    let beyond = link(&ana).await;
    assert_eq!(beyond.status, StatusCode::FORBIDDEN, "Ben acts for Reed, where Ana does not");
    house.also(&ana, ben.member).await;
    let made = link(&ana).await;
    assert_eq!(made.status, StatusCode::OK);
    let from = made.body.find("http://localhost:4747/sign-in/link/").unwrap();
    let url: String = made.body[from..].chars().take_while(|it| *it != '"').collect();
    let path = url.strip_prefix("http://localhost:4747").unwrap();
    let entered = house.post(path, &format!("csrf={}", house.token())).await;
    let secret = entered.cookies[0].split(['=', ';']).nth(1).unwrap().to_owned();
    let page = house.get_as(&Someone { cookie: secret, ..ben.clone() }, "/settings").await.body;
    assert!(page.contains("Ana of Reed"), "whoever has the link is its person: {page}");

    let steward = house.steward("Pier").await;
    house.also(&steward, ana.member).await;
    house.also(&ana, steward.member).await;
    let path = format!("/me/people/{}/link", steward.person);
    assert_eq!(house.post_as(&ana, &path, &[]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn people_are_invited_to_act_for_the_same_member() {
    let house = House::new().await;
    let ana = house.member("Quay").await;
    let invite = async |who: &Someone, guests: &str| {
        house.post_as(who, "/me/people/invitations", &[("guests", guests)]).await
    };
    let made = invite(&ana, "Ben Okri <ben@example.org>\nCy").await;
    assert_eq!(made.status, StatusCode::OK);
    assert!(made.body.contains("Ben Okri"), "{}", made.body);
    assert_eq!(made.body.matches("http://localhost:4747/join/").count(), 2, "{}", made.body);
    let kept = house.get_as(&ana, "/me/people").await.body;
    assert!(!kept.contains("/join/"), "the links are shown once");
    let refused = invite(&ana, " ").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let candidate = house.candidate("Eve").await;
    assert_eq!(invite(&candidate, "Fay").await.status, StatusCode::FORBIDDEN);
    let page = house.get_as(&candidate, "/me/people").await.body;
    assert!(!page.contains("/me/people/invitations"), "{page}");
}

#[tokio::test]
async fn a_token_is_shown_once_and_works_until_it_is_taken_back() {
    let house = House::new().await;
    let (ana, eve) = (house.member("Quay").await, house.member("Eve").await);
    let strange = eve.member.to_string();
    let refused =
        house.post_as(&ana, "/settings/tokens", &[("name", "Web"), ("member", &strange)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    let mine = ana.member.to_string();
    let made =
        house.post_as(&ana, "/settings/tokens", &[("name", "Our <web>"), ("member", &mine)]).await;
    let secret = secret_in(&made);
    let list = house.get_as(&ana, "/settings/tokens").await.body;
    assert!(list.contains("Our &#60;web&#62;") && !list.contains(&secret), "{list}");
    assert!(list.contains("not used yet"), "{list}");

    let me = json_of(&house.api(Method::GET, "/api/v1/me", &secret, json!({})).await);
    assert_eq!((&me["name"], &me["acts_for"]), (&json!("Ana of Quay"), &json!("quay")));
    assert!(house.get_as(&ana, "/settings/tokens").await.body.contains("last used"));

    let tokens = json_of(&house.api(Method::GET, "/api/v1/me/tokens", &secret, json!({})).await);
    let path = format!("/settings/tokens/{}/removal", tokens["items"][0]["id"].as_str().unwrap());
    assert_eq!(house.post_as(&eve, &path, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.post_as(&ana, &path, &[]).await.location, "/settings/tokens");
    let after = house.api(Method::GET, "/api/v1/me", &secret, json!({})).await;
    assert_eq!(after.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_program_does_what_the_pages_do() {
    let house = House::new().await;
    let (ana, eve) = (house.member("Quay").await, house.member("Eve").await);
    let made = house.post_as(&ana, "/settings/tokens", &[("name", "Web"), ("member", "")]).await;
    let secret = secret_in(&made);
    let call = async |method, path: &str, body| house.api(method, path, &secret, body).await;

    let change = json!({ "name": "Ana Silva", "zone": "America/Lima" });
    let me = json_of(&call(Method::PATCH, "/api/v1/me", change).await);
    assert_eq!((&me["name"], &me["zone"]), (&json!("Ana Silva"), &json!("America/Lima")));
    assert_eq!(me["members"][0]["handle"], "quay");
    let wrong = call(Method::PATCH, "/api/v1/me", json!({ "zone": "Mars/Base" })).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(json_of(&wrong)["fields"][0]["field"], "zone");

    let made = call(Method::POST, "/api/v1/me/tokens", json!({ "name": "Second" })).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let second = json_of(&made);
    let other = second["secret"].as_str().unwrap();
    assert_eq!(house.api(Method::GET, "/api/v1/me", other, json!({})).await.status, 200);
    let path = format!("/api/v1/me/tokens/{}", second["id"].as_str().unwrap());
    assert_eq!(call(Method::DELETE, &path, json!({})).await.status, StatusCode::NO_CONTENT);
    assert_eq!(call(Method::DELETE, &path, json!({})).await.status, StatusCode::NOT_FOUND);

    let evens = format!("/api/v1/me/devices/{}", house.devices(&eve).await[0]);
    assert_eq!(call(Method::DELETE, &evens, json!({})).await.status, StatusCode::NOT_FOUND);
    let devices = json_of(&call(Method::GET, "/api/v1/me/devices", json!({})).await);
    let mine = format!("/api/v1/me/devices/{}", devices["items"][0]["id"].as_str().unwrap());
    assert_eq!(call(Method::DELETE, &mine, json!({})).await.status, StatusCode::NO_CONTENT);
    assert_eq!(house.get_as(&ana, "/settings").await.location, "/sign-in");
}

#[tokio::test]
async fn a_secret_is_told_once_and_kept_nowhere() {
    let house = House::new().await;
    let ana = house.member("Quay").await;
    house.program_of(&ana, "mine").await;
    let all = [
        ("/api/v1/me/tokens", json!({ "name": "Web" }).to_string()),
        ("/api/v1/invitations", json!({ "guests": ["Bo Berg"] }).to_string()),
    ];
    for (path, body) in &all {
        let key = ("idempotency-key", "one");
        let headers = [("authorization", "Bearer mine"), ("content-type", "application/json"), key];
        let first = house.send(Method::POST, path, body, &headers).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.body);
        assert_eq!(first.headers["cache-control"], "no-store");
        let again = house.send(Method::POST, path, body, &headers).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.body);
        assert!(again.body.contains("make another with a new key"), "{}", again.body);
        let other = house.send(Method::POST, path, "{}", &headers).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let tokens = house.send(Method::GET, all[0].0, "", &[("authorization", "Bearer mine")]).await;
    assert_eq!(json_of(&tokens)["items"].as_array().unwrap().len(), 2, "it was made once");
}

#[tokio::test]
async fn a_cookie_alone_changes_nothing_through_the_api() {
    let house = House::new().await;
    let ana = house.member("Quay").await;
    let cookie = format!("session={}", ana.cookie);
    let headers = [("cookie", cookie.as_str()), ("content-type", "application/json")];
    let answer = house.send(Method::PATCH, "/api/v1/me", r#"{"name":"Eve"}"#, &headers).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let answer = house.send(Method::GET, "/api/v1/me", "", &headers).await;
    assert_eq!(json_of(&answer)["name"], "Ana of Quay", "but it reads");
}
