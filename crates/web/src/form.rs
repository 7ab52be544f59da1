//! Forms: the token that shows where one comes from, and what happens when it is sent twice.

use std::time::Duration;

use actions::people::sign_in::session_secret;
use actions::replay::{self, Turn};
use actions::{ActionError, App, secret};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::cookies;
use crate::error::PageError;

/// The largest form without a file, in bytes: every field of a profile at its longest, encoded.
pub const BYTES_MAX: usize = 512 * 1024;
/// The name of the field, or of the query parameter where a file is sent.
const TOKEN: &str = "csrf";

/// A token for the forms of one page, for this session alone.
pub fn token(app: &App, session: Option<&str>) -> String {
    let nonce = secret::text((app.chance)());
    let seal = secret::seal(&app.key, &["form", session.unwrap_or_default(), &nonce]);
    format!("{nonce}.{seal}")
}

/// What tells the form that was sent from every other: the part of its token that is new on every
/// page.
pub fn nonce_of(fields: &Fields) -> &str {
    fields.get(TOKEN).split('.').next().unwrap_or_default()
}

/// Forms that open a session answer twice alike by themselves: the kept answer of another submit
/// could not give this one its cookie. Who is signed in opens none by joining.
fn opens_a_session(path: &str, signed_in: bool) -> bool {
    let signs_in = path == "/sign-in/code/proof" || path.starts_with("/sign-in/link/");
    path == "/setup" || signs_in || (path.starts_with("/join/") && !signed_in)
}

/// What a stranger may do from any page: its answer depends on the fields alone. Pages that are
/// shown when nothing else is known have no token for it.
fn needs_no_token(path: &str) -> bool {
    path == "/theme"
}

/// Whether this session is the one that this very form of a guest opened. Then it was sent twice,
/// and the first answer came before the second click.
fn opened_by_it(app: &App, path: &str, nonce: &str, session: &str) -> bool {
    let code = path.strip_prefix("/sign-in/link/").or_else(|| path.strip_prefix("/join/"));
    let opened = code.map(|it| session_secret(app, it, nonce));
    opened.is_some_and(|it| secret::same_text(&it, session))
}

/// A file whose form does the same however often it is sent. Its token says nothing about which
/// file it is: another one from the same page, after going back, is another change.
fn does_the_same_again(path: &str) -> bool {
    path == "/me/edit/logo"
}

/// The fields of a form, in the order they were sent.
#[derive(Debug, Clone, Default)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The text of a field; nothing when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(it, _)| it == name).map_or("", |(_, text)| text)
    }

    /// Every text of a field that can be sent several times, such as a row of checkboxes.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> + 'f {
        self.0.iter().filter(move |(it, _)| it == name).map(|(_, text)| text.as_str())
    }

    /// Whether a field was sent at all.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(it, _)| it == name)
    }

    /// Every field but the token.
    pub fn without_token(self) -> Vec<(String, String)> {
        self.0.into_iter().filter(|(it, _)| it != TOKEN).collect()
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = PageError;

    async fn from_request(request: Request, _: &S) -> Result<Self, PageError> {
        let bytes = to_bytes(request.into_body(), BYTES_MAX).await;
        let bytes = bytes.map_err(|_| PageError::TooLarge)?;
        parse(&bytes).ok_or(PageError::Unreadable)
    }
}

/// Reads the parameters of an address; `None` when they are no UTF-8.
pub fn read(query: &str) -> Option<Fields> {
    parse(query.as_bytes())
}

fn parse(bytes: &[u8]) -> Option<Fields> {
    // The decoder would put a replacement character for bytes that are no UTF-8; what was typed
    // is taken as it is or not at all.
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(bytes).ok()?;
    let broken = |text: &String| text.contains('\u{fffd}');
    let fine =
        fields.len() <= 2_000 && !fields.iter().any(|(name, text)| broken(name) || broken(text));
    fine.then_some(Fields(fields))
}

/// Lets a `POST` through if its token is of this server and session, and answers a second
/// submit of the same form with the answer of the first.
pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return forget_toast(request, next).await;
    }
    match guarded(&app, request, next).await {
        Ok(response) | Err(response) => response,
    }
}

async fn guarded(app: &App, request: Request, next: Next) -> Result<Response, Response> {
    let (mut parts, body) = request.into_parts();
    let (shown, sent, body) = match beside_the_body(&parts) {
        Some(shown) => (shown, String::new(), body),
        None => {
            let bytes = to_bytes(body, BYTES_MAX).await;
            let bytes: Bytes = bytes.map_err(|_| PageError::TooLarge.into_response())?;
            let fields = parse(&bytes).ok_or_else(|| PageError::Unreadable.into_response())?;
            let sent = secret::text(secret::hash(&String::from_utf8_lossy(&bytes)));
            (fields.get(TOKEN).to_owned(), sent, Body::from(bytes))
        }
    };
    if shown.is_empty() && needs_no_token(parts.uri.path()) {
        return Ok(next.run(Request::from_parts(parts, body)).await);
    }
    let session = cookies::session(app, &parts.headers).map(str::to_owned);
    let opened = |nonce: &&str| {
        session.as_deref().is_some_and(|it| opened_by_it(app, parts.uri.path(), nonce, it))
    };
    let of_guest = sealed_nonce(app, None, &shown);
    let opened_it = of_guest.as_ref().is_some_and(opened);
    let nonce = if opened_it { of_guest } else { sealed_nonce(app, session.as_deref(), &shown) };
    let nonce = nonce.ok_or_else(|| PageError::Forged.into_response())?;
    if opened_it {
        // They go on as the guest they were when they opened the form.
        parts.headers.remove(header::COOKIE);
    }
    let signed_in = session.is_some() && !opened_it;
    let again = ["x-autosave", "x-csrf-token"].iter().any(|it| parts.headers.contains_key(*it));
    let request = Request::from_parts(parts, body);
    let path = request.uri().path();
    if again || opens_a_session(path, signed_in) || does_the_same_again(path) {
        // Saving what was typed so far may be done as often as one types.
        return Ok(next.run(request).await);
    }
    // The forms of one page share its token: what was sent and where tells them apart.
    let key = format!("form:{nonce}:{}:{sent}", request.uri().path());
    let answer = once(app, &key, request, next).await;
    answer.map_err(|it| PageError::from(it).into_response())
}

/// The token of a request whose body is no form: a file has it in the address, a script in a
/// header.
fn beside_the_body(parts: &Parts) -> Option<String> {
    let in_header = parts.headers.get("x-csrf-token").and_then(|it| it.to_str().ok());
    let in_query = parts.uri.query().and_then(|it| parse(it.as_bytes()));
    let in_query = in_query.filter(|it| it.has(TOKEN)).map(|it| it.get(TOKEN).to_owned());
    in_header.map(str::to_owned).or(in_query)
}

fn sealed_nonce<'t>(app: &App, session: Option<&str>, shown: &'t str) -> Option<&'t str> {
    let (nonce, seal) = shown.split_once('.')?;
    let parts = ["form", session.unwrap_or_default(), nonce];
    secret::is_sealed(&app.key, &parts, seal).then_some(nonce)
}

/// Runs the request if it is the first with this key; otherwise waits for the first one's answer
/// and gives the same.
async fn once(app: &App, key: &str, request: Request, next: Next) -> Result<Response, ActionError> {
    for _ in 0..50 {
        match replay::take(app, key).await? {
            Turn::First => return first(app, key, request, next).await,
            Turn::Answered { status, text } => return Ok(redirect_again(status, &text)),
            Turn::Working => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
    Err(ActionError::Stale)
}

async fn first(
    app: &App,
    key: &str,
    request: Request,
    next: Next,
) -> Result<Response, ActionError> {
    let response = next.run(request).await;
    let location = response.headers().get(header::LOCATION).and_then(|it| it.to_str().ok());
    match location {
        Some(location) if response.status().is_redirection() => {
            replay::keep(app, key, i64::from(response.status().as_u16()), location).await?;
        }
        // It was refused: the same form may be corrected and sent again.
        _ => replay::release(app, key).await?,
    }
    Ok(response)
}

fn redirect_again(status: i64, location: &str) -> Response {
    let status = u16::try_from(status).ok().and_then(|it| StatusCode::from_u16(it).ok());
    let status = status.unwrap_or(StatusCode::SEE_OTHER);
    (status, [(header::LOCATION, location.to_owned())]).into_response()
}

/// A message about what was just done is shown once.
async fn forget_toast(request: Request, next: Next) -> Response {
    let has_toast = cookies::has_toast(request.headers()) && is_page(request.headers());
    let mut response = next.run(request).await;
    if has_toast && response.status().is_success() {
        response.headers_mut().append(header::SET_COOKIE, cookies::said());
    }
    response
}

fn is_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|it| it.to_str().ok());
    accept.is_some_and(|it| it.contains("text/html"))
}
