//! `/circles`: named sets of members that one writes for. Nobody else sees them.

use actions::notes::circles as act;
use actions::notes::{By, Counted};
use actions::{ActionError, App};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::kernel::id::CircleId;

use super::shown::{self, ByShown};
use crate::answer;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::Layout;
use crate::members::when;
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "notes/circles.html")]
struct CirclesPage {
    layout: Layout,
    /// Where each is, what it is called, and how many are in it.
    circles: Vec<(String, String, String)>,
    typed: String,
    refusals: Refusals,
}

#[derive(Template)]
#[template(path = "notes/circle.html")]
struct CirclePage {
    layout: Layout,
    id: String,
    name: String,
    members: Vec<(ByShown, String)>,
    typed_name: String,
    handle: String,
    refusals: Refusals,
}

pub async fn list(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    all(&app, &visit, String::new(), Refusals::none()).await
}

async fn all(
    app: &App,
    visit: &Visit,
    typed: String,
    refusals: Refusals,
) -> Result<Response, PageError> {
    let line = |it: &Counted| {
        let members = match it.members {
            0 => "nobody yet".to_owned(),
            1 => "one member".to_owned(),
            many => format!("{} members", when::number(many)),
        };
        (format!("/circles/{}", it.circle.id), it.circle.name.to_string(), members)
    };
    let circles = act::list(app, visit.who).await?.iter().map(line).collect();
    let layout = visit.layout("Your circles", "/home");
    Ok(show::form(&refusals, CirclesPage { layout, circles, typed, refusals: refusals.clone() }))
}

pub async fn make(
    State(app): State<App>,
    visit: Visit,
    form: Fields,
) -> Result<Response, PageError> {
    match act::make(&app, visit.who, form.get("name")).await {
        Ok(circle) => Ok(answer::onward(&format!("/circles/{}", circle.id))),
        Err(error) => {
            let refusals = Refusals::at("name", error)?;
            all(&app, &visit, form.get("name").to_owned(), refusals).await
        }
    }
}

pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    one(&app, &visit, &id, &Fields::default(), Refusals::none()).await
}

async fn one(
    app: &App,
    visit: &Visit,
    id: &str,
    form: &Fields,
    refusals: Refusals,
) -> Result<Response, PageError> {
    let inside = act::read(app, visit.who, circle_id(id)?).await?;
    let name = inside.circle.name.to_string();
    let member = |it: &By| (shown::by(it), it.handle.to_string());
    let typed_name = if form.has("name") { form.get("name").to_owned() } else { name.clone() };
    let page = CirclePage {
        layout: visit.layout(name.clone(), "/home"),
        id: id.to_owned(),
        members: inside.members.iter().map(member).collect(),
        handle: form.get("handle").to_owned(),
        refusals: refusals.clone(),
        typed_name,
        name,
    };
    Ok(show::form(&refusals, page))
}

pub async fn rename(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    form: Fields,
) -> Result<Response, PageError> {
    match act::rename(&app, visit.who, circle_id(&id)?, form.get("name")).await {
        Ok(_) => Ok(answer::done(&app, &format!("/circles/{id}"), "Renamed.", None)),
        Err(error) => one(&app, &visit, &id, &form, Refusals::from_error(error)?).await,
    }
}

pub async fn delete(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    act::set_gone(&app, visit.who, circle_id(&id)?, true).await?;
    let undo = Some(format!("/circles/{id}/restoration"));
    let said = "The circle is gone. Only you read what you told it.";
    Ok(answer::done(&app, "/circles", said, undo))
}

pub async fn put_back(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    act::set_gone(&app, visit.who, circle_id(&id)?, false).await?;
    Ok(answer::done(&app, &format!("/circles/{id}"), "The circle is back.", None))
}

pub async fn add(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    form: Fields,
) -> Result<Response, PageError> {
    let handle = form.get("handle");
    match act::add(&app, visit.who, circle_id(&id)?, handle).await {
        Ok(()) => Ok(added(&app, &id, handle)),
        Err(error) => one(&app, &visit, &id, &form, Refusals::at("handle", error)?).await,
    }
}

pub async fn add_again(
    State(app): State<App>,
    visit: Visit,
    Path((id, handle)): Path<(String, String)>,
) -> Result<Response, PageError> {
    act::add(&app, visit.who, circle_id(&id)?, &handle).await?;
    Ok(added(&app, &id, &handle))
}

fn added(app: &App, id: &str, handle: &str) -> Response {
    let handle = handle.trim().trim_start_matches('@');
    let undo = Some(format!("/circles/{id}/members/{handle}/removal"));
    let said = "In the circle now. They are not told, and read what you tell it.";
    answer::done(app, &format!("/circles/{id}"), said, undo)
}

pub async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path((id, handle)): Path<(String, String)>,
) -> Result<Response, PageError> {
    act::remove(&app, visit.who, circle_id(&id)?, &handle).await?;
    let undo = Some(format!("/circles/{id}/members/{handle}/restoration"));
    let said = "Out of the circle. They are not told, and read nothing of it any more.";
    Ok(answer::done(&app, &format!("/circles/{id}"), said, undo))
}

fn circle_id(text: &str) -> Result<CircleId, ActionError> {
    CircleId::parse(text).ok_or(ActionError::NotFound("circle"))
}
