//! Members' pages and forms, through the front door.

#![cfg(test)]

mod house;

use axum::http::StatusCode;
use domain::members::visibility::{Level, Part};
use house::{House, Someone};

/// The part, its field and a text that its page, its API answer and its search would show.
const PARTS: &[(Part, &str, &str, &str)] = &[
    (Part::Story, "story", "Storyword", "Storyword"),
    (Part::Places, "places", "Bristol, GB", "Bristol"),
    (Part::Audience, "audience_words", "Audienceword", "Audienceword"),
    (Part::Purpose, "mission", "Missionword", "Missionword"),
    (Part::Agenda, "agenda", "Agendaword", "Agendaword"),
    (Part::Connections, "connections", "connectionword", "connectionword"),
    (Part::Capacity, "capacity_words", "Capacityword", "Capacityword"),
    (Part::Contact, "web", "https://webword.example", "webword"),
    (Part::Size, "size", "6-20", "Six to twenty people"),
];

async fn described(house: &House) -> Someone {
    let quay = house.member("Quay Stories").await;
    for (part, field, text, _) in PARTS {
        let path = format!("/me/edit/{}", part.wire());
        let answer = house.post_as(&quay, &path, &[(field, text)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.body);
    }
    for (kind, title) in [("offers", "Offerword"), ("needs", "Needword")] {
        let answer = house.post_as(&quay, &format!("/me/{kind}"), &[("title", title)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
    quay
}

#[tokio::test]
async fn a_part_is_read_by_whom_it_is_for_on_the_page_in_the_api_and_in_the_search() {
    let house = House::new().await;
    let own = described(&house).await;
    let fellow = house.member("Meadow").await;
    let steward = house.steward("Lookout").await;
    let candidate = house.candidate("Asking").await;
    let more = [(Part::Offers, "", "", "Offerword"), (Part::Needs, "", "", "Needword")];
    for (part, _, _, word) in PARTS.iter().chain(&more) {
        for level in Level::ALL.iter().copied() {
            let path = format!("/me/edit/{}", part.wire());
            let answer = house.post_as(&own, &path, &[("visibility", level.wire())]).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
            let members = level != Level::OnlyUs;
            let everyone = level == Level::Everyone;
            for (who, sees) in [
                (Some(&own), true),
                (Some(&fellow), members),
                (Some(&steward), members),
                (Some(&candidate), everyone),
                (None, everyone),
            ] {
                for path in ["/@quay-stories", "/api/v1/members/quay-stories"] {
                    let answer = read(&house, who, path).await;
                    assert_eq!(answer.status, StatusCode::OK);
                    let wire = "\"6-20\"";
                    let said = answer.body.contains(word)
                        || (*part == Part::Size && answer.body.contains(wire));
                    assert_eq!(said, sees, "{part:?} {level:?} {path}");
                }
                if *part == Part::Size {
                    continue;
                }
                for path in ["/search?q=", "/search/suggest?q=", "/api/v1/search?q="] {
                    let path = format!("{path}{}", word.to_lowercase());
                    let answer = read(&house, who, &path).await;
                    assert_eq!(answer.status, StatusCode::OK, "{path}");
                    // The name also stands in the frame of its own people's pages.
                    let word =
                        if path.starts_with("/search?") { "found-h" } else { "Quay Stories" };
                    let found = answer.body.contains(word);
                    assert_eq!(found, sees && members, "{part:?} {level:?} {path}");
                }
            }
        }
    }
}

async fn read(house: &House, who: Option<&Someone>, path: &str) -> house::Answer {
    match who {
        Some(who) => house.get_as(who, path).await,
        None => house.get(path).await,
    }
}

#[tokio::test]
async fn only_its_own_people_edit_a_page() {
    let house = House::new().await;
    let own = described(&house).await;
    let fellow = house.member("Meadow").await;
    assert_eq!(house.get_as(&own, "/me").await.location, "/@quay-stories");
    assert!(house.get_as(&own, "/@quay-stories").await.body.contains("/me/edit/story"));
    assert!(!house.get_as(&fellow, "/@quay-stories").await.body.contains("/me/edit/"));
    for path in ["/me", "/me/edit", "/me/edit/story", "/me/offers/new", "/me/history", "/me/leave"]
    {
        assert_eq!(house.get(path).await.location, "/sign-in", "{path}");
    }
    // What is Meadow's to edit is Meadow's own page, whatever address is tried.
    let page = house.get_as(&own, "/me/edit/offers").await.body;
    let at = page.find("/me/offers/0").unwrap();
    let offer = &page[at..at + "/me/offers/".len() + 36];
    assert_eq!(house.get_as(&own, offer).await.status, StatusCode::OK);
    for action in ["", "/removal", "/freshness", "/restoration"] {
        let path = format!("{offer}{action}");
        let answer = house.post_as(&fellow, &path, &[("title", "Stolen")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(house.get_as(&fellow, offer).await.status, StatusCode::NOT_FOUND);
    for path in ["/me/edit/weakness", "/me/offers/7", "/@nobody", "/@", "/@../x"] {
        assert_eq!(house.get_as(&own, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn what_is_typed_is_saved_as_it_is_typed_and_refused_with_its_field() {
    let house = House::new().await;
    let own = house.member("Quay Stories").await;
    let token = house.get_as(&own, "/me/edit/story").await.body;
    let at = token.find("name=\"csrf\" value=\"").unwrap() + "name=\"csrf\" value=\"".len();
    let token = token[at..].split('"').next().unwrap();
    let cookie = format!("session={}", own.cookie);
    let headers = [("cookie", cookie.as_str()), ("x-autosave", "1")];
    for text in ["One", "Two"] {
        let body = format!("csrf={token}&story={text}&visibility=members");
        let answer = house.post_with("/me/edit/story", &body, &headers).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
    }
    assert!(house.get_as(&own, "/@quay-stories").await.body.contains("Two"));
    assert!(!house.get("/@quay-stories").await.body.contains("Two"));

    let long = "x".repeat(300);
    let answer = house.post_as(&own, "/me/edit/about", &[("line", &long), ("name", "")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Please keep it to 200 characters"));
    assert!(answer.body.contains("id=\"f-name-error\"") && answer.body.contains(&long));
    let poles = [("fast_careful", "5"), ("veto.fast_careful", "1")];
    house.post_as(&own, "/me/edit/style", &poles).await;
    let page = house.get_as(&own, "/@quay-stories").await.body;
    assert!(page.contains("Very careful, and it has to be that way"));
    let answer = house.post_as(&own, "/me/edit/style", &[("fast_careful", "9")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    house.post_as(&own, "/me/edit/style", &[("forget", "1")]).await;
    assert!(!house.get_as(&own, "/@quay-stories").await.body.contains("Very careful"));
}

#[tokio::test]
async fn an_address_that_was_changed_goes_on_working() {
    let house = House::new().await;
    let own = house.member("Quay Stories").await;
    let answer = house.post_as(&own, "/me/edit/about", &[("handle", "quay")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let old = house.get("/@quay-stories").await;
    assert_eq!((old.status, old.location.as_str()), (StatusCode::PERMANENT_REDIRECT, "/@quay"));
    assert_eq!(house.get("/@quay").await.status, StatusCode::OK);
    let flag = house.get("/@quay/flag.svg").await;
    assert_eq!(flag.headers["content-type"], "image/svg+xml");
    let thief = house.member("Thief").await;
    let answer = house.post_as(&thief, "/me/edit/about", &[("handle", "quay-stories")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("This address belongs to someone else"));
}

#[tokio::test]
async fn what_is_taken_back_can_be_put_back_from_the_message() {
    let house = House::new().await;
    let own = described(&house).await;
    let page = house.get_as(&own, "/me/edit/offers").await.body;
    let at = page.find("/me/offers/0").unwrap();
    let offer = page[at..at + "/me/offers/".len() + 36].to_owned();
    house.wait_seconds(60 * 86_400 - 10);
    // The session of the house is over by then; the page is public.
    let own = again(&house, &own).await;
    assert!(house.get_as(&own, "/@quay-stories").await.body.contains("Still true"));
    house.post_as(&own, &format!("{offer}/freshness"), &[]).await;
    assert!(!house.get_as(&own, "/@quay-stories").await.body.contains(&format!("{offer}/fresh")));
    let answer = house.post_as(&own, &format!("{offer}/removal"), &[]).await;
    assert_eq!(answer.location, "/me/edit/offers");
    assert!(!house.get("/@quay-stories").await.body.contains("Offerword"));
    house.post_as(&own, &format!("{offer}/restoration"), &[]).await;
    assert!(house.get("/@quay-stories").await.body.contains("Offerword"));
    let history = house.get_as(&own, "/me/history").await.body;
    assert!(history.contains("Ana of Quay Stories") && history.contains("changed the profile"));
}

/// Whoever it is, still signed in: sessions of the house last sixty days.
async fn again(house: &House, who: &Someone) -> Someone {
    let answer = house.get_as(who, "/me").await;
    assert_eq!(answer.location, "/@quay-stories", "the session should have some seconds left");
    who.clone()
}

#[tokio::test]
async fn leaving_closes_the_page_and_can_be_undone() {
    let house = House::new().await;
    let own = described(&house).await;
    let fellow = house.member("Meadow").await;
    assert!(house.get_as(&own, "/me/leave").await.body.contains("Leave the alliance"));
    assert_eq!(house.post_as(&own, "/me/leave", &[]).await.location, "/me/leave");
    assert_eq!(house.get("/@quay-stories").await.status, StatusCode::NOT_FOUND);
    let seen = house.get_as(&fellow, "/@quay-stories").await.body;
    assert!(seen.contains("Has left the alliance") && !seen.contains("Storyword"));
    let refused = house.post_as(&own, "/me/edit/story", &[("story", "x")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.post_as(&own, "/me/return", &[]).await.location, "/@quay-stories");
    assert!(house.get("/@quay-stories").await.body.contains("Storyword"));
}

#[tokio::test]
async fn a_contact_is_listed_corrected_asked_for_and_taken_off() {
    let house = House::new().await;
    let ana = house.member("Meadow").await;
    let candidate = house.candidate("Asking").await;
    assert!(house.get_as(&ana, "/contacts").await.body.contains("No contacts yet"));
    assert_eq!(house.get_as(&candidate, "/contacts/new").await.status, StatusCode::FORBIDDEN);
    assert_eq!(house.get("/contacts/new").await.location, "/sign-in");
    let form = [("name", "Copper Lane"), ("offers", "Web sites\nTicketing"), ("places", "GB")];
    let refused = house.post_as(&candidate, "/contacts", &form).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(house.post_as(&ana, "/contacts", &form).await.location, "/@copper-lane");
    let page = house.get_as(&ana, "/@copper-lane").await.body;
    for words in ["Listed, not a member yet", "Ana of Meadow", "Invite them", "Ticketing"] {
        assert!(page.contains(words), "{words}");
    }
    let guest = house.get("/@copper-lane").await.body;
    assert!(guest.contains("This is us") && !guest.contains("Ana of Meadow"));
    assert!(!guest.contains("Invite them") && !guest.contains("/edit\""));

    let corrected = [("name", "Copper Lane"), ("offers", "Ticketing\nPosters")];
    assert_eq!(house.post_as(&candidate, "/@copper-lane/edit", &corrected).await.status, 403);
    house.post_as(&ana, "/@copper-lane/edit", &corrected).await;
    let page = house.get("/@copper-lane").await.body;
    assert!(page.contains("Posters") && page.contains("Ticketing") && !page.contains("Web sites"));

    let token = house.token();
    let ask = format!("csrf={token}&their_name=Cy+Lane&email=cy%40copper.example");
    assert_eq!(house.post("/@copper-lane/claim", &ask).await.location, "/@copper-lane");
    let wrong = format!("csrf={}&their_name=&email=x", house.token());
    let answer = house.post("/@copper-lane/claim", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("f-their_name-error") && answer.body.contains("f-email-error"));
    let page = house.get_as(&ana, "/@copper-lane").await.body;
    assert!(page.contains("cy@copper.example") && page.contains("into=copper-lane"));
    for who in [None, Some(&candidate)] {
        assert!(!read(&house, who, "/@copper-lane").await.body.contains("cy@copper.example"));
    }
    let at = page.find("/claims/").unwrap();
    let claim = &page[at..at + "/claims/".len() + 36 + "/answer".len()];
    assert_eq!(house.post_as(&candidate, claim, &[]).await.status, StatusCode::FORBIDDEN);
    house.post_as(&ana, claim, &[("handle", "copper-lane")]).await;
    assert!(!house.get_as(&ana, "/@copper-lane").await.body.contains("cy@copper.example"));

    let answer = house.post_as(&ana, "/@copper-lane/removal", &[]).await;
    assert_eq!(answer.location, "/contacts");
    assert_eq!(house.get_as(&ana, "/@copper-lane").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_list_of_contacts_goes_on() {
    let house = House::new().await;
    let ana = house.member("Meadow").await;
    for number in 0..35 {
        house.post_as(&ana, "/contacts", &[("name", &format!("Contact {number:02}"))]).await;
    }
    let first = house.get("/contacts").await.body;
    assert!(first.contains("Contact 00") && !first.contains("Contact 30"));
    let at = first.find("/contacts?after=").unwrap();
    let next = first[at..].split('"').next().unwrap();
    let second = house.get(next).await.body;
    assert!(second.contains("Contact 34") && !second.contains("Contact 29"));
    for wrong in ["abc", "00.00", &format!("{}0", &next["/contacts?after=".len()..])] {
        let answer = house.get(&format!("/contacts?after={wrong}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let found = house.get("/search?q=contact").await.body;
    let at = found.find("/search?q=contact&#38;after=").unwrap();
    let next = found[at..].split('"').next().unwrap().replace("&#38;", "&");
    assert!(house.get(&next).await.body.contains("Contact 34"));
    let other = next.replace("q=contact", "q=other");
    assert_eq!(house.get(&other).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn who_is_sealed_from_whom_is_seen_by_own_people_alone() {
    let house = House::new().await;
    let own = house.member("Quay Stories").await;
    let eve = house.member("Eve").await;
    let answer = house.post_as(&own, "/me/edit/sealed", &[("handle", "eve")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(house.get_as(&own, "/me/edit/sealed").await.body.contains("href=\"/@eve\""));
    assert!(!house.get_as(&eve, "/me/edit/sealed").await.body.contains("Quay Stories"));
    let answer = house.post_as(&own, "/me/edit/sealed", &[("handle", "nobody")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let path = format!("/me/edit/sealed/{}/removal", eve.member);
    house.post_as(&own, &path, &[]).await;
    assert!(!house.get_as(&own, "/me/edit/sealed").await.body.contains("href=\"/@eve\""));
}

#[tokio::test]
async fn script_in_any_text_is_only_text() {
    const SCRIPT: &str = "<script>alert(1)</script>\"onx='";
    let house = House::new().await;
    let own = house.member("Quay Stories").await;
    for (path, fields) in [
        ("about", &["name", "line"][..]),
        ("story", &["perspective", "story"]),
        ("audience", &["audience_words", "audience"]),
        ("purpose", &["mission", "direction", "values", "causes", "stakeholders"]),
        ("agenda", &["agenda", "off_table"]),
        ("connections", &["connections"]),
        ("capacity", &["capacity_words"]),
    ] {
        let form: Vec<(&str, &str)> = fields.iter().map(|it| (*it, SCRIPT)).collect();
        let answer = house.post_as(&own, &format!("/me/edit/{path}"), &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.body);
        let form = house.get_as(&own, &format!("/me/edit/{path}")).await.body;
        assert!(!form.contains("<script>alert") && form.contains("alert(1)"), "{path}");
    }
    for kind in ["offers", "needs"] {
        let form = [("title", SCRIPT), ("detail", SCRIPT), ("tags", SCRIPT)];
        house.post_as(&own, &format!("/me/{kind}"), &form).await;
    }
    for path in ["/@quay-stories", "/search?q=alert", "/search/suggest?q=alert", "/me/history"] {
        let body = house.get_as(&own, path).await.body;
        assert!(!body.contains("<script>alert"), "{path}");
    }
    let page = house.get_as(&own, "/@quay-stories").await.body;
    assert!(page.matches("alert(1)").count() >= 15);
    let typed = house.get("/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E").await.body;
    assert!(!typed.contains("<script>alert"));
}

#[tokio::test]
async fn what_does_not_fit_or_is_no_text_is_refused_and_never_breaks_anything() {
    let house = House::new().await;
    let own = house.member("Quay Stories").await;
    let huge = "x".repeat(10 * 1024 * 1024);
    let answer = house.post_as(&own, "/me/edit/story", &[("story", &huge)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let long = "x".repeat(5_000);
    let answer = house.post_as(&own, "/me/edit/story", &[("story", &long)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let cookie = format!("session={}", own.cookie);
    let answer = house.post_with("/me/edit/story", "story=%ff%fe", &[("cookie", &cookie)]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    for path in [
        "/@%ff",
        "/@quay-stories%00",
        "/search?q=%ff",
        "/search?q=%00",
        "/search?q=%22*%28",
        "/search?q=a&after=x",
        "/me/history?before=zz",
        "/contacts?after=%00",
        "/me/offers/%00",
        "/api/v1/members/%00",
        "/api/v1/members?cursor=x",
        "/api/v1/members?standing=left2",
        "/api/v1/search?q=a&cursor=1.2",
        "/api/v1/members/quay-stories/offers/1",
    ] {
        let status = house.get_as(&own, path).await.status;
        assert!(status.is_success() || status.is_client_error(), "{path}: {status}");
    }
}

#[tokio::test]
async fn ones_own_page_speaks_to_its_owner() {
    let house = House::new().await;
    let own = house.member("Quay Stories").await;
    let eve = house.member("Eve").await;
    let fields = [("title", "Film"), ("enjoyment", "3"), ("used_ourselves", "1")];
    let fields = fields.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let put = actions::members::offers::put_offer;
    put(&house.app, own.who, own.member, None, &fields).await.unwrap();
    let said = [
        ("free_from".to_owned(), "2027-01-18".to_owned()),
        ("capacity_words".to_owned(), "From the start of next month".to_owned()),
    ];
    actions::members::describe(&house.app, own.who, own.member, &said).await.unwrap();
    let mine = house.get_as(&own, "/@quay-stories").await.body;
    assert!(mine.contains("You like doing it") && mine.contains("You use it yourselves too"));
    assert!(!mine.contains("They like doing it"), "{mine}");
    let theirs = house.get_as(&eve, "/@quay-stories").await.body;
    assert!(theirs.contains("They like doing it") && theirs.contains("Used by themselves too"));
    // The day and their own words are two sentences, not one with a colon in it.
    assert!(theirs.contains(">From the start of next month</p>"), "{theirs}");
    assert!(!theirs.contains(": From the start"), "{theirs}");
}
