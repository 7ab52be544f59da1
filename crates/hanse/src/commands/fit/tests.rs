//! Page, API and command line say the same.

use std::sync::Arc;

use actions::people::tokens;
use actions::{App, Config, secret};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use domain::fit::{Purpose, Verdict};
use domain::kernel::who::Who;
use serde_json::Value;
use tower::ServiceExt;

use super::*;
use crate::clock;
use crate::demo::making;

async fn demo() -> (App, Who) {
    let store = store::testing::fresh(store::testing::Engine::Sqlite).await.unwrap().unwrap();
    let base_url = "http://localhost:4747".to_owned();
    let config = Config { base_url, mail: false, behind_proxy: false };
    let (now, chance) = (Arc::new(clock::now), Arc::new(clock::chance));
    let app = App::new(store, now, chance, config).await.unwrap();
    let who = making::make(&app).await.unwrap();
    (app, who)
}

async fn get(router: &Router, path: &str, header: (header::HeaderName, String)) -> String {
    let request = Request::get(path).header(header.0, header.1).body(Body::empty()).unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A session of the person, as signing in makes one.
async fn cookie(app: &App, who: Who) -> String {
    let (person, member) = (who.person().unwrap(), who.member().unwrap());
    let cookie = secret::text((app.chance)());
    let mut tx = app.store.write().await.unwrap();
    let person = store::people::find(&mut tx, person).await.unwrap().unwrap();
    let member = store::members::find(&mut tx, member).await.unwrap().unwrap();
    let (handle, standing) = (member.handle, member.standing);
    let (name, logo) = (member.name, None);
    let hat = store::people::Hat { member: member.id, handle, name, standing, logo };
    let id = domain::kernel::id::SessionId::from_bits(app.new_id());
    let (seen, until) = (app.now(), app.now().plus_days(1));
    let session = store::people::Session { id, person, hat: Some(hat), seen, until };
    let hash = secret::hash(&cookie);
    store::people::insert_session(&mut tx, &session, hash, "a test").await.unwrap();
    tx.commit().await.unwrap();
    format!("session={cookie}")
}

fn asking(purpose: &str) -> Asked {
    Asked { purpose: purpose.to_owned(), near: String::new() }
}

#[tokio::test(flavor = "multi_thread")]
async fn page_api_and_command_line_say_the_same() {
    let (app, who) = demo().await;
    let me = act::find(&app, who, &FindQuery::of(Purpose::Together), ALL).await.unwrap().me;
    let (_, token) = tokens::make(&app, who, "a test", Some(me.id)).await.unwrap();
    let cookie = cookie(&app, who).await;
    let router = web::router(app.clone());
    for purpose in Purpose::FIXED {
        let (bodies, peers) =
            best(&app, me.handle.as_str(), &asking(&purpose.wire()), 10).await.unwrap();
        assert!(!bodies.is_empty(), "{purpose}");

        let path = format!("/api/v1/fit?for={}&purpose={purpose}&top=10", me.handle);
        let bearer = (header::AUTHORIZATION, format!("Bearer {token}"));
        let answer: Value =
            serde_json::from_str(&get(&router, &path, bearer.clone()).await).unwrap();
        assert_eq!(answer["items"], serde_json::to_value(&bodies).unwrap(), "{purpose}");

        let path = format!("/find?purpose={purpose}");
        let page = get(&router, &path, (header::COOKIE, cookie.clone())).await;
        let heads: Vec<&str> = page.split("<h2 id=\"m-").skip(1).collect();
        let handles: Vec<&str> = heads.iter().map(|it| it.split('"').next().unwrap()).collect();
        let expected: Vec<&str> = bodies.iter().map(|it| it.member.as_str()).collect();
        assert_eq!(handles, expected, "{purpose}");
        for (head, body) in heads.iter().zip(&bodies) {
            let verdict = [Verdict::Strong, Verdict::Good, Verdict::WorthAChat]
                .into_iter()
                .find(|it| it.wire() == body.verdict);
            assert!(head.contains(verdict.unwrap().words()), "{}", body.member);
            let plain = plain(head);
            let text = told(&bodies, peers);
            for why in body.reasons.iter().chain(&body.talk_about) {
                assert!(plain.contains(why), "{}: {why} is not in {plain}", body.member);
                assert!(text.contains(why), "{why}");
            }
        }
    }
}

const ALL: Slice = Slice { after: None, size: 200 };

/// The text of a page without its markup.
fn plain(page: &str) -> String {
    let mut text = String::new();
    for part in page.split('<') {
        text.push_str(part.split_once('>').map_or("", |it| it.1));
    }
    for (entity, letter) in
        [("&#38;", "&"), ("&#39;", "'"), ("&#34;", "\""), ("&#60;", "<"), ("&#62;", ">")]
    {
        text = text.replace(entity, letter);
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_nobody_or_nothing_is_told_so() {
    let (app, _) = demo().await;
    let said = |it: Failure| it.to_string();
    let nobody = best(&app, "nobody", &asking("together"), 5).await.map(drop).map_err(said);
    assert!(nobody.unwrap_err().contains("no such member"));
    let nothing = best(&app, "quay-stories", &asking("conquer"), 5).await.map(drop).map_err(said);
    assert!(nothing.unwrap_err().starts_with("purpose: "));
    let far = Asked { near: "abroad".to_owned(), ..asking("together") };
    let far = best(&app, "quay-stories", &far, 5).await.map(drop).map_err(said);
    assert!(far.unwrap_err().starts_with("near: "));
    let all = best(&app, "quay-stories", &asking("together"), 1_000).await.map(drop).map_err(said);
    assert!(all.unwrap_err().starts_with("top: "));
}
