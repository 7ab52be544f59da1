//! Finding partners for programs: the same answers as the pages and the command line.

use actions::fit::{self as act, FindQuery, Fitting, Found, Slice};
use actions::{ActionError, App};
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use domain::fit::Answer;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ask::{position, write_position};
use crate::cursor::Page;
use crate::error::{ApiError, Problem};
use crate::form::{self, Fields};
use crate::visit::Caller;

/// Answers on a page when nobody says how many.
const TOP: usize = 20;

/// `/fit…`.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(find))
        .routes(routes!(one))
        .routes(routes!(hide, unhide))
        .routes(routes!(say_why, forget_why))
}

/// How a member fits for a purpose. Sentences are for people; what they rest on may change.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FitBody {
    /// The handle of the member.
    pub member: String,
    /// `strong`, `good`, `worth_a_chat` or `refused`.
    pub verdict: &'static str,
    /// Up to three reasons why it could work.
    #[serde(rename = "for")]
    pub reasons: Vec<String>,
    /// Up to two things worth talking about first.
    pub talk_about: Vec<String>,
    /// Why it is refused; empty unless it is.
    pub refused_because: Vec<String>,
    /// What would raise it.
    pub would_help: Vec<String>,
    /// Five meters.
    pub factors: Vec<FactorBody>,
}

/// One of five meters.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FactorBody {
    /// What it is about.
    pub name: &'static str,
    /// 0 to 5; 0 as well when it is not known.
    pub marks: u8,
    /// The same in a word.
    pub word: &'static str,
}

impl FitBody {
    /// What was found.
    pub fn of(found: &Found) -> Self {
        Self::new(found.member.handle.to_string(), &found.answer)
    }

    /// One member that was asked about.
    pub fn of_fitting(fitting: &Fitting) -> Self {
        Self::new(fitting.other.handle.to_string(), &fitting.answer)
    }

    fn new(member: String, answer: &Answer) -> Self {
        let factor =
            |it: &domain::fit::Meter| FactorBody { name: it.name, marks: it.marks, word: it.word };
        Self {
            member,
            verdict: answer.verdict.wire(),
            reasons: answer.reasons.iter().map(|it| it.words().to_string()).collect(),
            talk_about: answer.talk_about.iter().map(|it| it.words().to_string()).collect(),
            refused_because: answer
                .refused_because
                .iter()
                .map(|it| it.words().to_string())
                .collect(),
            would_help: answer.would_help.iter().map(|it| it.words().to_string()).collect(),
            factors: answer.factors.iter().map(factor).collect(),
        }
    }
}

/// Who fits the member that the token acts for, best first; every fifth place goes to somebody
/// new. Choices of the same name can be given several times: any of them is enough.
#[utoipa::path(get, path = "/fit", tag = "fit", params(
    ("for" = Option<String>, Query, description = "The handle of the member the token acts for."),
    ("purpose" = Option<String>, Query, description = "`together` (the default), `promote`, \
        `learn`, `mentor`, `mentored` or `need:` and its id."),
    ("top" = Option<u32>, Query, description = "How many, 1 to 200; 20 when left out."),
    ("cursor" = Option<String>, Query, description = "Where the page before this one ended."),
    ("audience" = Option<String>, Query, description = "Whom they serve, by meaning."),
    ("offer" = Option<String>, Query, description = "What they offer, by meaning."),
    ("near" = Option<String>, Query, description = "Within so many kilometres of your main \
        place; or `country`, in the same country; or `remote`, works at a distance."),
    ("open" = Option<Vec<String>>, Query, description = "What they are open to: `guide`, \
        `guided`, `one_off`, `promote`, `integrate`, `partner`."),
    ("way" = Option<Vec<String>>, Query, description = "`gentle`, `fast`, `formal`, `informal`."),
    ("size" = Option<Vec<String>>, Query, description = "`1`, `2-5`, `6-20`, `21-100`, `101+`."),
    ("kind" = Option<Vec<String>>, Query, description = "`organisation`, `free_agent`."),
    ("free" = Option<String>, Query, description = "`month` or `three_months`."),
    ("only" = Option<String>, Query, description = "`members`: nobody who is only listed."),
), responses((status = 200, body = Page<FitBody>), (status = "4XX", body = Problem)))]
async fn find(
    State(app): State<App>,
    Caller(who): Caller,
    RawQuery(query): RawQuery,
) -> Result<Json<Page<FitBody>>, ApiError> {
    let fields = read(query.as_deref())?;
    let query = FindQuery::parse(&fields.0)?;
    let after = position(&app, &query, fields.get("cursor"))?;
    let size = match fields.get("top") {
        "" => TOP,
        text => text.parse().map_err(|_| ActionError::field("top", "please give a number"))?,
    };
    let answer = act::find(&app, who, &query, Slice { after, size }).await?;
    let asked = fields.get("for");
    if !asked.is_empty() && asked != answer.me.handle.as_str() {
        let words = "this token acts for another member; ask with one that acts for this one";
        return Err(ActionError::field("for", words).into());
    }
    let next = answer.next.map(|it| write_position(&app, &query, it));
    Ok(Json(Page { items: answer.found.iter().map(FitBody::of).collect(), next }))
}

/// How one member fits, also when it is refused.
#[utoipa::path(get, path = "/fit/{handle}", tag = "fit", params(
    ("handle" = String, Path),
    ("purpose" = Option<String>, Query, description = "As in the list."),
), responses((status = 200, body = FitBody), (status = "4XX", body = Problem)))]
async fn one(
    State(app): State<App>,
    Caller(who): Caller,
    Path(handle): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<FitBody>, ApiError> {
    let query = FindQuery::parse(&read(query.as_deref())?.0)?;
    let fitting = act::answer(&app, who, &handle, query.purpose).await?;
    Ok(Json(FitBody::of_fitting(&fitting)))
}

/// “Not for us”: leaves a member out of the suggestions. Nobody else learns of it.
#[utoipa::path(put, path = "/fit/{handle}/hidden", tag = "fit", params(("handle" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn hide(
    State(app): State<App>,
    Caller(who): Caller,
    Path(handle): Path<String>,
) -> Result<StatusCode, ApiError> {
    act::not_for_us(&app, who, &handle).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Suggests a member again.
#[utoipa::path(delete, path = "/fit/{handle}/hidden", tag = "fit",
    params(("handle" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn unhide(
    State(app): State<App>,
    Caller(who): Caller,
    Path(handle): Path<String>,
) -> Result<StatusCode, ApiError> {
    act::suggest_again(&app, who, &handle).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Why one wants to although both do the same work.
#[derive(Deserialize, ToSchema)]
struct WhyBody {
    /// One line.
    why: String,
}

/// Says why one wants to work with a competitor all the same. The other is not told.
#[utoipa::path(put, path = "/fit/{handle}/reason", tag = "fit", request_body = WhyBody,
    params(("handle" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn say_why(
    State(app): State<App>,
    Caller(who): Caller,
    Path(handle): Path<String>,
    Json(body): Json<WhyBody>,
) -> Result<StatusCode, ApiError> {
    act::want_despite(&app, who, &handle, &body.why).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes that back.
#[utoipa::path(delete, path = "/fit/{handle}/reason", tag = "fit",
    params(("handle" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn forget_why(
    State(app): State<App>,
    Caller(who): Caller,
    Path(handle): Path<String>,
) -> Result<StatusCode, ApiError> {
    act::forget_reason(&app, who, &handle).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn read(query: Option<&str>) -> Result<Fields, ActionError> {
    let wrong = || ActionError::field("query", "please send plain text (UTF-8)");
    form::read(query.unwrap_or_default()).ok_or_else(wrong)
}
