//! What was passed on, and passing on.

use actions::App;
use actions::relationships::introductions::{self as act, Listed, Shown};
use actions::relationships::read;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::kernel::id::IntroductionId;
use domain::relationships::introduction::Answer;
use domain::relationships::party::Shelf;
use serde::Deserialize;

use super::names::{self, told};
use crate::answer;
use crate::cursor;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::Layout;
use crate::mark::Mark;
use crate::refusals::Refusals;
use crate::show;
use crate::times::Moment;
use crate::visit::Visit;

const LIST: &str = "introductions";

/// An introduction as it is shown.
pub struct IntroductionShown {
    pub id: String,
    /// One sentence: who passes what on to whom.
    pub title: String,
    pub mark: Mark,
    pub words: Vec<String>,
    pub at: Moment,
    /// Through whose hands it came.
    pub hands: String,
    /// What each one who was asked says: a sentence each.
    pub answers: Vec<String>,
    /// Whether the reader is to answer, or may still change a “not now”.
    pub waits: bool,
    /// Whether the reader said “not now” and may say yes.
    pub may_reopen: bool,
    /// Whom the reader can say hello to now: name and handle.
    pub hello: Option<(String, String)>,
    /// Whether the reader may pass it on.
    pub may_pass: bool,
}

/// What a list of introductions shows.
pub fn shown(listed: &Listed) -> Vec<IntroductionShown> {
    listed.shown.iter().map(|it| one(listed, it)).collect()
}

fn one(listed: &Listed, it: &Shown) -> IntroductionShown {
    let (me, members, one) = (listed.me, &listed.members, &it.introduction);
    let called = |id| {
        let name = names::name(members, me, id);
        if name == "You" { "you".to_owned() } else { name }
    };
    let by = names::name(members, me, one.by);
    let verb = if one.by == me { "" } else { "s" };
    let title = match one.about {
        Some(about) => {
            format!("{by} introduce{verb} {} and {}", called(one.to), called(about))
        }
        None if one.by == me => format!("You pass something on to {}", called(one.to)),
        None => format!("{by} passes something on to {}", called(one.to)),
    };
    let met = match one.about {
        Some(about) if about == me => Some(one.to),
        Some(about) if one.to == me && one.about_answer != Answer::Nobody => Some(about),
        _ => None,
    };
    let met = met.filter(|_| one.is_made());
    let hands: Vec<String> = it.hands.iter().map(|it| called(*it)).collect();
    let mine = if one.to == me { one.to_answer } else { one.about_answer };
    let asked_me = one.by != me;
    IntroductionShown {
        id: one.id.to_string(),
        title,
        mark: names::mark(members, one.by),
        words: names::paragraphs(one.words.as_str()),
        at: Moment::from(one.at),
        hands: if hands.is_empty() { String::new() } else { names::joined(&hands) },
        answers: answers(listed, it),
        waits: one.waits_for(me),
        may_reopen: asked_me && mine == Answer::NotNow,
        hello: met.map(|it| (names::plain(members, it), names::handle(members, it))),
        may_pass: one.to == me,
    }
}

fn answers(listed: &Listed, it: &Shown) -> Vec<String> {
    let one = &it.introduction;
    let said = |id, answer: Answer| {
        let name = names::name(&listed.members, listed.me, id);
        match answer {
            Answer::Open if id == listed.me => None,
            Answer::Open => Some(format!("{name} has not answered yet")),
            Answer::Yes => Some(format!("{name} said yes")),
            Answer::NotNow => Some(format!("{name} said not now")),
            Answer::Nobody => None,
        }
    };
    let about = one.about.and_then(|it| said(it, one.about_answer));
    said(one.to, one.to_answer).into_iter().chain(about).collect()
}

#[derive(Template)]
#[template(path = "relationships/introductions.html")]
struct ListPage {
    layout: Layout,
    refusals: Refusals,
    shown: Vec<IntroductionShown>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "relationships/introduce.html")]
struct FormPage {
    layout: Layout,
    refusals: Refusals,
    partners: Vec<(String, String)>,
    to: String,
    about: String,
    words: String,
    passed_on: String,
}

#[derive(Deserialize)]
pub struct Asked {
    before: Option<String>,
    to: Option<String>,
    about: Option<String>,
    from: Option<String>,
}

/// What concerns the reader's member.
pub async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let before = match asked.before.as_deref() {
        Some(text) => IntroductionId::parse(&cursor::read(&app, LIST, text)?),
        None => None,
    };
    Ok(show::page(list_page(&app, &visit, before, Refusals::none()).await?))
}

async fn list_page(
    app: &App,
    visit: &Visit,
    before: Option<IntroductionId>,
    refusals: Refusals,
) -> Result<ListPage, PageError> {
    let listed = act::list(app, visit.who, before).await?;
    let next = listed.next.map(|it| cursor::write(app, LIST, &it.to_string()));
    Ok(ListPage {
        layout: visit.layout("Introductions", "/partners"),
        refusals,
        shown: shown(&listed),
        next: next.map(|it| format!("/partners/introductions?before={it}")),
    })
}

/// The form.
pub async fn form(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let given = act::Asked {
        to: asked.to.unwrap_or_default(),
        about: asked.about.unwrap_or_default(),
        words: String::new(),
        passed_on: asked.from.unwrap_or_default(),
    };
    Ok(show::page(form_page(&app, &visit, &given, Refusals::none()).await?))
}

async fn form_page(
    app: &App,
    visit: &Visit,
    asked: &act::Asked,
    refusals: Refusals,
) -> Result<FormPage, PageError> {
    let mut partners: Vec<(String, String)> = Vec::new();
    for shelf in [Shelf::Active, Shelf::Waiting, Shelf::Resting] {
        let listed = read::shelf(app, visit.who, shelf, None).await?;
        for it in listed.relationships.iter().filter(|it| it.holds(listed.me)) {
            for party in it.inside().filter(|it| it.member != listed.me) {
                let handle = names::handle(&listed.members, party.member);
                if !partners.iter().any(|(it, _)| *it == handle) {
                    partners.push((handle, names::plain(&listed.members, party.member)));
                }
            }
        }
    }
    partners.sort_by_key(|it| it.1.to_lowercase());
    Ok(FormPage {
        layout: visit.layout("Pass something on", "/partners"),
        refusals,
        partners,
        to: asked.to.clone(),
        about: asked.about.clone(),
        words: asked.words.clone(),
        passed_on: asked.passed_on.clone(),
    })
}

/// Passes it on.
pub async fn pass_on(
    State(app): State<App>,
    visit: Visit,
    fields: Fields,
) -> Result<Response, PageError> {
    let text = |name: &str| fields.get(name).to_owned();
    let asked = act::Asked {
        to: text("to"),
        about: text("about").trim().trim_start_matches('@').to_owned(),
        words: text("words"),
        passed_on: text("passed_on"),
    };
    match act::pass_on(&app, visit.who, &asked).await {
        Ok(_) => {
            let said = "Passed on. They can say yes or not now.";
            Ok(answer::done(&app, "/partners/introductions", said, None))
        }
        Err(error) => {
            let refusals = Refusals::from_error(told(error))?;
            Ok(show::refused(form_page(&app, &visit, &asked, refusals).await?))
        }
    }
}

/// Answers.
pub async fn answer(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let yes = fields.get("answer") == "yes";
    match act::answer(&app, visit.who, &id, yes).await {
        Ok(it) => {
            let said = match (yes, it.is_made() && it.about.is_some()) {
                (true, true) => "You said yes. You can say hello now.",
                (true, false) => "You said yes.",
                (false, _) => "Not now, then. You can still say yes later.",
            };
            Ok(answer::done(&app, "/partners/introductions", said, None))
        }
        Err(error) => {
            let refusals = Refusals::from_error(told(error))?;
            Ok(show::refused(list_page(&app, &visit, None, refusals).await?))
        }
    }
}
