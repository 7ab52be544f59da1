//! The addresses of this room.

use actions::{ActionError, App};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use domain::kernel::id::NoteId;

use super::{changing, circles, feeds, files, home, live, note, stories};

/// Where notes are.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/home", get(home::page))
        .route("/live", get(live::listen))
        .route("/stream", get(stories::stream))
        .route("/stream/feed.atom", get(feeds::stream_atom))
        .route("/stream/feed.json", get(feeds::stream_json))
        .route("/@{handle}/notes", get(stories::of_member))
        .route("/@{handle}/feed.atom", get(feeds::member_atom))
        .route("/@{handle}/feed.json", get(feeds::member_json))
        .route("/notes", post(home::post))
        .route("/notes/{id}", get(note::page))
        .route("/notes/{id}/edit", get(changing::edit_form).post(changing::edit))
        .route("/notes/{id}/audience", get(changing::confirm).post(changing::move_to))
        .route("/notes/{id}/outcome", post(changing::turn))
        .route("/notes/{id}/use", post(note::used))
        .route("/notes/{id}/use/removal", post(note::not_used))
        .route("/notes/{id}/comments", post(note::say))
        .route("/notes/{id}/removal", post(home::take_back))
        .route("/notes/{id}/restoration", post(changing::put_back))
        .route("/notes/{id}/files", post(files::add))
        .layer(DefaultBodyLimit::max(files::REQUEST_MAX))
        .route("/comments/{id}/removal", post(note::take_back))
        .route("/comments/{id}/restoration", post(note::put_back))
        .route("/files/{id}", get(files::show))
        .route("/files/{id}/removal", post(files::remove))
        .route("/files/{id}/restoration", post(files::put_back))
        .route("/circles", get(circles::list).post(circles::make))
        .route("/circles/{id}", get(circles::show).post(circles::rename))
        .route("/circles/{id}/removal", post(circles::delete))
        .route("/circles/{id}/restoration", post(circles::put_back))
        .route("/circles/{id}/members", post(circles::add))
        .route("/circles/{id}/members/{handle}/removal", post(circles::remove))
        .route("/circles/{id}/members/{handle}/restoration", post(circles::add_again))
}

/// Reads the id of a note from an address.
///
/// # Errors
/// [`ActionError::NotFound`] when it is none.
pub fn note_id(text: &str) -> Result<NoteId, ActionError> {
    NoteId::parse(text).ok_or(ActionError::NotFound("note"))
}
