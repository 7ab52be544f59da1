//! Every page of this room.

use actions::App;
use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};

use super::{candidates, directory, front, help, invitations, join, settings, setup, welcome};
use crate::cookies;
use crate::layout::Toast;

/// Every address of this room's pages.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(front::routes())
        .merge(help::routes())
        .merge(setup::routes())
        .merge(welcome::routes())
        .merge(directory::routes())
        .merge(settings::routes())
        .merge(invitations::routes())
        .merge(join::routes())
        .merge(candidates::routes())
}

/// On to the next page, which says what was done. `undo` is where its button posts to.
pub(super) fn done(app: &App, to: &str, text: &str, undo: Option<String>) -> Response {
    let toast = Toast { text: text.to_owned(), undo };
    let cookie = [(header::SET_COOKIE, cookies::say(app, &toast))];
    (cookie, Redirect::to(to)).into_response()
}
