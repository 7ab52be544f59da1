//! The calendar of reviews: a page with its secret address, and the feed that programs read.

use actions::relationships::calendar as act;
use actions::{ActionError, App};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::kernel::time::{Day, Time};

use super::names::joined;
use crate::answer;
use crate::content_lines::Lines;
use crate::error::PageError;
use crate::layout::Layout;
use crate::show;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "relationships/calendar.html")]
struct CalendarPage {
    layout: Layout,
    made: Option<String>,
    /// The address, shown once.
    address: Option<String>,
}

/// The page.
pub async fn page(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let made = act::made(&app, visit.who).await?.map(|it| it.day().words());
    let layout = visit.layout("Reviews in your calendar", "/partners");
    Ok(show::page(CalendarPage { layout, made, address: None }))
}

/// Makes an address, and shows it this once.
pub async fn make(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let secret = act::make(&app, visit.who).await?;
    let address = format!("{}/calendar/{secret}.ics", app.config.base_url);
    let made = Some(app.now().day().words());
    let layout = visit.layout("Reviews in your calendar", "/partners");
    Ok(show::page(CalendarPage { layout, made, address: Some(address) }))
}

/// Forgets the address.
pub async fn forget(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    act::forget(&app, visit.who).await?;
    let said = "Taken back. Nobody reads anything under that address any more.";
    Ok(answer::done(&app, "/partners/calendar", said, None))
}

/// The feed (RFC 5545).
pub async fn feed(
    State(app): State<App>,
    Path(secret): Path<String>,
) -> Result<Response, PageError> {
    let none = ActionError::NotFound("calendar");
    let secret = secret.strip_suffix(".ics").ok_or(none)?;
    let due = act::read(&app, secret).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    Ok((headers, written(&app.config.base_url, &due)).into_response())
}

fn written(base_url: &str, due: &[act::Due]) -> String {
    let mut lines = Lines::default();
    lines.plain("BEGIN", "VCALENDAR");
    lines.plain("VERSION", "2.0");
    lines.plain("PRODID", "-//Hanse//Reviews//EN");
    lines.plain("METHOD", "PUBLISH");
    lines.text("X-WR-CALNAME", "Reviews with partners");
    lines.plain("REFRESH-INTERVAL;VALUE=DURATION", "PT12H");
    for it in due {
        let names: Vec<String> = it.others.iter().map(ToString::to_string).collect();
        lines.plain("BEGIN", "VEVENT");
        lines.plain("UID", &format!("{}@hanse", it.id));
        lines.plain("DTSTAMP", &stamp(it.changed));
        lines.plain("DTSTART;VALUE=DATE", &date(it.day));
        lines.plain("DTEND;VALUE=DATE", &date(Day(it.day.0.saturating_add(1))));
        lines.text("SUMMARY", &format!("Review with {}", joined(&names)));
        lines.text("DESCRIPTION", &format!("{} looks at how it goes.", it.me));
        lines.plain("URL", &format!("{base_url}/partners/{}/review", it.slug));
        lines.plain("TRANSP", "TRANSPARENT");
        lines.plain("END", "VEVENT");
    }
    lines.plain("END", "VCALENDAR");
    lines.finish()
}

fn date(day: Day) -> String {
    day.to_string().replace('-', "")
}

fn stamp(time: Time) -> String {
    let seconds = time.0.div_euclid(1_000_000).rem_euclid(86_400);
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{}T{hours:02}{minutes:02}{seconds:02}Z", date(time.day()))
}

#[cfg(test)]
mod tests {
    use domain::kernel::id::RelationshipId;
    use domain::kernel::text::{Handle, Name};

    use super::*;

    #[test]
    fn a_review_is_a_day_in_the_calendar() {
        let due = act::Due {
            id: RelationshipId::from_bits(7),
            slug: Handle::parse("ana-ben").unwrap(),
            me: Name::parse("Ana; Print").unwrap(),
            others: vec![Name::parse("Ben").unwrap(), Name::parse("Cleo").unwrap()],
            day: Day::parse("2026-12-31").unwrap(),
            changed: Time(1_795_435_261_000_000),
        };
        let written = written("https://x.example", &[due]);
        for line in [
            "DTSTAMP:20261123T120101Z\r\n",
            "DTSTART;VALUE=DATE:20261231\r\n",
            "DTEND;VALUE=DATE:20270101\r\n",
            "SUMMARY:Review with Ben and Cleo\r\n",
            "DESCRIPTION:Ana\\; Print looks at how it goes.\r\n",
            "URL:https://x.example/partners/ana-ben/review\r\n",
        ] {
            assert!(written.contains(line), "{line} in {written}");
        }
        assert!(written.ends_with("END:VCALENDAR\r\n"));
    }
}
