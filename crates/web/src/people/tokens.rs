//! Access tokens for programs, under Settings.

use actions::people::{me, tokens as act};
use actions::{ActionError, App};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::kernel::id::{MemberId, TokenId};

use crate::cookies;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::{Layout, Toast};
use crate::refusals::Refusals;
use crate::show;
use crate::times::Moment;
use crate::visit::Visit;

/// `/settings/tokens…`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/settings/tokens", get(list).post(make))
        .route("/settings/tokens/{id}/removal", post(remove))
}

#[derive(Template)]
#[template(path = "people/tokens.html")]
struct TokensPage {
    layout: Layout,
    refusals: Refusals,
    tokens: Vec<TokenRow>,
    members: Vec<(String, String)>,
    token_name: String,
    member: String,
    /// The secret of a token that was made just now.
    fresh: Option<String>,
}

struct TokenRow {
    id: String,
    name: String,
    member: String,
    made: Moment,
    used: Option<Moment>,
}

async fn list(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    page(&app, &visit, None, &Fields::default(), Refusals::none()).await
}

async fn page(
    app: &App,
    visit: &Visit,
    fresh: Option<String>,
    typed: &Fields,
    refusals: Refusals,
) -> Result<Response, PageError> {
    let tokens = act::list(app, visit.who).await?.into_iter().map(|it| TokenRow {
        id: it.id.to_string(),
        name: it.name.to_string(),
        member: it.hat.map(|it| it.name.to_string()).unwrap_or_default(),
        made: it.made.into(),
        used: it.used.map(Moment::from),
    });
    let hats = me::read(app, visit.who).await?.hats;
    let mut members: Vec<(String, String)> =
        hats.into_iter().map(|it| (it.member.to_string(), it.name.to_string())).collect();
    members.push((String::new(), "Nobody: it reads what everyone may read".to_owned()));
    let worn = visit.who.actor().and_then(|it| it.hat).map(|it| it.to_string());
    let member = if typed.has("member") { Some(typed.get("member").to_owned()) } else { worn };
    Ok(show::form(
        &refusals,
        TokensPage {
            layout: visit.layout("Tokens for programs", ""),
            refusals: refusals.clone(),
            tokens: tokens.collect(),
            members,
            token_name: typed.get("name").to_owned(),
            member: member.unwrap_or_default(),
            fresh,
        },
    ))
}

/// An answer of its own, not a redirect: the secret is shown here and nowhere else.
async fn make(State(app): State<App>, visit: Visit, fields: Fields) -> Result<Response, PageError> {
    let made = match fields.get("member") {
        "" => act::make(&app, visit.who, fields.get("name"), None).await,
        id => match MemberId::parse(id) {
            Some(id) => act::make(&app, visit.who, fields.get("name"), Some(id)).await,
            None => Err(ActionError::field("member", "please choose one from the list")),
        },
    };
    match made {
        Ok((_, secret)) => {
            page(&app, &visit, Some(secret), &Fields::default(), Refusals::none()).await
        }
        Err(error) => page(&app, &visit, None, &fields, Refusals::from_error(error)?).await,
    }
}

async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id = TokenId::parse(&id).ok_or(ActionError::NotFound("token"))?;
    act::remove(&app, visit.who, id).await?;
    let text = "The token is taken back. Programs that use it are out now.".to_owned();
    let cookie = [(header::SET_COOKIE, cookies::say(&app, &Toast { text, undo: None }))];
    Ok((cookie, Redirect::to("/settings/tokens")).into_response())
}
