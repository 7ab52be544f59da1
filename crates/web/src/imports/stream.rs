//! A file that is sent piece by piece, so that a long list needs no more room than a short one.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use actions::members::export::{self, Piece};
use actions::members::import::Asker;
use actions::{ActionError, App};
use axum::body::{Body, Bytes, HttpBody};
use http_body::Frame;
use tokio::sync::mpsc::{Receiver, channel};

/// Pieces that wait to be sent; whoever reads slowly slows the reading of the store.
const WAITING_MAX: usize = 2;

/// The members as far as the asker sees them. A refusal is answered before anything is sent.
pub(super) async fn members(app: &App, asker: Asker) -> Result<Body, ActionError> {
    let Piece { text, next, .. } = export::members(app, asker, None).await?;
    let (send, receive) = channel(WAITING_MAX);
    let app = app.clone();
    tokio::spawn(async move {
        let mut next = next;
        if send.send(Ok(Bytes::from(text))).await.is_err() {
            return;
        }
        while let Some(after) = next {
            let piece = export::members(&app, asker, Some(after)).await;
            next = piece.as_ref().ok().and_then(|it| it.next);
            // A file that breaks off must not look whole.
            let piece = piece.map(|it| Bytes::from(it.text)).map_err(io::Error::other);
            if send.send(piece).await.is_err() {
                return;
            }
        }
    });
    Ok(Body::new(Pieces(receive)))
}

/// A body that is sent as its pieces come.
pub(crate) struct Pieces(pub(crate) Receiver<Result<Bytes, io::Error>>);

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.0.poll_recv(context).map(|it| it.map(|it| it.map(Frame::data)))
    }
}
