//! Contacts: outside organisations and people that members listed. They have no account; any
//! member keeps the entry right until its own people claim it.

use domain::kernel::event::Event;
use domain::kernel::id::{MemberId, OfferId};
use domain::kernel::text::{Line, Name};
use domain::kernel::who::Who;
use domain::members::change::Change;
use domain::members::member::{Member, Profile};
use domain::members::offers::Offer;
use domain::members::parts::{Kind, Standing, Tags};
use domain::members::visibility::Visibility;
use store::members as rows;

use crate::App;
use crate::error::{ActionError, FieldProblem};
use crate::members::{TRIES, free_handle, load, load_at, parse, save};
use crate::permission::{Act, must};

/// Lists a contact. `fields` as in [`crate::members::describe`], with `name` among them; and
/// `offers`, what it offers in a few words, one a line.
///
/// # Errors
/// [`ActionError::Fields`] for every field that does not fit.
pub async fn add(app: &App, who: Who, fields: &[(String, String)]) -> Result<Member, ActionError> {
    must(who, Act::ListContact, None)?;
    let offers: Vec<&str> =
        fields.iter().filter(|(it, _)| it == "offers").map(|(_, text)| text.as_str()).collect();
    let described: Vec<(String, String)> =
        fields.iter().filter(|(it, _)| it != "offers").cloned().collect();
    let mut problems = Vec::new();
    let mut changes = parse(app, &described).unwrap_or_else(|error| {
        if let ActionError::Fields(found) = error {
            problems.extend(found);
        }
        Vec::new()
    });
    let unnamed = !described.iter().any(|(field, _)| field == "name");
    if unnamed {
        problems.push(FieldProblem {
            field: "name".to_owned(),
            problem: "please write something here".to_owned(),
        });
    }
    match read_offers(app, &offers.join("\n")) {
        Ok(offers) => changes.extend(offers.into_iter().map(Change::Offer)),
        Err(problem) => problems.push(FieldProblem { field: "offers".to_owned(), problem }),
    }
    if !problems.is_empty() {
        return Err(ActionError::Fields(problems));
    }
    for _ in 1..TRIES {
        match add_once(app, who, changes.clone()).await {
            Err(ActionError::Stale) => (),
            other => return other,
        }
    }
    add_once(app, who, changes).await
}

async fn add_once(app: &App, who: Who, changes: Vec<Change>) -> Result<Member, ActionError> {
    let mut tx = app.store.write().await?;
    let name = changes.iter().find_map(|it| match it {
        Change::Name(name) => Some(name.clone()),
        _ => None,
    });
    let name = name.ok_or_else(|| ActionError::field("name", "please write something here"))?;
    let handle = free_handle(&mut tx, name.as_str()).await?;
    let blank = blank(app, name, handle);
    let (contact, _) = blank.apply(changes, app.now())?;
    match rows::insert(&mut tx, &contact).await {
        Err(store::StoreError::Taken) => {
            return Err(ActionError::field("handle", "this address belongs to someone else"));
        }
        other => other?,
    }
    let listed = Event::of_member("contact.listed", contact.id, "listed");
    app.record(&mut tx, who, &[listed]).await?;
    tx.commit().await?;
    Ok(contact)
}

fn blank(app: &App, name: Name, handle: domain::kernel::text::Handle) -> Member {
    let now = app.now();
    Member {
        id: MemberId::from_bits(app.new_id()),
        handle,
        name,
        kind: Kind::Organisation,
        standing: Standing::Contact,
        since: now,
        changed: now,
        profile: Profile::default(),
        visibility: Visibility::default(),
        version: 1,
    }
}

fn read_offers(app: &App, text: &str) -> Result<Vec<Offer>, String> {
    let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
    let offer = |line: &str| {
        Ok(Offer {
            id: OfferId::from_bits(app.new_id()),
            title: Line::parse(line).map_err(|it| it.to_string())?,
            detail: None,
            tags: Tags::default(),
            scope: None,
            reach: None,
            enjoyment: None,
            used_ourselves: false,
            fresh: app.now(),
        })
    };
    lines.take(domain::members::offers::MAX + 1).map(offer).collect()
}

/// Corrects a contact: fields as in [`add`]. Offers that are no longer among the lines are taken
/// back, new ones added, the others stay as they are.
///
/// # Errors
/// As [`add`]; [`ActionError::Refused`] when it has people of its own by now.
pub async fn correct(
    app: &App,
    who: Who,
    handle: &str,
    fields: &[(String, String)],
) -> Result<Member, ActionError> {
    must(who, Act::DescribeContact, None)?;
    let contact = load_at(&mut app.store.read().await?, handle).await?;
    let contact = super::seen_by(who, contact)?.member;
    if contact.standing != Standing::Contact {
        return Err(ActionError::Refused("this entry has people of its own already"));
    }
    let described: Vec<(String, String)> =
        fields.iter().filter(|(it, _)| it != "offers").cloned().collect();
    let mut changes = parse(app, &described)?;
    if let Some((_, text)) = fields.iter().find(|(it, _)| it == "offers") {
        let listed = read_offers(app, text).map_err(|it| ActionError::field("offers", it))?;
        let before = &contact.profile.offers;
        let gone = before.iter().filter(|it| !listed.iter().any(|new| new.title == it.title));
        changes.extend(gone.map(|it| Change::DropOffer(it.id)));
        let new = listed.iter().filter(|it| !before.iter().any(|old| old.title == it.title));
        changes.extend(new.cloned().map(Change::Offer));
    }
    super::change(app, who, contact.id, changes).await
}

/// Takes a contact off the list; [`put_back`] undoes it.
///
/// # Errors
/// [`ActionError::Rule`] when it is no contact.
pub async fn remove(app: &App, who: Who, handle: &str) -> Result<Member, ActionError> {
    must(who, Act::DescribeContact, None)?;
    let mut tx = app.store.write().await?;
    let contact = load_at(&mut tx, handle).await?;
    super::seen_by(who, contact.clone())?;
    let (contact, events) = contact.unlist(app.now())?;
    let contact = save(&mut tx, contact).await?;
    app.record(&mut tx, who, &events).await?;
    tx.commit().await?;
    Ok(contact)
}

/// Puts a contact back that was taken off the list.
///
/// # Errors
/// [`ActionError::Rule`] when it was not taken off.
pub async fn put_back(app: &App, who: Who, id: MemberId) -> Result<Member, ActionError> {
    must(who, Act::DescribeContact, None)?;
    let mut tx = app.store.write().await?;
    let (contact, events) = load(&mut tx, id).await?.relist(app.now())?;
    let contact = save(&mut tx, contact).await?;
    app.record(&mut tx, who, &events).await?;
    tx.commit().await?;
    Ok(contact)
}

/// How a contact came here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// What happened, such as `listed`.
    pub words: String,
    /// Who did it, when it was a person.
    pub by: Option<Name>,
    /// When.
    pub at: domain::kernel::time::Time,
}

/// Who listed a member or contact, and when; `None` for what came in before events were kept. The
/// name of a person is for members.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub async fn origin(app: &App, who: Who, id: MemberId) -> Result<Option<Origin>, ActionError> {
    let mut tx = app.store.read().await?;
    let Some(first) = store::events::first_of_member(&mut tx, id).await? else { return Ok(None) };
    let person = first.person.filter(|_| who.member().is_some());
    let by = match person {
        Some(person) => store::people::find(&mut tx, person).await?.map(|it| it.name),
        None => None,
    };
    Ok(Some(Origin { words: first.words, by, at: first.at }))
}
