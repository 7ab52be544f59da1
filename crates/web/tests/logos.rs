//! Logos through the front door, and the files that are none.

#![cfg(test)]

mod house;

use std::io::Cursor;

use axum::http::{Method, StatusCode};
use house::{Answer, House, Someone};
use image::{ImageFormat, Rgba, RgbaImage};

fn png(red: u8) -> Vec<u8> {
    let pixels = RgbaImage::from_pixel(300, 200, Rgba([red, 20, 30, 255]));
    let mut file = Cursor::new(Vec::new());
    pixels.write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

/// A file as a browser sends it.
fn form(file: &[u8]) -> Vec<u8> {
    let head = "--xx\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"a.png\"\r\n\
                Content-Type: image/png\r\n\r\n";
    [head.as_bytes(), file, b"\r\n--xx--\r\n"].concat()
}

async fn send_with(house: &House, who: &Someone, token: &str, file: &[u8]) -> Answer {
    let (path, cookie) = (format!("/me/edit/logo?csrf={token}"), format!("session={}", who.cookie));
    let kind = ("content-type", "multipart/form-data; boundary=xx");
    house.send_bytes(Method::POST, &path, form(file), &[kind, ("cookie", &cookie)]).await
}

async fn send(house: &House, who: &Someone, file: &[u8]) -> Answer {
    send_with(house, who, &house.token_of(who), file).await
}

/// Where the logo of Quay Stories is, as this reader's page of them says.
async fn address(house: &House, who: Option<&Someone>) -> Option<String> {
    let page = match who {
        Some(who) => house.get_as(who, "/@quay-stories").await,
        None => house.get("/@quay-stories").await,
    };
    let article = page.body.split("<article").nth(1)?.to_owned();
    let at = article.split("src=\"/@quay-stories/logo/").nth(1)?;
    Some(format!("/@quay-stories/logo/{}", at.split('"').next()?))
}

#[tokio::test]
async fn a_logo_is_shown_wherever_the_name_is_and_can_be_taken_back() {
    let house = House::new().await;
    let ana = house.member("Quay Stories").await;
    let ben = house.member("Ben Film").await;
    assert_eq!(house.get_as(&ana, "/me/edit/logo").await.status, StatusCode::OK);
    let sent = send(&house, &ana, &png(200)).await;
    assert_eq!((sent.status, sent.location.as_str()), (StatusCode::SEE_OTHER, "/me/edit/logo"));
    let first = address(&house, Some(&ana)).await.unwrap();
    for reader in [None, Some(&ben)] {
        assert_eq!(address(&house, reader).await.as_ref(), Some(&first));
    }
    for page in ["/alliance", "/search?q=quay", "/search/suggest?q=quay", "/find"] {
        let page = house.get_as(&ana, page).await;
        assert!(page.body.contains(&format!("src=\"{first}\"")), "{}", page.body);
    }

    let picture = house.get(&first).await;
    assert_eq!(picture.status, StatusCode::OK);
    assert_eq!(picture.headers["content-type"], "image/webp");
    assert_eq!(picture.headers["x-content-type-options"], "nosniff");
    assert_eq!(picture.headers["cache-control"], "private, max-age=31536000, immutable");

    // Another picture has another address; the old one is there for nobody.
    let token = house.token_of(&ana);
    assert_eq!(send_with(&house, &ana, &token, &png(100)).await.status, StatusCode::SEE_OTHER);
    let second = address(&house, None).await.unwrap();
    assert_ne!(first, second);
    assert_eq!(house.get_as(&ana, &first).await.status, StatusCode::NOT_FOUND);
    // From the same page, after going back: the newest choice counts.
    let third = send_with(&house, &ana, &token, &png(50)).await;
    assert_eq!(third.status, StatusCode::SEE_OTHER);
    assert_ne!(address(&house, None).await.as_ref(), Some(&second));

    let back = second.rsplit('/').next().unwrap();
    let back = format!("/me/edit/logo/{back}/restoration");
    assert_eq!(house.post_as(&ana, &back, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(address(&house, None).await.as_ref(), Some(&second));
    // The first of all is not kept any more.
    let gone = format!("/me/edit/logo/{}/restoration", first.rsplit('/').next().unwrap());
    assert_eq!(house.post_as(&ana, &gone, &[]).await.status, StatusCode::NOT_FOUND);

    assert_eq!(
        house.post_as(&ana, "/me/edit/logo/removal", &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(address(&house, None).await, None);
    assert_eq!(house.post_as(&ana, &back, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(address(&house, None).await, Some(second));
}

#[tokio::test]
async fn a_logo_is_seen_by_whoever_may_know_of_the_member() {
    let house = House::new().await;
    let ana = house.candidate("Quay Stories").await;
    let ben = house.member("Ben Film").await;
    assert_eq!(send(&house, &ana, &png(9)).await.status, StatusCode::SEE_OTHER);
    let logo = address(&house, Some(&ben)).await.unwrap();
    for (reader, expected) in
        [(Some(&ana), StatusCode::OK), (Some(&ben), StatusCode::OK), (None, StatusCode::NOT_FOUND)]
    {
        let answer = match reader {
            Some(who) => house.get_as(who, &logo).await,
            None => house.get(&logo).await,
        };
        assert_eq!(answer.status, expected);
    }
    let elsewhere = logo.replace("quay-stories", "ben-film");
    assert_eq!(house.get_as(&ben, &elsewhere).await.status, StatusCode::NOT_FOUND);
    // Somebody else's form changes their own logo, and a guest's nothing.
    assert_eq!(send(&house, &house.holder_of(""), &png(1)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(address(&house, Some(&ben)).await, Some(logo));
}

#[tokio::test]
async fn what_is_no_picture_is_refused_beside_its_field_and_never_breaks_anything() {
    let house = House::new().await;
    let ana = house.member("Quay Stories").await;
    let whole = png(7);
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    // A head that promises two thousand million pixels.
    let mut bomb = whole.clone();
    bomb[16..24].copy_from_slice(&[0, 0, 0xbb, 0x80, 0, 0, 0xbb, 0x80]);
    for (file, words) in [
        (Vec::new(), "Please choose a picture."),
        (svg.to_vec(), "Please choose a PNG, JPEG or WebP picture."),
        (b"GIF89a".to_vec(), "Please choose a PNG, JPEG or WebP picture."),
        (whole[..whole.len() / 2].to_vec(), "This picture cannot be read"),
        (bomb, "id=\"f-logo-error\""),
        ([&whole[..], &vec![0; 6 << 20]].concat(), "at most 5 MB"),
        ([&whole[..], &vec![0; 10 << 20]].concat(), "at most 5 MB"),
    ] {
        let answer = send(&house, &ana, &file).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
        assert!(answer.body.contains("id=\"f-logo-error\""), "{}", answer.body);
    }
    assert_eq!(address(&house, None).await, None);
    // What follows a whole picture is not kept, and an answer is never anything but a picture.
    let polyglot = [&whole[..], svg].concat();
    assert_eq!(send(&house, &ana, &polyglot).await.status, StatusCode::SEE_OTHER);
    let logo = address(&house, None).await.unwrap();
    let picture = house.get(&logo).await;
    assert!(!picture.body.contains("script") && picture.body.starts_with("RIFF"));
    let forged = send_with(&house, &ana, "no.token", &whole).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    for odd in ["x", "..%2f..%2fetc", "%00.webp", "ffffffffffffffffffffffffffffffff.webp"] {
        let answer = house.get(&format!("/@quay-stories/logo/{odd}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{odd}");
    }
}

#[tokio::test]
async fn programs_give_and_take_a_logo_for_their_own_member_alone() {
    let house = House::new().await;
    let ana = house.member("Quay Stories").await;
    let eve = house.member("Eve").await;
    house.program_of(&ana, "mine").await;
    house.program_of(&eve, "hers").await;
    let path = "/api/v1/members/quay-stories/logo";
    let put = |token: &'static str, file: Vec<u8>| {
        let bearer = format!("Bearer {token}");
        let house = &house;
        async move {
            let headers = [("authorization", bearer.as_str()), ("content-type", "image/png")];
            house.send_bytes(Method::PUT, path, file, &headers).await
        }
    };
    assert_eq!(put("hers", png(1)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(put("nobody's", png(1)).await.status, StatusCode::UNAUTHORIZED);
    let given = put("mine", png(1)).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.body);
    let body: serde_json::Value = serde_json::from_str(&given.body).unwrap();
    let logo = body["logo"].as_str().unwrap();
    assert_eq!(Some(logo), address(&house, None).await.as_deref());
    assert_eq!(house.get(logo).await.status, StatusCode::OK);
    for file in [Vec::new(), b"<svg/>".to_vec(), vec![0; 10 << 20]] {
        let answer = put("mine", file).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("\"field\":\"logo\""), "{}", answer.body);
    }
    let headers = [("authorization", "Bearer hers")];
    assert_eq!(house.send(Method::DELETE, path, "", &headers).await.status, StatusCode::FORBIDDEN);
    let headers = [("authorization", "Bearer mine")];
    assert_eq!(house.send(Method::DELETE, path, "", &headers).await.status, StatusCode::NO_CONTENT);
    assert_eq!(address(&house, None).await, None);
}
