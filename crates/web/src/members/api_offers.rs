//! Offers and needs for programs.

use actions::members::{self as act, offers};
use actions::{ActionError, App};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::kernel::id::{MemberId, NeedId, OfferId};
use domain::kernel::who::Who;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::api_shapes::{Given, NeedBody, NeedChange, OfferBody, OfferChange};
use crate::error::{ApiError, Problem};
use crate::visit::Caller;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_offers, add_offer))
        .routes(routes!(change_offer, drop_offer))
        .routes(routes!(list_needs, add_need))
        .routes(routes!(change_need, drop_need))
}

async fn member(app: &App, who: Who, handle: &str) -> Result<MemberId, ActionError> {
    Ok(act::read(app, who, handle).await?.member.id)
}

/// What a member offers.
#[utoipa::path(get, path = "/members/{handle}/offers", tag = "members",
    params(("handle" = String, Path,)), responses(
    (status = 200, body = Vec<OfferBody>), (status = "4XX", body = Problem)))]
async fn list_offers(
    State(app): State<App>,
    Caller(who): Caller,
    Path(handle): Path<String>,
) -> Result<Json<Vec<OfferBody>>, ApiError> {
    let view = act::read(&app, who, &handle).await?;
    Ok(Json(view.member.profile.offers.iter().map(OfferBody::new).collect()))
}

/// Adds an offer.
#[utoipa::path(post, path = "/members/{handle}/offers", tag = "members",
    request_body = OfferChange, params(("handle" = String, Path,)), responses(
    (status = 201, body = OfferBody), (status = "4XX", body = Problem)))]
async fn add_offer(
    State(app): State<App>,
    Caller(who): Caller,
    Path(handle): Path<String>,
    given: Given,
) -> Result<Response, ApiError> {
    let member = member(&app, who, &handle).await?;
    let offer = offers::put_offer(&app, who, member, None, &given.0).await?;
    Ok((StatusCode::CREATED, Json(OfferBody::new(&offer))).into_response())
}

/// Changes an offer; a change with no fields says that it still holds.
#[utoipa::path(patch, path = "/members/{handle}/offers/{id}", tag = "members",
    request_body = OfferChange, params(("handle" = String, Path,), ("id" = String, Path,)),
    responses((status = 200, body = OfferBody), (status = "4XX", body = Problem)))]
async fn change_offer(
    State(app): State<App>,
    Caller(who): Caller,
    Path((handle, id)): Path<(String, String)>,
    given: Given,
) -> Result<Json<OfferBody>, ApiError> {
    let member = member(&app, who, &handle).await?;
    let id = OfferId::parse(&id).ok_or(ActionError::NotFound("offer"))?;
    let offer = offers::put_offer(&app, who, member, Some(id), &given.0).await?;
    Ok(Json(OfferBody::new(&offer)))
}

/// Takes an offer back.
#[utoipa::path(delete, path = "/members/{handle}/offers/{id}", tag = "members",
    params(("handle" = String, Path,), ("id" = String, Path,)), responses(
    (status = 204), (status = "4XX", body = Problem)))]
async fn drop_offer(
    State(app): State<App>,
    Caller(who): Caller,
    Path((handle, id)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let member = member(&app, who, &handle).await?;
    let id = OfferId::parse(&id).ok_or(ActionError::NotFound("offer"))?;
    offers::drop_offer(&app, who, member, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a member needs.
#[utoipa::path(get, path = "/members/{handle}/needs", tag = "members",
    params(("handle" = String, Path,)), responses(
    (status = 200, body = Vec<NeedBody>), (status = "4XX", body = Problem)))]
async fn list_needs(
    State(app): State<App>,
    Caller(who): Caller,
    Path(handle): Path<String>,
) -> Result<Json<Vec<NeedBody>>, ApiError> {
    let view = act::read(&app, who, &handle).await?;
    Ok(Json(view.member.profile.needs.iter().map(NeedBody::new).collect()))
}

/// Adds a need.
#[utoipa::path(post, path = "/members/{handle}/needs", tag = "members",
    request_body = NeedChange, params(("handle" = String, Path,)), responses(
    (status = 201, body = NeedBody), (status = "4XX", body = Problem)))]
async fn add_need(
    State(app): State<App>,
    Caller(who): Caller,
    Path(handle): Path<String>,
    given: Given,
) -> Result<Response, ApiError> {
    let member = member(&app, who, &handle).await?;
    let need = offers::put_need(&app, who, member, None, &given.0).await?;
    Ok((StatusCode::CREATED, Json(NeedBody::new(&need))).into_response())
}

/// Changes a need; a change with no fields says that it still holds.
#[utoipa::path(patch, path = "/members/{handle}/needs/{id}", tag = "members",
    request_body = NeedChange, params(("handle" = String, Path,), ("id" = String, Path,)),
    responses((status = 200, body = NeedBody), (status = "4XX", body = Problem)))]
async fn change_need(
    State(app): State<App>,
    Caller(who): Caller,
    Path((handle, id)): Path<(String, String)>,
    given: Given,
) -> Result<Json<NeedBody>, ApiError> {
    let member = member(&app, who, &handle).await?;
    let id = NeedId::parse(&id).ok_or(ActionError::NotFound("need"))?;
    let need = offers::put_need(&app, who, member, Some(id), &given.0).await?;
    Ok(Json(NeedBody::new(&need)))
}

/// Takes a need back.
#[utoipa::path(delete, path = "/members/{handle}/needs/{id}", tag = "members",
    params(("handle" = String, Path,), ("id" = String, Path,)), responses(
    (status = 204), (status = "4XX", body = Problem)))]
async fn drop_need(
    State(app): State<App>,
    Caller(who): Caller,
    Path((handle, id)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let member = member(&app, who, &handle).await?;
    let id = NeedId::parse(&id).ok_or(ActionError::NotFound("need"))?;
    offers::drop_need(&app, who, member, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
