//! Lets the members of the story tell something, through the actions that people use.

use std::sync::Arc;

use actions::notes::tell::{Words, tell};
use actions::notes::{change, circles, comments, search};
use actions::{ActionError, App};
use domain::kernel::id::NoteId;
use domain::kernel::who::Who;

use super::story::{self, Chapter};
use crate::failure::Failure;

/// What the members tell.
const NOTES: &str = include_str!("../../../../demo/notes.txt");

/// Tells everything; `people` are the members by their names in the story.
///
/// # Errors
/// [`Failure`] with what cannot be told.
pub(crate) async fn tell_all(app: &App, people: &[(String, Who)]) -> Result<(), Failure> {
    let chapters = story::read(NOTES)?;
    let mut cast = Vec::new();
    for chapter in &chapters {
        let found = people.iter().find(|(name, _)| *name == chapter.name);
        let missing = || Failure::new(format!("{} is not in the story.", chapter.name));
        cast.push((chapter, found.ok_or_else(missing)?.1));
    }
    // First what they tell, then what others say to it.
    for talk in [false, true] {
        for (chapter, who) in &cast {
            let told = if talk {
                answer(app, chapter, *who).await
            } else {
                told(app, chapter, *who).await
            };
            told.map_err(|it| Failure::new(format!("{}: {}", chapter.name, Failure::from(it))))?;
        }
    }
    Ok(())
}

async fn told(app: &App, chapter: &Chapter, who: Who) -> Result<(), ActionError> {
    for parts in chapter.lists("circle", &["name", "members"]) {
        let [name, members] = texts(&parts);
        let circle = circles::make(app, who, name).await?;
        for handle in members.split(',').map(str::trim) {
            circles::add(app, who, circle.id, handle).await?;
        }
    }
    for parts in chapter.lists("note", &["days", "audience", "body"]) {
        let [days, audience, body] = texts(&parts);
        let audience = named(app, who, audience).await?;
        let words = Words { body: body.to_owned(), ..Words::default() };
        tell(&days_ago(app, days), who, &words, &audience).await?;
    }
    for parts in chapter.lists("lesson", &["days", "audience", "body", "learned"]) {
        let [days, audience, body, learned] = texts(&parts);
        let words = Words {
            kind: "lesson".to_owned(),
            body: body.to_owned(),
            learned: learned.to_owned(),
            ..Words::default()
        };
        tell(&days_ago(app, days), who, &words, audience).await?;
    }
    for parts in chapter.lists("probe", &["days", "audience", "body", "watch"]) {
        let [days, audience, body, watch] = texts(&parts);
        let watch = app.now().plus_days(watch.parse().unwrap_or(30)).day().to_string();
        let (kind, body) = ("probe".to_owned(), body.to_owned());
        let words = Words { kind, body, watch, ..Words::default() };
        tell(&days_ago(app, days), who, &words, audience).await?;
    }
    for parts in chapter.lists("sealed", &["days", "body"]) {
        let [days, body] = texts(&parts);
        let words = Words { body: body.to_owned(), ..Words::default() };
        tell(&days_ago(app, days), who, &words, "sealed").await?;
    }
    Ok(())
}

async fn answer(app: &App, chapter: &Chapter, who: Who) -> Result<(), ActionError> {
    for parts in chapter.lists("answer", &["days", "note", "body"]) {
        let [days, note, body] = texts(&parts);
        comments::say(&days_ago(app, days), who, find(app, who, note).await?, body).await?;
    }
    for parts in chapter.lists("used", &["days", "note", "words"]) {
        let [days, note, words] = texts(&parts);
        change::used(&days_ago(app, days), who, find(app, who, note).await?, words).await?;
    }
    Ok(())
}

/// The note that says this, as a member finds it.
async fn find(app: &App, who: Who, words: &str) -> Result<NoteId, ActionError> {
    let found = search::search(app, who, words, None, 1).await?;
    let first = found.items.into_iter().next();
    first.map(|it| it.told.note.id).ok_or(ActionError::NotFound("note"))
}

/// An audience as the actions name it: circles by their ids.
async fn named(app: &App, who: Who, audience: &str) -> Result<String, ActionError> {
    let Some(name) = audience.strip_prefix("circle:") else { return Ok(audience.to_owned()) };
    let mine = circles::list(app, who).await?;
    let circle = mine.into_iter().find(|it| it.circle.name.as_str() == name);
    let id = circle.ok_or(ActionError::NotFound("circle"))?.circle.id;
    Ok(format!("circle:{id}"))
}

/// The texts of named parts, in the order they are named; nothing for those that are not there.
fn texts<const N: usize>(parts: &[(String, String)]) -> [&str; N] {
    std::array::from_fn(|at| parts.get(at).map_or("", |(_, text)| text.as_str()))
}

/// The same house, some days ago.
fn days_ago(app: &App, days: &str) -> App {
    let then = app.now().plus_days(-days.parse().unwrap_or(0));
    App { now: Arc::new(move || then), ..app.clone() }
}
