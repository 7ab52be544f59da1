//! The three short questions for who has just come in. Each can be skipped, and is saved as it is
//! typed.

use actions::alliance::welcome as act;
use actions::{ActionError, App};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use domain::members::member::Member;
use domain::members::parts::{OpenTo, Size};
use domain::members::style::POLES;

use crate::error::PageError;
use crate::form::Fields;
use crate::layout::Layout;
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

/// `/welcome/1` to `/welcome/3`, and `/welcome/invite`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/welcome/invite", get(invite))
        .route("/welcome/{step}", get(ask).post(answer))
}

#[derive(Template)]
#[template(path = "alliance/welcome.html")]
struct WelcomePage {
    layout: Layout,
    refusals: Refusals,
    step: u8,
    question: &'static str,
    member: String,
    next: &'static str,
    line: String,
    offers: String,
    audience: String,
    places: String,
    needs: String,
    open_to: Vec<(&'static str, &'static str, bool)>,
    poles: Vec<PoleRow>,
    values: String,
    size: String,
    sizes: Vec<(&'static str, &'static str)>,
}

struct PoleRow {
    name: &'static str,
    left: &'static str,
    right: &'static str,
    legend: String,
    chosen: u8,
}

/// Where to go after a page, its question, and the fields on it.
const STEPS: [(&str, &str, &[&str]); 3] = [
    ("/welcome/2", "What you do, and for whom", &["line", "offers", "audience", "places"]),
    ("/welcome/3", "What you are looking for", &["needs", "open_to"]),
    ("/welcome/invite", "How you work", &["values", "size"]),
];

async fn ask(
    State(app): State<App>,
    visit: Visit,
    Path(step): Path<String>,
) -> Result<Response, PageError> {
    let step = parse(&step)?;
    let member = act::own(&app, visit.who).await?;
    Ok(page(&visit, step, &member, None, Refusals::none()))
}

async fn answer(
    State(app): State<App>,
    visit: Visit,
    Path(step): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, PageError> {
    let step = parse(&step)?;
    let member = act::own(&app, visit.who).await?;
    match act::answer(&app, visit.who, &typed(step, &fields, &member)).await {
        Ok(_) if headers.contains_key("x-autosave") => Ok(StatusCode::NO_CONTENT.into_response()),
        Ok(_) => Ok(Redirect::to(STEPS[step].0).into_response()),
        Err(error) => {
            let refusals = Refusals::from_error(error)?;
            Ok(page(&visit, step, &member, Some(&fields), refusals))
        }
    }
}

async fn invite(visit: Visit) -> Result<Response, PageError> {
    let actor = visit.who.actor().ok_or(ActionError::SignIn)?;
    let to = if actor.joined { "/alliance/invitations?first=1" } else { "/alliance/candidacy" };
    Ok(Redirect::to(to).into_response())
}

fn parse(step: &str) -> Result<usize, ActionError> {
    let step = ["1", "2", "3"].iter().position(|it| *it == step);
    step.ok_or(ActionError::NotFound("page"))
}

/// The fields of a page as [`act::answer`] reads them.
fn typed(step: usize, fields: &Fields, member: &Member) -> Vec<(String, String)> {
    let text = |name: &str| match name {
        "open_to" => fields.all(name).collect::<Vec<_>>().join(","),
        _ => fields.get(name).to_owned(),
    };
    let mut typed: Vec<(String, String)> =
        STEPS[step].2.iter().map(|it| ((*it).to_owned(), text(it))).collect();
    if step == 2 {
        for (i, pole) in POLES.iter().enumerate() {
            let veto = member.profile.style.0[i].is_some_and(|it| it.veto);
            let place = fields.get(pole.wire).trim();
            let text = match place.parse::<i8>() {
                Ok(place @ 1..=5) => format!("{}{}", place - 3, if veto { "!" } else { "" }),
                _ => place.to_owned(),
            };
            typed.push((pole.wire.to_owned(), text));
        }
    }
    typed
}

fn page(
    visit: &Visit,
    step: usize,
    member: &Member,
    typed: Option<&Fields>,
    refusals: Refusals,
) -> Response {
    let profile = &member.profile;
    let or = |name: &str, said: String| match typed {
        Some(typed) => typed.get(name).to_owned(),
        None => said,
    };
    let chosen = |it: OpenTo| match typed {
        Some(typed) => typed.all("open_to").any(|text| text == it.wire()),
        None => profile.open_to.contains(&it),
    };
    let titles = |it: Vec<&str>| it.join("\n");
    let sizes = Size::ALL.iter().map(|it| (it.wire(), it.words()));
    show::form(
        &refusals,
        WelcomePage {
            layout: visit.layout(STEPS[step].1, ""),
            refusals: refusals.clone(),
            step: if step == 0 {
                1
            } else if step == 1 {
                2
            } else {
                3
            },
            question: STEPS[step].1,
            member: member.name.to_string(),
            next: STEPS[step].0,
            line: or("line", profile.line.as_ref().map(ToString::to_string).unwrap_or_default()),
            offers: or(
                "offers",
                titles(profile.offers.iter().map(|it| it.title.as_str()).collect()),
            ),
            audience: or("audience", profile.audience.tags.to_text()),
            places: or("places", profile.places.to_text()),
            needs: or("needs", titles(profile.needs.iter().map(|it| it.title.as_str()).collect())),
            open_to: OpenTo::ALL.iter().map(|it| (it.wire(), it.words(), chosen(*it))).collect(),
            poles: poles(member, typed),
            values: or("values", profile.values.to_text()),
            size: or("size", profile.size.map(|it| it.wire().to_owned()).unwrap_or_default()),
            sizes: std::iter::once(("", "Rather not say")).chain(sizes).collect(),
        },
    )
}

fn poles(member: &Member, typed: Option<&Fields>) -> Vec<PoleRow> {
    let stands = POLES.iter().zip(member.profile.style.0);
    stands
        .map(|(pole, stand)| PoleRow {
            name: pole.wire,
            left: pole.left,
            right: pole.right,
            legend: format!("{} or {}", pole.left, pole.right.to_lowercase()),
            chosen: match typed {
                Some(typed) => typed.get(pole.wire).parse().unwrap_or(0),
                None => stand.map_or(0, |it| u8::try_from(it.at() + 3).unwrap_or(0)),
            },
        })
        .collect()
}
