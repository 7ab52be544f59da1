//! Fills a fresh database with the story and the directory.

use std::sync::Arc;

use actions::alliance::{invitations, join, setup};
use actions::members::import::{self, Asker, Twins};
use actions::members::offers;
use actions::people::sign_in::Knock;
use actions::people::{self, devices};
use actions::{ActionError, App};
use domain::kernel::who::Who;

use super::meeting;
use super::story::{self, Chapter};
use crate::failure::Failure;

/// Fields of the story that are no fields of a profile.
const NOT_PROFILE: &[&str] =
    &["person", "email", "kind", "joined", "described", "free_in", "offer", "need"];
const OFFER: &[&str] = &["title", "tags", "scope", "reach", "enjoyment", "detail"];
const NEED: &[&str] = &["title", "tags", "when", "detail"];

type Fields = Vec<(String, String)>;

/// Tells the whole story, and answers who its first person is.
///
/// # Errors
/// [`Failure`] with what the story says that cannot be.
pub(crate) async fn make(app: &App) -> Result<Who, Failure> {
    let chapters = story::read(super::STORY)?;
    let [alliance, founder, others @ ..] = chapters.as_slice() else {
        return Err(Failure::new("The story has no members."));
    };
    let who = begin(app, alliance, founder).await.map_err(|it| told(founder, it))?;
    describe(app, founder, who).await.map_err(|it| told(founder, it))?;
    let mut cast = vec![(founder.name.clone(), who)];
    for member in others {
        let who = come_in(app, member).await.map_err(|it| told(member, it))?;
        describe(app, member, who).await.map_err(|it| told(member, it))?;
        cast.push((member.name.clone(), who));
    }
    list_the_directory(app, who).await?;
    meeting::play(app, &meeting::Cast(&cast)).await?;
    super::notes::tell_all(app, &cast).await?;
    Ok(who)
}

fn told(chapter: &Chapter, error: ActionError) -> Failure {
    Failure::new(format!("{}: {}", chapter.name, Failure::from(error)))
}

/// The same house, some days before or after now.
pub(super) fn days_away(app: &App, days: i64) -> App {
    let then = app.now().plus_days(days);
    App { now: Arc::new(move || then), ..app.clone() }
}

/// The first person names the alliance.
async fn begin(app: &App, alliance: &Chapter, founder: &Chapter) -> Result<Who, ActionError> {
    let then = days_away(app, -founder.days("joined"));
    let code = setup::setup_code(&then).await?.ok_or(ActionError::NotFound("code"))?;
    let mut fields = coming_in(founder);
    fields.extend([
        pair("alliance", &alliance.name),
        pair("alliance_line", alliance.get("line")),
        pair("meaning", alliance.get("meaning")),
    ]);
    let entered = setup::set_up(&then, &code, "demo", &fields, &knock()).await?;
    signed_out(&then, entered.secret.as_deref()).await
}

/// One more person comes in by a link.
async fn come_in(app: &App, member: &Chapter) -> Result<Who, ActionError> {
    let then = days_away(app, -member.days("joined"));
    let link = invitations::from_console(&then, member.get("person")).await?;
    let code = link.rsplit('/').next().unwrap_or_default();
    let fields = coming_in(member);
    let entered = join::join(&then, Who::Guest, (code, "demo"), &fields, &knock()).await?;
    signed_out(&then, entered.secret.as_deref()).await
}

/// Who came in; the device they came with is nobody's and is signed out.
async fn signed_out(app: &App, secret: Option<&str>) -> Result<Who, ActionError> {
    let arrival = people::arrive(app, secret).await?;
    let who = people::who(arrival.session.as_ref());
    if let Some(session) = arrival.session {
        devices::end(app, who, session.id).await?;
    }
    Ok(who)
}

fn coming_in(member: &Chapter) -> Fields {
    vec![
        pair("name", member.get("person")),
        pair("email", member.get("email")),
        pair("organisation", &member.name),
        pair("kind", member.get("kind")),
        pair("line", member.get("line")),
    ]
}

/// Says about a member what the story says.
async fn describe(app: &App, chapter: &Chapter, who: Who) -> Result<(), ActionError> {
    let member = who.member().ok_or(ActionError::NotFound("member"))?;
    let then = days_away(app, -chapter.days("described"));
    let mut fields = chapter.without(NOT_PROFILE);
    if !chapter.get("free_in").is_empty() {
        let free = app.now().plus_days(chapter.days("free_in")).day();
        fields.push(pair("free_from", &free.to_string()));
    }
    actions::members::describe(&then, who, member, &fields).await?;
    for offer in chapter.lists("offer", OFFER) {
        offers::put_offer(&then, who, member, None, &offer).await?;
    }
    for need in chapter.lists("need", NEED) {
        offers::put_need(&then, who, member, None, &need).await?;
    }
    Ok(())
}

/// Lists the organisations of the directory, as a member who imports a file does.
async fn list_the_directory(app: &App, who: Who) -> Result<(), ActionError> {
    let asker = Asker::Person(who);
    let batch = import::preview(app, asker, "directory.csv", super::DIRECTORY.to_vec()).await?;
    import::take(app, asker, batch.id, Twins::Skip, &|_, _| ()).await?;
    Ok(())
}

fn knock() -> Knock {
    Knock { from: "demo".to_owned(), device: "demo".to_owned(), before: None }
}

fn pair(field: &str, text: &str) -> (String, String) {
    (field.to_owned(), text.to_owned())
}
