//! The API: what every room offers to programs, its description, and what holds for all of it.

use actions::App;
use actions::replay::{self, Turn};
use actions::{ActionError, secret};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;

use crate::error::{ApiError, PageError};

/// The largest body a program may send, in bytes, except for a file of members.
const BYTES_MAX: usize = 512 * 1024;
/// Stands in an answer that tells a secret: nobody keeps it on the way, and neither do we.
pub(crate) const NOT_KEPT: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];
/// The longest `Idempotency-Key`, in characters.
const KEY_MAX: usize = 200;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Hanse",
        description = "The online home of an alliance of independents. Everything a person can do \
            on the pages, a program can do here with one of that person's access tokens. \
            Times are RFC 3339 in UTC. Lists answer a page and the cursor of the next one. Errors \
            are problem documents (RFC 9457). A POST with an `Idempotency-Key` has one effect, \
            however often it is sent.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    servers((url = "/api/v1")),
    security(("token" = []))
)]
struct Description;

fn rooms() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Description::openapi())
        .merge(crate::alliance::api::routes())
        .merge(crate::members::api::routes())
        .merge(crate::people::api::routes())
        .merge(crate::imports::api::routes())
        .merge(crate::fit::api::routes())
        .merge(crate::relationships::api::routes())
        .merge(crate::notes::api::routes())
}

/// Every address of the API.
pub fn routes(app: &App) -> Router<App> {
    let (router, _) = rooms().split_for_parts();
    let router = router.layer(from_fn_with_state(app.clone(), once));
    Router::new().nest("/api/v1", router).route(
        "/api/openapi.json",
        get(|| async { ([(header::CONTENT_TYPE, "application/json")], description()) }),
    )
}

/// The OpenAPI 3.1 document, as it is committed in `docs/openapi.json`.
pub fn description() -> String {
    let (_, mut document) = rooms().split_for_parts();
    let token = SecurityScheme::Http(
        HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("An access token, made under Settings, Tokens."))
            .build(),
    );
    document.components.get_or_insert_default().add_security_scheme("token", token);
    let mut text = document.to_pretty_json().expect("a description has only texts and numbers");
    text.push('\n');
    text
}

/// Gives a `POST` with an `Idempotency-Key` one effect: the second one with the same key gets the
/// answer of the first. The same key with another body is refused, since one of them is a mistake.
async fn once(State(app): State<App>, request: Request, next: Next) -> Response {
    let key = request.headers().get("idempotency-key").and_then(|it| it.to_str().ok());
    match key.map(str::to_owned) {
        Some(key) if request.method() == axum::http::Method::POST => {
            match once_with_key(&app, &key, request, next).await {
                Ok(response) => response,
                Err(error) => ApiError(error).into_response(),
            }
        }
        _ => next.run(request).await,
    }
}

async fn once_with_key(
    app: &App,
    key: &str,
    request: Request,
    next: Next,
) -> Result<Response, ActionError> {
    if key.is_empty() || key.len() > KEY_MAX {
        return Err(ActionError::field("Idempotency-Key", "please use 1 to 200 characters"));
    }
    let (parts, body) = request.into_parts();
    let is_list = parts.uri.path().ends_with("/imports");
    let most = if is_list { actions::members::import::BYTES_MAX } else { BYTES_MAX };
    let Ok(bytes) = to_bytes(body, most).await else {
        return Ok(PageError::TooLarge.into_response());
    };
    let caller = parts.headers.get(header::AUTHORIZATION).map(|it| it.as_bytes());
    let caller = secret::text(secret::hash(&String::from_utf8_lossy(caller.unwrap_or_default())));
    let body_hash = secret::text(secret::hash(&String::from_utf8_lossy(&bytes)));
    let stored = format!("api:{caller}:{}:{key}", parts.uri.path());
    match replay::take(app, &stored).await? {
        Turn::First => {
            let request = Request::from_parts(parts, Body::from(bytes));
            answer_first(app, &stored, &body_hash, next.run(request).await).await
        }
        Turn::Working => Err(ActionError::Stale),
        Turn::Answered { status, text } => match text.split_once('\n') {
            Some((same, "")) if same == body_hash && status != NO_CONTENT => Ok(told_once()),
            Some((same, answer)) if same == body_hash => Ok(again(status, answer.to_owned())),
            _ => Err(ActionError::field(
                "Idempotency-Key",
                "this key was used with another body; please use a new one",
            )),
        },
    }
}

async fn answer_first(
    app: &App,
    key: &str,
    body_hash: &str,
    response: Response,
) -> Result<Response, ActionError> {
    let (parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, 4 * BYTES_MAX).await else {
        replay::release(app, key).await?;
        return Ok(StatusCode::INTERNAL_SERVER_ERROR.into_response());
    };
    if parts.status.is_success() {
        let kept =
            if is_secret(&parts.headers) { "".into() } else { String::from_utf8_lossy(&bytes) };
        let text = format!("{body_hash}\n{kept}");
        replay::keep(app, key, i64::from(parts.status.as_u16()), &text).await?;
    } else {
        replay::release(app, key).await?;
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

fn is_secret(headers: &HeaderMap) -> bool {
    headers.get(header::CACHE_CONTROL).is_some_and(|it| it == "no-store")
}

/// The status of an answer that has no body.
const NO_CONTENT: i64 = 204;

/// It was done, and its answer told a secret that is not kept.
fn told_once() -> Response {
    ApiError(ActionError::Conflict(
        "this was done with the same key before; its secret was told once and is not kept, so \
         please take back what was made then and make another with a new key",
    ))
    .into_response()
}

fn again(status: i64, answer: String) -> Response {
    let status = u16::try_from(status).ok().and_then(|it| StatusCode::from_u16(it).ok());
    (status.unwrap_or(StatusCode::OK), [(header::CONTENT_TYPE, "application/json")], answer)
        .into_response()
}
