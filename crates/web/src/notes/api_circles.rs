//! Circles for programs: only those of the member the token acts for.

use actions::notes::circles as act;
use actions::{ActionError, App};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::kernel::id::CircleId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::api_shapes::{ByBody, CircleBody, CircleInside, CircleName};
use crate::cursor::Page;
use crate::error::{ApiError, Problem};
use crate::visit::Caller;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_circles, make_circle))
        .routes(routes!(read_circle, rename_circle, delete_circle))
        .routes(routes!(add_member, remove_member))
}

fn circle_id(text: &str) -> Result<CircleId, ActionError> {
    CircleId::parse(text).ok_or(ActionError::NotFound("circle"))
}

/// Your circles; there are at most 100, so they are one page.
#[utoipa::path(get, path = "/circles", tag = "notes", responses(
    (status = 200, body = Page<CircleBody>), (status = "4XX", body = Problem)))]
async fn list_circles(
    State(app): State<App>,
    Caller(who): Caller,
) -> Result<Json<Page<CircleBody>>, ApiError> {
    let items = act::list(&app, who).await?.iter().map(CircleBody::new).collect();
    Ok(Json(Page { items, next: None }))
}

/// Makes a circle.
#[utoipa::path(post, path = "/circles", tag = "notes", request_body = CircleName, responses(
    (status = 201, body = CircleBody), (status = "4XX", body = Problem)))]
async fn make_circle(
    State(app): State<App>,
    Caller(who): Caller,
    Json(new): Json<CircleName>,
) -> Result<Response, ApiError> {
    let circle = act::make(&app, who, &new.name).await?;
    let body = CircleBody { id: circle.id.to_string(), name: circle.name.to_string(), members: 0 };
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

/// One of your circles, and who is in it.
#[utoipa::path(get, path = "/circles/{id}", tag = "notes", params(("id" = String, Path,)),
    responses((status = 200, body = CircleInside), (status = "4XX", body = Problem)))]
async fn read_circle(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<Json<CircleInside>, ApiError> {
    let inside = act::read(&app, who, circle_id(&id)?).await?;
    Ok(Json(CircleInside {
        id,
        name: inside.circle.name.to_string(),
        members: inside.members.iter().map(ByBody::new).collect(),
    }))
}

/// Gives a circle another name.
#[utoipa::path(patch, path = "/circles/{id}", tag = "notes", request_body = CircleName,
    params(("id" = String, Path,)),
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn rename_circle(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
    Json(new): Json<CircleName>,
) -> Result<StatusCode, ApiError> {
    act::rename(&app, who, circle_id(&id)?, &new.name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Deletes a circle. Only you read what you told it.
#[utoipa::path(delete, path = "/circles/{id}", tag = "notes", params(("id" = String, Path,)),
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn delete_circle(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    act::set_gone(&app, who, circle_id(&id)?, true).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Puts a member in a circle. It is not told.
#[utoipa::path(put, path = "/circles/{id}/members/{handle}", tag = "notes",
    params(("id" = String, Path,), ("handle" = String, Path,)),
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn add_member(
    State(app): State<App>,
    Caller(who): Caller,
    Path((id, handle)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    act::add(&app, who, circle_id(&id)?, &handle).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a member out of a circle. It is not told.
#[utoipa::path(delete, path = "/circles/{id}/members/{handle}", tag = "notes",
    params(("id" = String, Path,), ("handle" = String, Path,)),
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn remove_member(
    State(app): State<App>,
    Caller(who): Caller,
    Path((id, handle)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    act::remove(&app, who, circle_id(&id)?, &handle).await?;
    Ok(StatusCode::NO_CONTENT)
}
