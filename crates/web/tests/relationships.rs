//! Meeting, as pages and through the API.

#![cfg(test)]

mod house;

use axum::http::{Method, StatusCode};
use house::{Answer, House, Someone};
use serde_json::{Value, json};

const TIE: &str = "/partners/ana-print-ben-film";

async fn hello(house: &House, by: &Someone, to: &str, word: &str) -> Answer {
    let fields =
        [("to", to), ("purpose", "work together"), ("word", word), ("kind", "collaboration")];
    house.post_as(by, "/partners/hello", &fields).await
}

async fn in_touch(house: &House) -> (Someone, Someone) {
    let (ana, ben) = (house.member("Ana Print").await, house.member("Ben Film").await);
    let said = hello(house, &ana, "ben-film", "Your last film was kind.").await;
    assert_eq!((said.status, said.location.as_str()), (StatusCode::SEE_OTHER, TIE));
    let yes = house.post_as(&ben, &format!("{TIE}/answer"), &[("answer", "yes")]).await;
    assert_eq!(yes.status, StatusCode::SEE_OTHER, "{}", yes.body);
    (ana, ben)
}

#[tokio::test]
async fn what_was_typed_is_kept_when_it_does_not_fit() {
    let house = House::new().await;
    let ana = house.member("Ana Print").await;
    house.member("Ben Film").await;
    let fields = [("to", "ben-film"), ("word", "Shall we?"), ("purpose", ""), ("kind", "mafia")];
    let refused = house.post_as(&ana, "/partners/hello", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Shall we?") && refused.body.contains("Ben Film"));
    let nobody = hello(&house, &ana, "nobody-here", "Hello").await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.body.contains("nobody-here"), "{}", nobody.body);
}

#[tokio::test]
async fn who_comes_second_is_told_and_keeps_the_words() {
    let house = House::new().await;
    let (ana, ben) = in_touch(&house).await;
    let steps = format!("{TIE}/steps");
    let up = [("what", "move"), ("to", "guidance"), ("why", "Because it went well")];
    assert_eq!(house.post_as(&ana, &steps, &up).await.status, StatusCode::SEE_OTHER);
    let second = house.post_as(&ben, &steps, &up).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(second.body.contains("Something is proposed already"), "{}", second.body);
    assert!(second.body.contains("Because it went well"));
    let page = house.get_as(&ben, TIE).await;
    assert!(page.body.contains("Ana Print proposes a step up"), "{}", page.body);
    assert!(page.body.contains("Stay as we are"));
}

#[tokio::test]
async fn to_whoever_is_no_party_it_does_not_exist() {
    let house = House::new().await;
    let (ana, _) = in_touch(&house).await;
    house.post_as(&ana, &format!("{TIE}/messages"), &[("message", "A secret recipe")]).await;
    let eve = house.member("Eve").await;
    let steward = house.steward("Stu").await;
    for other in [&eve, &steward] {
        for page in ["", "/history", "/review", "/words", "/known", "/steps/new", "/leaving"] {
            let answer = house.get_as(other, &format!("{TIE}{page}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page}");
            assert!(!answer.body.contains("secret recipe"));
        }
        for act in ["messages", "answer", "steps", "leaving", "words", "review", "values"] {
            let answer = house.post_as(other, &format!("{TIE}/{act}"), &[("what", "pause")]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
        }
        let list = house.get_as(other, "/partners").await;
        assert!(!list.body.contains("ana-print-ben-film"));
        let search = house.get_as(other, "/search?q=recipe").await;
        assert!(!search.body.contains("secret recipe"));
    }
    let guest = house.get(TIE).await;
    assert_eq!(guest.location, "/sign-in");
}

#[tokio::test]
async fn a_calendar_is_read_under_its_address_alone() {
    let house = House::new().await;
    let (ana, _) = in_touch(&house).await;
    let made = house.post_as(&ana, "/partners/calendar", &[]).await;
    let start = made.body.find("/calendar/").unwrap();
    let address: String =
        made.body[start..].chars().take_while(|it| *it != '<' && *it != '"').collect();
    let feed = house.get(&address).await;
    assert_eq!(feed.status, StatusCode::OK);
    assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
    assert!(feed.body.contains("SUMMARY:Review with Ben Film\r\n"), "{}", feed.body);
    house.post_as(&ana, "/partners/calendar/removal", &[]).await;
    assert_eq!(house.get(&address).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_card_says_what_its_reader_may_see() {
    let house = House::new().await;
    let (ana, eve) = (house.member("Ana, Print").await, house.member("Eve").await);
    let said = [
        ("line", "Posters; leaflets"),
        ("places", "Bristol, GB"),
        ("visibility.places", "members"),
    ];
    let said: Vec<_> = said.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect();
    actions::members::describe(&house.app, ana.who, ana.member, &said).await.unwrap();
    let seen = house.get_as(&eve, "/@ana-print/card.vcf").await;
    assert_eq!(seen.headers["content-type"], "text/vcard; charset=utf-8");
    assert!(seen.body.starts_with("BEGIN:VCARD\r\nVERSION:4.0\r\n"));
    assert!(seen.body.contains("FN:Ana\\, Print\r\n"), "{}", seen.body);
    assert!(seen.body.contains("NOTE:Posters\\; leaflets\r\n"));
    assert!(seen.body.contains("ADR:;;;Bristol;;;United Kingdom\r\n"), "{}", seen.body);
    let outside = house.get("/@ana-print/card.vcf").await;
    assert_eq!(outside.status, StatusCode::OK);
    assert!(!outside.body.contains("Bristol"), "{}", outside.body);
}

struct Program(String);

async fn program(house: &House, who: &Someone, secret: &str) -> Program {
    house.program_of(who, secret).await;
    Program(format!("Bearer {secret}"))
}

async fn call(house: &House, by: &Program, method: Method, path: &str, body: Value) -> Answer {
    let headers = [("authorization", by.0.as_str()), ("content-type", "application/json")];
    house.send(method, &format!("/api/v1{path}"), &body.to_string(), &headers).await
}

fn read(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("no JSON: {}", answer.body))
}

#[tokio::test]
async fn programs_meet_as_their_people_would() {
    let house = House::new().await;
    let (ana, ben) = (house.member("Ana Print").await, house.member("Ben Film").await);
    let eve = house.member("Eve").await;
    let (a, b) = (program(&house, &ana, "a").await, program(&house, &ben, "b").await);
    let e = program(&house, &eve, "e").await;
    let hello = json!({"to": ["ben-film"], "kind": "friendship", "purpose": "learn", "word": "Hi"});
    let said = call(&house, &a, Method::POST, "/relationships", hello).await;
    assert_eq!(said.status, StatusCode::CREATED, "{}", said.body);
    assert_eq!(read(&said)["state"], "proposed");
    let one = "/relationships/ana-print-ben-film";
    let yes = json!({"answer": "yes"});
    let yes = call(&house, &b, Method::POST, &format!("{one}/answer"), yes).await;
    assert_eq!(read(&yes)["state"], "active");
    let step = json!({"what": "move", "to": "one_off"});
    let refused = call(&house, &a, Method::POST, &format!("{one}/steps"), step).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let step = json!({"what": "move", "to": "one_off", "why": "We have done it before"});
    let open = call(&house, &a, Method::POST, &format!("{one}/steps"), step).await;
    let id = read(&open)["open_step"]["id"].as_str().unwrap().to_owned();
    let path = format!("{one}/steps/{id}/answer");
    let done = call(&house, &b, Method::POST, &path, json!({"answer": "yes"})).await;
    assert_eq!(read(&done)["rung"], "one_off");
    let message = json!({"message": "Good morning"});
    let sent = call(&house, &b, Method::POST, &format!("{one}/messages"), message).await;
    assert_eq!(sent.status, StatusCode::CREATED);
    let list = call(&house, &a, Method::GET, "/relationships", Value::Null).await;
    assert_eq!(read(&list)["items"][0]["slug"], "ana-print-ben-film");
    for path in ["", "/steps", "/messages", "/values", "/reviews"] {
        let hidden = call(&house, &e, Method::GET, &format!("{one}{path}"), Value::Null).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND, "{path}");
    }
    let list = call(&house, &e, Method::GET, "/relationships", Value::Null).await;
    assert_eq!(read(&list)["items"], json!([]));
}
