//! Offers and needs of a member.

use domain::kernel::id::{MemberId, NeedId, OfferId};
use domain::kernel::text::{Line, Prose};
use domain::kernel::who::Who;
use domain::members::change::{Change, Refusal};
use domain::members::member::Member;
use domain::members::offers::{Enjoyment, Need, Offer, Reach, When};
use domain::members::parts::{Scope, Tags};
use store::members::taken_back::{self, TakenBack};

use crate::App;
use crate::error::{ActionError, FieldProblem};
use crate::members::{change, load, must_describe};

/// The fields of an offer, as forms and requests name them.
pub const OFFER_FIELDS: &[&str] =
    &["title", "detail", "tags", "scope", "reach", "enjoyment", "used_ourselves"];
/// The fields of a need.
pub const NEED_FIELDS: &[&str] = &["title", "detail", "tags", "when"];

type Fields = [(String, String)];

/// Adds an offer to a member, or changes the one with this id; a field that is not among
/// `fields` stays as it is. Saying it makes it fresh (R58).
///
/// # Errors
/// [`ActionError::Fields`] for what does not fit, [`ActionError::NotFound`] when there is no such
/// offer.
pub async fn put_offer(
    app: &App,
    who: Who,
    member: MemberId,
    id: Option<OfferId>,
    fields: &Fields,
) -> Result<Offer, ActionError> {
    let before = allowed(app, who, member).await?;
    let mut offer = match id {
        Some(id) => {
            let mut offers = before.profile.offers.into_iter();
            offers.find(|it| it.id == id).ok_or(ActionError::NotFound("offer"))?
        }
        None => new_offer(app)?,
    };
    let mut reader = Reader::new(fields, OFFER_FIELDS, id.is_none());
    reader.read("title", Line::parse, |it| offer.title = it);
    reader.read("detail", Prose::parse_optional, |it| offer.detail = it);
    reader.read("tags", Tags::parse, |it| offer.tags = it);
    reader.read("scope", |it| maybe(it, Scope::parse), |it| offer.scope = it);
    reader.read("reach", |it| maybe(it, Reach::parse), |it| offer.reach = it);
    reader.read("enjoyment", |it| maybe(it, enjoyment), |it| offer.enjoyment = it);
    reader.read("used_ourselves", yes_or_no, |it| offer.used_ourselves = it);
    reader.done()?;
    offer.fresh = app.now();
    change(app, who, member, vec![Change::Offer(offer.clone())]).await?;
    Ok(offer)
}

/// Adds a need to a member, or changes the one with this id.
///
/// # Errors
/// As [`put_offer`].
pub async fn put_need(
    app: &App,
    who: Who,
    member: MemberId,
    id: Option<NeedId>,
    fields: &Fields,
) -> Result<Need, ActionError> {
    let before = allowed(app, who, member).await?;
    let mut need = match id {
        Some(id) => {
            let mut needs = before.profile.needs.into_iter();
            needs.find(|it| it.id == id).ok_or(ActionError::NotFound("need"))?
        }
        None => new_need(app)?,
    };
    let mut reader = Reader::new(fields, NEED_FIELDS, id.is_none());
    reader.read("title", Line::parse, |it| need.title = it);
    reader.read("detail", Prose::parse_optional, |it| need.detail = it);
    reader.read("tags", Tags::parse, |it| need.tags = it);
    reader.read("when", When::parse, |it| need.when = it);
    reader.done()?;
    need.fresh = app.now();
    change(app, who, member, vec![Change::Need(need.clone())]).await?;
    Ok(need)
}

/// Says that an offer or need still holds (R58). Answers its title.
///
/// # Errors
/// [`ActionError::NotFound`] when it is not there any more.
pub async fn still_true(
    app: &App,
    who: Who,
    member: MemberId,
    id: u128,
) -> Result<String, ActionError> {
    let before = allowed(app, who, member).await?;
    let now = app.now();
    let offer = before.profile.offers.into_iter().find(|it| it.id.bits() == id);
    let need = before.profile.needs.into_iter().find(|it| it.id.bits() == id);
    let (said, title) = match (offer, need) {
        (Some(it), _) => {
            let title = it.title.to_string();
            (Change::Offer(Offer { fresh: now, ..it }), title)
        }
        (None, Some(it)) => {
            let title = it.title.to_string();
            (Change::Need(Need { fresh: now, ..it }), title)
        }
        (None, None) => return Err(ActionError::NotFound("offer or need")),
    };
    change(app, who, member, vec![said]).await?;
    Ok(title)
}

/// Takes an offer back; [`put_back`] undoes it.
///
/// # Errors
/// [`ActionError::NotFound`] when it is not there any more.
pub async fn drop_offer(
    app: &App,
    who: Who,
    member: MemberId,
    id: OfferId,
) -> Result<(), ActionError> {
    dropped(change(app, who, member, vec![Change::DropOffer(id)]).await, "offer")
}

/// Takes a need back; [`put_back`] undoes it.
///
/// # Errors
/// [`ActionError::NotFound`] when it is not there any more.
pub async fn drop_need(
    app: &App,
    who: Who,
    member: MemberId,
    id: NeedId,
) -> Result<(), ActionError> {
    dropped(change(app, who, member, vec![Change::DropNeed(id)]).await, "need")
}

fn dropped(done: Result<Member, ActionError>, what: &'static str) -> Result<(), ActionError> {
    match done {
        Err(ActionError::Rule(crate::error::RuleError::Describe(Refusal::Gone))) => {
            Err(ActionError::NotFound(what))
        }
        other => other.map(drop),
    }
}

/// Puts back an offer or need that was taken back, as it was.
///
/// # Errors
/// [`ActionError::NotFound`] when this member never took it back.
pub async fn put_back(app: &App, who: Who, member: MemberId, id: u128) -> Result<(), ActionError> {
    allowed(app, who, member).await?;
    let mut tx = app.store.read().await?;
    let found = taken_back::find_again(&mut tx, member, id.to_be_bytes()).await?;
    drop(tx);
    let back = match found.ok_or(ActionError::NotFound("offer or need"))? {
        TakenBack::Offer(it) => Change::Offer(it),
        TakenBack::Need(it) => Change::Need(it),
    };
    change(app, who, member, vec![back]).await.map(drop)
}

async fn allowed(app: &App, who: Who, member: MemberId) -> Result<Member, ActionError> {
    if who.actor().is_none() {
        return Err(ActionError::SignIn);
    }
    let found = load(&mut app.store.read().await?, member).await?;
    must_describe(who, &found)?;
    Ok(found)
}

fn new_offer(app: &App) -> Result<Offer, ActionError> {
    Ok(Offer {
        id: OfferId::from_bits(app.new_id()),
        title: unnamed()?,
        detail: None,
        tags: Tags::default(),
        scope: None,
        reach: None,
        enjoyment: None,
        used_ourselves: false,
        fresh: app.now(),
    })
}

fn new_need(app: &App) -> Result<Need, ActionError> {
    Ok(Need {
        id: NeedId::from_bits(app.new_id()),
        title: unnamed()?,
        detail: None,
        tags: Tags::default(),
        when: When::Now,
        fresh: app.now(),
    })
}

/// Stands in until the title is read, which is required of something new.
fn unnamed() -> Result<Line, ActionError> {
    Line::parse("…").map_err(|it| ActionError::field("title", it))
}

fn maybe<T, E>(text: &str, parse: impl Fn(&str) -> Result<T, E>) -> Result<Option<T>, E> {
    if text.trim().is_empty() { Ok(None) } else { parse(text).map(Some) }
}

fn enjoyment(text: &str) -> Result<Enjoyment, domain::kernel::text::TextError> {
    Enjoyment::new(text.trim().parse().unwrap_or(0))
}

fn yes_or_no(text: &str) -> Result<bool, domain::kernel::text::TextError> {
    match text.trim() {
        "" | "0" | "no" | "false" => Ok(false),
        "1" | "yes" | "true" => Ok(true),
        other => Err(domain::kernel::text::TextError::Choice(other.chars().take(40).collect())),
    }
}

/// Reads fields one by one and collects what does not fit.
struct Reader<'f> {
    fields: &'f Fields,
    /// Whether the thing is new, so that it must get a title.
    new: bool,
    problems: Vec<FieldProblem>,
}

impl<'f> Reader<'f> {
    fn new(fields: &'f Fields, known: &[&str], new: bool) -> Self {
        let unknown = fields.iter().filter(|(it, _)| !known.contains(&it.as_str()));
        let problem = |(field, _): &(String, String)| FieldProblem {
            field: field.chars().take(40).collect(),
            problem: "there is no field of this name".to_owned(),
        };
        Self { fields, new, problems: unknown.map(problem).collect() }
    }

    fn read<T, E: ToString>(
        &mut self,
        field: &str,
        parse: impl Fn(&str) -> Result<T, E>,
        set: impl FnOnce(T),
    ) {
        let given = self.fields.iter().find(|(it, _)| it == field).map(|(_, text)| text.as_str());
        let text = match given {
            Some(text) => text,
            None if self.new && field == "title" => "",
            None => return,
        };
        match parse(text) {
            Ok(value) => set(value),
            Err(error) => self
                .problems
                .push(FieldProblem { field: field.to_owned(), problem: error.to_string() }),
        }
    }

    fn done(self) -> Result<(), ActionError> {
        if self.problems.is_empty() { Ok(()) } else { Err(ActionError::Fields(self.problems)) }
    }
}
