//! One answer to each [`ActionError`]: as a page, and as a problem document (RFC 9457).

use actions::error::FieldProblem;
use actions::{ActionError, App};
use askama::Template;
use axum::Json;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::layout::Layout;
use crate::visit::Visit;

/// Why a page was not shown or a form not taken.
#[derive(Debug)]
pub enum PageError {
    /// The action did not happen.
    Action(ActionError),
    /// Nobody has given the alliance a name yet.
    NotSetUp,
    /// The form does not come from a page of this server for this session, or is too old.
    Forged,
    /// More was sent than fits.
    TooLarge,
    /// What was sent is not text.
    Unreadable,
}

/// An [`ActionError`] answered as a problem document.
#[derive(Debug)]
pub struct ApiError(pub ActionError);

/// The body of every API answer that is not a success (RFC 9457).
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// The HTTP status again.
    status: u16,
    /// What kind of thing went wrong, in a few words.
    title: &'static str,
    /// What went wrong and what to do.
    detail: String,
    /// Which fields do not fit, when it is about fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<ProblemField>,
}

/// One field that does not fit.
#[derive(Serialize, ToSchema)]
pub struct ProblemField {
    /// Its name.
    field: String,
    /// What to do about it.
    problem: String,
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    layout: Layout,
    title: &'static str,
    detail: &'a str,
}

/// What an error page says, kept beside it until it is known who reads it.
#[derive(Clone)]
struct Said {
    title: &'static str,
    detail: String,
}

/// The status and what the person may read. What is our fault is logged here, once, with its
/// causes, and told to nobody.
fn status_and_detail(error: &ActionError) -> (StatusCode, &'static str, String) {
    let (status, title) = match error {
        ActionError::SignIn => (StatusCode::UNAUTHORIZED, "Please sign in"),
        ActionError::NotFound(_) => (StatusCode::NOT_FOUND, "Nothing here"),
        ActionError::Refused(_) => (StatusCode::FORBIDDEN, "Not for you"),
        ActionError::Rule(_) => (StatusCode::UNPROCESSABLE_ENTITY, "Not done"),
        ActionError::Fields(_) => (StatusCode::UNPROCESSABLE_ENTITY, "Please look again"),
        ActionError::Wait { .. } => (StatusCode::TOO_MANY_REQUESTS, "A little slower, please"),
        ActionError::Stale => (StatusCode::CONFLICT, "Changed meanwhile"),
        ActionError::Conflict(_) => (StatusCode::CONFLICT, "Done already"),
        ActionError::Full => (StatusCode::INSUFFICIENT_STORAGE, "No room left"),
        ActionError::Slow => (StatusCode::SERVICE_UNAVAILABLE, "This took too long"),
        ActionError::Store(source) => {
            tracing::error!(error = source as &dyn std::error::Error, "action failed");
            let detail = "Something broke on our side. Nothing was lost, and it is written down.";
            return (StatusCode::INTERNAL_SERVER_ERROR, "That did not work", detail.to_owned());
        }
    };
    (status, title, capitalised(&error.to_string()))
}

/// Rules speak in half sentences; alone on a page they begin and end like whole ones.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
    let end = if text.ends_with(['.', '?']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

impl PageError {
    fn page(status: StatusCode, title: &'static str, detail: String) -> Response {
        let said = Said { title, detail };
        let mut response = said.page(status, Layout::plain(title));
        response.extensions_mut().insert(said);
        response
    }
}

impl Said {
    fn page(&self, status: StatusCode, layout: Layout) -> Response {
        let page = ErrorPage { layout, title: self.title, detail: &self.detail };
        (status, Html(page.render().expect("error.html renders any text"))).into_response()
    }
}

/// Puts the frame around error pages that the reader's other pages have: the alliance's name, the
/// menus, the search. Whatever fails on the way leaves the plain page as it is.
pub async fn framed(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut parts = reader_of(&request);
    let mut response = next.run(request).await;
    let Some(said) = response.extensions_mut().remove::<Said>() else { return response };
    if response.status().is_server_error() {
        return response;
    }
    match Visit::from_request_parts(&mut parts, &app).await {
        Ok(visit) => said.page(response.status(), visit.layout(said.title, "")),
        Err(_) => response,
    }
}

/// As much of the request as says who reads the answer. What was posted has no page to lead back
/// to.
fn reader_of(request: &Request) -> Parts {
    let (mut parts, ()) = Request::new(()).into_parts();
    if request.method().is_safe() {
        parts.uri = request.uri().clone();
    }
    for cookie in request.headers().get_all(header::COOKIE) {
        parts.headers.append(header::COOKIE, cookie.clone());
    }
    parts
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let text = str::to_owned;
        match self {
            Self::Action(ActionError::SignIn) => Redirect::to("/sign-in").into_response(),
            Self::Action(error) => {
                let (status, title, mut detail) = status_and_detail(&error);
                if let ActionError::Fields(problems) = &error {
                    // There is no form around it: an address was changed by hand.
                    let said = problems.iter().map(|it| format!("{}: {}.", it.field, it.problem));
                    detail = said.collect::<Vec<_>>().join(" ");
                }
                Self::page(status, title, detail)
            }
            Self::NotSetUp => Redirect::to("/setup").into_response(),
            Self::Forged => Self::page(
                StatusCode::FORBIDDEN,
                "Please try once more",
                text(
                    "This form was open for too long, or you signed in or out meanwhile. Go back, \
                     reload the page and send it again. Nothing was changed.",
                ),
            ),
            Self::TooLarge => Self::page(
                StatusCode::PAYLOAD_TOO_LARGE,
                "That is too much at once",
                text("What you sent is larger than fits here. Please send less of it."),
            ),
            Self::Unreadable => Self::page(
                StatusCode::BAD_REQUEST,
                "That could not be read",
                text("What you sent is not plain text (UTF-8). Nothing was changed."),
            ),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, title, detail) = status_and_detail(&self.0);
        let fields = match self.0 {
            ActionError::Fields(problems) => problems,
            _ => Vec::new(),
        };
        let fields = fields
            .into_iter()
            .map(|FieldProblem { field, problem }| ProblemField { field, problem });
        let problem = Problem { status: status.as_u16(), title, detail, fields: fields.collect() };
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        (status, kind, Json(problem)).into_response()
    }
}

impl<E: Into<ActionError>> From<E> for PageError {
    fn from(error: E) -> Self {
        Self::Action(error.into())
    }
}

impl<E: Into<ActionError>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}
