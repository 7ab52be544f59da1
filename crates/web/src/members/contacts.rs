//! Contacts: listing them, correcting them, taking them off the list.

use actions::members::list::After;
use actions::members::{self as act, contacts, list};
use actions::{ActionError, App};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::kernel::id::MemberId;
use domain::members::member::Member;
use domain::members::parts::Standing;
use serde::Deserialize;

use super::fields;
use super::profile;
use crate::answer;
use crate::cursor;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::Layout;
use crate::mark::Mark;
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "members/contacts.html")]
struct ContactsPage {
    layout: Layout,
    contacts: Vec<ContactShown>,
    next: Option<String>,
    is_member: bool,
}

struct ContactShown {
    handle: String,
    name: String,
    mark: Mark,
    place: String,
    line: String,
    offers: Vec<String>,
}

#[derive(Template)]
#[template(path = "members/contact.html")]
struct ContactPage {
    layout: Layout,
    /// Empty for a new one.
    handle: String,
    heading: String,
    values: Values,
    refusals: Refusals,
}

#[derive(Default)]
struct Values {
    name: String,
    line: String,
    offers: String,
    places: String,
    languages: String,
    audience: String,
    web: String,
    story: String,
}

impl Values {
    fn typed(form: &Fields) -> Self {
        let text = |name: &str| form.get(name).to_owned();
        Self {
            name: text("name"),
            line: text("line"),
            offers: text("offers"),
            places: text("places"),
            languages: text("languages"),
            audience: text("audience"),
            web: text("web"),
            story: text("story"),
        }
    }

    fn of(member: &Member) -> Self {
        let text = |name: &str| fields::value(member, name);
        let titles = member.profile.offers.iter().map(|it| it.title.to_string());
        Self {
            name: text("name"),
            line: text("line"),
            offers: titles.collect::<Vec<_>>().join("\n"),
            places: text("places"),
            languages: text("languages"),
            audience: text("audience"),
            web: text("web"),
            story: text("story"),
        }
    }
}

/// Where a list goes on.
#[derive(Deserialize)]
pub struct From {
    after: Option<String>,
}

/// Reads the position of a list by name.
///
/// # Errors
/// [`ActionError::Fields`] when it is no cursor of this list.
pub fn read_after(app: &App, list: &str, text: Option<&str>) -> Result<Option<After>, ActionError> {
    let Some(text) = text else { return Ok(None) };
    let position = cursor::read(app, list, text)?;
    let (id, name) = position.split_once(' ').unwrap_or((&position, ""));
    let id = MemberId::parse(id).ok_or(ActionError::NotFound("page"))?;
    Ok(Some(After { name: name.to_owned(), id }))
}

/// Writes what [`read_after`] reads.
pub fn write_after(app: &App, list: &str, after: &After) -> String {
    cursor::write(app, list, &format!("{} {}", after.id, after.name))
}

pub async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(from): Query<From>,
) -> Result<Response, PageError> {
    let after = read_after(&app, "contacts", from.after.as_deref())?;
    let listed = list::by_name(&app, visit.who, Standing::Contact, after.as_ref()).await?;
    let contact = |view: act::View| {
        let member = view.member;
        ContactShown {
            handle: member.handle.to_string(),
            name: member.name.to_string(),
            mark: Mark::of(&member),
            place: member.home().map(profile::place_words).unwrap_or_default(),
            line: fields::value(&member, "line"),
            offers: member.profile.offers.iter().take(3).map(|it| it.title.to_string()).collect(),
        }
    };
    let next =
        listed.next.map(|it| format!("/contacts?after={}", write_after(&app, "contacts", &it)));
    Ok(show::page(ContactsPage {
        layout: visit.layout("Contacts", ""),
        contacts: listed.views.into_iter().map(contact).collect(),
        next,
        is_member: visit.who.member().is_some(),
    }))
}

pub async fn new_form(visit: Visit) -> Result<Response, PageError> {
    must_be_member(&visit)?;
    Ok(show::page(contact_page(&visit, "", "List a contact", Values::default(), Refusals::none())))
}

fn must_be_member(visit: &Visit) -> Result<(), ActionError> {
    visit.who.actor().ok_or(ActionError::SignIn)?;
    let member = visit.who.member();
    member.map(drop).ok_or(ActionError::Refused("this is for members; you are in once they agree"))
}

fn contact_page(
    visit: &Visit,
    handle: &str,
    heading: &str,
    values: Values,
    refusals: Refusals,
) -> ContactPage {
    ContactPage {
        layout: visit.layout(heading, ""),
        handle: handle.to_owned(),
        heading: heading.to_owned(),
        values,
        refusals,
    }
}

pub async fn add(
    State(app): State<App>,
    visit: Visit,
    form: Fields,
) -> Result<Response, PageError> {
    let fields = form.clone().without_token();
    match contacts::add(&app, visit.who, &fields).await {
        Ok(contact) => {
            let said = format!("{} is listed.", contact.name);
            let undo = Some(format!("/@{}/removal", contact.handle));
            Ok(answer::done(&app, &format!("/@{}", contact.handle), said, undo))
        }
        Err(error) => {
            let refusals = Refusals::from_error(error)?;
            let values = Values::typed(&form);
            Ok(show::refused(contact_page(&visit, "", "List a contact", values, refusals)))
        }
    }
}

pub async fn edit_form(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
) -> Result<Response, PageError> {
    must_be_member(&visit)?;
    let view = act::read(&app, visit.who, &handle).await?;
    if view.member.standing != Standing::Contact {
        return Err(ActionError::Refused("this entry has people of its own already").into());
    }
    let heading = format!("Correct {}", view.member.name);
    let values = Values::of(&view.member);
    Ok(show::page(contact_page(&visit, &handle, &heading, values, Refusals::none())))
}

pub async fn edit(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
    form: Fields,
) -> Result<Response, PageError> {
    let fields = form.clone().without_token();
    match contacts::correct(&app, visit.who, &handle, &fields).await {
        Ok(contact) => {
            Ok(answer::done(&app, &format!("/@{}", contact.handle), "Saved. Thank you.", None))
        }
        Err(error) => {
            let refusals = Refusals::from_error(error)?;
            let values = Values::typed(&form);
            let page = contact_page(&visit, &handle, "Correct this entry", values, refusals);
            Ok(show::refused(page))
        }
    }
}

pub async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
) -> Result<Response, PageError> {
    let contact = contacts::remove(&app, visit.who, &handle).await?;
    let said = format!("{} is off the list.", contact.name);
    let undo = Some(format!("/contacts/{}/restoration", contact.id));
    Ok(answer::done(&app, "/contacts", said, undo))
}

pub async fn put_back(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id = MemberId::parse(&id).ok_or(ActionError::NotFound("contact"))?;
    let contact = contacts::put_back(&app, visit.who, id).await?;
    let said = format!("{} is back on the list.", contact.name);
    Ok(answer::done(&app, &format!("/@{}", contact.handle), said, None))
}
