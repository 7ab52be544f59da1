//! Taking members out again, as a file that can be imported and as one's own data.

use domain::kernel::id::{EventId, MemberId};
use domain::kernel::time::Time;
use domain::kernel::who::Who;
use domain::members::file::cell::guard;
use domain::members::file::{moment, write};
use domain::members::member::Member;
use domain::members::parts::Standing;
use domain::members::visibility::Viewer;
use serde_json::{Map, Value, json};
use store::members as rows;

use crate::App;
use crate::error::ActionError;
use crate::members::import::Asker;
use crate::members::{load, seen_by};
use crate::permission::{Act, must};

/// Members read at once; a long export is written in pieces.
const AT_ONCE: i64 = 100;
/// The most events in one's own data, and read at once.
const EVENTS_MAX: i64 = 1_000;

/// Rows of a file as they are written, by RFC 4180.
pub(crate) struct Rows(csv::Writer<Vec<u8>>);

impl Rows {
    pub(crate) fn new() -> Self {
        // Rows may have other lengths than the first.
        Self(csv::WriterBuilder::new().flexible(true).from_writer(Vec::new()))
    }

    pub(crate) fn push(&mut self, cells: impl IntoIterator<Item = impl AsRef<[u8]>>) {
        self.0.write_record(cells).expect("memory takes every row");
    }

    pub(crate) fn into_text(self) -> String {
        let bytes = self.0.into_inner().expect("memory takes every row");
        String::from_utf8(bytes).expect("cells are text")
    }
}

/// One piece of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Rows of the file; the first piece begins with the names of the columns.
    pub text: String,
    /// How many members are in it.
    pub members: usize,
    /// Behind which member the next piece begins; nothing on the last one.
    pub next: Option<MemberId>,
}

/// The members and contacts behind `after`, as far as the asker may see them.
///
/// # Errors
/// As [`must`] says.
pub async fn members(
    app: &App,
    asker: Asker,
    after: Option<MemberId>,
) -> Result<Piece, ActionError> {
    if let Asker::Person(who) = asker {
        must(who, Act::ExportMembers, None)?;
    }
    let mut tx = app.store.read().await?;
    let behind = after.unwrap_or(MemberId::from_bits(0));
    let found = rows::after(&mut tx, behind, AT_ONCE).await?;
    let whole = i64::try_from(found.len()).is_ok_and(|it| it == AT_ONCE);
    let next = found.last().map(|it| it.id).filter(|_| whole);
    let mut file = Rows::new();
    if after.is_none() {
        file.push(write::HEADER);
    }
    let mut members = 0;
    for member in found {
        if let Some(member) = exported(asker, member) {
            file.push(write::cells(&member));
            members += 1;
        }
    }
    Ok(Piece { text: file.into_text(), members, next })
}

fn exported(asker: Asker, member: Member) -> Option<Member> {
    if !matches!(member.standing, Standing::Member | Standing::Candidate | Standing::Contact) {
        return None;
    }
    match asker {
        Asker::Operator => Some(member),
        Asker::Person(who) => seen_by(who, member).ok().map(|it| it.member),
    }
}

/// The alliance as JSON, for whoever runs the server.
///
/// # Errors
/// [`ActionError::NotFound`] while it has no name.
pub async fn alliance(app: &App) -> Result<String, ActionError> {
    let mut tx = app.store.read().await?;
    let alliance = store::alliance::find(&mut tx).await?;
    let it = alliance.ok_or(ActionError::NotFound("alliance"))?;
    let data = json!({
        "name": it.name.as_str(),
        "line": it.line.as_ref().map(|it| it.as_str()),
        "meaning": it.meaning.as_ref().map(|it| it.as_str()),
        "goals": it.goals.as_ref().map(|it| it.as_str()),
        "interests": it.interests.as_ref().map(|it| it.as_str()),
        "causes": it.causes.to_text(),
        "open_directory": it.open_directory,
        "since": moment::write(it.since),
    });
    Ok(format!("{data:#}\n"))
}

/// What happened after `after`, as rows of a file, and behind which event to go on; for whoever
/// runs the server.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub async fn events(
    app: &App,
    after: Option<EventId>,
) -> Result<(String, Option<EventId>), ActionError> {
    let mut tx = app.store.read().await?;
    let behind = after.unwrap_or(EventId::from_bits(0));
    let found = store::events::after(&mut tx, behind, EVENTS_MAX).await?;
    let whole = i64::try_from(found.len()).is_ok_and(|it| it == EVENTS_MAX);
    let next = found.last().map(|it| it.id).filter(|_| whole);
    let mut file = Rows::new();
    if after.is_none() {
        file.push(["at", "kind", "member", "person", "words"]);
    }
    for it in found {
        let member = it.member.map_or(String::new(), |it| it.to_string());
        let person = it.person.map_or(String::new(), |it| it.to_string());
        file.push([moment::write(it.at), it.kind, member, person, guard(&it.words)]);
    }
    Ok((file.into_text(), next))
}

/// What somebody's own member says about itself, all of it, as a file with one row.
///
/// # Errors
/// [`ActionError::SignIn`], or [`ActionError::Refused`] for who acts for nobody.
pub async fn own_row(app: &App, who: Who) -> Result<String, ActionError> {
    let mut tx = app.store.read().await?;
    let member = load(&mut tx, own(who)?).await?;
    let mut file = Rows::new();
    file.push(write::HEADER);
    file.push(write::cells(&member));
    Ok(file.into_text())
}

/// Everything that is kept about somebody and the member they act for, as JSON: the person, the
/// profile with its offers and needs, who sees what, and what happened.
///
/// # Errors
/// As [`own_row`].
pub async fn own_data(app: &App, who: Who) -> Result<String, ActionError> {
    let id = own(who)?;
    let actor = must(who, Act::ExportOwn, None)?;
    let mut tx = app.store.read().await?;
    let member = load(&mut tx, id).await?.seen_by(Viewer::Own);
    let person = store::people::find(&mut tx, actor.person).await?;
    let newest = EventId::from_bits(u128::MAX);
    let events = store::events::of_member(&mut tx, id, newest, EVENTS_MAX).await?;
    let person = person.map(|it| {
        json!({
            "name": it.name.as_str(),
            "email": it.email.as_ref().map(|it| it.as_str()),
            "zone": it.zone,
            "since": moment::write(it.since),
        })
    });
    let history = events.iter().map(|it| {
        json!({
            "at": moment::write(it.at),
            "what": it.words,
            "by_you": it.person == Some(actor.person),
        })
    });
    let data = json!({
        "exported": moment::write(app.now()),
        "person": person,
        "member": profile(&member),
        "history": history.collect::<Vec<_>>(),
    });
    Ok(format!("{data:#}\n"))
}

fn own(who: Who) -> Result<MemberId, ActionError> {
    let actor = must(who, Act::ExportOwn, None)?;
    actor.hat.ok_or(ActionError::Refused("please say first for whom you act"))
}

/// The columns of the file, with offers and needs in full.
fn profile(member: &Member) -> Value {
    let cells = write::HEADER.iter().zip(write::texts(member));
    let texts = cells.filter(|(name, _)| !["offers", "needs"].contains(*name));
    let mut all: Map<String, Value> =
        texts.map(|(name, text)| ((*name).to_owned(), Value::String(text))).collect();
    let dated = |it: Time| moment::write(it);
    let offers = member.profile.offers.iter().map(|it| {
        json!({
            "id": it.id.to_string(),
            "title": it.title.as_str(),
            "detail": it.detail.as_ref().map(|it| it.as_str()),
            "tags": it.tags.iter().collect::<Vec<_>>(),
            "scope": it.scope.map(|it| it.wire()),
            "reach": it.reach.map(|it| it.wire()),
            "enjoyment": it.enjoyment.map(|it| it.get()),
            "used_ourselves": it.used_ourselves,
            "fresh": dated(it.fresh),
        })
    });
    all.insert("offers".to_owned(), Value::Array(offers.collect()));
    let needs = member.profile.needs.iter().map(|it| {
        json!({
            "id": it.id.to_string(),
            "title": it.title.as_str(),
            "detail": it.detail.as_ref().map(|it| it.as_str()),
            "tags": it.tags.iter().collect::<Vec<_>>(),
            "when": it.when.wire(),
            "fresh": dated(it.fresh),
        })
    });
    all.insert("needs".to_owned(), Value::Array(needs.collect()));
    let sealed = member.profile.sealed_from.iter().map(|it| Value::String(it.to_string()));
    all.insert("sealed_from".to_owned(), Value::Array(sealed.collect()));
    Value::Object(all)
}
