//! What the parties write: their texts, what they give, since when they know each other.

use actions::App;
use actions::relationships::{describe as act, read};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::relationships::words::Field;

use super::names::{self, told};
use super::one;
use super::steps::others;
use crate::answer;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::Layout;
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "relationships/words.html")]
struct WordsPage {
    layout: Layout,
    refusals: Refusals,
    slug: String,
    /// Name, label, hint and text of each, one's own first.
    own: Vec<(&'static str, &'static str, &'static str, String)>,
    shared: Vec<(&'static str, &'static str, &'static str, String)>,
}

#[derive(Template)]
#[template(path = "relationships/known.html")]
struct KnownPage {
    layout: Layout,
    refusals: Refusals,
    slug: String,
    others: String,
    /// What stands there, as a day and in words, unless the reader said it.
    to_confirm: Option<(String, String)>,
    since: String,
    how: String,
}

#[derive(Template)]
#[template(path = "relationships/value.html")]
struct ValuePage {
    layout: Layout,
    refusals: Refusals,
    slug: String,
    options: Vec<(String, String)>,
    to: String,
    words: String,
}

fn hint(field: Field) -> &'static str {
    match field {
        Field::Agenda => "Everyone has an agenda, and it helps when the others know yours.",
        Field::Care => "It goes best where each cares as much about what the others gain.",
        Field::OffTable => "Nobody gives everything away. Say it early.",
        Field::Sphere => "So that nobody walks into it by accident.",
        Field::Goals => "What you want to reach, so that you can tell when you have.",
        Field::Interests => "What you care about together, without having to reach anything.",
        Field::Parting => "Who keeps what, and what customers are told. Easiest while all is well.",
    }
}

/// The texts.
pub async fn form(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
) -> Result<Response, PageError> {
    Ok(show::page(words_page(&app, &visit, &slug, None, Refusals::none()).await?))
}

async fn words_page(
    app: &App,
    visit: &Visit,
    slug: &str,
    typed: Option<&Fields>,
    refusals: Refusals,
) -> Result<WordsPage, PageError> {
    let listed = read::one(app, visit.who, slug).await?;
    let it = &listed.relationships[0];
    let own = it.party(listed.me).map(|it| it.words.clone()).unwrap_or_default();
    let text = |field: Field| {
        let stored = match field {
            Field::Agenda => &own.agenda,
            Field::Care => &own.care,
            Field::OffTable => &own.off_table,
            Field::Sphere => &own.sphere,
            Field::Goals => &it.shared.goals,
            Field::Interests => &it.shared.interests,
            Field::Parting => &it.shared.parting,
        };
        let stored = stored.as_ref().map(ToString::to_string).unwrap_or_default();
        typed.map_or(stored, |it| it.get(field.wire()).to_owned())
    };
    let shown = |own: bool| {
        let some = Field::ALL.iter().filter(move |it| it.is_own() == own);
        some.map(|it| (it.wire(), it.words(), hint(*it), text(*it))).collect()
    };
    Ok(WordsPage {
        layout: visit.layout("What you want", "/partners"),
        refusals,
        slug: slug.to_owned(),
        own: shown(true),
        shared: shown(false),
    })
}

/// Writes them.
pub async fn write(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let typed = fields.clone().without_token();
    match act::write(&app, visit.who, &slug, &typed).await {
        Ok(_) => Ok(answer::done(&app, &format!("/partners/{slug}"), "Saved.", None)),
        Err(error) => {
            let refusals = Refusals::from_error(told(error))?;
            Ok(show::refused(words_page(&app, &visit, &slug, Some(&fields), refusals).await?))
        }
    }
}

/// Since when they know each other.
pub async fn known_form(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
) -> Result<Response, PageError> {
    Ok(show::page(known_page(&app, &visit, &slug, ("", ""), Refusals::none()).await?))
}

async fn known_page(
    app: &App,
    visit: &Visit,
    slug: &str,
    (since, how): (&str, &str),
    refusals: Refusals,
) -> Result<KnownPage, PageError> {
    let listed = read::one(app, visit.who, slug).await?;
    let it = &listed.relationships[0];
    let open = it.party(listed.me).is_some_and(|it| !it.knows);
    let known = it.known.as_ref().filter(|_| open);
    Ok(KnownPage {
        layout: visit.layout("Known since", "/partners"),
        refusals,
        slug: slug.to_owned(),
        others: others(&listed, it),
        to_confirm: known.map(|it| (it.since.to_string(), it.since.month_words())),
        since: since.to_owned(),
        how: how.to_owned(),
    })
}

/// Says it.
pub async fn say_known(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let (since, how) = (fields.get("since"), fields.get("how"));
    match act::say_known(&app, visit.who, &slug, since, how).await {
        Ok(_) => {
            let said = "Saved. It counts once all of you say so.";
            Ok(answer::done(&app, &format!("/partners/{slug}"), said, None))
        }
        Err(error) => {
            let refusals = Refusals::at("since", told(error))?;
            Ok(show::refused(known_page(&app, &visit, &slug, (since, how), refusals).await?))
        }
    }
}

/// Confirms it.
pub async fn confirm_known(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    match act::confirm_known(&app, visit.who, &slug, fields.get("since")).await {
        Ok(_) => Ok(answer::done(&app, &format!("/partners/{slug}"), "Confirmed.", None)),
        Err(error) => one::refused(&app, &visit, &slug, Refusals::from_error(told(error))?).await,
    }
}

/// The form for something one gives.
pub async fn value_form(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
) -> Result<Response, PageError> {
    Ok(show::page(value_page(&app, &visit, &slug, ("", ""), Refusals::none()).await?))
}

async fn value_page(
    app: &App,
    visit: &Visit,
    slug: &str,
    (to, words): (&str, &str),
    refusals: Refusals,
) -> Result<ValuePage, PageError> {
    let listed = read::one(app, visit.who, slug).await?;
    let it = &listed.relationships[0];
    let others = it.inside().map(|it| it.member).filter(|it| *it != listed.me);
    let option = |id| (names::handle(&listed.members, id), names::plain(&listed.members, id));
    Ok(ValuePage {
        layout: visit.layout("Something you give", "/partners"),
        refusals,
        slug: slug.to_owned(),
        options: others.map(option).collect(),
        to: to.to_owned(),
        words: words.to_owned(),
    })
}

/// Names something one gives.
pub async fn give(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let (to, words) = (fields.get("to"), fields.get("words"));
    match act::give(&app, visit.who, &slug, to, words).await {
        Ok(value) => {
            let undo = format!("/partners/{slug}/values/{}/removal", value.id);
            Ok(answer::done(&app, &format!("/partners/{slug}"), "Saved.", Some(undo)))
        }
        Err(error) => {
            let refusals = Refusals::from_error(told(error))?;
            Ok(show::refused(value_page(&app, &visit, &slug, (to, words), refusals).await?))
        }
    }
}

/// Takes it back.
pub async fn take_back(
    State(app): State<App>,
    visit: Visit,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, PageError> {
    match act::change_value(&app, visit.who, &slug, &id, false).await {
        Ok(_) => {
            let undo = format!("/partners/{slug}/values/{id}/restoration");
            Ok(answer::done(&app, &format!("/partners/{slug}"), "Taken back.", Some(undo)))
        }
        Err(error) => one::refused(&app, &visit, &slug, Refusals::from_error(told(error))?).await,
    }
}

/// Puts it back.
pub async fn give_again(
    State(app): State<App>,
    visit: Visit,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, PageError> {
    match act::change_value(&app, visit.who, &slug, &id, true).await {
        Ok(_) => Ok(answer::done(&app, &format!("/partners/{slug}"), "It is back.", None)),
        Err(error) => one::refused(&app, &visit, &slug, Refusals::from_error(told(error))?).await,
    }
}
