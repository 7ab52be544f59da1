//! Every page of this room.

use actions::App;
use axum::Router;

use super::{devices, passkeys, settings, sign_in, team, tokens};

/// Every address of this room's pages.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(sign_in::routes())
        .merge(passkeys::routes())
        .merge(settings::routes())
        .merge(devices::routes())
        .merge(tokens::routes())
        .merge(team::routes())
}
