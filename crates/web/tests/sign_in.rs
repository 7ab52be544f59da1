//! Signing in through the front door, and who is not let in.

#![cfg(test)]

mod house;

use actions::letters::{Envelope, Letter};
use axum::http::{Method, StatusCode};
use domain::kernel::time::Time;
use house::{Answer, House, NOON, Someone};
use store::outbox;

const JSON: (&str, &str) = ("content-type", "application/json");

impl House {
    /// Sends a form as a stranger who has just opened its page.
    async fn knock(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token();
        let mut all = vec![("csrf", token.as_str())];
        all.extend(fields);
        self.post(path, &serde_urlencoded::to_string(&all).unwrap()).await
    }

    /// The codes that wait to be sent, the newest last, with where they go.
    async fn codes(&self) -> Vec<(Option<String>, String)> {
        let mut tx = self.app.store.write().await.unwrap();
        let mut waiting = outbox::take(&mut tx, Time(i64::MAX - 1), Time(0), 99).await.unwrap();
        waiting.sort_by_key(|it| it.id);
        let read = |it: &outbox::Errand| {
            let envelope = Envelope::read(&self.app, &it.payload).unwrap();
            match envelope.letter {
                Letter::SignInCode { code, .. } | Letter::AddressCode { code, .. } => {
                    (envelope.to, code)
                }
                other => panic!("{other:?} is no code"),
            }
        };
        waiting.iter().map(read).collect()
    }

    /// Has a code sent there; answers the code, whoever gets it.
    async fn ask(&self, email: &str) -> String {
        self.wait_seconds(1); // Ids of the same millisecond have no order.
        let answer = self.knock("/sign-in/code", &[("email", email)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        self.codes().await.pop().unwrap().1
    }

    async fn prove(&self, email: &str, code: &str) -> Answer {
        self.knock("/sign-in/code/proof", &[("email", email), ("code", code)]).await
    }

    async fn devices_of(&self, who: &Someone) -> usize {
        let mut tx = self.app.store.read().await.unwrap();
        store::people::devices::of_person(&mut tx, who.person, NOON).await.unwrap().len()
    }

    async fn link_for(&self, email: &str) -> String {
        let link = actions::people::links::from_console(&self.app, email).await.unwrap();
        link.strip_prefix(&self.app.config.base_url).unwrap().to_owned()
    }
}

fn with_cookie(of: &Someone, answer: &Answer) -> Someone {
    let line = answer.cookies.iter().find(|it| it.contains("session=")).expect("a session cookie");
    let secret = line.split('=').nth(1).unwrap().split(';').next().unwrap();
    Someone { cookie: secret.to_owned(), ..of.clone() }
}

fn wrong(code: &str) -> String {
    let last = if code.ends_with('0') { '1' } else { '0' };
    format!("{}{last}", &code[..5])
}

const REFUSED: &str = "This code or link is not valid any more";

#[tokio::test]
async fn a_code_that_was_sent_signs_in_once() {
    let house = House::with("http://localhost:4747", true).await;
    let ana = house.member("Quay").await;
    let code = house.ask(" Quay@Example.org ").await;
    let refused = house.prove("quay@example.org", &wrong(&code)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains(REFUSED), "{}", refused.body);
    assert!(refused.cookies.is_empty());

    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    let entered = house.prove("quay@example.org", &spaced).await;
    assert_eq!((entered.status, entered.location.as_str()), (StatusCode::SEE_OTHER, "/"));
    let me = house.get_as(&with_cookie(&ana, &entered), "/settings").await;
    assert!(me.body.contains("Ana of Quay"), "{}", me.body);
    let again = house.prove("quay@example.org", &code).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "it is good for once");
}

#[tokio::test]
async fn the_cookie_is_for_this_server_and_out_of_the_reach_of_scripts() {
    for (base_url, name, secure) in [
        ("http://localhost:4747", "session=", false),
        ("https://tideway.example", "__Host-session=", true),
    ] {
        let house = House::with(base_url, false).await;
        house.member("Quay").await;
        let link = house.link_for("quay@example.org").await;
        let entered = house.knock(&link, &[]).await;
        let cookie = &entered.cookies[0];
        assert!(cookie.starts_with(name), "{cookie}");
        for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age="] {
            assert!(cookie.contains(part), "{cookie} lacks {part}");
        }
        assert_eq!(cookie.contains("; Secure"), secure, "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

#[tokio::test]
async fn nobody_learns_who_has_an_address_here() {
    let house = House::with("http://localhost:4747", true).await;
    house.member("Quay").await;
    let mut pages = Vec::new();
    for email in ["quay@example.org", "nemo@example.org"] {
        house.wait_seconds(1);
        let asked = house.knock("/sign-in/code", &[("email", email)]).await;
        let proved = house.prove(email, "000000").await;
        for answer in [asked, proved] {
            let body = answer.body.replace(email, "EMAIL");
            let tokens = body
                .split("name=\"csrf\" value=\"")
                .map(|it| it.split_once("\">").map_or(it, |(_, rest)| rest).to_owned());
            pages.push((answer.status, tokens.collect::<String>()));
        }
    }
    assert_eq!(pages[0], pages[2], "the page after asking");
    assert_eq!(pages[1], pages[3], "the page after a wrong code");
    let to: Vec<Option<String>> = house.codes().await.into_iter().map(|(to, _)| to).collect();
    assert_eq!(to, [Some("quay@example.org".to_owned()), None], "nobody's letter goes nowhere");

    let code = house.ask("nemo@example.org").await;
    let proved = house.prove("nemo@example.org", &code).await;
    assert_eq!(proved.status, StatusCode::UNPROCESSABLE_ENTITY, "even with the right code");
}

#[tokio::test]
async fn a_code_runs_out_by_time_and_by_wrong_tries() {
    let house = House::with("http://localhost:4747", true).await;
    house.member("Quay").await;
    let code = house.ask("quay@example.org").await;
    house.wait_seconds(10 * 60);
    let late = house.prove("quay@example.org", &code).await;
    assert!(late.body.contains(REFUSED), "{}", late.body);

    let code = house.ask("quay@example.org").await;
    for _ in 0..5 {
        house.wait_seconds(60);
        let answer = house.prove("quay@example.org", &wrong(&code)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    house.wait_seconds(120);
    let answer = house.prove("quay@example.org", &code).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "tried too often");

    let (old, new) = (house.ask("quay@example.org").await, house.ask("quay@example.org").await);
    house.wait_seconds(300);
    let answer = house.prove("quay@example.org", &old).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "a new code ends the old one");
    house.wait_seconds(200);
    assert_eq!(house.prove("quay@example.org", &new).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn ten_thousand_tries_are_told_to_wait() {
    let house = House::with("http://localhost:4747", true).await;
    house.member("Quay").await;
    let (mut tried, mut told) = (0, 0);
    // As a program would that has got hold of one token.
    let token = house.token();
    for i in 0..10_000 {
        let body = format!("email=quay%40example.org&code={i:06}");
        let headers = [("x-csrf-token", token.as_str())];
        match house.post_with("/sign-in/code/proof", &body, &headers).await.status {
            StatusCode::UNPROCESSABLE_ENTITY => tried += 1,
            StatusCode::TOO_MANY_REQUESTS => told += 1,
            other => panic!("{other} at try {i}"),
        }
    }
    assert_eq!(tried, 5, "the clock hardly moves, so only the free tries are taken");
    assert_eq!(told, 9_995);
    let body = house.prove("quay@example.org", "000000").await.body;
    assert!(body.contains("Please wait 2 seconds and try again"), "{body}");
    house.wait_seconds(2);
    let answer = house.prove("quay@example.org", "000000").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "after the wait it goes on");
}

#[tokio::test]
async fn asking_for_codes_for_many_addresses_is_told_to_wait() {
    let house = House::with("http://localhost:4747", true).await;
    let mut last = StatusCode::OK;
    for i in 0..20 {
        let email = format!("p{i}@example.org");
        last = house.knock("/sign-in/code", &[("email", &email)]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(house.codes().await.len(), 5);
}

#[tokio::test]
async fn a_link_signs_in_once_and_looking_at_it_does_not_use_it_up() {
    let house = House::new().await;
    let ana = house.member("Quay").await;
    let link = house.link_for("quay@example.org").await;
    for _ in 0..3 {
        let seen = house.get(&link).await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!(seen.cookies.is_empty());
    }
    let entered = house.knock(&link, &[]).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    let settings = house.get_as(&with_cookie(&ana, &entered), "/settings").await;
    assert_eq!(settings.status, StatusCode::OK);

    let again = house.knock(&link, &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains(REFUSED), "{}", again.body);

    let late = house.link_for("quay@example.org").await;
    house.wait_seconds(24 * 3_600);
    assert_eq!(house.knock(&late, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    for made_up in ["/sign-in/link/abc", "/sign-in/link/%22%3E%3Cscript%3E", "/sign-in/link/%F0"] {
        let answer = house.knock(made_up, &[]).await;
        assert!(answer.status.is_client_error(), "{made_up}: {}", answer.status);
        assert!(!answer.body.contains("><script>"), "{}", answer.body);
    }
}

#[tokio::test]
async fn a_form_that_is_forged_or_of_another_session_signs_nobody_in() {
    let house = House::new().await;
    let ana = house.member("Quay").await;
    let link = house.link_for("quay@example.org").await;
    for body in ["", "csrf=", "csrf=a.b"] {
        assert_eq!(house.post(&link, body).await.status, StatusCode::FORBIDDEN, "{body}");
    }
    let form = format!("csrf={}", house.token());
    let cookie = format!("session={}", ana.cookie);
    let strange = house.post_with(&link, &form, &[("cookie", &cookie)]).await;
    assert_eq!(strange.status, StatusCode::FORBIDDEN, "the token of a stranger is not Ana's");
    let elsewhere = house.post_with(&link, &form, &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);

    let entered = house.post(&link, &form).await;
    assert_eq!(entered.cookies.len(), 1);
}

#[tokio::test]
async fn a_second_click_signs_in_as_the_first_did_and_opens_nothing_else() {
    let house = House::with("http://localhost:4747", true).await;
    let ana = house.member("Quay").await;
    let link = house.link_for("quay@example.org").await;
    let form = format!("csrf={}", house.token());
    let (first, second) = (house.post(&link, &form).await, house.post(&link, &form).await);
    assert_eq!((first.status, second.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert_eq!(first.cookies, second.cookies);
    let entered = with_cookie(&ana, &first);
    assert_eq!(house.devices_of(&entered).await, 2, "the one Ana had, and one more");
    // The first answer has come before the second click.
    let cookie = format!("session={}", entered.cookie);
    let late = house.post_with(&link, &form, &[("cookie", &cookie)]).await;
    assert_eq!(late.cookies, first.cookies);
    // From another page, or with another session, it is used up.
    let other = format!("csrf={}", house.token());
    assert_eq!(house.post(&link, &other).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let cookie = format!("session={}", ana.cookie);
    let strange = house.post_with(&link, &form, &[("cookie", &cookie)]).await;
    assert_eq!(strange.status, StatusCode::FORBIDDEN);
    // Once signed out, the same form signs nobody in any more.
    house.post_as(&entered, "/sign-out", &[]).await;
    assert_eq!(house.post(&link, &form).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    let code = house.ask("quay@example.org").await;
    let form = format!("csrf={}&email=quay@example.org&code={code}", house.token());
    let path = "/sign-in/code/proof";
    let (first, second) = (house.post(path, &form).await, house.post(path, &form).await);
    assert_eq!((first.status, second.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert_eq!(first.cookies, second.cookies);
    assert_eq!(house.prove("quay@example.org", &code).await.status, 422, "it was good for once");
}

#[tokio::test]
async fn signing_out_ends_the_session_itself() {
    let house = House::new().await;
    let ana = house.member("Quay").await;
    let out = house.post_as(&ana, "/sign-out", &[]).await;
    assert!(out.cookies.iter().any(|it| it.starts_with("session=;") && it.contains("Max-Age=0")));
    let after = house.get_as(&ana, "/settings").await;
    assert_eq!(after.location, "/sign-in", "the old cookie is worth nothing");
}

#[tokio::test]
async fn a_device_stays_signed_in_while_it_is_used_and_not_for_ever() {
    let house = House::new().await;
    let ana = house.member("Quay").await;
    for _ in 0..4 {
        house.wait_seconds(30 * 86_400);
        assert_eq!(house.get_as(&ana, "/settings").await.status, StatusCode::OK);
    }
    house.wait_seconds(61 * 86_400);
    assert_eq!(house.get_as(&ana, "/settings").await.location, "/sign-in");
}

#[tokio::test]
async fn the_page_offers_what_works_here() {
    for (base_url, mail, passkeys) in [
        ("http://localhost:4747", true, true),
        ("https://tideway.example", false, true),
        ("http://127.0.0.1:4747", false, false),
        ("http://[::1]:4747", true, false),
    ] {
        let house = House::with(base_url, mail).await;
        let page = house.get("/sign-in").await.body;
        assert_eq!(page.contains("data-passkey=\"get\""), passkeys, "{base_url}");
        assert_eq!(page.contains("action=\"/sign-in/code\""), mail, "{base_url}");
        assert!(page.contains("one-time link"), "{base_url}");
    }
    let house = House::new().await;
    let asked = house.knock("/sign-in/code", &[("email", "a@example.org")]).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN, "no mail goes out here");
    let ana = house.member("Quay").await;
    assert_eq!(house.get_as(&ana, "/sign-in").await.location, "/");
}

#[tokio::test]
async fn what_is_no_address_comes_back_with_the_form() {
    let house = House::with("http://localhost:4747", true).await;
    let answer = house.knock("/sign-in/code", &[("email", "no address")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("value=\"no address\""), "{}", answer.body);
    assert!(answer.body.contains("This does not look like an email address"));
}

#[tokio::test]
async fn a_passkey_that_nobody_has_signs_nobody_in() {
    let house = House::new().await;
    let token = house.token();
    let with_token = [JSON, ("x-csrf-token", token.as_str())];
    let send =
        async |path: &str, body: &str| house.send(Method::POST, path, body, &with_token).await;
    let begun = send("/sign-in/passkey/ceremony", "{}").await;
    assert_eq!(begun.status, StatusCode::OK, "{}", begun.body);
    let options: serde_json::Value = serde_json::from_str(&begun.body).unwrap();
    assert_eq!(options["publicKey"]["rpId"], "localhost");
    assert_eq!(options["publicKey"]["userVerification"], "required");
    let ceremony = options["ceremony"].as_str().unwrap();
    let credential = serde_json::json!({
        "id": "AAAA", "rawId": "AAAA", "type": "public-key", "extensions": {},
        "response": { "authenticatorData": "AAAA", "clientDataJSON": "AAAA", "signature": "AAAA" },
    });
    for credential in [credential, serde_json::json!({}), serde_json::json!("x")] {
        let body = serde_json::json!({ "ceremony": ceremony, "credential": credential });
        let answer = send("/sign-in/passkey", &body.to_string()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
        assert!(answer.body.contains(REFUSED) && answer.cookies.is_empty(), "{}", answer.body);
    }
    let forged = house.send(Method::POST, "/sign-in/passkey/ceremony", "{}", &[JSON]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN, "a script of another page has no token");
    let guest = send("/settings/passkeys/ceremony", "{}").await;
    assert_eq!(guest.status, StatusCode::UNAUTHORIZED);
    let mut last = StatusCode::OK;
    for _ in 0..20 {
        last = send("/sign-in/passkey/ceremony", "{}").await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}
