//! `/find/compare`: two members side by side.

use actions::App;
use actions::fit::{self as act, FindAnswer, Fitting, Slice};
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use domain::fit::Meter;
use domain::kernel::time::Day;
use domain::members::member::Member;
use domain::members::style::POLES;

use super::ask::Ask;
use super::card::{Card, free_words, place_words};
use super::sentence::Choices;
use crate::error::PageError;
use crate::form;
use crate::layout::Layout;
use crate::show;
use crate::visit::Visit;

/// So many of the best can be chosen from.
const CHOICE: usize = 30;

#[derive(Template)]
#[template(path = "fit/compare.html")]
struct ComparePage {
    layout: Layout,
    /// The search as hidden fields, so that the choice stays among its answers.
    fields: Vec<(&'static str, String)>,
    purpose: &'static str,
    back: String,
    left: Choices,
    right: Choices,
    /// Both, or nobody.
    pair: Vec<Card>,
    meters: Vec<Pair>,
    rows: Vec<Row>,
}

/// Marks and word of one meter for both.
struct Pair {
    name: &'static str,
    left: (u8, &'static str),
    right: (u8, &'static str),
}

/// What both say about one thing.
struct Row {
    name: &'static str,
    left: String,
    right: String,
}

/// The page; without a choice, the two best.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let fields = form::read(query.as_deref().unwrap_or_default()).ok_or(PageError::Unreadable)?;
    let ask = Ask::read(&fields)?;
    let slice = Slice { after: None, size: CHOICE };
    let answer = act::find(&app, visit.who, &ask.query, slice).await?;
    let (a, b) = chosen(&answer, fields.get("a"), fields.get("b"));
    let purpose = ask.query.purpose;
    let today = app.now().day();
    let (left, right) = match (&a, &b) {
        (Some(a), Some(b)) => (
            Some(act::answer(&app, visit.who, a, purpose).await?),
            Some(act::answer(&app, visit.who, b, purpose).await?),
        ),
        _ => (None, None),
    };
    let pair = left.as_ref().zip(right.as_ref());
    Ok(show::page(ComparePage {
        layout: visit.layout("Compare two", "/find"),
        fields: ask.query.fields(),
        purpose: purpose.words(),
        back: ask.href(),
        left: choices(&answer, a.as_deref(), left.as_ref()),
        right: choices(&answer, b.as_deref(), right.as_ref()),
        pair: pair
            .map(|(a, b)| vec![Card::of_fitting(a, today), Card::of_fitting(b, today)])
            .unwrap_or_default(),
        meters: pair.map(|(a, b)| meters(a, b)).unwrap_or_default(),
        rows: pair.map(|(a, b)| rows(&a.other, &b.other, today)).unwrap_or_default(),
    }))
}

/// The two handles: as asked for, else the best that is not the other.
fn chosen(answer: &FindAnswer, a: &str, b: &str) -> (Option<String>, Option<String>) {
    let best = |not: &str| {
        let handles = answer.found.iter().map(|it| it.member.handle.to_string());
        let mut handles = handles.filter(|it| it != not);
        handles.next()
    };
    let said = |it: &str| (!it.is_empty()).then(|| it.to_owned());
    let a = said(a).or_else(|| best(b));
    let b = said(b).or_else(|| best(a.as_deref().unwrap_or_default()));
    (a, b)
}

fn choices(answer: &FindAnswer, chosen: Option<&str>, fitting: Option<&Fitting>) -> Choices {
    let found = answer.found.iter().map(|it| &it.member);
    let mut all: Vec<&Member> = found.collect();
    if let Some(one) = fitting
        && !all.iter().any(|it| it.id == one.other.id)
    {
        all.insert(0, &one.other);
    }
    let choice = |it: &Member| {
        let handle = it.handle.to_string();
        let is_chosen = chosen == Some(handle.as_str());
        (handle, it.name.to_string(), is_chosen)
    };
    all.into_iter().map(choice).collect()
}

/// What one row of the comparison says of a member.
type Tells<'a> = &'a dyn Fn(&Member) -> String;

fn meters(left: &Fitting, right: &Fitting) -> Vec<Pair> {
    let both = left.answer.factors.iter().zip(&right.answer.factors);
    let pair = |(a, b): (&Meter, &Meter)| Pair {
        name: a.name,
        left: (a.marks, a.word),
        right: (b.marks, b.word),
    };
    both.map(pair).collect()
}

fn rows(left: &Member, right: &Member, today: Day) -> Vec<Row> {
    let offers = |it: &Member| {
        let titles = it.profile.offers.iter().map(|it| it.title.as_str());
        titles.collect::<Vec<_>>().join(", ")
    };
    let needs = |it: &Member| {
        let titles = it.profile.needs.iter().map(|it| it.title.as_str());
        titles.collect::<Vec<_>>().join(", ")
    };
    let languages = |it: &Member| {
        let names = it.profile.languages.iter().map(|it| it.name());
        names.collect::<Vec<_>>().join(", ")
    };
    let told: [(&'static str, Tells<'_>); 9] = [
        ("What they offer", &offers),
        ("What they need", &needs),
        ("Whom they serve", &|it| it.profile.audience.tags.to_text()),
        ("Values", &|it| it.profile.values.to_text()),
        ("How they work", &style),
        ("Where", &|it| place_words(it).unwrap_or_default()),
        ("Languages", &languages),
        ("How many", &|it| it.profile.size.map(|it| it.words().to_owned()).unwrap_or_default()),
        ("Time", &|it| free_words(it, today).unwrap_or_default()),
    ];
    let row = |(name, say): (&'static str, &dyn Fn(&Member) -> String)| Row {
        name,
        left: say(left),
        right: say(right),
    };
    let rows = told.into_iter().map(row);
    rows.filter(|it| !(it.left.is_empty() && it.right.is_empty())).collect()
}

fn style(member: &Member) -> String {
    let said = member.profile.style.0.iter().zip(POLES);
    let word = said.filter_map(|(stand, pole)| match stand.as_ref()?.at() {
        at if at < 0 => Some(pole.left),
        0 => None,
        _ => Some(pole.right),
    });
    word.collect::<Vec<_>>().join(", ")
}
