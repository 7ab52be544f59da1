//! The cookies: who is signed in, and what was just done. (The colour scheme has its own.)

use actions::{App, secret};
use axum::http::{HeaderMap, HeaderValue, header};

use crate::layout::Toast;

/// The name over https, where the browser promises that nobody else on the host set it.
const SESSION_SECURE: &str = "__Host-session";
/// The name over http, which is for one's own machine.
const SESSION_PLAIN: &str = "session";
const TOAST: &str = "toast";
const WAYS: &str = "ways";

/// The secret of the session cookie, if there is one.
pub fn session<'h>(app: &App, headers: &'h HeaderMap) -> Option<&'h str> {
    find(headers, session_name(app))
}

/// The cookie that signs a device in.
pub fn sign_in(app: &App, secret: &str) -> HeaderValue {
    let seconds = domain::people::proof::SESSION_DAYS * 86_400;
    let (name, secure) = (session_name(app), if app.config.is_https() { "; Secure" } else { "" });
    line(format!("{name}={secret}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"))
}

/// The cookie that signs a device out.
pub fn sign_out(app: &App) -> HeaderValue {
    let (name, secure) = (session_name(app), if app.config.is_https() { "; Secure" } else { "" });
    line(format!("{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}"))
}

/// The cookie that lets the next page say what was just done. Sealed: nobody else can make the
/// page say anything.
pub fn say(app: &App, toast: &Toast) -> HeaderValue {
    let text = format!("{}\n{}", toast.text, toast.undo.as_deref().unwrap_or_default());
    let hex: String = text.bytes().map(|it| format!("{it:02x}")).collect();
    let seal = secret::seal(&app.key, &["toast", &text]);
    line(format!("{TOAST}={hex}.{seal}; Path=/; Max-Age=20; HttpOnly; SameSite=Lax"))
}

/// What was just done, if this is the page after it.
pub fn toast(app: &App, headers: &HeaderMap) -> Option<Toast> {
    let (hex, seal) = find(headers, TOAST)?.split_once('.')?;
    let bytes: Option<Vec<u8>> = (0..hex.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(hex.get(i..i + 2)?, 16).ok())
        .collect();
    let text = String::from_utf8(bytes?).ok()?;
    if !secret::is_sealed(&app.key, &["toast", &text], seal) {
        return None;
    }
    let (text, undo) = text.split_once('\n')?;
    let undo = (!undo.is_empty()).then(|| undo.to_owned());
    Some(Toast { text: text.to_owned(), undo })
}

/// The cookie that makes the message of [`say`] go away once it was shown.
pub fn said() -> HeaderValue {
    HeaderValue::from_static("toast=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
}

/// Whether a message waits to be shown.
pub fn has_toast(headers: &HeaderMap) -> bool {
    find(headers, TOAST).is_some()
}

fn session_name(app: &App) -> &'static str {
    if app.config.is_https() { SESSION_SECURE } else { SESSION_PLAIN }
}

fn find<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|it| it.to_str().ok());
    let mut pairs = lines.flat_map(|it| it.split(';'));
    let value = pairs.find_map(|it| it.trim().strip_prefix(name)?.strip_prefix('='))?;
    (!value.is_empty()).then_some(value)
}

fn line(text: String) -> HeaderValue {
    HeaderValue::from_str(&text).expect("hex digits and fixed words are header characters")
}

/// What shows the links again that this browser made (see `actions::alliance::invitations`).
pub fn ways(headers: &HeaderMap) -> Option<&str> {
    find(headers, WAYS)
}

/// Lets this browser see again the links that it makes from now on.
pub fn keep_ways(app: &App, seed: &str) -> HeaderValue {
    let seconds = domain::alliance::joining::Invitation::DAYS_MAX * 86_400;
    let secure = if app.config.is_https() { "; Secure" } else { "" };
    line(format!("{WAYS}={seed}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"))
}
