//! Help in plain words.

use actions::App;
use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use domain::alliance::joining::Joining;

use crate::error::PageError;
use crate::layout::Layout;
use crate::show;
use crate::visit::Visit;

/// `/help` and `/help/fit`.
pub fn routes() -> Router<App> {
    Router::new().route("/help", get(help)).route("/help/fit", get(fit))
}

#[derive(Template)]
#[template(path = "alliance/help.html")]
struct HelpPage {
    layout: Layout,
    name: String,
    /// For how many days members can ask to talk first; 0 where an invitation is enough.
    days: u8,
    mail: bool,
}

#[derive(Template)]
#[template(path = "alliance/help_fit.html")]
struct FitPage {
    layout: Layout,
}

async fn help(
    axum::extract::State(app): axum::extract::State<App>,
    visit: Visit,
) -> Result<Response, PageError> {
    let alliance = visit.arrival.alliance.as_ref().ok_or(PageError::NotSetUp)?;
    let days = match alliance.joining {
        Joining::Invited => 0,
        Joining::Consent { days } => days,
    };
    let name = alliance.name.to_string();
    let layout = visit.layout("Help", "");
    Ok(show::page(HelpPage { layout, name, days, mail: app.config.mail }))
}

async fn fit(visit: Visit) -> Result<Response, PageError> {
    Ok(show::page(FitPage { layout: visit.layout("How fit works", "") }))
}
