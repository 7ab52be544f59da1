//! Forms for what a member offers and needs.

use actions::members::{self as act, offers};
use actions::{ActionError, App};
use askama::Template;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::kernel::id::{NeedId, OfferId};
use domain::members::offers::{Reach, When};
use domain::members::parts::Scope;

use super::when;
use crate::answer;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::Layout;
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

type Options = Vec<(&'static str, &'static str)>;

/// One form for both: what only one of them has is empty for the other.
#[derive(Template)]
#[template(path = "members/intent.html")]
struct IntentPage {
    layout: Layout,
    title: String,
    /// `offer` or `need`.
    kind: &'static str,
    /// Empty for a new one.
    id: String,
    said: String,
    values: Values,
    scopes: Options,
    reaches: Options,
    enjoyments: Options,
    whens: Options,
    refusals: Refusals,
}

#[derive(Default)]
struct Values {
    title: String,
    detail: String,
    tags: String,
    scope: String,
    reach: String,
    enjoyment: String,
    used_ourselves: bool,
    when: String,
}

impl Values {
    fn typed(form: &Fields) -> Self {
        let text = |name: &str| form.get(name).to_owned();
        Self {
            title: text("title"),
            detail: text("detail"),
            tags: text("tags"),
            scope: text("scope"),
            reach: text("reach"),
            enjoyment: text("enjoyment"),
            used_ourselves: form.has("used_ourselves"),
            when: text("when"),
        }
    }
}

fn intent_page(
    visit: &Visit,
    kind: &'static str,
    id: &str,
    values: Values,
    refusals: Refusals,
) -> IntentPage {
    let title = match (kind, id.is_empty()) {
        ("offer", true) => "Something you offer",
        ("offer", false) => "What you offer",
        (_, true) => "Something you need",
        (_, false) => "What you need",
    };
    let unsaid = |list: Vec<(&'static str, &'static str)>| {
        std::iter::once(("", "Not said")).chain(list).collect()
    };
    IntentPage {
        layout: visit.layout(title, ""),
        title: title.to_owned(),
        kind,
        id: id.to_owned(),
        said: String::new(),
        values,
        scopes: unsaid(Scope::ALL.iter().map(|it| (it.wire(), it.words())).collect()),
        reaches: unsaid(Reach::ALL.iter().map(|it| (it.wire(), it.words())).collect()),
        enjoyments: unsaid(vec![
            ("1", "It pays"),
            ("2", "It is all right"),
            ("3", "We like doing it"),
            ("4", "We love doing it"),
            ("5", "We would do it for nothing"),
        ]),
        whens: When::ALL.iter().map(|it| (it.wire(), it.words())).collect(),
        refusals,
    }
}

pub async fn new_offer(visit: Visit) -> Result<Response, PageError> {
    visit.hat()?;
    Ok(show::page(intent_page(&visit, "offer", "", Values::default(), Refusals::none())))
}

pub async fn new_need(visit: Visit) -> Result<Response, PageError> {
    visit.hat()?;
    let values = Values { when: When::Now.wire().to_owned(), ..Values::default() };
    Ok(show::page(intent_page(&visit, "need", "", values, Refusals::none())))
}

pub async fn edit_offer(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    visit.hat()?;
    let member = act::own(&app, visit.who).await?;
    let offers = member.profile.offers;
    let offer = offers.into_iter().find(|it| it.id.to_string() == id);
    let offer = offer.ok_or(ActionError::NotFound("offer"))?;
    let values = Values {
        title: offer.title.to_string(),
        detail: offer.detail.map(|it| it.to_string()).unwrap_or_default(),
        tags: offer.tags.to_text(),
        scope: offer.scope.map(|it| it.wire().to_owned()).unwrap_or_default(),
        reach: offer.reach.map(|it| it.wire().to_owned()).unwrap_or_default(),
        enjoyment: offer.enjoyment.map(|it| it.get().to_string()).unwrap_or_default(),
        used_ourselves: offer.used_ourselves,
        when: String::new(),
    };
    let mut page = intent_page(&visit, "offer", &id, values, Refusals::none());
    page.said = when::ago(offer.fresh, app.now());
    Ok(show::page(page))
}

pub async fn edit_need(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    visit.hat()?;
    let member = act::own(&app, visit.who).await?;
    let need = member.profile.needs.into_iter().find(|it| it.id.to_string() == id);
    let need = need.ok_or(ActionError::NotFound("need"))?;
    let values = Values {
        title: need.title.to_string(),
        detail: need.detail.map(|it| it.to_string()).unwrap_or_default(),
        tags: need.tags.to_text(),
        when: need.when.wire().to_owned(),
        ..Values::default()
    };
    let mut page = intent_page(&visit, "need", &id, values, Refusals::none());
    page.said = when::ago(need.fresh, app.now());
    Ok(show::page(page))
}

pub async fn add_offer(
    State(app): State<App>,
    visit: Visit,
    form: Fields,
) -> Result<Response, PageError> {
    let hat = visit.hat()?;
    let done = offers::put_offer(&app, visit.who, hat, None, &offer_fields(&form)).await;
    match done {
        Ok(_) => Ok(answer::done(&app, "/me/edit/offers", "Your offer is listed.", None)),
        Err(error) => again(&visit, "offer", "", &form, error),
    }
}

pub async fn add_need(
    State(app): State<App>,
    visit: Visit,
    form: Fields,
) -> Result<Response, PageError> {
    let hat = visit.hat()?;
    let fields = form.clone().without_token();
    match offers::put_need(&app, visit.who, hat, None, &fields).await {
        Ok(_) => Ok(answer::done(&app, "/me/edit/needs", "Your need is listed.", None)),
        Err(error) => again(&visit, "need", "", &form, error),
    }
}

pub async fn save_offer(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Fields,
) -> Result<Response, PageError> {
    let hat = visit.hat()?;
    let offer = OfferId::parse(&id).ok_or(ActionError::NotFound("offer"))?;
    let done = offers::put_offer(&app, visit.who, hat, Some(offer), &offer_fields(&form)).await;
    match done {
        Ok(_) => Ok(saved(&app, &headers, "/me/edit/offers")),
        Err(error) => again(&visit, "offer", &id, &form, error),
    }
}

pub async fn save_need(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Fields,
) -> Result<Response, PageError> {
    let hat = visit.hat()?;
    let need = NeedId::parse(&id).ok_or(ActionError::NotFound("need"))?;
    let fields = form.clone().without_token();
    match offers::put_need(&app, visit.who, hat, Some(need), &fields).await {
        Ok(_) => Ok(saved(&app, &headers, "/me/edit/needs")),
        Err(error) => again(&visit, "need", &id, &form, error),
    }
}

/// A checkbox that is not ticked is not sent.
fn offer_fields(form: &Fields) -> Vec<(String, String)> {
    let mut fields = form.clone().without_token();
    if !form.has("used_ourselves") {
        fields.push(("used_ourselves".to_owned(), String::new()));
    }
    fields
}

fn saved(app: &App, headers: &HeaderMap, to: &str) -> Response {
    if headers.contains_key("x-autosave") {
        return StatusCode::NO_CONTENT.into_response();
    }
    answer::done(app, to, "Saved.", None)
}

fn again(
    visit: &Visit,
    kind: &'static str,
    id: &str,
    form: &Fields,
    error: ActionError,
) -> Result<Response, PageError> {
    let refusals = Refusals::from_error(error)?;
    Ok(show::refused(intent_page(visit, kind, id, Values::typed(form), refusals)))
}

pub async fn drop_offer(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let offer = OfferId::parse(&id).ok_or(ActionError::NotFound("offer"))?;
    offers::drop_offer(&app, visit.who, visit.hat()?, offer).await?;
    let undo = Some(format!("/me/offers/{id}/restoration"));
    Ok(answer::done(&app, "/me/edit/offers", "You do not offer this any more.", undo))
}

pub async fn drop_need(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let need = NeedId::parse(&id).ok_or(ActionError::NotFound("need"))?;
    offers::drop_need(&app, visit.who, visit.hat()?, need).await?;
    let undo = Some(format!("/me/needs/{id}/restoration"));
    Ok(answer::done(&app, "/me/edit/needs", "You do not need this any more.", undo))
}

pub async fn put_back(
    State(app): State<App>,
    visit: Visit,
    OriginalUri(here): OriginalUri,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id = OfferId::parse(&id).ok_or(ActionError::NotFound("offer or need"))?;
    offers::put_back(&app, visit.who, visit.hat()?, id.bits()).await?;
    Ok(answer::done(&app, list_of(here.path()), "It is back.", None))
}

pub async fn still_true(
    State(app): State<App>,
    visit: Visit,
    OriginalUri(here): OriginalUri,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id = OfferId::parse(&id).ok_or(ActionError::NotFound("offer or need"))?;
    let title = offers::still_true(&app, visit.who, visit.hat()?, id.bits()).await?;
    let said = format!("“{title}” is still true.");
    Ok(answer::done(&app, list_of(here.path()), said, None))
}

fn list_of(path: &str) -> &'static str {
    if path.starts_with("/me/offers") { "/me/edit/offers" } else { "/me/edit/needs" }
}
