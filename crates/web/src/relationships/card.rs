//! A member as a card for address books (RFC 6350), as far as its reader may see it.

use actions::App;
use actions::members as act;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use domain::members::member::Member;
use domain::members::parts::Kind;

use crate::content_lines::{Lines, escaped};
use crate::error::PageError;
use crate::visit::Visit;

/// The card.
pub async fn card(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
) -> Result<Response, PageError> {
    let view = act::read(&app, visit.who, &handle).await?;
    let member = &view.member;
    if member.handle.as_str() != handle {
        return Ok(Redirect::permanent(&format!("/@{}/card.vcf", member.handle)).into_response());
    }
    let name = format!("attachment; filename=\"{handle}.vcf\"");
    let headers = [
        (header::CONTENT_TYPE, "text/vcard; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
    ];
    Ok((headers, written(&app.config.base_url, member)).into_response())
}

fn written(base_url: &str, member: &Member) -> String {
    let (profile, name) = (&member.profile, escaped(member.name.as_str()));
    let mut lines = Lines::default();
    lines.plain("BEGIN", "VCARD");
    lines.plain("VERSION", "4.0");
    lines.plain("UID", &format!("urn:uuid:{}", member.id));
    lines.text("FN", member.name.as_str());
    match member.kind {
        Kind::Organisation => {
            lines.plain("KIND", "org");
            lines.plain("ORG", &name);
        }
        Kind::FreeAgent => {
            lines.plain("KIND", "individual");
            // Which part is the family name is not ours to guess.
            lines.plain("N", &format!(";{name};;;"));
        }
    }
    if let Some(line) = &profile.line {
        lines.text("NOTE", line.as_str());
    }
    for place in profile.places.as_slice() {
        let city = escaped(place.city.as_ref().map(|it| it.as_str()).unwrap_or_default());
        let country = escaped(place.country.name());
        lines.plain("ADR", &format!(";;;{city};;;{country}"));
    }
    for language in &profile.languages {
        lines.plain("LANG", language.code());
    }
    let tags: Vec<String> = profile.offers.iter().map(|it| escaped(it.title.as_str())).collect();
    if !tags.is_empty() {
        lines.plain("CATEGORIES", &tags.join(","));
    }
    if let Some(web) = &profile.web {
        lines.plain("URL", web.as_str());
    }
    lines.plain("SOURCE", &format!("{base_url}/@{}/card.vcf", member.handle));
    lines.plain("END", "VCARD");
    lines.finish()
}
