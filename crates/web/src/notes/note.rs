//! `/notes/<id>`: one note with its conversation, who used it and what it was before.

use actions::notes::read::{self as act, NoteView};
use actions::notes::tell::few;
use actions::notes::{Version, change, comments};
use actions::{ActionError, App};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::kernel::id::{CommentId, MemberId};
use domain::notes::audience::{Audience, Reach};
use serde::Deserialize;

use super::home::{Choice, choice};
use super::pages::note_id;
use super::shown::{self, NoteShown, SaidShown};
use super::text::{Paragraph, paragraphs, start};
use crate::answer;
use crate::cursor;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::Layout;
use crate::refusals::Refusals;
use crate::show;
use crate::times::{Moment, utc};
use crate::visit::Visit;

/// The name of the list of comments in cursors.
const LIST: &str = "comments";
/// The title of a note in the window has so many characters.
const TITLE: usize = 60;

#[derive(Template)]
#[template(path = "notes/note.html")]
struct NotePage {
    layout: Layout,
    note: NoteShown,
    own: bool,
    /// Whether the reader is a member, who may talk and say what they used.
    member: bool,
    /// Taken back, and seen by its own people alone.
    gone: bool,
    sealed: bool,
    comments: Vec<SaidShown>,
    next: Option<String>,
    /// Who will read a comment.
    comment_reach: String,
    /// Whether the reader said that they used it.
    used_it: bool,
    versions: Vec<VersionShown>,
    /// Where the author may move it.
    moves: Vec<Choice>,
    is_probe: bool,
    form: Typed,
    refusals: Refusals,
    canonical: String,
    /// The same for programs; empty unless everyone may read it.
    ld: String,
}

/// What was typed into one of the forms.
#[derive(Default)]
struct Typed {
    body: String,
    words: String,
    turn: String,
    seen: String,
    alt: String,
}

/// The note as it was.
struct VersionShown {
    until: Moment,
    audience: &'static str,
    body: Vec<Paragraph>,
    more: Vec<Paragraph>,
}

#[derive(Deserialize)]
pub struct Asked {
    after: Option<String>,
}

pub async fn page(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let after = match asked.after.as_deref() {
        Some(text) => CommentId::parse(&cursor::read(&app, LIST, text)?),
        None => None,
    };
    again(&app, &visit, (&id, after), &Fields::default(), Refusals::none()).await
}

/// The page as it is, or with what is wrong with one of its forms.
pub async fn again(
    app: &App,
    visit: &Visit,
    (id, after): (&str, Option<CommentId>),
    form: &Fields,
    refusals: Refusals,
) -> Result<Response, PageError> {
    let view = act::read(app, visit.who, note_id(id)?, after).await?;
    let moves =
        if view.own { moves(app, visit, view.told.note.audience).await? } else { Vec::new() };
    let text = |name: &str| form.get(name).to_owned();
    let typed = Typed {
        body: text("body"),
        words: text("words"),
        turn: text("turn"),
        seen: text("seen"),
        alt: text("alt"),
    };
    let page = page_of(app, visit, &view, moves, (typed, refusals.clone()));
    Ok(show::form(&refusals, page))
}

fn page_of(
    app: &App,
    visit: &Visit,
    view: &NoteView,
    moves: Vec<Choice>,
    (form, refusals): (Typed, Refusals),
) -> NotePage {
    let now = app.now();
    let note = &view.told.note;
    let reach = note.audience.reach();
    let member = visit.who.member();
    let title = start(note.telling.body().as_str(), TITLE);
    let mut layout = visit.layout(title.clone(), if member.is_some() { "/home" } else { "" });
    if reach == Reach::Everyone {
        layout.description = start(note.telling.body().as_str(), 180);
    }
    let mut shown = shown::bare(&view.told, now);
    shown.uses = view.uses.iter().map(shown::use_shown).collect();
    shown.used = shown::used(&view.uses);
    shown.files = view.files.iter().map(shown::file).collect();
    if let Some(name) = &view.circle {
        shown.audience = format!("Only the circle “{name}”");
    }
    let may_clear = |it: MemberId| view.own || member == Some(it);
    NotePage {
        comments: view
            .comments
            .iter()
            .map(|it| shown::said(it, may_clear(it.comment.author), now))
            .collect(),
        next: view.more.map(|it| {
            let after = cursor::write(app, LIST, &it.to_string());
            format!("/notes/{}?after={after}", note.id)
        }),
        comment_reach: comment_reach(reach).to_owned(),
        used_it: view.uses.iter().any(|it| member == Some(it.by.member)),
        versions: view.versions.iter().map(version).collect(),
        own: view.own,
        member: member.is_some(),
        gone: note.gone,
        sealed: reach == Reach::Sealed,
        is_probe: shown.kind == "Probe",
        canonical: format!("{}/notes/{}", app.config.base_url, note.id),
        ld: if reach == Reach::Everyone { json_ld(app, view, &title) } else { String::new() },
        note: shown,
        moves,
        form,
        refusals,
        layout,
    }
}

/// The note in the words of schema.org.
fn json_ld(app: &App, view: &NoteView, title: &str) -> String {
    let (base, note) = (&app.config.base_url, &view.told.note);
    crate::ld::text(&serde_json::json!({
        "@context": "https://schema.org",
        "@type": "SocialMediaPosting",
        "@id": format!("{base}/notes/{}", note.id),
        "url": format!("{base}/notes/{}", note.id),
        "headline": title,
        "articleBody": note.telling.body().as_str(),
        "datePublished": utc(note.at),
        "dateModified": utc(note.edited.unwrap_or(note.at)),
        "author": {
            "@type": "Organization",
            "name": view.told.by.name.as_str(),
            "url": format!("{base}/@{}", view.told.by.handle),
        },
    }))
}

fn version(it: &Version) -> VersionShown {
    VersionShown {
        until: it.until.into(),
        audience: it.audience.reach().words(),
        body: paragraphs(it.telling.body().as_str()),
        more: paragraphs(it.telling.more().unwrap_or_default()),
    }
}

fn comment_reach(reach: Reach) -> &'static str {
    match reach {
        Reach::Sealed => "Only your own people read this.",
        Reach::Us => "Only the two of you read this, also if the note goes further later.",
        Reach::Circle => "Only this circle reads this, also if the note goes further later.",
        Reach::Makers => "Members who may read the note read this, and nobody else later.",
        Reach::Members => {
            "Members read this, and nobody else, also if the note goes further later."
        }
        Reach::Everyone => "Everyone can read this.",
    }
}

/// Where a note may go from here: one step out, or anywhere further in.
async fn moves(app: &App, visit: &Visit, from: Audience) -> Result<Vec<Choice>, ActionError> {
    let all_few = few(app, visit.who).await?;
    let few = all_few.iter().map(|it| (it.audience, choice(it)));
    let wide = [Audience::Makers, Audience::Members, Audience::Everyone].into_iter().map(|it| {
        let reach = it.reach();
        (it, (reach.wire().to_owned(), reach.words().to_owned()))
    });
    let all = few.chain(wide).filter(|(to, _)| from.moved(*to, true).is_ok());
    let said = |(to, (value, words)): (Audience, Choice)| {
        let way = if to.reach() > from.reach() { "One step out" } else { "Back in" };
        (value, format!("{way}: {words}"))
    };
    Ok(all.map(said).collect())
}

pub async fn say(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    form: Fields,
) -> Result<Response, PageError> {
    match comments::say(&app, visit.who, note_id(&id)?, form.get("body")).await {
        Ok(comment) => {
            let undo = Some(format!("/comments/{}/removal", comment.id));
            Ok(answer::done(&app, &format!("/notes/{id}#talk"), "Said.", undo))
        }
        Err(error) => {
            let refusals = Refusals::from_error(error)?;
            again(&app, &visit, (&id, None), &form, refusals).await
        }
    }
}

pub async fn take_back(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let note = comments::set_gone(&app, visit.who, comment_id(&id)?, true).await?;
    let undo = Some(format!("/comments/{id}/restoration"));
    Ok(answer::done(&app, &format!("/notes/{note}#talk"), "The comment is taken back.", undo))
}

pub async fn put_back(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let note = comments::set_gone(&app, visit.who, comment_id(&id)?, false).await?;
    Ok(answer::done(&app, &format!("/notes/{note}#talk"), "The comment is back.", None))
}

fn comment_id(text: &str) -> Result<CommentId, ActionError> {
    CommentId::parse(text).ok_or(ActionError::NotFound("comment"))
}

pub async fn used(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    form: Fields,
) -> Result<Response, PageError> {
    match change::used(&app, visit.who, note_id(&id)?, form.get("words")).await {
        Ok(()) => {
            let undo = Some(format!("/notes/{id}/use/removal"));
            Ok(answer::done(&app, &format!("/notes/{id}"), "Thank you for saying so.", undo))
        }
        Err(error) => {
            let refusals = Refusals::at("words", error)?;
            again(&app, &visit, (&id, None), &form, refusals).await
        }
    }
}

pub async fn not_used(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    change::not_used(&app, visit.who, note_id(&id)?).await?;
    Ok(answer::done(&app, &format!("/notes/{id}"), "You did not use this.", None))
}
