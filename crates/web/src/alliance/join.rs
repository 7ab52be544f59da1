//! Coming in by an invitation.

use actions::alliance::join::{self as act, Invite};
use actions::error::RuleError;
use actions::{ActionError, App};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use domain::alliance::joining::Joining;

use super::pages::done;
use super::settings::paragraphs;
use crate::cookies;
use crate::error::{PageError, capitalised};
use crate::form::{self, Fields};
use crate::layout::Layout;
use crate::people::knock::Knocking;
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

/// What a member can be, for `form::picks`.
pub const KINDS: [(&str, &str, &str, &str); 2] = [
    ("organisation", "building-2", "An organisation", "A company, charity, co-op or practice."),
    ("free_agent", "user", "A free agent", "One person, working in their own name."),
];

/// `/join/{code}`
pub fn routes() -> Router<App> {
    Router::new().route("/join/{code}", get(look).post(join))
}

#[derive(Template)]
#[template(path = "alliance/join.html")]
struct JoinPage {
    layout: Layout,
    refusals: Refusals,
    alliance: String,
    line: String,
    meaning: Vec<String>,
    /// “Ana Silva of Quay Stories”
    by: String,
    action: String,
    typed: Fields,
    /// The member one will act for, if it is there already.
    into: Option<String>,
    /// Whether that is a listed contact that is claimed.
    claims: bool,
    /// For how many days members can ask to talk first; 0 where one is in at once.
    days: u8,
    /// Who is signed in.
    me: Option<String>,
    kinds: [(&'static str, &'static str, &'static str, &'static str); 2],
}

#[derive(Template)]
#[template(path = "alliance/join_closed.html")]
struct ClosedPage {
    layout: Layout,
    why: String,
}

async fn look(
    State(app): State<App>,
    visit: Visit,
    knocking: Knocking,
    Path(code): Path<String>,
) -> Result<Response, PageError> {
    match act::look(&app, &code, &knocking.from).await {
        Ok(invite) => {
            let text = |it: Option<String>| it.unwrap_or_default();
            let typed = Fields(vec![
                ("name".to_owned(), text(invite.to.as_ref().map(ToString::to_string))),
                ("email".to_owned(), text(invite.email.as_ref().map(ToString::to_string))),
            ]);
            Ok(page(&visit, &code, &invite, typed, Refusals::none()))
        }
        Err(error) => closed(&visit, error),
    }
}

async fn join(
    State(app): State<App>,
    visit: Visit,
    knocking: Knocking,
    Path(code): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let nonce = form::nonce_of(&fields).to_owned();
    let from = knocking.from.clone();
    let knock = knocking.with(&visit);
    match act::join(&app, visit.who, (&code, &nonce), &fields.0, &knock).await {
        Ok(entered) => match entered.secret {
            Some(secret) => {
                let cookie = [(header::SET_COOKIE, cookies::sign_in(&app, &secret))];
                let to = if entered.into_member { "/" } else { "/welcome/1" };
                Ok((cookie, Redirect::to(to)).into_response())
            }
            None => {
                let text = "That is settled. Choose here for whom you act on this device.";
                Ok(done(&app, "/settings", text, None))
            }
        },
        Err(error @ ActionError::Fields(_)) => {
            let refusals = Refusals::from_error(error)?;
            let invite = act::look(&app, &code, &from).await?;
            Ok(page(&visit, &code, &invite, fields, refusals))
        }
        Err(error) => closed(&visit, error),
    }
}

fn page(visit: &Visit, code: &str, invite: &Invite, typed: Fields, refusals: Refusals) -> Response {
    let alliance = visit.arrival.alliance.as_ref();
    let name = alliance.map(|it| it.name.to_string()).unwrap_or_default();
    let meaning = alliance.and_then(|it| it.meaning.as_ref()).map(|it| it.as_str());
    let line = alliance.and_then(|it| it.line.as_ref()).map(ToString::to_string);
    let waits = invite.into.as_ref().is_none_or(|(.., claims)| *claims);
    let days = match invite.joining {
        Joining::Consent { days } if waits => days,
        _ => 0,
    };
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).take(64).collect();
    show::form(
        &refusals,
        JoinPage {
            layout: visit.layout(format!("Join {name}"), ""),
            refusals: refusals.clone(),
            alliance: name,
            line: line.unwrap_or_default(),
            meaning: paragraphs(meaning.unwrap_or_default()).collect(),
            by: inviter(invite),
            action: format!("/join/{plain}"),
            typed,
            into: invite.into.as_ref().map(|(name, ..)| name.to_string()),
            claims: invite.into.as_ref().is_some_and(|(.., claims)| *claims),
            days,
            me: visit.arrival.session.as_ref().map(|it| it.person.name.to_string()),
            kinds: KINDS,
        },
    )
}

fn inviter(invite: &Invite) -> String {
    match (&invite.by, &invite.by_member) {
        (Some(by), Some(member)) if by == member => by.to_string(),
        (Some(by), Some(member)) => format!("{by} of {member}"),
        (Some(one), None) | (None, Some(one)) => one.to_string(),
        (None, None) => String::new(),
    }
}

/// A way in that leads nowhere: 410 when it once did, 404 when it never did.
fn closed(visit: &Visit, error: ActionError) -> Result<Response, PageError> {
    let (status, why) = match error {
        ActionError::Rule(RuleError::Invitation(why)) => {
            (StatusCode::GONE, capitalised(&why.to_string()))
        }
        ActionError::NotFound("invitation") => (
            StatusCode::NOT_FOUND,
            "This link is not complete, or it was never one of ours. Please copy all of it, or ask \
             whoever sent it."
                .to_owned(),
        ),
        other => return Err(other.into()),
    };
    let layout = visit.layout("This link does not lead in", "");
    Ok((status, show::page(ClosedPage { layout, why })).into_response())
}
