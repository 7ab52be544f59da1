//! The same for programs: the alliance, ways in, candidates.

use actions::alliance::invitations::{self, Bounds};
use actions::alliance::{candidates, presence, settings};
use actions::{ActionError, App};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use domain::alliance::joining::Invitation;
use domain::alliance::settings::{Alliance, FIELDS};
use domain::kernel::id::InvitationId;
use domain::kernel::who::Who;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::NOT_KEPT;
use crate::cursor::{self, Page};
use crate::error::{ApiError, Problem};
use crate::times::utc;
use crate::visit::Caller;

/// The name of the list in its cursors.
const LIST: &str = "api-invitations";

/// `/alliance`, `/invitations…`, `/candidates…`
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read_alliance, change_alliance))
        .routes(routes!(list_invitations, make_invitations))
        .routes(routes!(take_invitation_back))
        .routes(routes!(list_candidates))
        .routes(routes!(object, withdraw_objection))
}

/// The alliance.
#[derive(Serialize, ToSchema)]
struct TheAlliance {
    name: String,
    line: Option<String>,
    /// What the name means.
    meaning: Option<String>,
    /// Common goals.
    goals: Option<String>,
    /// Common interests.
    interests: Option<String>,
    causes: Vec<String>,
    /// `invited`, or `consent:7`: in after so many days unless a member objects.
    joining: String,
    /// Whether everyone may see the list of members.
    open_directory: bool,
    since: String,
    version: i64,
    /// How many members have joined.
    members: i64,
    /// How many are in each country, as far as everyone may know.
    countries: Vec<Presence>,
}

/// Members in one country.
#[derive(Serialize, ToSchema)]
struct Presence {
    /// ISO 3166-1, two letters.
    country: String,
    members: i64,
}

/// What to change; what is left out stays, an empty text empties.
#[derive(Deserialize, ToSchema)]
struct AllianceChange {
    name: Option<String>,
    line: Option<String>,
    meaning: Option<String>,
    goals: Option<String>,
    interests: Option<String>,
    causes: Option<Vec<String>>,
    joining: Option<String>,
    open_directory: Option<bool>,
}

/// A way in.
#[derive(Serialize, ToSchema)]
struct WayIn {
    id: String,
    /// Whom it is for, when it is for one.
    name: Option<String>,
    email: Option<String>,
    uses_left: i64,
    made_at: String,
    until: String,
    /// Where to go; told this once, to whoever made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
}

/// Ways in to make: one for each of `guests`, or one link for several.
#[derive(Deserialize, ToSchema)]
struct NewInvitations {
    /// Names, addresses, or both, such as `Bo Berg <bo@example.org>`; at most 50. Without them,
    /// one link for several is made.
    #[serde(default)]
    guests: Vec<String>,
    /// How many people may use the link; without `guests` only.
    uses: Option<i64>,
    /// How many days it is open, 30 unless said; at most 90.
    days: Option<i64>,
    /// The handle of the member they will act for: your own, or a listed contact.
    into: Option<String>,
}

/// Who asks to join.
#[derive(Serialize, ToSchema)]
struct Candidate {
    handle: String,
    name: String,
    line: Option<String>,
    asked_at: String,
    /// When they are in, unless an objection stands.
    until: String,
    objections: Vec<Objection>,
}

/// What a member says against a candidate.
#[derive(Serialize, ToSchema)]
struct Objection {
    /// The handle of the member.
    member: String,
    reason: String,
    at: String,
}

/// Why one objects.
#[derive(Deserialize, ToSchema)]
struct Reason {
    /// 1 to 200 characters. Members read it, the candidate does not.
    reason: String,
}

/// Where a list goes on.
#[derive(Deserialize, IntoParams)]
struct From {
    /// `next` of the page before.
    cursor: Option<String>,
}

/// What the alliance says about itself
#[utoipa::path(get, path = "/alliance", tag = "alliance", responses(
    (status = 200, body = TheAlliance),
))]
async fn read_alliance(
    State(app): State<App>,
    Caller(who): Caller,
) -> Result<Json<TheAlliance>, ApiError> {
    let alliance = settings::read(&app, who).await?;
    Ok(Json(the_alliance(&app, who, alliance).await?))
}

/// Change what the alliance says about itself
#[utoipa::path(patch, path = "/alliance", tag = "alliance",
    request_body = AllianceChange, responses(
    (status = 200, body = TheAlliance),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
async fn change_alliance(
    State(app): State<App>,
    Caller(who): Caller,
    Json(change): Json<AllianceChange>,
) -> Result<Json<TheAlliance>, ApiError> {
    let open = change.open_directory.map(|it| if it { "yes" } else { "no" }.to_owned());
    let sent = [
        change.name,
        change.line,
        change.meaning,
        change.goals,
        change.interests,
        change.causes.map(|it| it.join("\n")),
        change.joining,
        open,
    ];
    let fields = FIELDS.iter().zip(sent);
    let fields: Vec<(String, String)> =
        fields.filter_map(|((field, _), text)| Some(((*field).to_owned(), text?))).collect();
    let alliance = settings::change(&app, who, &fields).await?;
    Ok(Json(the_alliance(&app, who, alliance).await?))
}

async fn the_alliance(app: &App, who: Who, it: Alliance) -> Result<TheAlliance, ActionError> {
    let presence = presence::presence(app, who).await?;
    let countries = presence
        .countries
        .iter()
        .map(|it| Presence { country: it.country.code().to_owned(), members: it.members });
    Ok(TheAlliance {
        name: it.name.to_string(),
        line: it.line.map(|it| it.to_string()),
        meaning: it.meaning.map(|it| it.to_string()),
        goals: it.goals.map(|it| it.to_string()),
        interests: it.interests.map(|it| it.to_string()),
        causes: it.causes.iter().map(str::to_owned).collect(),
        joining: it.joining.to_text(),
        open_directory: it.open_directory,
        since: utc(it.since),
        version: it.version,
        members: presence.members,
        countries: countries.collect(),
    })
}

/// The open ways in that your member made, newest first
#[utoipa::path(get, path = "/invitations", tag = "alliance", params(From), responses(
    (status = 200, body = Page<WayIn>),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
))]
async fn list_invitations(
    State(app): State<App>,
    Caller(who): Caller,
    Query(from): Query<From>,
) -> Result<Json<Page<WayIn>>, ApiError> {
    let before = match &from.cursor {
        None => None,
        Some(cursor) => InvitationId::parse(&cursor::read(&app, LIST, cursor)?),
    };
    let (open, more) = invitations::list(&app, who, before, "").await?;
    let last = open.last().filter(|_| more);
    let next = last.map(|(it, _)| cursor::write(&app, LIST, &it.id.to_string()));
    let items = open.into_iter().map(|(it, _)| way_in(it, None)).collect();
    Ok(Json(Page { items, next }))
}

/// Invite people by name, or make one link for several
#[utoipa::path(post, path = "/invitations", tag = "alliance",
    request_body = NewInvitations, responses(
    (status = 201, body = Page<WayIn>, description = "What was made, with its links."),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
async fn make_invitations(
    State(app): State<App>,
    Caller(who): Caller,
    Json(new): Json<NewInvitations>,
) -> Result<impl IntoResponse, ApiError> {
    let seed = invitations::new_seed(&app);
    let days = new.days.unwrap_or(invitations::DAYS);
    let into = new.into.as_deref();
    let made = match (new.guests.as_slice(), new.uses) {
        ([], uses) => {
            let bounds = Bounds { days, uses: uses.unwrap_or(1) };
            vec![invitations::make_link(&app, who, bounds, into, &seed).await?]
        }
        (guests, None) => {
            // A line end in a name would make two of it.
            let guests: Vec<String> = guests.iter().map(|it| it.replace('\n', " ")).collect();
            invitations::invite(&app, who, &guests.join("\n"), (into, days), &seed).await?
        }
        (_, Some(_)) => {
            let problem = "an invitation by name is for one; leave out either guests or uses";
            return Err(ActionError::field("uses", problem).into());
        }
    };
    let with_link = |it: invitations::Made| {
        let link = invitations::link(&app, &it.code);
        way_in(it.invitation, Some(link))
    };
    let items = made.into_iter().map(with_link).collect();
    Ok((StatusCode::CREATED, NOT_KEPT, Json(Page { items, next: None })))
}

fn way_in(it: Invitation, link: Option<String>) -> WayIn {
    WayIn {
        id: it.id.to_string(),
        name: it.to.map(|it| it.to_string()),
        email: it.email.map(|it| it.to_string()),
        uses_left: it.uses_max - it.uses,
        made_at: utc(it.at),
        until: utc(it.until),
        link,
    }
}

/// Take a way in back
#[utoipa::path(delete, path = "/invitations/{id}", tag = "alliance", responses(
    (status = 204),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
), params(("id" = String, Path)))]
async fn take_invitation_back(
    State(app): State<App>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let id = InvitationId::parse(&id).ok_or(ActionError::NotFound("invitation"))?;
    invitations::take_back(&app, who, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who asks to join, by name; there are never so many that they need pages
#[utoipa::path(get, path = "/candidates", tag = "alliance", responses(
    (status = 200, body = Page<Candidate>),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
))]
async fn list_candidates(
    State(app): State<App>,
    Caller(who): Caller,
) -> Result<Json<Page<Candidate>>, ApiError> {
    let candidates = candidates::list(&app, who).await?.into_iter();
    let items = candidates.map(|it| Candidate {
        handle: it.view.member.handle.to_string(),
        name: it.view.member.name.to_string(),
        line: it.view.member.profile.line.as_ref().map(ToString::to_string),
        asked_at: utc(it.view.member.since),
        until: utc(it.until),
        objections: it
            .against
            .iter()
            .map(|it| Objection {
                member: it.handle.to_string(),
                reason: it.reason.to_string(),
                at: utc(it.at),
            })
            .collect(),
    });
    Ok(Json(Page { items: items.collect(), next: None }))
}

/// Ask to talk with a candidate before they are in
#[utoipa::path(post, path = "/candidates/{handle}/objection", tag = "alliance",
    request_body = Reason, params(("handle" = String, Path)), responses(
    (status = 204),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
async fn object(
    State(app): State<App>,
    Caller(who): Caller,
    Path(handle): Path<String>,
    Json(reason): Json<Reason>,
) -> Result<StatusCode, ApiError> {
    candidates::object(&app, who, &handle, &reason.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// You have talked: withdraw your objection
#[utoipa::path(delete, path = "/candidates/{handle}/objection", tag = "alliance",
    params(("handle" = String, Path)), responses(
    (status = 204),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
async fn withdraw_objection(
    State(app): State<App>,
    Caller(who): Caller,
    Path(handle): Path<String>,
) -> Result<StatusCode, ApiError> {
    candidates::withdraw(&app, who, &handle).await?;
    Ok(StatusCode::NO_CONTENT)
}
