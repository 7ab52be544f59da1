//! `/live`: what is new, as server-sent events. Each time something was told, it is asked anew who
//! is listening: whoever signed out or left meanwhile hears nothing more.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use actions::App;
use actions::notes::live::{self as act, Batch, Listener};
use actions::people;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{IntoResponse, Response};
use domain::kernel::id::EventId;
use domain::kernel::who::Who;
use tokio::sync::mpsc::{Sender, channel};

use crate::cookies;
use crate::error::PageError;
use crate::imports::stream::Pieces;
use crate::visit::Visit;

/// A comment is sent so often when nothing happens, so that nobody between us hangs up, and so
/// that it is noticed when nobody listens any more.
const BREATH: Duration = Duration::from_secs(15);
/// News that wait to be sent to one listener.
const WAITING_MAX: usize = 8;

/// Who listens.
struct Ear {
    app: App,
    listener: Listener,
    cookie: Option<String>,
    who: Who,
}

pub async fn listen(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    // First listen, then look back, so that nothing falls between the two.
    let listener = app.live.listen();
    let last = headers.get("last-event-id").and_then(|it| it.to_str().ok());
    let missed = match last.and_then(EventId::parse) {
        Some(after) => act::since(&app, after).await?.map(Arc::new),
        None => None,
    };
    let cookie = cookies::session(&app, &headers).map(str::to_owned);
    let ear = Ear { app, listener, cookie, who: visit.who };
    let (send, receive) = channel(WAITING_MAX);
    tokio::spawn(ear.hear(missed, send));
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        // A proxy that collects an answer before it passes it on would hold the news back.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, Body::new(Pieces(receive))).into_response())
}

impl Ear {
    async fn hear(mut self, missed: Option<Arc<Batch>>, send: Sender<io::Result<Bytes>>) {
        if send.send(Ok(Bytes::from_static(b": listening\n\n"))).await.is_err() {
            return;
        }
        let mut missed = missed;
        loop {
            let said = match missed.take() {
                Some(batch) => self.say(&batch).await,
                None => match tokio::time::timeout(BREATH, self.listener.next()).await {
                    Ok(Some(batch)) => self.say(&batch).await,
                    Ok(None) => return,
                    Err(_) => Some(": still here\n\n".to_owned()),
                },
            };
            let Some(text) = said else { return };
            if !text.is_empty() && send.send(Ok(Bytes::from(text))).await.is_err() {
                return;
            }
        }
    }

    /// What of a batch is for this listener; `None` when they are somebody else by now and have
    /// to come again.
    async fn say(&self, batch: &Batch) -> Option<String> {
        let arrival = people::arrive(&self.app, self.cookie.as_deref()).await.ok()?;
        if people::who(arrival.session.as_ref()) != self.who {
            return None;
        }
        let seen = act::seen(&self.app, self.who, batch).await.ok()?;
        if seen.is_empty() {
            return Some(String::new());
        }
        let notes: Vec<String> = seen.iter().map(ToString::to_string).collect();
        let data = serde_json::json!({ "notes": notes });
        Some(format!("id: {}\nevent: notes\ndata: {data}\n\n", batch.upto))
    }
}
