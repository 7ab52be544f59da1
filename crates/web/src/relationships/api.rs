//! Relationships for programs.

use actions::relationships::{describe, doing, hello, introductions, read, steps};
use actions::{ActionError, App};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::kernel::id::{IntroductionId, MessageId};
use domain::kernel::who::Who;
use domain::relationships::party::Shelf;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::api_shapes::{
    self as shapes, AnswerGiven, HelloGiven, IntroductionBody, IntroductionGiven, KnownGiven,
    MessageBody, MessageGiven, RelationshipBody, ReviewBody, ReviewGiven, StepBody, StepGiven,
    ValueBody, ValueGiven,
};
use super::pages::{read_after, write_after};
use crate::cursor::{self, Page};
use crate::error::{ApiError, Problem};
use crate::visit::Caller;

/// The addresses of this room.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, say_hello))
        .routes(routes!(read_one))
        .routes(routes!(answer_hello))
        .routes(routes!(withdraw_hello))
        .routes(routes!(list_steps, propose))
        .routes(routes!(answer_step))
        .routes(routes!(leave))
        .routes(routes!(list_values, give))
        .routes(routes!(take_back))
        .routes(routes!(say_known))
        .routes(routes!(list_reviews, review))
        .routes(routes!(list_messages, write_message))
        .routes(routes!(list_introductions, pass_on))
        .routes(routes!(answer_introduction))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// `active` (the default), `waiting` (for an answer of yours), `asked` (for others),
    /// `resting` or `ended`.
    shelf: Option<String>,
    /// Where the page before this one ended.
    cursor: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct From {
    /// Where the page before this one ended.
    cursor: Option<String>,
}

/// A list that is not long enough for pages.
#[derive(Debug, Serialize, ToSchema)]
struct Items<T> {
    items: Vec<T>,
}

async fn body(app: &App, who: Who, slug: &str) -> Result<RelationshipBody, ActionError> {
    let listed = read::one(app, who, slug).await?;
    shapes::bodies(&listed).pop().ok_or(ActionError::NotFound("relationship"))
}

/// The relationships of the member you act for, last changed first.
#[utoipa::path(get, path = "/relationships", tag = "relationships", params(Asked), responses(
    (status = 200, body = Page<RelationshipBody>), (status = "4XX", body = Problem)))]
async fn list(
    State(app): State<App>,
    Caller(who): Caller,
    Query(asked): Query<Asked>,
) -> Result<Json<Page<RelationshipBody>>, ApiError> {
    let shelf = Shelf::parse(asked.shelf.as_deref().unwrap_or("active"));
    let shelf = shelf.map_err(|it| ActionError::field("shelf", it))?;
    let after = asked.cursor.as_deref().map(|it| read_after(&app, shelf, it)).transpose()?;
    let listed = read::shelf(&app, who, shelf, after).await?;
    let next = listed.next.map(|it| write_after(&app, shelf, it));
    Ok(Json(Page { items: shapes::bodies(&listed), next }))
}

/// Says hello to one or more members. Who has said hello to you meanwhile is answered with yes.
#[utoipa::path(post, path = "/relationships", tag = "relationships", request_body = HelloGiven,
    responses((status = 201, body = RelationshipBody), (status = "4XX", body = Problem)))]
async fn say_hello(
    State(app): State<App>,
    Caller(who): Caller,
    Json(given): Json<HelloGiven>,
) -> Result<Response, ApiError> {
    let HelloGiven { to, kind, purpose, word } = given;
    let it = hello::say(&app, who, &hello::Asked { to, kind, purpose, word }).await?;
    let body = body(&app, who, it.slug.as_str()).await?;
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

/// One relationship. To whoever is no party of it, it does not exist.
#[utoipa::path(get, path = "/relationships/{slug}", tag = "relationships",
    params(("slug" = String, Path,)), responses(
    (status = 200, body = RelationshipBody), (status = "4XX", body = Problem)))]
async fn read_one(
    State(app): State<App>,
    Caller(who): Caller,
    Path(slug): Path<String>,
) -> Result<Json<RelationshipBody>, ApiError> {
    Ok(Json(body(&app, who, &slug).await?))
}

/// Answers a hello: yes, no with a reason, or letting it rest.
#[utoipa::path(post, path = "/relationships/{slug}/answer", tag = "relationships",
    request_body = AnswerGiven, params(("slug" = String, Path,)), responses(
    (status = 200, body = RelationshipBody), (status = "4XX", body = Problem)))]
async fn answer_hello(
    State(app): State<App>,
    Caller(who): Caller,
    Path(slug): Path<String>,
    Json(given): Json<AnswerGiven>,
) -> Result<Json<RelationshipBody>, ApiError> {
    match given.answer.as_str() {
        "yes" => hello::accept(&app, who, &slug).await?,
        "aside" => hello::set_aside(&app, who, &slug).await?,
        "no" => hello::decline(&app, who, &slug, &given.reason, &given.words).await?,
        _ => return Err(ActionError::field("answer", "please say yes, no or aside").into()),
    };
    Ok(Json(body(&app, who, &slug).await?))
}

/// Takes your own hello back before it is answered.
#[utoipa::path(post, path = "/relationships/{slug}/withdrawal", tag = "relationships",
    params(("slug" = String, Path,)), responses(
    (status = 200, body = RelationshipBody), (status = "4XX", body = Problem)))]
async fn withdraw_hello(
    State(app): State<App>,
    Caller(who): Caller,
    Path(slug): Path<String>,
) -> Result<Json<RelationshipBody>, ApiError> {
    hello::withdraw(&app, who, &slug).await?;
    Ok(Json(body(&app, who, &slug).await?))
}

/// What was proposed, oldest first, with what became of it.
#[utoipa::path(get, path = "/relationships/{slug}/steps", tag = "relationships",
    params(("slug" = String, Path,)), responses(
    (status = 200, body = Items<StepBody>), (status = "4XX", body = Problem)))]
async fn list_steps(
    State(app): State<App>,
    Caller(who): Caller,
    Path(slug): Path<String>,
) -> Result<Json<Items<StepBody>>, ApiError> {
    let view = read::page(&app, who, &slug, None).await?;
    let items = view.steps.iter().map(|it| StepBody::new(&view.members, it)).collect();
    Ok(Json(Items { items }))
}

/// Proposes a step. Nothing changes until everyone says yes.
#[utoipa::path(post, path = "/relationships/{slug}/steps", tag = "relationships",
    request_body = StepGiven, params(("slug" = String, Path,)), responses(
    (status = 201, body = RelationshipBody), (status = "4XX", body = Problem)))]
async fn propose(
    State(app): State<App>,
    Caller(who): Caller,
    Path(slug): Path<String>,
    Json(given): Json<StepGiven>,
) -> Result<Response, ApiError> {
    let StepGiven { what, to, why, plan } = given;
    steps::propose(&app, who, &slug, &steps::Asked { what, to, why, plan }).await?;
    Ok((StatusCode::CREATED, Json(body(&app, who, &slug).await?)).into_response())
}

/// Answers a proposal, or takes your own back.
#[utoipa::path(post, path = "/relationships/{slug}/steps/{id}/answer", tag = "relationships",
    request_body = AnswerGiven, params(("slug" = String, Path,), ("id" = String, Path,)),
    responses((status = 200, body = RelationshipBody), (status = "4XX", body = Problem)))]
async fn answer_step(
    State(app): State<App>,
    Caller(who): Caller,
    Path((slug, id)): Path<(String, String)>,
    Json(given): Json<AnswerGiven>,
) -> Result<Json<RelationshipBody>, ApiError> {
    match given.answer.as_str() {
        "yes" => steps::agree(&app, who, &slug, &id).await?,
        "stay" => steps::keep(&app, who, &slug, &id).await?,
        "back" => steps::withdraw(&app, who, &slug, &id).await?,
        _ => return Err(ActionError::field("answer", "please say yes, stay or back").into()),
    };
    Ok(Json(body(&app, who, &slug).await?))
}

/// Leaves, alone and at once. Everyone keeps the record.
#[utoipa::path(post, path = "/relationships/{slug}/leaving", tag = "relationships",
    params(("slug" = String, Path,)), responses(
    (status = 200, body = RelationshipBody), (status = "4XX", body = Problem)))]
async fn leave(
    State(app): State<App>,
    Caller(who): Caller,
    Path(slug): Path<String>,
) -> Result<Json<RelationshipBody>, ApiError> {
    steps::leave(&app, who, &slug).await?;
    Ok(Json(body(&app, who, &slug).await?))
}

/// What the parties give each other.
#[utoipa::path(get, path = "/relationships/{slug}/values", tag = "relationships",
    params(("slug" = String, Path,)), responses(
    (status = 200, body = Items<ValueBody>), (status = "4XX", body = Problem)))]
async fn list_values(
    State(app): State<App>,
    Caller(who): Caller,
    Path(slug): Path<String>,
) -> Result<Json<Items<ValueBody>>, ApiError> {
    let view = read::page(&app, who, &slug, None).await?;
    Ok(Json(Items { items: shapes::values(&view) }))
}

/// Names something you give another party.
#[utoipa::path(post, path = "/relationships/{slug}/values", tag = "relationships",
    request_body = ValueGiven, params(("slug" = String, Path,)), responses(
    (status = 201, body = Items<ValueBody>), (status = "4XX", body = Problem)))]
async fn give(
    State(app): State<App>,
    Caller(who): Caller,
    Path(slug): Path<String>,
    Json(given): Json<ValueGiven>,
) -> Result<Response, ApiError> {
    describe::give(&app, who, &slug, &given.to, &given.words).await?;
    let view = read::page(&app, who, &slug, None).await?;
    let items = Items { items: shapes::values(&view) };
    Ok((StatusCode::CREATED, Json(items)).into_response())
}

/// Takes back something you give.
#[utoipa::path(delete, path = "/relationships/{slug}/values/{id}", tag = "relationships",
    params(("slug" = String, Path,), ("id" = String, Path,)), responses(
    (status = 204), (status = "4XX", body = Problem)))]
async fn take_back(
    State(app): State<App>,
    Caller(who): Caller,
    Path((slug, id)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    describe::change_value(&app, who, &slug, &id, false).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says since when you know each other; the same day again confirms what another party said.
#[utoipa::path(put, path = "/relationships/{slug}/known", tag = "relationships",
    request_body = KnownGiven, params(("slug" = String, Path,)), responses(
    (status = 200, body = RelationshipBody), (status = "4XX", body = Problem)))]
async fn say_known(
    State(app): State<App>,
    Caller(who): Caller,
    Path(slug): Path<String>,
    Json(given): Json<KnownGiven>,
) -> Result<Json<RelationshipBody>, ApiError> {
    describe::say_known(&app, who, &slug, &given.since, &given.how).await?;
    Ok(Json(body(&app, who, &slug).await?))
}

/// How the parties say it goes, newest first.
#[utoipa::path(get, path = "/relationships/{slug}/reviews", tag = "relationships",
    params(("slug" = String, Path,)), responses(
    (status = 200, body = Items<ReviewBody>), (status = "4XX", body = Problem)))]
async fn list_reviews(
    State(app): State<App>,
    Caller(who): Caller,
    Path(slug): Path<String>,
) -> Result<Json<Items<ReviewBody>>, ApiError> {
    let view = read::page(&app, who, &slug, None).await?;
    Ok(Json(Items { items: shapes::reviews(&view) }))
}

/// Holds a review for the member you act for.
#[utoipa::path(post, path = "/relationships/{slug}/reviews", tag = "relationships",
    request_body = ReviewGiven, params(("slug" = String, Path,)), responses(
    (status = 201, body = RelationshipBody), (status = "4XX", body = Problem)))]
async fn review(
    State(app): State<App>,
    Caller(who): Caller,
    Path(slug): Path<String>,
    Json(given): Json<ReviewGiven>,
) -> Result<Response, ApiError> {
    doing::review(&app, who, &slug, &given.useful, &given.words).await?;
    Ok((StatusCode::CREATED, Json(body(&app, who, &slug).await?)).into_response())
}

/// What the parties said to each other, newest first, from when you came in.
#[utoipa::path(get, path = "/relationships/{slug}/messages", tag = "relationships",
    params(("slug" = String, Path,), From), responses(
    (status = 200, body = Page<MessageBody>), (status = "4XX", body = Problem)))]
async fn list_messages(
    State(app): State<App>,
    Caller(who): Caller,
    Path(slug): Path<String>,
    Query(from): Query<From>,
) -> Result<Json<Page<MessageBody>>, ApiError> {
    let list = format!("messages {slug}");
    let before = match from.cursor.as_deref() {
        Some(text) => MessageId::parse(&cursor::read(&app, &list, text)?),
        None => None,
    };
    let view = read::page(&app, who, &slug, before).await?;
    let next = view.earlier.map(|it| cursor::write(&app, &list, &it.to_string()));
    Ok(Json(Page { items: shapes::messages(&view), next }))
}

/// Says something to the other parties.
#[utoipa::path(post, path = "/relationships/{slug}/messages", tag = "relationships",
    request_body = MessageGiven, params(("slug" = String, Path,)), responses(
    (status = 201, body = Page<MessageBody>), (status = "4XX", body = Problem)))]
async fn write_message(
    State(app): State<App>,
    Caller(who): Caller,
    Path(slug): Path<String>,
    Json(given): Json<MessageGiven>,
) -> Result<Response, ApiError> {
    describe::say(&app, who, &slug, &given.message).await?;
    let view = read::page(&app, who, &slug, None).await?;
    let items = Page { items: shapes::messages(&view), next: None };
    Ok((StatusCode::CREATED, Json(items)).into_response())
}

/// What you passed on, what was passed on to you, and where you are the one introduced.
#[utoipa::path(get, path = "/introductions", tag = "relationships", params(From), responses(
    (status = 200, body = Page<IntroductionBody>), (status = "4XX", body = Problem)))]
async fn list_introductions(
    State(app): State<App>,
    Caller(who): Caller,
    Query(from): Query<From>,
) -> Result<Json<Page<IntroductionBody>>, ApiError> {
    let before = match from.cursor.as_deref() {
        Some(text) => IntroductionId::parse(&cursor::read(&app, "api introductions", text)?),
        None => None,
    };
    let listed = introductions::list(&app, who, before).await?;
    let next = listed.next.map(|it| cursor::write(&app, "api introductions", &it.to_string()));
    Ok(Json(Page { items: shapes::introductions(&listed), next }))
}

/// Passes an opportunity or a member on to a partner.
#[utoipa::path(post, path = "/introductions", tag = "relationships",
    request_body = IntroductionGiven, responses(
    (status = 201, body = IntroductionBody), (status = "4XX", body = Problem)))]
async fn pass_on(
    State(app): State<App>,
    Caller(who): Caller,
    Json(given): Json<IntroductionGiven>,
) -> Result<Response, ApiError> {
    let IntroductionGiven { to, about, words, passed_on } = given;
    let asked = introductions::Asked { to, about, words, passed_on };
    let it = introductions::pass_on(&app, who, &asked).await?;
    let body = introduction(&app, who, &it.id.to_string()).await?;
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

/// Answers what was passed on.
#[utoipa::path(post, path = "/introductions/{id}/answer", tag = "relationships",
    request_body = AnswerGiven, params(("id" = String, Path,)), responses(
    (status = 200, body = IntroductionBody), (status = "4XX", body = Problem)))]
async fn answer_introduction(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
    Json(given): Json<AnswerGiven>,
) -> Result<Json<IntroductionBody>, ApiError> {
    let yes = match given.answer.as_str() {
        "yes" => true,
        "not_now" => false,
        _ => return Err(ActionError::field("answer", "please say yes or not_now").into()),
    };
    introductions::answer(&app, who, &id, yes).await?;
    Ok(Json(introduction(&app, who, &id).await?))
}

async fn introduction(app: &App, who: Who, id: &str) -> Result<IntroductionBody, ActionError> {
    let listed = introductions::one(app, who, id).await?;
    shapes::introductions(&listed).pop().ok_or(ActionError::NotFound("introduction"))
}
