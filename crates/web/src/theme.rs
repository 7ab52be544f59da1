//! Light, dark, or as the reader's device says: kept in a cookie, so that it needs no account.

use std::convert::Infallible;

use axum::Router;
use axum::extract::{Form, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use serde::Deserialize;

const COOKIE: &str = "theme";
const YEAR_SECONDS: u32 = 31_536_000;

/// The colour scheme of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the device is set.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// All of them with their word, in the order of the switch.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::System, "As device"), (Self::Light, "Light"), (Self::Dark, "Dark")];

    /// What the cookie says; anything else is [`Theme::System`].
    #[must_use]
    pub fn from_cookies(headers: &HeaderMap) -> Self {
        let lines = headers.get_all(header::COOKIE).into_iter();
        let mut pairs = lines.filter_map(|line| line.to_str().ok()).flat_map(|it| it.split(';'));
        let theme = pairs.find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='));
        match theme {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    /// The word in the cookie, the form and `data-theme`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Whether the page says so itself, rather than leaving it to the device.
    #[must_use]
    pub fn is_chosen(self) -> bool {
        self != Self::System
    }
}

impl<S: Sync> FromRequestParts<S> for Theme {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::from_cookies(&parts.headers))
    }
}

/// `POST /theme`.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/theme", post(choose))
}

#[derive(Deserialize)]
struct Choice {
    theme: Theme,
    /// The page the switch was on.
    #[serde(default)]
    back: String,
}

async fn choose(Form(choice): Form<Choice>) -> Response {
    let (name, age) = (choice.theme.name(), YEAR_SECONDS);
    let cookie = format!("{COOKIE}={name}; Path=/; Max-Age={age}; SameSite=Lax; HttpOnly");
    ([(header::SET_COOKIE, cookie)], Redirect::to(own_path(&choice.back))).into_response()
}

/// The path if it is one of ours; a form must not send people elsewhere.
pub(crate) fn own_path(path: &str) -> &str {
    let stays = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    if stays && path.bytes().all(|byte| byte.is_ascii_graphic()) { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{HeaderValue, Request, StatusCode};
    use tower::ServiceExt;

    use super::*;

    async fn choose(form: &'static str) -> Response {
        let request = Request::post("/theme")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(form));
        routes::<()>().oneshot(request.unwrap()).await.unwrap()
    }

    #[test]
    fn the_cookie_is_read_among_others_and_never_trusted() {
        let read = |cookie: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_static(cookie));
            Theme::from_cookies(&headers)
        };
        assert_eq!(read("a=b; theme=dark; c=d"), Theme::Dark);
        assert_eq!(read("theme=light"), Theme::Light);
        assert_eq!(read("theme=\"><script>"), Theme::System);
        assert_eq!(read("mytheme=dark"), Theme::System);
        assert_eq!(Theme::from_cookies(&HeaderMap::new()), Theme::System);
    }

    #[tokio::test]
    async fn the_choice_is_remembered_and_leads_back_to_the_page() {
        let response = choose("theme=dark&back=%2Ffind%3Fq%3Dfilm").await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(response.headers()["location"], "/find?q=film");
        let cookie = response.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.starts_with("theme=dark;"), "{cookie}");
    }

    #[tokio::test]
    async fn nobody_is_sent_elsewhere() {
        for form in
            ["back=https%3A%2F%2Fevil.example", "back=%2F%2Fevil.example", "back=%2F%5Cevil"]
        {
            let form = format!("theme=light&{form}").leak();
            assert_eq!(choose(form).await.headers()["location"], "/", "{form}");
        }
        assert_eq!(choose("theme=pink").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
}
