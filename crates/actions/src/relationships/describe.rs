//! What the parties write and say.

use domain::kernel::id::{MessageId, ValueId};
use domain::kernel::text::{Line, Prose};
use domain::kernel::time::Day;
use domain::kernel::who::Who;
use domain::relationships::relationship::{Known, Relationship};
use domain::relationships::words::{Field, Value};
use store::relationships::talk::{self, Message};

use super::hello::told;
use super::{asking, change, load, other};
use crate::App;
use crate::error::{ActionError, FieldProblem};
use crate::permission::Act;

/// Writes some of the texts of a relationship, all or none: `fields` by their names.
///
/// # Errors
/// [`ActionError::Fields`] for every one that does not fit.
pub async fn write(
    app: &App,
    who: Who,
    slug: &str,
    fields: &[(String, String)],
) -> Result<Relationship, ActionError> {
    let me = asking(who, Act::DescribeRelationship)?;
    load(&mut app.store.read().await?, me, slug).await?;
    let (mut texts, mut problems) = (Vec::new(), Vec::new());
    for (name, text) in fields {
        match (Field::parse(name), Prose::parse_optional(text)) {
            (Ok(field), Ok(text)) => texts.push((field, text)),
            (Err(error), _) | (_, Err(error)) => {
                problems.push(FieldProblem { field: name.clone(), problem: error.to_string() });
            }
        }
    }
    if !problems.is_empty() {
        return Err(ActionError::Fields(problems));
    }
    let decide = |mut it: Relationship, me, now| {
        let mut events = Vec::new();
        for (field, text) in &texts {
            let (after, happened) = it.write(me, *field, text.clone(), now)?;
            it = after;
            events.extend(happened);
        }
        Ok((it, events))
    };
    change(app, who, Act::DescribeRelationship, slug, decide).await
}

/// Says since when they know each other, as `2024-03` or `2024-03-01`, and how it came about.
///
/// # Errors
/// [`ActionError::Fields`] for what is no day; [`ActionError::Rule`] for one to come.
pub async fn say_known(
    app: &App,
    who: Who,
    slug: &str,
    since: &str,
    how: &str,
) -> Result<Relationship, ActionError> {
    let act = Act::DescribeRelationship;
    asking(who, act)?;
    let since = Day::parse(since);
    let since = since.ok_or_else(|| {
        ActionError::field("since", "please give a month, such as 2024-03, or a day")
    })?;
    let how = Line::parse_optional(how).map_err(|it| ActionError::field("how", it))?;
    let known = Known { since, how };
    let decide = |it: Relationship, me, now| it.say_known(me, known.clone(), now);
    change(app, who, act, slug, decide).await
}

/// Confirms since when they know each other, as it was read: `since` is that day.
///
/// # Errors
/// [`ActionError::Stale`] when another day stands there by now.
pub async fn confirm_known(
    app: &App,
    who: Who,
    slug: &str,
    since: &str,
) -> Result<Relationship, ActionError> {
    let act = Act::DescribeRelationship;
    let me = asking(who, act)?;
    let read = load(&mut app.store.read().await?, me, slug).await?;
    if read.known.as_ref().is_some_and(|it| it.since.to_string() != since) {
        return Err(ActionError::Stale);
    }
    change(app, who, act, slug, |it, me, now| it.confirm_known(me, now)).await
}

/// Names something one gives another party.
///
/// # Errors
/// [`ActionError::Fields`] for what does not fit; [`ActionError::Rule`] unless both belong to it.
pub async fn give(
    app: &App,
    who: Who,
    slug: &str,
    to: &str,
    words: &str,
) -> Result<Value, ActionError> {
    let me = asking(who, Act::DescribeRelationship)?;
    let mut tx = app.store.write().await?;
    let it = load(&mut tx, me, slug).await?;
    let words = Line::parse(words).map_err(|it| ActionError::field("words", it))?;
    let receiver = other(&mut tx, who, to, "to").await?.id;
    let id = ValueId::from_bits(app.new_id());
    let value = Value { id, giver: me, receiver, words, at: app.now(), until: None };
    let event = it.give(&value)?;
    talk::put_value(&mut tx, it.id, &value).await?;
    app.record(&mut tx, who, &[event]).await?;
    tx.commit().await?;
    Ok(value)
}

/// Takes back something one gives, or puts it back.
///
/// # Errors
/// [`ActionError::Rule`] for who does not give it, or when it is so already.
pub async fn change_value(
    app: &App,
    who: Who,
    slug: &str,
    id: &str,
    given: bool,
) -> Result<Value, ActionError> {
    let me = asking(who, Act::DescribeRelationship)?;
    let mut tx = app.store.write().await?;
    let it = load(&mut tx, me, slug).await?;
    let none = ActionError::NotFound("value");
    let Some(id) = ValueId::parse(id) else { return Err(none) };
    let value = talk::find_value(&mut tx, it.id, id).await?.ok_or(none)?;
    let (value, event) = it.change_value(me, value, given, app.now())?;
    talk::put_value(&mut tx, it.id, &value).await?;
    app.record(&mut tx, who, &[event]).await?;
    tx.commit().await?;
    Ok(value)
}

/// Says something to the other parties.
///
/// # Errors
/// [`ActionError::Fields`] for what does not fit; [`ActionError::Rule`] unless one belongs to it.
pub async fn say(app: &App, who: Who, slug: &str, words: &str) -> Result<Message, ActionError> {
    let me = asking(who, Act::WriteMessage)?;
    let mut tx = app.store.write().await?;
    let it = load(&mut tx, me, slug).await?;
    it.may_speak(me)?;
    let words = Prose::parse(words).map_err(|it| ActionError::field("message", it))?;
    let message = Message {
        id: MessageId::from_bits(app.new_id()),
        member: me,
        person: who.person(),
        at: app.now(),
        words,
    };
    talk::add_message(&mut tx, it.id, &message).await?;
    let event = told(&it, me, "relationship.message", "wrote");
    app.record(&mut tx, who, &[event]).await?;
    tx.commit().await?;
    Ok(message)
}
