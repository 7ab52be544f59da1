//! "This is us": how somebody outside asks for a listed contact.

use actions::members::{self as act, claims};
use actions::{ActionError, App};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::kernel::id::ClaimId;
use domain::members::parts::Standing;

use crate::answer;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::Layout;
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "members/claim.html")]
struct ClaimPage {
    layout: Layout,
    handle: String,
    name: String,
    crumbs: [(String, String); 1],
    their_name: String,
    email: String,
    refusals: Refusals,
}

pub async fn form(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
) -> Result<Response, PageError> {
    Ok(show::page(page(&app, &visit, &handle, None, Refusals::none()).await?))
}

pub async fn ask(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
    form: Fields,
) -> Result<Response, PageError> {
    let (name, email) = (form.get("their_name"), form.get("email"));
    match claims::ask(&app, visit.who, &handle, name, email).await {
        Ok(()) => {
            let said = "Thank you. A member will read this and answer you by email.";
            Ok(answer::done(&app, &format!("/@{handle}"), said, None))
        }
        Err(ActionError::Fields(problems)) => {
            let problems = problems.into_iter().map(|mut it| {
                if it.field == "name" {
                    it.field = "their_name".to_owned();
                }
                it
            });
            let refusals = Refusals::from_error(ActionError::Fields(problems.collect()))?;
            Ok(show::refused(page(&app, &visit, &handle, Some(&form), refusals).await?))
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    app: &App,
    visit: &Visit,
    handle: &str,
    typed: Option<&Fields>,
    refusals: Refusals,
) -> Result<ClaimPage, PageError> {
    let view = act::read(app, visit.who, handle).await?;
    if view.member.standing != Standing::Contact {
        return Err(ActionError::NotFound("page").into());
    }
    let typed = |field: &str| typed.map(|it| it.get(field).to_owned()).unwrap_or_default();
    Ok(ClaimPage {
        layout: visit.layout("This is us", ""),
        handle: view.member.handle.to_string(),
        crumbs: [(view.member.name.to_string(), format!("/@{}", view.member.handle))],
        name: view.member.name.to_string(),
        their_name: typed("their_name"),
        email: typed("email"),
        refusals,
    })
}

pub async fn set_aside(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    form: Fields,
) -> Result<Response, PageError> {
    let id = ClaimId::parse(&id).ok_or(ActionError::NotFound("request"))?;
    claims::set_aside(&app, visit.who, id).await?;
    let view = act::read(&app, visit.who, form.get("handle")).await;
    let to = view.map_or("/contacts".to_owned(), |it| format!("/@{}", it.member.handle));
    Ok(answer::done(&app, &to, "Set aside.", None))
}
