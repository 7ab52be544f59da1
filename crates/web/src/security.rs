//! What every answer tells the browser not to do.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// Nothing but our own files: no inline style or script, no frame around us, no form elsewhere.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

const PERMISSIONS_POLICY: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), \
     publickey-credentials-create=(self), publickey-credentials-get=(self)";

/// Set where the handler did not set its own (an embed, say, allows frames).
const DEFAULTS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS_POLICY),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    // What one reader may see is not kept for the next one. Assets say that they may be.
    (header::CACHE_CONTROL, "private, no-cache"),
];

/// A layer around the whole router: `.layer(axum::middleware::from_fn(security::headers))`.
///
/// Assets are the same for everybody, so they never carry a cookie.
pub async fn headers(request: Request, next: Next) -> Response {
    let is_asset = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in DEFAULTS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if is_asset {
        headers.remove(header::SET_COOKIE);
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::http::StatusCode;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    async fn answer(path: &str) -> Response {
        let cookie = [(header::SET_COOKIE, "a=b")];
        let framed = [(header::CONTENT_SECURITY_POLICY, "frame-ancestors *")];
        let router = Router::new()
            .merge(crate::assets::routes())
            .route("/page", get(move || async move { (cookie, "page") }))
            .route("/embed", get(move || async move { (framed, "embed") }))
            .layer(from_fn(|request: Request, next: Next| async move {
                let mut response = next.run(request).await;
                response.headers_mut().insert(header::SET_COOKIE, HeaderValue::from_static("c=d"));
                response
            }))
            .layer(from_fn(headers));
        let request = Request::get(path).header("accept-encoding", "gzip").body(Body::empty());
        router.oneshot(request.unwrap()).await.unwrap()
    }

    fn value(response: &Response, name: &str) -> String {
        let values: Vec<_> = response.headers().get_all(name).iter().collect();
        assert!(values.len() <= 1, "{name} is set twice");
        values.first().map(|it| it.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    #[tokio::test]
    async fn every_answer_forbids_what_pages_do_not_need() {
        for path in ["/page", "/nowhere", crate::assets::url("app.css")] {
            let response = answer(path).await;
            for (name, expected) in DEFAULTS {
                if name == header::CACHE_CONTROL && path.starts_with("/assets/") {
                    continue;
                }
                assert_eq!(value(&response, name.as_str()), expected, "{path} {name}");
            }
        }
        assert!(!CONTENT_SECURITY_POLICY.contains("unsafe"));
    }

    #[tokio::test]
    async fn a_handler_may_choose_its_own_policy() {
        let response = answer("/embed").await;
        assert_eq!(value(&response, "content-security-policy"), "frame-ancestors *");
    }

    #[tokio::test]
    async fn assets_are_kept_for_ever_and_carry_no_cookie() {
        let response = answer(crate::assets::url("app.css")).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(value(&response, "cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(value(&response, "content-type"), "text/css; charset=utf-8");
        assert_eq!(value(&response, "content-encoding"), "gzip");
        assert_eq!(value(&response, "set-cookie"), "");
        assert_eq!(value(&answer("/page").await, "set-cookie"), "c=d");
    }

    #[tokio::test]
    async fn an_asset_under_an_old_name_is_not_found() {
        let response = answer("/assets/app.000000000000.css").await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert_eq!(value(&response, "cache-control"), "private, no-cache");
    }
}
