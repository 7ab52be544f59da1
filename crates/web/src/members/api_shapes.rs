//! Members in JSON.

use std::collections::BTreeMap;

use actions::error::FieldProblem;
use actions::members::View;
use actions::{ActionError, App};
use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use domain::kernel::text::Line;
use domain::members::member::{Dated, Member};
use domain::members::offers::{Need, Offer};
use domain::members::parts::{Standing, Tags};
use domain::members::style::POLES;
use domain::members::visibility::{Part, Viewer};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::fields;
use crate::error::{ApiError, PageError};
use crate::form::BYTES_MAX;
use crate::mark::Mark;
use crate::times::utc;

/// A member or contact, as far as the caller may see it. What they may not see is empty, as if
/// nothing had been written.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberBody {
    id: String,
    handle: String,
    name: String,
    /// `organisation` or `free_agent`.
    kind: &'static str,
    /// `member`, `candidate`, `contact` or `left`.
    standing: &'static str,
    /// RFC 3339.
    since: String,
    changed: String,
    line: Option<String>,
    /// Where its logo is on this server, as WebP; another logo has another address.
    logo: Option<String>,
    story: Option<String>,
    perspective: Option<Said>,
    /// Such as `Bristol, GB`.
    places: Vec<String>,
    /// ISO 639-1.
    languages: Vec<&'static str>,
    offers: Vec<OfferBody>,
    needs: Vec<NeedBody>,
    audience: Vec<String>,
    audience_words: Option<String>,
    causes: Vec<String>,
    stakeholders: Vec<String>,
    direction: Option<Said>,
    mission: Option<String>,
    values: Vec<String>,
    /// By pole; poles on which nothing was said are left out.
    style: BTreeMap<&'static str, StandBody>,
    agenda: Option<String>,
    off_table: Option<String>,
    size: Option<&'static str>,
    turnover: Option<&'static str>,
    stage: Option<&'static str>,
    connections: Vec<String>,
    /// A day, such as `2027-06-01`.
    free_from: Option<String>,
    capacity_words: Option<String>,
    open_to: Vec<&'static str>,
    web: Option<String>,
    /// Who sees which part; told to its own people alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    visibility: Option<BTreeMap<&'static str, &'static str>>,
}

/// A text with the time when it was said.
#[derive(Debug, Serialize, ToSchema)]
pub struct Said {
    said: String,
    at: String,
}

/// Where it stands on a pole.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StandBody {
    /// −2 at the left word to 2 at the right word.
    at: i8,
    /// "We could not work with somebody at the other end."
    #[serde(default)]
    veto: bool,
}

/// An offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferBody {
    id: String,
    title: String,
    detail: Option<String>,
    tags: Vec<String>,
    /// `local`, `regional`, `national` or `worldwide`.
    scope: Option<&'static str>,
    /// `place_bound` or `remote`.
    reach: Option<&'static str>,
    /// 1 "it pays" to 5 "for nothing".
    enjoyment: Option<u8>,
    used_ourselves: bool,
    /// When it was last said to hold.
    fresh: String,
}

/// A need.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedBody {
    id: String,
    title: String,
    detail: Option<String>,
    tags: Vec<String>,
    /// `now` or `regular`.
    when: &'static str,
    fresh: String,
}

/// What may be changed of a member, and given of a new contact. A field that is left out stays as
/// it is, `null` empties it, a field of another name is refused.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberChange {
    name: Option<String>,
    handle: Option<String>,
    kind: Option<String>,
    line: Option<String>,
    story: Option<String>,
    perspective: Option<String>,
    places: Option<Vec<String>>,
    languages: Option<Vec<String>>,
    audience: Option<Vec<String>>,
    audience_words: Option<String>,
    causes: Option<Vec<String>>,
    stakeholders: Option<Vec<String>>,
    direction: Option<String>,
    mission: Option<String>,
    values: Option<Vec<String>>,
    style: Option<BTreeMap<String, StandBody>>,
    agenda: Option<String>,
    off_table: Option<String>,
    size: Option<String>,
    turnover: Option<String>,
    stage: Option<String>,
    connections: Option<Vec<String>>,
    free_from: Option<String>,
    capacity_words: Option<String>,
    open_to: Option<Vec<String>>,
    web: Option<String>,
    /// Level by part, such as `{"story": "members"}`.
    visibility: Option<BTreeMap<String, String>>,
}

/// What may be given of an offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferChange {
    title: Option<String>,
    detail: Option<String>,
    tags: Option<Vec<String>>,
    scope: Option<String>,
    reach: Option<String>,
    enjoyment: Option<u8>,
    used_ourselves: Option<bool>,
}

/// What may be given of a need.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedChange {
    title: Option<String>,
    detail: Option<String>,
    tags: Option<Vec<String>>,
    when: Option<String>,
}

impl MemberBody {
    /// A view in JSON.
    pub fn new(view: &View) -> Self {
        let (member, profile) = (&view.member, &view.member.profile);
        let text = |name: &str| Some(fields::value(member, name)).filter(|it| !it.is_empty());
        let style = POLES.iter().zip(profile.style.0).filter_map(|(pole, stand)| {
            stand.map(|it| (pole.wire, StandBody { at: it.at(), veto: it.veto }))
        });
        // A contact has no people of its own; whoever may correct it may not hide it.
        let own = view.viewer == Viewer::Own && member.standing != Standing::Contact;
        Self {
            id: member.id.to_string(),
            handle: member.handle.to_string(),
            name: member.name.to_string(),
            kind: member.kind.wire(),
            standing: member.standing.wire(),
            since: utc(member.since),
            changed: utc(member.changed),
            line: text("line"),
            logo: Mark::of(member).logo,
            story: text("story"),
            perspective: said(profile.perspective.as_ref()),
            places: profile.places.as_slice().iter().map(|it| it.to_text()).collect(),
            languages: profile.languages.iter().map(|it| it.code()).collect(),
            offers: profile.offers.iter().map(OfferBody::new).collect(),
            needs: profile.needs.iter().map(NeedBody::new).collect(),
            audience: tags(&profile.audience.tags),
            audience_words: text("audience_words"),
            causes: tags(&profile.causes),
            stakeholders: tags(&profile.stakeholders),
            direction: said(profile.direction.as_ref()),
            mission: text("mission"),
            values: tags(&profile.values),
            style: style.collect(),
            agenda: text("agenda"),
            off_table: text("off_table"),
            size: profile.size.map(|it| it.wire()),
            turnover: profile.turnover.map(|it| it.wire()),
            stage: profile.stage.map(|it| it.wire()),
            connections: tags(&profile.connections),
            free_from: text("free_from"),
            capacity_words: text("capacity_words"),
            open_to: profile.open_to.iter().map(|it| it.wire()).collect(),
            web: text("web"),
            visibility: own.then(|| visibility(member)),
        }
    }
}

fn visibility(member: &Member) -> BTreeMap<&'static str, &'static str> {
    Part::ALL.iter().map(|it| (it.wire(), member.visibility.of(*it).wire())).collect()
}

fn said(dated: Option<&Dated<Line>>) -> Option<Said> {
    dated.map(|it| Said { said: it.said.to_string(), at: utc(it.at) })
}

fn tags(tags: &Tags) -> Vec<String> {
    tags.iter().map(str::to_owned).collect()
}

impl OfferBody {
    /// An offer in JSON.
    pub fn new(offer: &Offer) -> Self {
        Self {
            id: offer.id.to_string(),
            title: offer.title.to_string(),
            detail: offer.detail.as_ref().map(ToString::to_string),
            tags: tags(&offer.tags),
            scope: offer.scope.map(|it| it.wire()),
            reach: offer.reach.map(|it| it.wire()),
            enjoyment: offer.enjoyment.map(|it| it.get()),
            used_ourselves: offer.used_ourselves,
            fresh: utc(offer.fresh),
        }
    }
}

impl NeedBody {
    /// A need in JSON.
    pub fn new(need: &Need) -> Self {
        Self {
            id: need.id.to_string(),
            title: need.title.to_string(),
            detail: need.detail.as_ref().map(ToString::to_string),
            tags: tags(&need.tags),
            when: need.when.wire(),
            fresh: utc(need.fresh),
        }
    }
}

/// The fields of a JSON object as text, as forms send them and the rules read them.
pub struct Given(pub Vec<(String, String)>);

impl FromRequest<App> for Given {
    type Rejection = Response;

    async fn from_request(request: Request, _: &App) -> Result<Self, Response> {
        let bytes = to_bytes(request.into_body(), BYTES_MAX).await;
        let bytes = bytes.map_err(|_| PageError::TooLarge.into_response())?;
        let object: Map<String, Value> = serde_json::from_slice(&bytes).map_err(|_| {
            let problem = ActionError::field("body", "please send one JSON object");
            ApiError(problem).into_response()
        })?;
        let mut given = Vec::new();
        let mut problems = Vec::new();
        for (field, value) in object {
            match as_texts(&field, value) {
                Ok(texts) => given.extend(texts),
                Err(problem) => problems.push(FieldProblem {
                    field: field.chars().take(40).collect(),
                    problem: problem.to_owned(),
                }),
            }
        }
        if problems.is_empty() {
            return Ok(Self(given));
        }
        Err(ApiError(ActionError::Fields(problems)).into_response())
    }
}

/// One field as text; the style and the visibility are several.
fn as_texts(field: &str, value: Value) -> Result<Vec<(String, String)>, &'static str> {
    let one = |text: String| Ok(vec![(field.to_owned(), text)]);
    match (field, value) {
        ("style", Value::Object(poles)) => poles.into_iter().map(as_stand).collect(),
        ("visibility", Value::Object(levels)) => {
            let level = |(part, level): (String, Value)| match level {
                Value::String(level) => Ok((format!("visibility.{part}"), level)),
                _ => Err("each level is a text"),
            };
            levels.into_iter().map(level).collect()
        }
        (_, Value::Null) => one(String::new()),
        (_, Value::String(text)) => one(text),
        (_, Value::Bool(yes)) => one(if yes { "1" } else { "0" }.to_owned()),
        (_, Value::Number(number)) => one(number.to_string()),
        (_, Value::Array(items)) => {
            let item = |it: Value| match it {
                Value::String(text) if !text.contains(['\n', ';']) => Ok(text),
                _ => Err("please send a list of texts without line ends and semicolons"),
            };
            one(items.into_iter().map(item).collect::<Result<Vec<_>, _>>()?.join("\n"))
        }
        (_, Value::Object(_)) => Err("this is no object"),
    }
}

fn as_stand((pole, stand): (String, Value)) -> Result<(String, String), &'static str> {
    if stand.is_null() {
        return Ok((pole, String::new()));
    }
    let wrong = "each pole is {\"at\": -2 to 2, \"veto\": true or false}, or null";
    let stand: StandBody = serde_json::from_value(stand).map_err(|_| wrong)?;
    Ok((pole, format!("{}{}", stand.at, if stand.veto { "!" } else { "" })))
}

#[cfg(test)]
mod tests {
    use domain::members::change::FIELDS;
    use utoipa::PartialSchema;

    use super::*;

    #[test]
    fn every_field_of_a_profile_can_be_given() {
        let schema = serde_json::to_value(MemberChange::schema()).unwrap();
        let described: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
        for field in FIELDS {
            assert!(described.iter().any(|it| it == field), "{field}");
        }
        assert_eq!(described.len(), FIELDS.len() + 1, "and the visibility");
    }

    #[test]
    fn values_become_the_texts_that_forms_send() {
        let text = |field: &str, json: &str| {
            as_texts(field, serde_json::from_str(json).unwrap()).map(|it| it[0].1.clone())
        };
        assert_eq!(text("line", "null"), Ok(String::new()));
        assert_eq!(text("values", "[\"a\", \"b\"]"), Ok("a\nb".to_owned()));
        assert_eq!(text("enjoyment", "5"), Ok("5".to_owned()));
        assert_eq!(text("style", "{\"fast_careful\": {\"at\": 2, \"veto\": true}}").unwrap(), "2!");
        assert!(text("values", "[1]").is_err() && text("line", "{}").is_err());
        assert!(text("style", "{\"fast_careful\": {\"at\": 200}}").is_err());
    }
}
