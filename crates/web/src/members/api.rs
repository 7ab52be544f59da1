//! Members for programs.

use actions::App;
use actions::members::{self as act, contacts, list, search};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::members::parts::Standing;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::api_shapes::{Given, MemberBody, MemberChange};
use super::contacts::{read_after, write_after};
use super::search::{read_position, write_position};
use super::{api_logo, api_offers, api_sealed};
use crate::cursor::{self, Page};
use crate::error::{ApiError, Problem};
use crate::visit::Caller;

/// The addresses of this room.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_members, add_contact))
        .routes(routes!(read_member, change_member, remove_contact))
        .routes(routes!(find))
        .merge(api_logo::routes())
        .merge(api_offers::routes())
        .merge(api_sealed::routes())
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// `member` (the default), `contact` or `candidate`.
    standing: Option<String>,
    /// Where the page before this one ended.
    cursor: Option<String>,
}

/// Members by name.
#[utoipa::path(get, path = "/members", tag = "members", params(Asked), responses(
    (status = 200, body = Page<MemberBody>), (status = "4XX", body = Problem)))]
async fn list_members(
    State(app): State<App>,
    Caller(who): Caller,
    Query(asked): Query<Asked>,
) -> Result<Json<Page<MemberBody>>, ApiError> {
    let standing = asked.standing.as_deref().unwrap_or("member");
    let standing =
        Standing::parse(standing).map_err(|it| actions::ActionError::field("standing", it))?;
    let name = format!("members {}", standing.wire());
    let after = read_after(&app, &name, asked.cursor.as_deref())?;
    let listed = list::by_name(&app, who, standing, after.as_ref()).await?;
    let next = listed.next.map(|it| write_after(&app, &name, &it));
    Ok(Json(Page { items: listed.views.iter().map(MemberBody::new).collect(), next }))
}

/// Lists a contact: an outside organisation or person, without an account. `offers` are not
/// among its fields; they are added to it one by one.
#[utoipa::path(post, path = "/members", tag = "members", request_body = MemberChange, responses(
    (status = 201, body = MemberBody), (status = "4XX", body = Problem)))]
async fn add_contact(
    State(app): State<App>,
    Caller(who): Caller,
    given: Given,
) -> Result<Response, ApiError> {
    let contact = contacts::add(&app, who, &given.0).await?;
    let view = act::read(&app, who, contact.handle.as_str()).await?;
    Ok((StatusCode::CREATED, Json(MemberBody::new(&view))).into_response())
}

/// One member, as far as the caller may see it; an address it once had leads to it too.
#[utoipa::path(get, path = "/members/{handle}", tag = "members",
    params(("handle" = String, Path,)), responses(
    (status = 200, body = MemberBody), (status = "4XX", body = Problem)))]
async fn read_member(
    State(app): State<App>,
    Caller(who): Caller,
    Path(handle): Path<String>,
) -> Result<Json<MemberBody>, ApiError> {
    Ok(Json(MemberBody::new(&act::read(&app, who, &handle).await?)))
}

/// Changes what a member says about itself. A field that is left out stays as it is; `null`
/// empties one.
#[utoipa::path(patch, path = "/members/{handle}", tag = "members", request_body = MemberChange,
    params(("handle" = String, Path,)), responses(
    (status = 200, body = MemberBody), (status = "4XX", body = Problem)))]
async fn change_member(
    State(app): State<App>,
    Caller(who): Caller,
    Path(handle): Path<String>,
    given: Given,
) -> Result<Json<MemberBody>, ApiError> {
    let view = act::read(&app, who, &handle).await?;
    let member = act::describe(&app, who, view.member.id, &given.0).await?;
    Ok(Json(MemberBody::new(&act::seen_by(who, member)?)))
}

/// Takes a contact off the list.
#[utoipa::path(delete, path = "/members/{handle}", tag = "members",
    params(("handle" = String, Path,)), responses(
    (status = 204), (status = "4XX", body = Problem)))]
async fn remove_contact(
    State(app): State<App>,
    Caller(who): Caller,
    Path(handle): Path<String>,
) -> Result<StatusCode, ApiError> {
    contacts::remove(&app, who, &handle).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Typed {
    /// Words; all must be there, the last may be unfinished.
    q: String,
    cursor: Option<String>,
}

/// Somebody who was found, and which of its offers and needs have all the words.
#[derive(Debug, Serialize, ToSchema)]
struct HitBody {
    member: MemberBody,
    offers: Vec<String>,
    needs: Vec<String>,
}

/// Members and contacts: whose name begins so first, then who has all the words.
#[utoipa::path(get, path = "/search", tag = "members", params(Typed), responses(
    (status = 200, body = Page<HitBody>), (status = "4XX", body = Problem)))]
async fn find(
    State(app): State<App>,
    Caller(who): Caller,
    Query(typed): Query<Typed>,
) -> Result<Json<Page<HitBody>>, ApiError> {
    let list = format!("search {}", typed.q);
    let after = match typed.cursor.as_deref() {
        Some(text) => Some(read_position(&cursor::read(&app, &list, text)?)?),
        None => None,
    };
    let found = search::search(&app, who, &typed.q, after, search::PAGE).await?;
    let hit = |it: &search::Hit| HitBody {
        member: MemberBody::new(&it.view),
        offers: it.offers.iter().map(ToString::to_string).collect(),
        needs: it.needs.iter().map(ToString::to_string).collect(),
    };
    let next = found.next.map(|it| cursor::write(&app, &list, &write_position(&it)));
    Ok(Json(Page { items: found.hits.iter().map(hit).collect(), next }))
}
