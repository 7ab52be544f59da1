//! Whom a member does not want to be suggested to, for programs of its own people.

use actions::App;
use actions::members::{read, sealed as act};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::error::{ApiError, Problem};
use crate::visit::Caller;

/// `/members/{handle}/sealed…`
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_sealed)).routes(routes!(seal, unseal))
}

/// The whole list; there are never so many that they need pages.
#[derive(Serialize, ToSchema)]
struct SealedFrom {
    /// Handles.
    items: Vec<String>,
}

/// Whom a member does not want to be suggested to, nor have suggested to it. Only its own people
/// see this list.
#[utoipa::path(get, path = "/members/{handle}/sealed", tag = "members",
    params(("handle" = String, Path,)), responses(
    (status = 200, body = SealedFrom), (status = "4XX", body = Problem)))]
async fn list_sealed(
    State(app): State<App>,
    Caller(who): Caller,
    Path(handle): Path<String>,
) -> Result<Json<SealedFrom>, ApiError> {
    let member = read(&app, who, &handle).await?.member.id;
    let others = act::list(&app, who, member).await?.into_iter();
    Ok(Json(SealedFrom { items: others.map(|it| it.member.handle.to_string()).collect() }))
}

/// Adds somebody to the list. They are not told.
#[utoipa::path(put, path = "/members/{handle}/sealed/{other}", tag = "members",
    params(("handle" = String, Path,), ("other" = String, Path, description = "A handle.")),
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn seal(
    State(app): State<App>,
    Caller(who): Caller,
    Path((handle, other)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let member = read(&app, who, &handle).await?.member.id;
    act::add(&app, who, member, &other).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes somebody off the list.
#[utoipa::path(delete, path = "/members/{handle}/sealed/{other}", tag = "members",
    params(("handle" = String, Path,), ("other" = String, Path, description = "A handle.")),
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn unseal(
    State(app): State<App>,
    Caller(who): Caller,
    Path((handle, other)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let member = read(&app, who, &handle).await?.member.id;
    let other = read(&app, who, &other).await?.member.id;
    act::remove(&app, who, member, other).await?;
    Ok(StatusCode::NO_CONTENT)
}
