//! A member's logo for programs.

use actions::members::logos::{self as act, BYTES_MAX, PictureError};
use actions::members::{read, seen_by};
use actions::{ActionError, App};
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::api_shapes::MemberBody;
use crate::error::{ApiError, Problem};
use crate::visit::Caller;

/// `/members/{handle}/logo`
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(put_logo, delete_logo))
}

/// Gives a member a logo: a PNG, JPEG or WebP picture, of which a small square copy is kept.
#[utoipa::path(put, path = "/members/{handle}/logo", tag = "members",
    request_body(content = String, content_type = "image/*",
        description = "At most 5 MB and 16 million pixels."),
    params(("handle" = String, Path,)), responses(
    (status = 200, body = MemberBody), (status = "4XX", body = Problem)))]
async fn put_logo(
    State(app): State<App>,
    Caller(who): Caller,
    Path(handle): Path<String>,
    body: Body,
) -> Result<Json<MemberBody>, ApiError> {
    let member = read(&app, who, &handle).await?.member.id;
    let too_large = || ActionError::field("logo", PictureError::TooLarge);
    let file = to_bytes(body, BYTES_MAX).await.map_err(|_| too_large())?;
    let turned = act::change(&app, who, member, file.to_vec()).await?;
    Ok(Json(MemberBody::new(&seen_by(who, turned.member)?)))
}

/// Takes a member's logo away: its flag stands beside its name again.
#[utoipa::path(delete, path = "/members/{handle}/logo", tag = "members",
    params(("handle" = String, Path,)), responses(
    (status = 204), (status = "4XX", body = Problem)))]
async fn delete_logo(
    State(app): State<App>,
    Caller(who): Caller,
    Path(handle): Path<String>,
) -> Result<StatusCode, ApiError> {
    let member = read(&app, who, &handle).await?.member.id;
    act::remove(&app, who, member).await?;
    Ok(StatusCode::NO_CONTENT)
}
