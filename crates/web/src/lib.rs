//! The front door: pages for people, JSON for programs. Both only translate; `actions` does.

use std::time::Duration;

use actions::App;
use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

/// The alliance: the front page, the first run, joining, help.
mod alliance;
mod answer;
pub mod api;
pub mod assets;
mod content_lines;
mod cookies;
mod cursor;
mod error;
/// Finding partners.
pub mod fit;
pub mod flag;
mod form;
mod health;
/// Importing a list of members, and taking data out.
mod imports;
pub mod layout;
mod ld;
pub mod map;
pub mod mark;
pub mod members;
/// Notes: home, stories, circles, feeds.
pub mod notes;
/// People: signing in, settings, and who acts for a member.
mod people;
pub mod refusals;
/// Relationships: partners, steps, introductions.
mod relationships;
pub mod security;
mod show;
pub mod theme;
mod times;
mod visit;
pub mod words;

#[cfg(test)]
mod look;

/// An answer that takes longer is given up: something is wrong, and others wait.
const SECONDS_MAX: u64 = 30;

/// Every address this server answers.
pub fn router(app: App) -> Router {
    let pages = Router::new()
        .merge(theme::routes())
        .merge(people::pages::routes())
        .merge(fit::pages::routes())
        .merge(alliance::pages::routes())
        .merge(members::pages::routes())
        .merge(imports::pages::routes())
        .merge(relationships::pages::routes())
        .merge(notes::pages::routes())
        .layer(from_fn_with_state(app.clone(), form::guard))
        .layer(CsrfLayer::new());
    let around = ServiceBuilder::new()
        .layer(TraceLayer::new_for_http())
        .layer(CatchPanicLayer::new())
        .layer(from_fn(security::headers))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(SECONDS_MAX),
        ));
    Router::new()
        .merge(pages)
        .merge(api::routes(&app))
        .merge(assets::routes())
        .merge(health::routes())
        .fallback(|visit: Result<visit::Visit, error::PageError>| async {
            visit?;
            Err::<(), _>(error::PageError::from(actions::ActionError::NotFound("page")))
        })
        .layer(from_fn_with_state(app.clone(), error::framed))
        .layer(around)
        .with_state(app)
}
