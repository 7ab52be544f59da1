//! Saying hello, and answering one.

use actions::relationships::hello as act;
use actions::{ActionError, App};
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::fit::Purpose;
use domain::relationships::ladder::{COMPARISON, Kind};
use domain::relationships::relationship::State as Stands;

use super::names::{joined, told};
use super::one;
use crate::answer;
use crate::error::PageError;
use crate::fit::fit_box;
use crate::form::{self, Fields};
use crate::layout::Layout;
use crate::mark::Mark;
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "relationships/hello.html")]
struct HelloPage {
    layout: Layout,
    refusals: Refusals,
    to: Vec<Recipient>,
    more: String,
    kinds: Vec<(&'static str, &'static str, &'static str, &'static str)>,
    kind: String,
    comparison: &'static [(&'static str, &'static str, &'static str)],
    purpose: String,
    word: String,
    /// What to know before saying hello to this one.
    before: Vec<(&'static str, String)>,
}

struct Recipient {
    handle: String,
    name: String,
    line: String,
    mark: Mark,
}

/// The kinds as cards to pick from: value, icon, title, sentence.
pub fn kinds() -> Vec<(&'static str, &'static str, &'static str, &'static str)> {
    let icon = |it: Kind| match it {
        Kind::Friendship => "heart",
        Kind::Collaboration => "handshake",
        Kind::Partnership => "flag",
    };
    Kind::ALL.iter().map(|it| (it.wire(), icon(*it), it.words(), it.sentence())).collect()
}

/// The form, for the members in `to`; `purpose` as finding names it.
pub async fn form(
    State(app): State<App>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let fields = form::read(query.as_deref().unwrap_or_default()).ok_or(PageError::Unreadable)?;
    let purpose = purpose_words(&app, &visit, fields.get("purpose")).await?;
    let to = handles(&fields);
    // Who is in touch already goes to where they are.
    if let Ok(Some(slug)) = act::already(&app, visit.who, &to).await {
        return Ok(Redirect::to(&format!("/partners/{slug}")).into_response());
    }
    let asked = act::Asked {
        to,
        kind: Kind::Collaboration.wire().to_owned(),
        purpose,
        word: String::new(),
    };
    Ok(show::page(page(&app, &visit, &asked, "", Refusals::none()).await?))
}

fn handles(fields: &Fields) -> Vec<String> {
    let more = fields.get("more").split([',', ' ', '\n']).map(str::trim);
    let all = fields.all("to").chain(more).filter(|it| !it.is_empty());
    let mut to: Vec<String> = Vec::new();
    for handle in all.map(|it| it.trim_start_matches('@').to_lowercase()) {
        if !to.contains(&handle) {
            to.push(handle);
        }
    }
    to
}

/// What finding calls `together` is “work together” here; a need is called by its title.
async fn purpose_words(app: &App, visit: &Visit, wire: &str) -> Result<String, PageError> {
    Ok(match Purpose::parse(wire) {
        Ok(Purpose::Need(id)) => {
            let own = actions::members::own(app, visit.who).await?;
            let need = own.profile.needs.iter().find(|it| it.id == id);
            need.map(|it| it.title.to_string()).unwrap_or_default()
        }
        Ok(purpose) => purpose.words().to_owned(),
        Err(_) => String::new(),
    })
}

async fn page(
    app: &App,
    visit: &Visit,
    asked: &act::Asked,
    more: &str,
    refusals: Refusals,
) -> Result<HelloPage, PageError> {
    let mut to = Vec::new();
    for handle in &asked.to {
        // Who cannot be said hello to stands in the field with the reason.
        match act::recipients(app, visit.who, std::slice::from_ref(handle)).await {
            Ok(found) => to.extend(found.iter().map(|it| Recipient {
                handle: it.handle.to_string(),
                name: it.name.to_string(),
                line: it.profile.line.as_ref().map(ToString::to_string).unwrap_or_default(),
                mark: Mark::of(it),
            })),
            Err(ActionError::Fields(_)) => (),
            Err(error) => return Err(error.into()),
        }
    }
    act::recipients(app, visit.who, &[]).await?;
    let names: Vec<String> = to.iter().map(|it| it.name.clone()).collect();
    let title = match names.as_slice() {
        [] => "Say hello".to_owned(),
        names => format!("Say hello to {}", joined(names)),
    };
    Ok(HelloPage {
        layout: visit.layout(title, "/partners"),
        refusals,
        before: before(app, visit, &to).await?,
        to,
        more: more.to_owned(),
        kinds: kinds(),
        kind: asked.kind.clone(),
        comparison: &COMPARISON,
        purpose: asked.purpose.clone(),
        word: asked.word.clone(),
    })
}

/// What to talk about first, and why they are not suggested: said at the moment of proposing
/// (R67).
async fn before(
    app: &App,
    visit: &Visit,
    to: &[Recipient],
) -> Result<Vec<(&'static str, String)>, PageError> {
    let [one] = to else { return Ok(Vec::new()) };
    let fitting = match actions::fit::answer(app, visit.who, &one.handle, Purpose::Together).await {
        Err(ActionError::NotFound(_)) => return Ok(Vec::new()),
        other => other?,
    };
    let Some(shown) = fit_box(&fitting, app.now().day()) else { return Ok(Vec::new()) };
    let lines = shown.card.why.iter().filter(|it| it.kind == "talk" || it.kind == "no");
    let text =
        |it: &crate::fit::Why| it.words.iter().map(|it| it.text.as_str()).collect::<String>();
    Ok(lines.map(|it| (it.kind, text(it))).collect())
}

/// Says hello.
pub async fn say(
    State(app): State<App>,
    visit: Visit,
    fields: Fields,
) -> Result<Response, PageError> {
    let asked = act::Asked {
        to: handles(&fields),
        kind: fields.get("kind").to_owned(),
        purpose: fields.get("purpose").to_owned(),
        word: fields.get("word").to_owned(),
    };
    match act::say(&app, visit.who, &asked).await {
        Ok(it) => {
            let said = match it.state {
                Stands::Active => "You said hello to each other, so you are in touch.",
                _ => "Said. They can say yes, say no, or let it rest.",
            };
            Ok(answer::done(&app, &format!("/partners/{}", it.slug), said, None))
        }
        Err(error) => {
            let refusals = Refusals::at("", told(error))?;
            let page = page(&app, &visit, &asked, fields.get("more"), refusals).await?;
            Ok(show::refused(page))
        }
    }
}

/// Answers a hello: yes, let it rest, or no with a reason.
pub async fn answer(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let to = format!("/partners/{slug}");
    let done = match fields.get("answer") {
        "yes" => act::accept(&app, visit.who, &slug).await.map(|_| "You said yes."),
        "aside" => {
            let rests = "It rests. You find it under Resting, and can still say yes.";
            act::set_aside(&app, visit.who, &slug).await.map(|_| rests)
        }
        _ => {
            let (reason, words) = (fields.get("reason"), fields.get("words"));
            let no = act::decline(&app, visit.who, &slug, reason, words).await;
            no.map(|_| "You said no, and they are told so kindly.")
        }
    };
    match done {
        Ok(said) => Ok(answer::done(&app, &to, said, None)),
        Err(error) => one::refused(&app, &visit, &slug, Refusals::from_error(told(error))?).await,
    }
}

/// Takes one's own hello back.
pub async fn withdraw(
    State(app): State<App>,
    visit: Visit,
    Path(slug): Path<String>,
) -> Result<Response, PageError> {
    match act::withdraw(&app, visit.who, &slug).await {
        Ok(_) => Ok(answer::done(&app, &format!("/partners/{slug}"), "Taken back.", None)),
        Err(error) => one::refused(&app, &visit, &slug, Refusals::from_error(told(error))?).await,
    }
}
