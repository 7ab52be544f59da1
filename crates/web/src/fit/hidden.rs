//! "Not for us": whom one does not want to see among the suggestions.

use actions::App;
use actions::fit as act;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};

use crate::cookies;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::{Layout, Toast};
use crate::mark::Mark;
use crate::show;
use crate::theme::own_path;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "fit/hidden.html")]
struct HiddenPage {
    layout: Layout,
    members: Vec<HiddenMember>,
}

struct HiddenMember {
    name: String,
    handle: String,
    line: String,
    mark: Mark,
}

/// Whom they left out.
pub async fn list(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let members = act::hidden(&app, visit.who).await?.into_iter().map(|it| HiddenMember {
        mark: Mark::of(&it),
        name: it.name.to_string(),
        handle: it.handle.to_string(),
        line: it.profile.line.map(|it| it.to_string()).unwrap_or_default(),
    });
    let members = members.collect();
    Ok(show::page(HiddenPage { layout: visit.layout("Not for us", "/find"), members }))
}

/// "Not for us".
pub async fn hide(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let other = act::not_for_us(&app, visit.who, &handle).await?;
    let toast = Toast {
        text: format!("{} will not be suggested to you any more.", other.name),
        undo: Some(format!("/find/hidden/{}/end", other.handle)),
    };
    let said = [(header::SET_COOKIE, cookies::say(&app, &toast))];
    Ok((said, Redirect::to(back(&fields))).into_response())
}

/// Suggest them again.
pub async fn unhide(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let other = act::suggest_again(&app, visit.who, &handle).await?;
    let toast = Toast { text: format!("{} is suggested again.", other.name), undo: None };
    let said = [(header::SET_COOKIE, cookies::say(&app, &toast))];
    Ok((said, Redirect::to(back(&fields))).into_response())
}

fn back(fields: &Fields) -> &str {
    match fields.get("back") {
        "" => "/find",
        path => own_path(path),
    }
}
