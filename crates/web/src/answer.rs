//! The way to the next page, with a word about what was just done.

use actions::App;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::cookies;
use crate::layout::Toast;

/// On to the next page, which says what was done. `undo` is where its button posts to.
pub fn done(app: &App, to: &str, text: impl Into<String>, undo: Option<String>) -> Response {
    let toast = Toast { text: text.into(), undo };
    let cookie = cookies::say(app, &toast);
    let location = [(header::LOCATION, to.to_owned())];
    let mut response = (StatusCode::SEE_OTHER, location).into_response();
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// On to another page, with nothing to say.
pub fn onward(to: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, to.to_owned())]).into_response()
}
