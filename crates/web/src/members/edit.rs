//! Describing oneself: one form a part, saved as it is typed.

use actions::members::{self as act, sealed};
use actions::{ActionError, App};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::kernel::id::MemberId;
use domain::members::member::Member;
use domain::members::visibility::Part;

use super::fields::{self, Field, Pole, Section};
use crate::answer;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::Layout;
use crate::mark::Mark;
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "members/edit.html")]
struct EditPage {
    layout: Layout,
    handle: String,
    section: &'static str,
    title: &'static str,
    nav: Vec<NavLine>,
    fields: Vec<Field>,
    poles: Vec<Pole>,
    /// Who sees it; empty where that cannot be chosen.
    level: &'static str,
    /// Offers or needs, with where they are edited.
    items: Vec<(String, String)>,
    adds: Option<(&'static str, &'static str)>,
    refusals: Refusals,
}

/// A line of the list of parts, beside a form.
pub(super) struct NavLine {
    pub(super) href: String,
    pub(super) icon: &'static str,
    pub(super) words: &'static str,
    pub(super) current: bool,
}

#[derive(Template)]
#[template(path = "members/sealed.html")]
struct SealedPage {
    layout: Layout,
    nav: Vec<NavLine>,
    others: Vec<Other>,
    handle: String,
    refusals: Refusals,
}

struct Other {
    id: String,
    handle: String,
    name: String,
    mark: Mark,
}

/// One's own page.
pub async fn me(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let member = act::own(&app, visit.who).await?;
    Ok(Redirect::to(&format!("/@{}", member.handle)).into_response())
}

pub async fn first(visit: Visit) -> Result<Response, PageError> {
    visit.hat()?;
    Ok(Redirect::to("/me/edit/about").into_response())
}

pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(section): Path<String>,
) -> Result<Response, PageError> {
    visit.hat()?;
    let section = Section::parse(&section).ok_or(ActionError::NotFound("part"))?;
    let member = act::own(&app, visit.who).await?;
    Ok(show::page(edit_page(&visit, section, &member, None, Refusals::none())))
}

pub async fn save(
    State(app): State<App>,
    visit: Visit,
    Path(section): Path<String>,
    headers: HeaderMap,
    form: Fields,
) -> Result<Response, PageError> {
    let hat = visit.hat()?;
    let section = Section::parse(&section).ok_or(ActionError::NotFound("part"))?;
    let typed = fields::typed(section, &form);
    match act::describe(&app, visit.who, hat, &typed).await {
        Ok(_) if headers.contains_key("x-autosave") => Ok(StatusCode::NO_CONTENT.into_response()),
        Ok(_) => {
            let here = format!("/me/edit/{}", section.wire());
            Ok(answer::done(&app, &here, "Saved.", None))
        }
        Err(error) => {
            let refusals = Refusals::from_error(error)?;
            let member = act::own(&app, visit.who).await?;
            Ok(show::refused(edit_page(&visit, section, &member, Some(&form), refusals)))
        }
    }
}

fn edit_page(
    visit: &Visit,
    section: Section,
    member: &Member,
    typed: Option<&Fields>,
    refusals: Refusals,
) -> EditPage {
    let (items, adds) = match section {
        Section::Of(Part::Offers) => {
            let item = |it: &domain::members::offers::Offer| {
                (it.title.to_string(), format!("/me/offers/{}", it.id))
            };
            let items = member.profile.offers.iter().map(item).collect();
            (items, Some(("Add an offer", "/me/offers/new")))
        }
        Section::Of(Part::Needs) => {
            let item = |it: &domain::members::offers::Need| {
                (it.title.to_string(), format!("/me/needs/{}", it.id))
            };
            let items = member.profile.needs.iter().map(item).collect();
            (items, Some(("Add a need", "/me/needs/new")))
        }
        _ => (Vec::new(), None),
    };
    let level = match section {
        Section::About => "",
        Section::Of(part) => member.visibility.of(part).wire(),
    };
    EditPage {
        layout: visit.layout(section.words(), ""),
        handle: member.handle.to_string(),
        section: section.wire(),
        title: section.words(),
        nav: nav(section.wire()),
        fields: fields::fields(section, member, typed, &refusals),
        poles: fields::poles(section, member),
        level,
        items,
        adds,
        refusals,
    }
}

/// The parts of one's page.
pub(super) fn nav(current: &str) -> Vec<NavLine> {
    let line = |it: Section| NavLine {
        href: format!("/me/edit/{}", it.wire()),
        icon: it.icon(),
        words: it.words(),
        current: it.wire() == current,
    };
    let logo = NavLine {
        href: "/me/edit/logo".to_owned(),
        icon: "image",
        words: "Logo",
        current: current == "logo",
    };
    let sealed = NavLine {
        href: "/me/edit/sealed".to_owned(),
        icon: "eye-off",
        words: "Not suggested to each other",
        current: current == "sealed",
    };
    let mut lines: Vec<NavLine> = Section::all().map(line).collect();
    lines.insert(1, logo);
    lines.push(sealed);
    lines
}

pub async fn sealed_page(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let page = sealed_with(&app, &visit, String::new(), Refusals::none()).await?;
    Ok(show::page(page))
}

async fn sealed_with(
    app: &App,
    visit: &Visit,
    handle: String,
    refusals: Refusals,
) -> Result<SealedPage, PageError> {
    let hat = visit.hat()?;
    let others = sealed::list(app, visit.who, hat).await?;
    let other = |it: act::View| Other {
        id: it.member.id.to_string(),
        handle: it.member.handle.to_string(),
        name: it.member.name.to_string(),
        mark: Mark::of(&it.member),
    };
    Ok(SealedPage {
        layout: visit.layout("Not suggested to each other", ""),
        nav: nav("sealed"),
        others: others.into_iter().map(other).collect(),
        handle,
        refusals,
    })
}

pub async fn seal(
    State(app): State<App>,
    visit: Visit,
    form: Fields,
) -> Result<Response, PageError> {
    let hat = visit.hat()?;
    let handle = form.get("handle").trim();
    match sealed::add(&app, visit.who, hat, handle).await {
        Ok(other) => {
            let said = format!("You and {} are not suggested to each other any more.", other.name);
            let undo = format!("/me/edit/sealed/{}/removal", other.id);
            Ok(answer::done(&app, "/me/edit/sealed", said, Some(undo)))
        }
        Err(error) => {
            let refusals = Refusals::from_error(error)?;
            Ok(show::refused(sealed_with(&app, &visit, handle.to_owned(), refusals).await?))
        }
    }
}

pub async fn unseal(
    State(app): State<App>,
    visit: Visit,
    Path(other): Path<String>,
) -> Result<Response, PageError> {
    let hat = visit.hat()?;
    let other = MemberId::parse(&other).ok_or(ActionError::NotFound("member"))?;
    sealed::remove(&app, visit.who, hat, other).await?;
    Ok(answer::done(&app, "/me/edit/sealed", "You may be suggested to each other again.", None))
}
