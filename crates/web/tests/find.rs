//! Finding partners through the front door.

#![cfg(test)]

mod house;

use axum::http::{Method, StatusCode};
use house::{Answer, House, Someone};

async fn says(house: &House, who: &Someone, fields: &[(&str, &str)]) {
    let fields: Vec<(String, String)> =
        fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    actions::members::describe(&house.app, who.who, who.member, &fields).await.unwrap();
}

async fn offers(house: &House, who: &Someone, title: &str) {
    let fields = [("title".to_owned(), title.to_owned()), ("tags".to_owned(), title.to_owned())];
    let (app, put) = (&house.app, actions::members::offers::put_offer);
    put(app, who.who, who.member, None, &fields).await.unwrap();
}

async fn needs(house: &House, who: &Someone, title: &str) -> String {
    let fields = [("title".to_owned(), title.to_owned()), ("tags".to_owned(), title.to_owned())];
    let (app, put) = (&house.app, actions::members::offers::put_need);
    put(app, who.who, who.member, None, &fields).await.unwrap().id.to_string()
}

/// Somebody of a trade, for small charities in a town.
async fn of_trade(house: &House, name: &str, trade: &str, town: &str) -> Someone {
    let who = house.member(name).await;
    let said = [
        ("audience", "small charities"),
        ("places", town),
        ("languages", "en"),
        ("open_to", "guide, guided, one_off, promote"),
    ];
    says(house, &who, &said).await;
    offers(house, &who, trade).await;
    who
}

/// Ana prints in Bristol; Ben films there, Cleo prints there, Dora prints in Glasgow.
async fn harbour(house: &House) -> [Someone; 4] {
    [
        of_trade(house, "Ana Print", "print", "Bristol, GB").await,
        of_trade(house, "Ben Film", "film", "Bristol, GB").await,
        of_trade(house, "Cleo Print", "print", "Bristol, GB").await,
        of_trade(house, "Dora Print", "print", "Glasgow, GB").await,
    ]
}

/// The handles of the cards, in order.
fn cards(page: &Answer) -> Vec<String> {
    let heads = page.body.split("<h2 id=\"m-").skip(1);
    heads.map(|it| it.split('"').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn each_purpose_finds_its_own() {
    let house = House::new().await;
    let [ana, ..] = harbour(&house).await;
    let need = needs(&house, &ana, "film").await;
    let found = async |purpose: &str| {
        let page = house.get_as(&ana, &format!("/find?purpose={purpose}")).await;
        assert_eq!(page.status, StatusCode::OK, "{purpose}");
        cards(&page)
    };
    let has = |all: &[String], handle: &str| all.iter().any(|it| it == handle);
    let together = found("together").await;
    assert!(has(&together, "ben-film") && !has(&together, "cleo-print"), "{together:?}");
    assert!(has(&found("promote").await, "ben-film"));
    let learn = found("learn").await;
    assert!(has(&learn, "dora-print") && !has(&learn, "ben-film"), "{learn:?}");
    for purpose in ["mentor", "mentored"] {
        assert!(has(&found(purpose).await, "dora-print"), "{purpose}");
    }
    assert_eq!(found(&format!("need:{need}")).await, ["ben-film"]);
    let page = house.get_as(&ana, "/find").await;
    assert!(page.body.contains(&format!("purpose=need%3A{need}")), "needs are one click away");
}

#[tokio::test]
async fn a_refusal_is_told_with_its_reason_and_can_be_overruled_with_one() {
    let house = House::new().await;
    let [ana, _, cleo, _] = harbour(&house).await;
    let list = house.get_as(&ana, "/find").await;
    assert!(list.body.contains("1 member does the same work as you"), "{}", list.body);
    assert!(list.body.contains("/find/with/cleo-print"));
    let path = "/find/with/cleo-print";
    let page = house.get_as(&ana, path).await;
    assert!(page.body.contains("Not suggested") && page.body.contains("You both offer"));
    let left_out = house.get_as(&ana, "/find/left-out").await;
    assert!(left_out.body.contains("Cleo Print") && !left_out.body.contains("Ben Film"));

    let reason = format!("{path}/reason");
    let empty = house.post_as(&ana, &reason, &[("why", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let given = house.post_as(&ana, &reason, &[("why", "They carry <b>our</b> overflow")]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER);
    let page = house.get_as(&ana, path).await;
    assert!(page.body.contains("overflow") && !page.body.contains("<b>our</b>"));
    assert!(page.body.contains("You wrote: "), "{}", page.body);
    assert!(house.get_as(&ana, "/find").await.body.contains("In spite of competing"));
    let theirs = house.get_as(&cleo, "/find/with/ana-print").await.body;
    assert!(theirs.contains("Not suggested") && !theirs.contains("overflow"));
    let back = house.post_as(&ana, &format!("{reason}/removal"), &[]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(house.get_as(&ana, path).await.body.contains("Not suggested"));
}

#[tokio::test]
async fn not_for_us_is_ours_and_can_be_undone() {
    let house = House::new().await;
    let [ana, ben, ..] = harbour(&house).await;
    let hidden = house.post_as(&ana, "/find/hidden/ben-film", &[("back", "/find")]).await;
    assert_eq!((hidden.status, hidden.location.as_str()), (StatusCode::SEE_OTHER, "/find"));
    assert!(!cards(&house.get_as(&ana, "/find").await).contains(&"ben-film".to_owned()));
    assert!(house.get_as(&ana, "/find/hidden").await.body.contains("Ben Film"));
    // It is nobody else's business.
    assert!(cards(&house.get_as(&ben, "/find").await).contains(&"ana-print".to_owned()));
    assert!(!house.get_as(&ben, "/find/hidden").await.body.contains("Ana Print"));
    house.post_as(&ana, "/find/hidden/ben-film/end", &[]).await;
    assert!(cards(&house.get_as(&ana, "/find").await).contains(&"ben-film".to_owned()));
    let away = house.post_as(&ana, "/find/hidden/ben-film", &[("back", "//evil.example")]).await;
    assert_eq!(away.location, "/");
    assert_eq!(house.post_as(&ana, "/find/hidden/nobody", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn two_stand_side_by_side_and_all_on_the_map() {
    let house = House::new().await;
    let [ana, ..] = harbour(&house).await;
    let page = house.get_as(&ana, "/find/compare?a=ben-film&b=cleo-print").await;
    assert!(page.body.contains("Ben Film and Cleo Print side by side"), "{}", page.body);
    let path = "/find/compare?a=ben-film&b=nobody";
    assert_eq!(house.get_as(&ana, path).await.status, StatusCode::NOT_FOUND);
    let own = house.get_as(&ana, "/find/compare?a=ana-print&b=ben-film").await;
    assert_eq!(own.status, StatusCode::NOT_FOUND);
    let map = house.get_as(&ana, "/find?view=map").await;
    assert!(map.body.contains("<svg class=\"map-wide\"") && map.body.contains("Ben Film"));
}

#[tokio::test]
async fn guests_and_candidates_find_nobody() {
    let house = House::new().await;
    let [ana, ..] = harbour(&house).await;
    let candidate = house.candidate("Eve").await;
    for path in [
        "/find",
        "/find/with/ben-film",
        "/find/left-out",
        "/find/compare?a=ben-film&b=dora-print",
        "/find/hidden",
    ] {
        assert_eq!(house.get(path).await.location, "/sign-in", "{path}");
        let page = house.get_as(&candidate, path).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
        assert!(!page.body.contains("Ben Film"), "{path}");
    }
    // Who is not in is not found either.
    assert!(!house.get_as(&ana, "/find").await.body.contains("Eve"));
    for path in ["/api/v1/fit", "/api/v1/fit/ben-film"] {
        let guest = house.get(path).await;
        assert_eq!(guest.status, StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(house.get_as(&candidate, path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn what_is_only_ours_is_in_no_page() {
    let house = House::new().await;
    let [ana, ben, ..] = harbour(&house).await;
    let secret = [
        ("mission", "Zanzibar regattas"),
        ("visibility.purpose", "only_us"),
        ("agenda", "Zanzibar money"),
        ("visibility.agenda", "only_us"),
    ];
    says(&house, &ben, &secret).await;
    says(&house, &ana, &[("mission", "Zanzibar regattas")]).await;
    for path in [
        "/find",
        "/find/with/ben-film",
        "/find/compare?a=ben-film&b=dora-print",
        "/api/v1/fit",
        "/api/v1/fit/ben-film?purpose=learn",
    ] {
        let page = house.get_as(&ana, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.body.contains("Zanzibar"), "{path}");
    }
}

#[tokio::test]
async fn an_address_that_asks_for_nonsense_gets_a_clear_answer() {
    let house = House::new().await;
    let [ana, ..] = harbour(&house).await;
    let long = format!("offer={}", "x".repeat(121));
    for (query, status) in [
        ("purpose=conquer", StatusCode::UNPROCESSABLE_ENTITY),
        ("purpose=need:01977420-dc00-7fff-bfff-ffffffffffff", StatusCode::UNPROCESSABLE_ENTITY),
        ("cursor=00.ff", StatusCode::UNPROCESSABLE_ENTITY),
        ("near=-3", StatusCode::UNPROCESSABLE_ENTITY),
        (long.as_str(), StatusCode::UNPROCESSABLE_ENTITY),
        ("offer=%ff", StatusCode::BAD_REQUEST),
        ("offer=%3Cscript%3Ealert(1)%3C/script%3E", StatusCode::OK),
        ("view=map&box=9,9,0,0", StatusCode::OK),
    ] {
        let page = house.get_as(&ana, &format!("/find?{query}")).await;
        assert_eq!(page.status, status, "{query}");
        assert!(!page.body.contains("<script>alert"), "{query}");
    }
    for top in ["0", "201", "99999999999999999999", "-1", "x"] {
        let answer = house.get_as(&ana, &format!("/api/v1/fit?top={top}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{top}");
        assert!(answer.body.contains("\"top\""), "{}", answer.body);
    }
    let other = house.get_as(&ana, "/api/v1/fit?for=ben-film").await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!other.body.contains("verdict"));
}

#[tokio::test]
async fn programs_go_on_where_a_page_ended_and_a_changed_cursor_leads_nowhere() {
    let house = House::new().await;
    let [ana, ..] = harbour(&house).await;
    let read = async |path: &str| -> serde_json::Value {
        let answer = house.get_as(&ana, path).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    };
    for name in ["Ed Film", "Flo Film", "Gil Film"] {
        of_trade(&house, name, "film", "Bristol, GB").await;
    }
    let whole = read("/api/v1/fit?purpose=together").await;
    let all: Vec<_> = whole["items"].as_array().unwrap().clone();
    assert!(all.len() >= 4, "{whole}");
    let first = read("/api/v1/fit?purpose=together&top=2").await;
    let cursor = first["next"].as_str().unwrap();
    let second = read(&format!("/api/v1/fit?purpose=together&top=2&cursor={cursor}")).await;
    let both: Vec<_> =
        [&first, &second].iter().flat_map(|it| it["items"].as_array().unwrap()).cloned().collect();
    assert_eq!(both, all[..4]);
    let fields: Vec<&String> = all[0].as_object().unwrap().keys().collect();
    for field in
        ["member", "verdict", "for", "talk_about", "refused_because", "would_help", "factors"]
    {
        assert!(fields.iter().any(|it| *it == field), "{field}");
    }
    assert_eq!(all[0]["factors"].as_array().unwrap().len(), 5);
    // Of another search, or with another digit.
    let changed = format!("{}0{}", &cursor[..1], &cursor[2..]);
    for path in [
        format!("/api/v1/fit?purpose=promote&cursor={cursor}"),
        format!("/api/v1/fit?purpose=together&cursor={changed}1"),
    ] {
        let answer = house.get_as(&ana, &path).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    }
    let one = read("/api/v1/fit/cleo-print").await;
    assert_eq!(one["verdict"], "refused");
    assert_eq!(one["refused_because"].as_array().unwrap().len(), 1);
    // A cookie travels by itself: it changes nothing here.
    let cookie = format!("session={}", ana.cookie);
    let headers = [("cookie", cookie.as_str())];
    let put = house.send(Method::PUT, "/api/v1/fit/ben-film/hidden", "", &headers).await;
    assert_eq!(put.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn one_asks_for_ones_own_country_or_for_who_works_at_a_distance() {
    let house = House::new().await;
    let ana = of_trade(&house, "Ana Print", "print", "Bristol, GB").await;
    of_trade(&house, "Ben Film", "film", "Glasgow, GB").await;
    let eva = of_trade(&house, "Eva Web", "web design", "Graz, AT").await;
    let far = [("title", "web design"), ("tags", "web design"), ("reach", "remote")];
    let fields = far.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let put = actions::members::offers::put_offer;
    put(&house.app, eva.who, eva.member, None, &fields).await.unwrap();
    house.program_of(&ana, "mine").await;
    for (near, expected) in [("", 2), ("country", 1), ("remote", 1), ("100", 0)] {
        let page = house.get_as(&ana, &format!("/find?near={near}")).await;
        assert_eq!(cards(&page).len(), expected, "{near}");
        let headers = [("authorization", "Bearer mine")];
        let path = format!("/api/v1/fit?near={near}");
        let answer = house.send(Method::GET, &path, "", &headers).await;
        let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(body["items"].as_array().unwrap().len(), expected, "{near}");
    }
    assert_eq!(cards(&house.get_as(&ana, "/find?near=country").await), ["ben-film"]);
    let page = house.get_as(&ana, "/find?near=remote").await;
    assert_eq!(cards(&page), ["eva-web"]);
    for option in [
        "value=\"country\">in our country",
        "value=\"remote\" selected>at a distance",
        "value=\"30\">within 30 km of us",
    ] {
        assert!(page.body.contains(option), "{option}: {}", page.body);
    }
    let odd = house.get_as(&ana, "/find?near=abroad").await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_contact_is_invited_with_what_is_known_filled_in() {
    let house = House::new().await;
    let [ana, ..] = harbour(&house).await;
    let contact = [
        ("name", "Foto & Co"),
        ("places", "Bath, GB"),
        ("offers", "photography"),
        ("audience", "small charities"),
    ];
    let listed = house.post_as(&ana, "/contacts", &contact).await;
    assert_eq!(listed.status, StatusCode::SEE_OTHER, "{}", listed.body);
    let page = house.get_as(&ana, "/find").await;
    let path = "/alliance/invitations?into=foto-co&#38;to=Foto+%26+Co";
    assert!(page.body.contains(&format!("href=\"{path}\"")), "{}", page.body);
    let form = house.get_as(&ana, &path.replace("&#38;", "&")).await;
    assert!(form.body.contains("value=\"foto-co\" selected"), "{}", form.body);
    assert!(form.body.contains("\nFoto &#38; Co</textarea>"), "{}", form.body);
    let person = "/alliance/invitations?into=foto-co&to=Lea+Roth&email=lea%40example.org";
    let form = house.get_as(&ana, person).await;
    let filled = "\nLea Roth &#60;lea@example.org&#62;</textarea>";
    assert!(form.body.contains(filled), "{}", form.body);
}
