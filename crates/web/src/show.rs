//! From a page to an answer.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use crate::refusals::Refusals;

/// A page.
pub fn page(page: impl Template) -> Response {
    with(StatusCode::OK, page)
}

/// A page with a form: 422 when it comes back with what is to be looked at again.
pub fn form(refusals: &Refusals, page: impl Template) -> Response {
    let fine = refusals.is_empty();
    with(if fine { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, page)
}

/// The same form again, with what is wrong with it.
pub fn refused(page: impl Template) -> Response {
    with(StatusCode::UNPROCESSABLE_ENTITY, page)
}

fn with(status: StatusCode, page: impl Template) -> Response {
    let text = page.render().expect("templates have texts and lists, which always render");
    (status, Html(text)).into_response()
}
