//! Notes for programs.

use actions::notes::stream::{self, Item, Page as Slice, Show};
use actions::notes::tell::{Words, tell};
use actions::notes::{change, comments, read, search};
use actions::{ActionError, App};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::kernel::id::{CommentId, NoteId};
use domain::kernel::who::Who;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::api_shapes::{
    Came, CommentBody, Move, NewComment, NewNote, NoteBody, NoteChange, UsedIn, Which,
};
use super::pages::note_id;
use super::stories::{place, place_text};
use crate::cursor::{self, Page};
use crate::error::{ApiError, Problem};
use crate::visit::Caller;

/// `/home`, `/notes…`, `/comments…` and `/circles…`.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(home))
        .routes(routes!(list_notes, tell_note))
        .routes(routes!(notes_of))
        .routes(routes!(read_note, change_note, take_back))
        .routes(routes!(put_back))
        .routes(routes!(move_note))
        .routes(routes!(turn_probe))
        .routes(routes!(list_comments, say))
        .routes(routes!(take_comment_back))
        .routes(routes!(use_note, not_used))
        .merge(super::api_circles::routes())
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// Words to search for; newest first. Left out, everything everyone may read.
    q: Option<String>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

fn slice(app: &App, list: &str, page: &Slice) -> Json<Page<NoteBody>> {
    let next = page.next.map(|it| cursor::write(app, list, &place_text(it)));
    Json(Page { items: page.items.iter().map(NoteBody::new).collect(), next })
}

/// The stream of the member your token acts for: everything it may see, newest first.
#[utoipa::path(get, path = "/home", tag = "notes", params(Which), responses(
    (status = 200, body = Page<NoteBody>), (status = "4XX", body = Problem)))]
async fn home(
    State(app): State<App>,
    Caller(who): Caller,
    Query(which): Query<Which>,
) -> Result<Json<Page<NoteBody>>, ApiError> {
    let before = place(&app, "home ", which.cursor.as_deref())?;
    let page = stream::home(&app, who, Show::All, before).await?;
    Ok(slice(&app, "home ", &page))
}

/// What everyone may read, newest first; or, with `q`, all you may read in which the words stand.
#[utoipa::path(get, path = "/notes", tag = "notes", params(Asked), responses(
    (status = 200, body = Page<NoteBody>), (status = "4XX", body = Problem)))]
async fn list_notes(
    State(app): State<App>,
    Caller(who): Caller,
    Query(asked): Query<Asked>,
) -> Result<Json<Page<NoteBody>>, ApiError> {
    let Some(words) = asked.q.filter(|it| !it.trim().is_empty()) else {
        let before = place(&app, "stream", asked.cursor.as_deref())?;
        let page = stream::public(&app, who, before).await?;
        return Ok(slice(&app, "stream", &page));
    };
    let list = format!("notes {words}");
    let before = match asked.cursor.as_deref() {
        Some(text) => cursor::read(&app, &list, text)?.parse().ok(),
        None => None,
    };
    let found = search::search(&app, who, &words, before, search::PAGE).await?;
    let next = found.next.map(|it| cursor::write(&app, &list, &it.to_string()));
    Ok(Json(Page { items: found.items.iter().map(NoteBody::new).collect(), next }))
}

/// What a member told, as far as you may read it, newest first.
#[utoipa::path(get, path = "/members/{handle}/notes", tag = "notes",
    params(("handle" = String, Path,), Which), responses(
    (status = 200, body = Page<NoteBody>), (status = "4XX", body = Problem)))]
async fn notes_of(
    State(app): State<App>,
    Caller(who): Caller,
    Path(handle): Path<String>,
    Query(which): Query<Which>,
) -> Result<Json<Page<NoteBody>>, ApiError> {
    let member = actions::members::read(&app, who, &handle).await?.member.id;
    let list = format!("notes of {member}");
    let before = place(&app, &list, which.cursor.as_deref())?;
    let story = stream::of_member(&app, who, member, before).await?;
    Ok(slice(&app, &list, &story.page))
}

/// Tells something.
#[utoipa::path(post, path = "/notes", tag = "notes", request_body = NewNote, responses(
    (status = 201, body = NoteBody), (status = "4XX", body = Problem)))]
async fn tell_note(
    State(app): State<App>,
    Caller(who): Caller,
    Json(new): Json<NewNote>,
) -> Result<Response, ApiError> {
    let words = Words { kind: new.kind, body: new.body, learned: new.learned, watch: new.watch };
    let note = tell(&app, who, &words, &new.audience).await?;
    Ok((StatusCode::CREATED, one(&app, who, note.id).await?).into_response())
}

async fn one(app: &App, who: Who, id: NoteId) -> Result<Json<NoteBody>, ActionError> {
    let view = read::read(app, who, id, None).await?;
    let item = Item {
        told: view.told,
        last: view.comments.last().cloned(),
        uses: view.uses,
        files: view.files,
    };
    Ok(Json(NoteBody::new(&item)))
}

/// One note.
#[utoipa::path(get, path = "/notes/{id}", tag = "notes", params(("id" = String, Path,)),
    responses((status = 200, body = NoteBody), (status = "4XX", body = Problem)))]
async fn read_note(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<Json<NoteBody>, ApiError> {
    Ok(one(&app, who, note_id(&id)?).await?)
}

/// Changes the words of your note; what they were stays readable for those who could read them.
#[utoipa::path(patch, path = "/notes/{id}", tag = "notes", params(("id" = String, Path,)),
    request_body = NoteChange,
    responses((status = 200, body = NoteBody), (status = "4XX", body = Problem)))]
async fn change_note(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
    Json(new): Json<NoteChange>,
) -> Result<Json<NoteBody>, ApiError> {
    let id = note_id(&id)?;
    let view = read::read(&app, who, id, None).await?;
    let kind = view.told.note.telling.wire().to_owned();
    let words = Words { kind, body: new.body, learned: new.learned, watch: new.watch };
    change::edit(&app, who, id, new.version, &words).await?;
    Ok(one(&app, who, id).await?)
}

/// Takes your note back.
#[utoipa::path(delete, path = "/notes/{id}", tag = "notes", params(("id" = String, Path,)),
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn take_back(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    change::take_back(&app, who, note_id(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Puts your note back.
#[utoipa::path(post, path = "/notes/{id}/restoration", tag = "notes",
    params(("id" = String, Path,)),
    responses((status = 200, body = NoteBody), (status = "4XX", body = Problem)))]
async fn put_back(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<Json<NoteBody>, ApiError> {
    let id = note_id(&id)?;
    change::put_back(&app, who, id).await?;
    Ok(one(&app, who, id).await?)
}

/// Moves your note outward, one step, or inward.
#[utoipa::path(post, path = "/notes/{id}/audience", tag = "notes", request_body = Move,
    params(("id" = String, Path,)),
    responses((status = 200, body = NoteBody), (status = "4XX", body = Problem)))]
async fn move_note(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
    Json(to): Json<Move>,
) -> Result<Json<NoteBody>, ApiError> {
    let id = note_id(&id)?;
    change::move_to(&app, who, id, &to.audience, to.knows).await?;
    Ok(one(&app, who, id).await?)
}

/// Says what came of your probe.
#[utoipa::path(post, path = "/notes/{id}/outcome", tag = "notes", request_body = Came,
    params(("id" = String, Path,)),
    responses((status = 200, body = NoteBody), (status = "4XX", body = Problem)))]
async fn turn_probe(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
    Json(came): Json<Came>,
) -> Result<Json<NoteBody>, ApiError> {
    let id = note_id(&id)?;
    change::turn(&app, who, id, &came.turn, &came.seen).await?;
    Ok(one(&app, who, id).await?)
}

/// What was said about a note, as far as you may read it, oldest first.
#[utoipa::path(get, path = "/notes/{id}/comments", tag = "notes",
    params(("id" = String, Path,), Which),
    responses((status = 200, body = Page<CommentBody>), (status = "4XX", body = Problem)))]
async fn list_comments(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
    Query(which): Query<Which>,
) -> Result<Json<Page<CommentBody>>, ApiError> {
    let after = match which.cursor.as_deref() {
        Some(text) => CommentId::parse(&cursor::read(&app, "comments", text)?),
        None => None,
    };
    let view = read::read(&app, who, note_id(&id)?, after).await?;
    let next = view.more.map(|it| cursor::write(&app, "comments", &it.to_string()));
    Ok(Json(Page { items: view.comments.iter().map(CommentBody::new).collect(), next }))
}

/// Says something about a note. It goes no further than the note does now.
#[utoipa::path(post, path = "/notes/{id}/comments", tag = "notes", request_body = NewComment,
    params(("id" = String, Path,)),
    responses((status = 201), (status = "4XX", body = Problem)))]
async fn say(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
    Json(new): Json<NewComment>,
) -> Result<StatusCode, ApiError> {
    comments::say(&app, who, note_id(&id)?, &new.body).await?;
    Ok(StatusCode::CREATED)
}

/// Takes your comment back, or one below your note.
#[utoipa::path(delete, path = "/comments/{id}", tag = "notes", params(("id" = String, Path,)),
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn take_comment_back(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let id = CommentId::parse(&id).ok_or(ActionError::NotFound("comment"))?;
    comments::set_gone(&app, who, id, true).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says that your member used what a note says.
#[utoipa::path(put, path = "/notes/{id}/use", tag = "notes", request_body = UsedIn,
    params(("id" = String, Path,)), responses((status = 204), (status = "4XX", body = Problem)))]
async fn use_note(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
    Json(used): Json<UsedIn>,
) -> Result<StatusCode, ApiError> {
    change::used(&app, who, note_id(&id)?, &used.words).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes that back.
#[utoipa::path(delete, path = "/notes/{id}/use", tag = "notes", params(("id" = String, Path,)),
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn not_used(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    change::not_used(&app, who, note_id(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
