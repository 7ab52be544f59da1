//! The same for programs: oneself, one's devices, one's tokens.

use actions::people::{devices, me as act, tokens};
use actions::{ActionError, App};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use domain::kernel::id::{MemberId, SessionId, TokenId};
use domain::members::parts::Standing;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::zones;
use crate::api::NOT_KEPT;
use crate::error::{ApiError, Problem};
use crate::times::utc;
use crate::visit::Caller;

/// `/me…`.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read_me, change_me))
        .routes(routes!(list_devices))
        .routes(routes!(end_device))
        .routes(routes!(list_tokens, make_token))
        .routes(routes!(remove_token))
}

/// Oneself.
#[derive(Serialize, ToSchema)]
struct Me {
    id: String,
    name: String,
    /// Where mail reaches you. Changed on the page Settings, where a code proves that it is yours.
    email: Option<String>,
    /// IANA name of your time zone.
    zone: String,
    /// Whether you look after the server.
    steward: bool,
    /// The handle of the member this token acts for.
    acts_for: Option<String>,
    /// Every member you act for.
    members: Vec<MyMember>,
}

/// A member one acts for.
#[derive(Serialize, ToSchema)]
struct MyMember {
    id: String,
    handle: String,
    name: String,
    /// Whether it has joined; a candidate waits until the members agree.
    joined: bool,
}

/// What to change about oneself; what is left out stays.
#[derive(Deserialize, ToSchema)]
struct MeChange {
    /// 1 to 80 characters.
    name: Option<String>,
    /// IANA name, such as `Europe/London`.
    zone: Option<String>,
}

/// A device that is signed in.
#[derive(Serialize, ToSchema)]
struct Device {
    id: String,
    /// What it calls itself.
    name: String,
    signed_in_at: String,
    /// To the hour.
    seen_at: String,
}

/// Every device; there are never so many that they need pages.
#[derive(Serialize, ToSchema)]
struct Devices {
    items: Vec<Device>,
}

/// An access token, without its secret.
#[derive(Serialize, ToSchema)]
struct Token {
    id: String,
    name: String,
    /// The handle of the member it acts for.
    acts_for: Option<String>,
    made_at: String,
    /// To the hour.
    used_at: Option<String>,
}

/// Every token; there are at most 50.
#[derive(Serialize, ToSchema)]
struct Tokens {
    items: Vec<Token>,
}

/// A token to make.
#[derive(Deserialize, ToSchema)]
struct NewToken {
    /// What it is for: 1 to 80 characters.
    name: String,
    /// The id of the member it acts for; one of yours, or none.
    member: Option<String>,
}

/// A token with its secret, which is told this once.
#[derive(Serialize, ToSchema)]
struct MadeToken {
    #[serde(flatten)]
    token: Token,
    /// Send it as `Authorization: Bearer …`.
    secret: String,
}

/// Who you are
#[utoipa::path(get, path = "/me", tag = "people", responses(
    (status = 200, body = Me),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
async fn read_me(State(app): State<App>, Caller(who): Caller) -> Result<Json<Me>, ApiError> {
    let me = act::read(&app, who).await?;
    let hat = who.actor().and_then(|it| it.hat);
    let worn = me.hats.iter().find(|it| Some(it.member) == hat);
    Ok(Json(Me {
        id: me.person.id.to_string(),
        name: me.person.name.to_string(),
        email: me.person.email.as_ref().map(|it| it.to_string()),
        zone: me.person.zone.clone(),
        steward: me.person.steward,
        acts_for: worn.map(|it| it.handle.to_string()),
        members: me
            .hats
            .iter()
            .map(|it| MyMember {
                id: it.member.to_string(),
                handle: it.handle.to_string(),
                name: it.name.to_string(),
                joined: it.standing == Standing::Member,
            })
            .collect(),
    }))
}

/// Change your name or time zone
#[utoipa::path(patch, path = "/me", tag = "people", request_body = MeChange, responses(
    (status = 200, body = Me),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
async fn change_me(
    State(app): State<App>,
    Caller(who): Caller,
    Json(change): Json<MeChange>,
) -> Result<Json<Me>, ApiError> {
    let before = act::read(&app, who).await?.person;
    let zone = match change.zone {
        Some(zone) => zones::parse(&zone)?,
        None => before.zone,
    };
    let name = change.name.unwrap_or_else(|| before.name.to_string());
    act::change(&app, who, &name, &zone).await?;
    read_me(State(app), Caller(who)).await
}

/// Where you are signed in
#[utoipa::path(get, path = "/me/devices", tag = "people", responses(
    (status = 200, body = Devices),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
async fn list_devices(
    State(app): State<App>,
    Caller(who): Caller,
) -> Result<Json<Devices>, ApiError> {
    let devices = devices::list(&app, who).await?.into_iter().map(|it| Device {
        id: it.id.to_string(),
        name: it.name,
        signed_in_at: utc(it.made),
        seen_at: utc(it.seen),
    });
    Ok(Json(Devices { items: devices.collect() }))
}

/// Sign a device out
#[utoipa::path(delete, path = "/me/devices/{id}", tag = "people",
    params(("id" = String, Path, description = "The id of the device")), responses(
    (status = 204, description = "It is signed out"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
async fn end_device(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let id = SessionId::parse(&id).ok_or(ActionError::NotFound("device"))?;
    devices::end(&app, who, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Your tokens
#[utoipa::path(get, path = "/me/tokens", tag = "people", responses(
    (status = 200, body = Tokens),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
async fn list_tokens(
    State(app): State<App>,
    Caller(who): Caller,
) -> Result<Json<Tokens>, ApiError> {
    let tokens = tokens::list(&app, who).await?.into_iter().map(token);
    Ok(Json(Tokens { items: tokens.collect() }))
}

/// Make a token
#[utoipa::path(post, path = "/me/tokens", tag = "people", request_body = NewToken, responses(
    (status = 201, body = MadeToken),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
async fn make_token(
    State(app): State<App>,
    Caller(who): Caller,
    Json(new): Json<NewToken>,
) -> Result<impl IntoResponse, ApiError> {
    let member = match &new.member {
        Some(id) => {
            let known = MemberId::parse(id);
            Some(known.ok_or_else(|| ActionError::field("member", "this is no id of a member"))?)
        }
        None => None,
    };
    let (made, secret) = tokens::make(&app, who, &new.name, member).await?;
    Ok((StatusCode::CREATED, NOT_KEPT, Json(MadeToken { token: token(made), secret })))
}

/// Take a token back
#[utoipa::path(delete, path = "/me/tokens/{id}", tag = "people",
    params(("id" = String, Path, description = "The id of the token")), responses(
    (status = 204, description = "It is worth nothing any more"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
async fn remove_token(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let id = TokenId::parse(&id).ok_or(ActionError::NotFound("token"))?;
    tokens::remove(&app, who, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn token(token: tokens::Token) -> Token {
    Token {
        id: token.id.to_string(),
        name: token.name.to_string(),
        acts_for: token.hat.map(|it| it.handle.to_string()),
        made_at: utc(token.made),
        used_at: token.used.map(utc),
    }
}
