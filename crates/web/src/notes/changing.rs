//! Changing a note: its words, its audience, what came of a probe, putting it back.

use actions::App;
use actions::notes::change;
use actions::notes::read as act;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::notes::audience::Reach;
use domain::notes::telling::Telling;
use serde::Deserialize;

use super::home::Composer;
use super::note;
use super::pages::note_id;
use crate::answer;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::Layout;
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "notes/edit.html")]
struct EditPage {
    layout: Layout,
    id: String,
    version: String,
    kind: String,
    composer: Composer,
}

#[derive(Template)]
#[template(path = "notes/move.html")]
struct MovePage {
    layout: Layout,
    id: String,
    to: String,
    words: String,
}

pub async fn edit_form(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let view = act::read(&app, visit.who, note_id(&id)?, None).await?;
    change::may_edit(visit.who, &view.told.note)?;
    let note = &view.told.note;
    let mut composer = Composer {
        kind: note.telling.wire().to_owned(),
        body: note.telling.body().to_string(),
        ..Composer::default()
    };
    match &note.telling {
        Telling::Lesson { learned, .. } => composer.learned = learned.to_string(),
        Telling::Probe { watch, .. } => composer.watch = watch.to_string(),
        Telling::Plain(_) => (),
    }
    let version = note.version.to_string();
    Ok(show::page(edit_page(&visit, id, version, composer)))
}

fn edit_page(visit: &Visit, id: String, version: String, composer: Composer) -> EditPage {
    let kind = composer.kind.clone();
    EditPage { layout: visit.layout("Change your words", "/home"), id, version, kind, composer }
}

pub async fn edit(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    form: Fields,
) -> Result<Response, PageError> {
    let mut composer = Composer::typed(&form);
    let version = form.get("version").to_owned();
    let number = version.parse().unwrap_or_default();
    match change::edit(&app, visit.who, note_id(&id)?, number, &composer.words()).await {
        Ok(_) => Ok(answer::done(&app, &format!("/notes/{id}"), "Changed.", None)),
        Err(error) => {
            composer.refusals = Refusals::from_error(error)?;
            Ok(show::refused(edit_page(&visit, id, version, composer)))
        }
    }
}

#[derive(Deserialize)]
pub struct To {
    #[serde(default)]
    to: String,
}

/// Asks whether it is meant: what everyone could read may have been copied.
pub async fn confirm(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Query(To { to }): Query<To>,
) -> Result<Response, PageError> {
    let view = act::read(&app, visit.who, note_id(&id)?, None).await?;
    change::may_edit(visit.who, &view.told.note)?;
    let reach = Reach::parse(to.split(':').next().unwrap_or_default());
    let words = reach.map_or("fewer people", Reach::words).to_lowercase();
    let layout = visit.layout("Copies may remain", "/home");
    Ok(show::page(MovePage { layout, id, to, words }))
}

pub async fn move_to(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    form: Fields,
) -> Result<Response, PageError> {
    let (to, knows) = (form.get("audience"), form.get("knows") == "1");
    match change::move_to(&app, visit.who, note_id(&id)?, to, knows).await {
        Ok(note) => {
            let words = note.audience.reach().words().to_lowercase();
            let said = format!("Now for: {words}.");
            Ok(answer::done(&app, &format!("/notes/{id}"), said, None))
        }
        Err(error) if change::asks_to_confirm(&error) => {
            let query = serde_urlencoded::to_string([("to", to)]).unwrap_or_default();
            Ok(answer::onward(&format!("/notes/{id}/audience?{query}")))
        }
        Err(error) => {
            let refusals = Refusals::at("audience", error)?;
            note::again(&app, &visit, (&id, None), &form, refusals).await
        }
    }
}

pub async fn turn(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    form: Fields,
) -> Result<Response, PageError> {
    let (turn, seen) = (form.get("turn"), form.get("seen"));
    match change::turn(&app, visit.who, note_id(&id)?, turn, seen).await {
        Ok(_) => Ok(answer::done(&app, &format!("/notes/{id}"), "Written down.", None)),
        Err(error) => {
            let refusals = Refusals::from_error(error)?;
            note::again(&app, &visit, (&id, None), &form, refusals).await
        }
    }
}

pub async fn put_back(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    change::put_back(&app, visit.who, note_id(&id)?).await?;
    Ok(answer::done(&app, &format!("/notes/{id}"), "It is back.", None))
}
