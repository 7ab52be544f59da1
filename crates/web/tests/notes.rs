//! Pages of notes, through the real router.

#![cfg(test)]

mod house;

use axum::http::StatusCode;
use house::{House, Someone};

/// Posts a note and answers the address of its page.
async fn told(house: &House, who: &Someone, audience: &str, text: &str) -> String {
    let answer = house.post_as(who, "/notes", &[("body", text), ("audience", audience)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let first: Vec<&str> = text.split(' ').take(2).collect();
    page_of(house, who, &first.join(" ")).await
}

/// The page of one's note, found among what one told.
async fn page_of(house: &House, who: &Someone, text: &str) -> String {
    let words = actions::notes::search::search(&house.app, who.who, text, None, 5).await.unwrap();
    let note = words.items.first().expect("it is found");
    format!("/notes/{}", note.told.note.id)
}

async fn reads(house: &House, who: Option<&Someone>, path: &str) -> house::Answer {
    match who {
        Some(who) => house.get_as(who, path).await,
        None => house.get(path).await,
    }
}

#[tokio::test]
async fn one_line_is_enough_and_nothing_typed_is_lost() {
    let house = House::new().await;
    let ana = house.member("Ana Print").await;
    let page = house.get_as(&ana, "/home").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("What are you working on?") && page.body.contains("Example"));
    let empty = [("body", " "), ("audience", "members"), ("kind", "lesson"), ("learned", "Less")];
    let refused = house.post_as(&ana, "/notes", &empty).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Less") && refused.body.contains("role=\"alert\""));
    let nowhere = [("body", "Something"), ("audience", "circle:7")];
    let refused = house.post_as(&ana, "/notes", &nowhere).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Something"));
    let path = told(&house, &ana, "members", "Drying proofs <b>today</b>").await;
    let home = house.get_as(&ana, "/home").await.body;
    assert!(home.contains("Drying proofs &#60;b&#62;today") && !home.contains("Example"));
    let undone = house.post_as(&ana, &format!("{path}/removal"), &[]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER);
    assert!(!house.get_as(&ana, "/home").await.body.contains("Drying"));
    house.post_as(&ana, &format!("{path}/restoration"), &[]).await;
    assert!(house.get_as(&ana, "/home").await.body.contains("Drying"));
}

/// Whether somebody meets a note of Ana Film's wherever there are notes, and nowhere else.
async fn meets(
    house: &House,
    (name, who): (&str, Option<&Someone>),
    (path, audience, word): (&str, &str, &str),
    sees: bool,
) {
    let about = format!("{name} {audience}");
    let page = reads(house, who, path).await;
    let expected = if sees { StatusCode::OK } else { StatusCode::NOT_FOUND };
    assert_eq!(page.status, expected, "{about}");
    assert_eq!(page.body.contains(word), sees, "{about}");
    // What is sealed is on its own page alone.
    let listed = sees && audience != "sealed";
    for list in ["/@ana-film", "/@ana-film/notes", &format!("/search?q={word}")] {
        let answer = reads(house, who, list).await;
        // The page of a search repeats what was typed.
        let body = answer.body.replace(&format!("value=\"{word}\""), "");
        let body = body.replace(&format!("q={word}"), "");
        assert_eq!(body.contains(word), listed, "{about} {list}");
    }
    if who.is_some_and(|it| it.who.member().is_some()) {
        let home = reads(house, who, "/home").await.body;
        assert_eq!(home.contains(word), listed, "{about} at home");
    }
    // Streams and feeds are public, whoever asks.
    for public in ["/stream", "/stream/feed.atom", "/stream/feed.json"] {
        let body = reads(house, who, public).await.body;
        assert_eq!(body.contains(word), audience == "everyone", "{about} {public}");
    }
    for public in ["/@ana-film/feed.atom", "/@ana-film/feed.json"] {
        let body = reads(house, who, public).await.body;
        assert_eq!(body.contains(word), audience == "everyone", "{about} {public}");
    }
}

#[tokio::test]
async fn each_kind_of_outsider_reads_exactly_what_is_for_them() {
    let house = House::new().await;
    let ana = house.member("Ana Film").await;
    let rival = house.member("Rita Film").await;
    let friend = house.member("Cleo Care").await;
    let fellow = house.member("Dora Dance").await;
    let steward = house.steward("Stu Server").await;
    let candidate = house.candidate("Asking").await;
    for who in [&ana, &rival] {
        house.post_as(who, "/me/offers", &[("title", "Film")]).await;
    }
    let made = house.post_as(&ana, "/circles", &[("name", "Close by")]).await;
    let circle = made.location.strip_prefix("/circles/").unwrap().to_owned();
    house.post_as(&ana, &format!("/circles/{circle}/members"), &[("handle", "cleo-care")]).await;
    let in_circle = format!("circle:{circle}");
    let audiences = [
        ("sealed", "wordsealed"),
        (in_circle.as_str(), "wordcircle"),
        ("makers", "wordmakers"),
        ("members", "wordmembers"),
        ("everyone", "wordeveryone"),
    ];
    let mut pages = Vec::new();
    for (audience, word) in audiences {
        let fields = [("body", word), ("audience", audience)];
        let answer = house.post_as(&ana, "/notes", &fields).await;
        pages.push(match audience {
            "sealed" => answer.location,
            _ => page_of(&house, &ana, word).await,
        });
    }
    // Who reads which of the five, in their order.
    let readers: [(&str, Option<&Someone>, [bool; 5]); 7] = [
        ("own", Some(&ana), [true; 5]),
        ("friend", Some(&friend), [false, true, true, true, true]),
        ("rival", Some(&rival), [false, false, false, true, true]),
        ("fellow", Some(&fellow), [false, false, true, true, true]),
        ("steward", Some(&steward), [false, false, true, true, true]),
        ("candidate", Some(&candidate), [false, false, false, false, true]),
        ("guest", None, [false, false, false, false, true]),
    ];
    for (name, who, sees) in readers {
        for ((path, (audience, word)), sees) in pages.iter().zip(audiences).zip(sees) {
            meets(&house, (name, who), (path, audience, word), sees).await;
        }
        let story = reads(&house, who, "/@ana-film/notes").await.body;
        let member = who.is_some_and(|it| it.who.member().is_some());
        assert_eq!(story.contains("Kept sealed"), member, "{name}");
    }
    for (path, who) in [("/home", None), ("/circles", None)] {
        assert_eq!(reads(&house, who, path).await.location, "/sign-in", "{path}");
    }
    assert_eq!(house.get_as(&candidate, "/home").await.location, "/alliance/candidacy");
    let circle = format!("/circles/{circle}");
    assert_eq!(house.get_as(&friend, &circle).await.status, StatusCode::NOT_FOUND);
    let page = house.get_as(&friend, &pages[1]).await.body;
    assert!(!page.contains("Close by"), "the name of a circle is its owner's");
}

#[tokio::test]
async fn outward_by_steps_and_inward_with_a_warning() {
    let house = House::new().await;
    let (ana, ben) = (house.member("Ana Print").await, house.member("Ben Film").await);
    let path = told(&house, &ana, "members", "A story").await;
    let moves = format!("{path}/audience");
    let refused = house.post_as(&ben, &moves, &[("audience", "everyone")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let out = house.post_as(&ana, &moves, &[("audience", "everyone")]).await;
    assert_eq!((out.status, out.location.as_str()), (StatusCode::SEE_OTHER, path.as_str()));
    assert_eq!(house.get(&path).await.status, StatusCode::OK);
    let asked = house.post_as(&ana, &moves, &[("audience", "members")]).await;
    assert_eq!(asked.location, format!("{moves}?to=members"));
    assert_eq!(house.get(&path).await.status, StatusCode::OK, "nothing happened yet");
    assert!(house.get_as(&ana, &asked.location).await.body.contains("Copies may remain"));
    assert_eq!(house.get_as(&ben, &asked.location).await.status, StatusCode::FORBIDDEN);
    house.post_as(&ana, &moves, &[("audience", "members"), ("knows", "1")]).await;
    assert_eq!(house.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.get_as(&ben, &path).await.status, StatusCode::OK);
    let page = house.get_as(&ana, &path).await.body;
    assert!(page.contains("What it was before"));
}

#[tokio::test]
async fn a_conversation_a_use_and_what_came_of_a_probe() {
    let house = House::new().await;
    let (ana, ben) = (house.member("Ana Print").await, house.member("Ben Film").await);
    let probe = [
        ("body", "A tea on Fridays"),
        ("audience", "members"),
        ("kind", "probe"),
        ("watch", "2027-01-15"),
    ];
    house.post_as(&ana, "/notes", &probe).await;
    let path = page_of(&house, &ana, "tea on fridays").await;
    assert!(house.get_as(&ben, &path).await.body.contains("To be looked at on 15 January 2027"));
    let said = house.post_as(&ben, &format!("{path}/comments"), &[("body", "Count me in")]).await;
    assert_eq!(said.location, format!("{path}#talk"));
    assert!(house.get_as(&ana, "/home").await.body.contains("Ben Film: Count me in"));
    let used = house.post_as(&ben, &format!("{path}/use"), &[("words", "our own tea")]).await;
    assert_eq!(used.status, StatusCode::SEE_OTHER);
    let page = house.get_as(&ana, &path).await.body;
    assert!(page.contains("Used by one member") && page.contains("our own tea"));
    let own = house.post_as(&ana, &format!("{path}/use"), &[]).await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    let turn = [("turn", "amplify"), ("seen", "Ten came")];
    house.post_as(&ana, &format!("{path}/outcome"), &turn).await;
    assert!(house.get_as(&ben, &path).await.body.contains("More of it: Ten came"));
    let edit = house.get_as(&ana, &format!("{path}/edit")).await;
    assert_eq!(edit.status, StatusCode::OK);
    assert_eq!(house.get_as(&ben, &format!("{path}/edit")).await.status, StatusCode::FORBIDDEN);
    let old = [("version", "1"), ("kind", "probe"), ("body", "x"), ("watch", "2027-01-15")];
    let lost = house.post_as(&ana, &format!("{path}/edit"), &old).await;
    assert_eq!(lost.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn feeds_read_strictly_and_say_where_the_original_is() {
    let house = House::new().await;
    let ana = house.member("Ana & Co").await;
    told(&house, &ana, "everyone", "Look at https://quay.example/?a=1&b=2 <now>").await;
    let feed: serde_json::Value =
        serde_json::from_str(&house.get("/@ana-co/feed.json").await.body).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    let item = &feed["items"][0];
    assert_eq!(item["content_text"], "Look at https://quay.example/?a=1&b=2 <now>");
    assert_eq!(item["authors"][0]["name"], "Ana & Co");
    let atom = house.get("/stream/feed.atom").await;
    assert_eq!(atom.headers["content-type"], "application/atom+xml; charset=utf-8");
    let body = atom.body.replace("&#38;", "").replace("&#60;", "").replace("&#62;", "");
    let body = body.replace("&#34;", "").replace("&#39;", "");
    assert!(!body.contains('&'), "{body}");
    assert!(atom.body.contains(item["url"].as_str().unwrap()));
    // Every tag that opens closes, in order.
    let mut open = Vec::new();
    for tag in atom.body.split('<').skip(1).map(|it| it.split('>').next().unwrap()) {
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name.to_owned()), "{}", atom.body),
            None if tag.starts_with('?') || tag.ends_with('/') => (),
            None => open.push(tag.split(' ').next().unwrap().to_owned()),
        }
    }
    assert!(open.is_empty());
    let page = house.get("/stream").await.body;
    assert!(page.contains("rel=\"alternate\"") && page.contains("rel=\"canonical\""));
    assert!(page.contains("h-entry"));
}

#[tokio::test]
async fn a_picture_needs_words_and_is_written_anew() {
    let house = House::new().await;
    let (ana, ben) = (house.member("Ana Print").await, house.member("Ben Film").await);
    let path = told(&house, &ana, "members", "A poster").await;
    let send = async |who: &Someone, name: &str, content: &str, alt: &str| {
        let token = house.token_of(who);
        let body = format!(
            "--x\r\ncontent-disposition: form-data; name=\"alt\"\r\n\r\n{alt}\r\n--x\r\n\
             content-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{content}\
             \r\n--x--\r\n"
        );
        let cookie = format!("session={}", who.cookie);
        let kind = [("content-type", "multipart/form-data; boundary=x"), ("cookie", &cookie)];
        let to = format!("{path}/files?csrf={token}");
        house.send(axum::http::Method::POST, &to, &body, &kind).await
    };
    let text = send(&ana, "prices;\".txt", "Paper: 3", "").await;
    assert_eq!(text.status, StatusCode::SEE_OTHER, "{}", text.body);
    let refused = send(&ana, "x.exe", "MZ\u{0}\u{1}", "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let broken = send(&ana, "x.pdf", "RIFF0000WEBPxx", "A boat").await;
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    let silent = send(&ana, "x.png", "RIFF0000WEBPxx", "").await;
    assert!(silent.body.contains("what the picture shows"));
    assert_eq!(send(&ben, "x.txt", "Mine", "").await.status, StatusCode::FORBIDDEN);
    let page = house.get_as(&ben, &path).await.body;
    let at = page.find("/files/").unwrap();
    let file = &page[at..at + "/files/".len() + 36];
    let got = house.get_as(&ben, file).await;
    assert_eq!((got.status, got.body.as_str()), (StatusCode::OK, "Paper: 3"));
    let how = got.headers["content-disposition"].to_str().unwrap();
    assert!(how.starts_with("attachment"), "{how}");
    assert_eq!(got.headers["x-content-type-options"], "nosniff");
    assert_eq!(house.get(file).await.status, StatusCode::NOT_FOUND);
    house.post_as(&ana, &format!("{file}/removal"), &[]).await;
    assert_eq!(house.get_as(&ben, file).await.status, StatusCode::NOT_FOUND);
    house.post_as(&ana, &format!("{file}/restoration"), &[]).await;
    assert_eq!(house.get_as(&ben, file).await.status, StatusCode::OK);
}
