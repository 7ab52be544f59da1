//! Inviting: by name, or with one link for several.

use actions::alliance::invitations::{self as act, Bounds};
use actions::{ActionError, App};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use axum::routing::{get, post};
use domain::alliance::joining::{Invitation, Joining};
use domain::kernel::id::InvitationId;
use serde::Deserialize;

use super::pages::done;
use super::qr::Qr;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::Layout;
use crate::refusals::Refusals;
use crate::show;
use crate::times::Moment;
use crate::visit::Visit;
use crate::{cookies, cursor};

const HERE: &str = "/alliance/invitations";

/// Where somebody is invited to act for a listed contact, with what is known of them filled in.
pub fn invite(handle: &str, name: &str, email: &str) -> String {
    let fields = [("into", handle), ("to", name), ("email", email)];
    let known = fields.into_iter().filter(|(_, text)| !text.is_empty());
    let query = serde_urlencoded::to_string(known.collect::<Vec<_>>());
    format!("{HERE}?{}", query.expect("pairs of texts can be written"))
}

/// As one line of the form has it.
fn guest(name: &str, email: &str) -> String {
    match (name.trim(), email.trim()) {
        (name, "") => name.to_owned(),
        ("", email) => email.to_owned(),
        (name, email) => format!("{name} <{email}>"),
    }
}

/// The name of this list in its cursors.
const LIST: &str = "invitations";
const DAYS: [(&str, &str); 4] =
    [("7", "A week"), ("14", "Two weeks"), ("30", "A month"), ("90", "Three months")];
const USES: [(&str, &str); 6] = [
    ("5", "5 people"),
    ("10", "10 people"),
    ("25", "25 people"),
    ("50", "50 people"),
    ("100", "100 people"),
    ("500", "500 people"),
];

/// `/alliance/invitations…`
pub fn routes() -> Router<App> {
    Router::new()
        .route(HERE, get(list).post(make))
        .route("/alliance/invitations/{id}/removal", post(take_back))
        .route("/alliance/invitations/{id}/return", post(put_back))
}

#[derive(Template)]
#[template(path = "alliance/invitations.html")]
struct InvitationsPage {
    layout: Layout,
    refusals: Refusals,
    /// Whether the reader has just come in and answered the three questions.
    first: bool,
    mail: bool,
    /// Whether members are asked before somebody is in.
    by_consent: bool,
    guests: String,
    days: String,
    link_days: String,
    uses: String,
    into: String,
    targets: Vec<(String, String)>,
    day_choices: [(&'static str, &'static str); 4],
    use_choices: [(&'static str, &'static str); 6],
    open: Vec<Row>,
    next: Option<String>,
}

struct Row {
    id: String,
    /// “Bo Berg”, or nothing for a link for several.
    to: String,
    email: String,
    /// Whether it is a link for several, and how many it still lets in.
    several: bool,
    left: i64,
    until: Moment,
    link: Option<String>,
    qr: Option<Qr>,
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    first: String,
    /// The handle of a contact to be invited to claim its entry.
    #[serde(default)]
    into: String,
    /// Who is to be invited, as far as it is known.
    #[serde(default)]
    to: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    cursor: String,
}

async fn list(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let known = cookies::ways(&headers).map(str::to_owned);
    let seed = known.clone().unwrap_or_else(|| act::new_seed(&app));
    let fields = Fields(vec![
        ("into".to_owned(), asked.into.clone()),
        ("guests".to_owned(), guest(&asked.to, &asked.email)),
    ]);
    let mut response = page(&app, &visit, (&seed, &asked), &fields, Refusals::none()).await?;
    if known.is_none() {
        let cookie = cookies::keep_ways(&app, &seed);
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

async fn page(
    app: &App,
    visit: &Visit,
    (seed, asked): (&str, &Asked),
    typed: &Fields,
    refusals: Refusals,
) -> Result<Response, PageError> {
    let before = match asked.cursor.as_str() {
        "" => None,
        cursor => InvitationId::parse(&cursor::read(app, LIST, cursor)?),
    };
    let (open, more) = act::list(app, visit.who, before, seed).await?;
    let last = open.last().filter(|_| more);
    let next = last.map(|(it, _)| cursor::write(app, LIST, &it.id.to_string()));
    let or = |field: &str, or: &str| match typed.get(field) {
        "" => or.to_owned(),
        text => text.to_owned(),
    };
    let joining = visit.arrival.alliance.as_ref().map(|it| it.joining);
    Ok(show::form(
        &refusals,
        InvitationsPage {
            layout: visit.layout("Invite", ""),
            refusals: refusals.clone(),
            first: asked.first == "1",
            mail: app.config.mail,
            by_consent: joining != Some(Joining::Invited),
            guests: typed.get("guests").to_owned(),
            days: or("days", "30"),
            link_days: or("link_days", "30"),
            uses: or("uses", "10"),
            into: typed.get("into").to_owned(),
            targets: targets(visit, typed.get("into")),
            day_choices: DAYS,
            use_choices: USES,
            open: open.into_iter().map(|(it, code)| row(app, it, code)).collect(),
            next: next.map(|it| format!("{HERE}?cursor={it}")),
        },
    ))
}

/// Whom those who are invited can act for: a member of their own, the inviter's, or the contact
/// that is to be claimed.
fn targets(visit: &Visit, into: &str) -> Vec<(String, String)> {
    let mut targets = vec![(String::new(), "For a member of their own".to_owned())];
    if let Some(hat) = visit.arrival.session.as_ref().and_then(|it| it.hat.as_ref()) {
        targets.push((hat.handle.to_string(), format!("For {}, as you do", hat.name)));
    }
    let listed = domain::kernel::text::Handle::parse(into);
    let listed = listed.ok().filter(|it| !targets.iter().any(|(known, _)| known == it.as_str()));
    if let Some(handle) = listed {
        targets.push((handle.to_string(), format!("For the listed contact @{handle}")));
    }
    targets
}

fn row(app: &App, invitation: Invitation, code: Option<String>) -> Row {
    let link = code.map(|it| act::link(app, &it));
    let several = invitation.uses_max > 1;
    Row {
        id: invitation.id.to_string(),
        to: invitation.to.as_ref().map(ToString::to_string).unwrap_or_default(),
        email: invitation.email.as_ref().map(ToString::to_string).unwrap_or_default(),
        several,
        left: invitation.uses_max - invitation.uses,
        until: invitation.until.into(),
        qr: link.as_ref().filter(|_| several).and_then(|it| Qr::of(it)),
        link,
    }
}

async fn make(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, PageError> {
    let seed = cookies::ways(&headers).unwrap_or_default().to_owned();
    if seed.is_empty() {
        // A browser that keeps no cookie of ours would never see the links.
        return Err(PageError::Forged);
    }
    match try_invite(&app, &visit, &seed, &fields).await {
        Ok(text) => Ok(done(&app, &format!("{HERE}#open"), &text, None)),
        Err(error) => {
            let asked = Asked::default();
            let refusals = Refusals::from_error(error)?;
            page(&app, &visit, (&seed, &asked), &fields, refusals).await
        }
    }
}

async fn try_invite(
    app: &App,
    visit: &Visit,
    seed: &str,
    fields: &Fields,
) -> Result<String, ActionError> {
    let number = |field: &str| fields.get(field).trim().parse().unwrap_or(0);
    if fields.get("what") == "link" {
        let bounds = Bounds { days: number("link_days"), uses: number("uses") };
        let made = act::make_link(app, visit.who, bounds, None, seed).await;
        made.map_err(|error| match error {
            ActionError::Fields(mut problems) => {
                let days = problems.iter_mut().filter(|it| it.field == "days");
                days.for_each(|it| it.field = "link_days".to_owned());
                ActionError::Fields(problems)
            }
            other => other,
        })?;
        return Ok("The link is ready below.".to_owned());
    }
    let into = Some(fields.get("into")).filter(|it| !it.is_empty());
    let guests = fields.get("guests");
    let made = act::invite(app, visit.who, guests, (into, number("days")), seed).await?;
    let sent = made.iter().filter(|it| app.config.mail && it.invitation.email.is_some()).count();
    Ok(match (made.len(), sent) {
        (all, sent) if all == sent => "The letters are on their way.".to_owned(),
        (_, 0) => "Ready below: give each of them their own link.".to_owned(),
        _ => "The letters are on their way; the other links are below.".to_owned(),
    })
}

async fn take_back(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id = parse(&id)?;
    act::take_back(&app, visit.who, id).await?;
    let undo = format!("{HERE}/{id}/return");
    Ok(done(&app, HERE, "Taken back. Its link lets nobody in any more.", Some(undo)))
}

async fn put_back(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    act::put_back(&app, visit.who, parse(&id)?).await?;
    Ok(done(&app, HERE, "It is open again.", None))
}

fn parse(id: &str) -> Result<InvitationId, ActionError> {
    InvitationId::parse(id).ok_or(ActionError::NotFound("invitation"))
}
