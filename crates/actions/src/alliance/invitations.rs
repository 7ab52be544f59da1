//! Ways in: an invitation for one person, or a link for several.

use domain::alliance::guests::{Guest, read_list};
use domain::alliance::joining::Invitation;
use domain::alliance::settings::Alliance;
use domain::kernel::event::Event;
use domain::kernel::id::{InvitationId, MemberId};
use domain::kernel::who::{Actor, Who};
use domain::members::member::Member;
use domain::members::parts::Standing;
use store::invitations as rows;
use store::{ReadTx, WriteTx};

use super::setup::THE_ALLIANCE;
use crate::error::{ActionError, FieldProblem};
use crate::letters::{self, Letter};
use crate::permission::{Act, must};
use crate::{App, secret};

/// The most one page of a list has.
pub const PAGE: usize = 48;
/// How many days an invitation is open when nobody says otherwise.
pub const DAYS: i64 = 30;

/// A way in that was just made, with the code that only its maker sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What was made.
    pub invitation: Invitation,
    /// The code in its link.
    pub code: String,
}

/// How long and how often a way in is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// How many days.
    pub days: i64,
    /// How many people; 1 for an invitation by name.
    pub uses: i64,
}

/// Whom a way in leads to: a member of their own, or one that is there.
pub type Into<'h> = Option<&'h str>;

/// Makes one invitation for each line of `guests`, all or none. Where mail goes out, each with an
/// address gets a letter. `seed` is what the maker's browser holds: with it the links can be shown
/// again, without it only their hashes are known. `into` is the handle of a member one will act
/// for: the maker's own, or a listed contact.
///
/// # Errors
/// [`ActionError::Fields`] with every line that cannot be read.
pub async fn invite(
    app: &App,
    who: Who,
    guests: &str,
    (into, days): (Into<'_>, i64),
    seed: &str,
) -> Result<Vec<Made>, ActionError> {
    let actor = must(who, Act::Invite, None)?;
    let bounds = checked(Bounds { days, uses: 1 })?;
    let guests = read_list(guests).map_err(|wrong| {
        let problem = |it: domain::alliance::guests::WrongLine| FieldProblem {
            field: "guests".to_owned(),
            problem: format!("Line {}: {}", it.line, it.error),
        };
        ActionError::Fields(wrong.into_iter().map(problem).collect())
    })?;
    if guests.is_empty() {
        return Err(ActionError::field("guests", "please write somebody’s name or address here"));
    }
    let mut tx = app.store.write().await?;
    let into = target(&mut tx, who, into).await?;
    let mut made = Vec::with_capacity(guests.len());
    for guest in &guests {
        let one = add(app, &mut tx, actor, (into.as_ref(), bounds), (Some(guest), seed)).await?;
        write_letter(app, &mut tx, actor, &one, into.as_ref()).await?;
        made.push(one);
    }
    record(app, &mut tx, who, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Makes one link for several people.
///
/// # Errors
/// [`ActionError::Fields`] when it would be open for too long or for too many.
pub async fn make_link(
    app: &App,
    who: Who,
    bounds: Bounds,
    into: Into<'_>,
    seed: &str,
) -> Result<Made, ActionError> {
    let actor = must(who, Act::Invite, None)?;
    let bounds = checked(bounds)?;
    let mut tx = app.store.write().await?;
    let into = target(&mut tx, who, into).await?;
    let made = add(app, &mut tx, actor, (into.as_ref(), bounds), (None, seed)).await?;
    record(app, &mut tx, who, std::slice::from_ref(&made)).await?;
    tx.commit().await?;
    Ok(made)
}

/// An invitation for one person, as who runs the server may make it from its console. Answers the
/// link.
///
/// # Errors
/// [`ActionError::Fields`] when the name cannot be read; [`ActionError::Refused`] before the
/// alliance has a name.
pub async fn from_console(app: &App, guest: &str) -> Result<String, ActionError> {
    let guest = Guest::parse(guest).map_err(|it| ActionError::field("for", it))?;
    let mut tx = app.store.write().await?;
    if store::alliance::find(&mut tx).await?.is_none() {
        return Err(ActionError::Refused("the alliance has no name yet; please set it up first"));
    }
    let code = short(&secret::text((app.chance)()));
    let bounds = Bounds { days: DAYS, uses: 1 };
    let id = InvitationId::from_bits(app.new_id());
    let invitation = new(app, (id, None), (None, bounds), Some(&guest), &code);
    rows::insert(&mut tx, &invitation).await?;
    let event = Event::of("alliance.invited", id.bits(), "invited somebody from the console");
    app.record(&mut tx, Who::Guest, &[event]).await?;
    tx.commit().await?;
    Ok(link(app, &code))
}

/// The open ways in that the asker's member made, newest first, before `before`; each with its
/// code if `seed` is the one it was made with.
///
/// # Errors
/// As [`must`] says.
pub async fn list(
    app: &App,
    who: Who,
    before: Option<InvitationId>,
    seed: &str,
) -> Result<(Vec<(Invitation, Option<String>)>, bool), ActionError> {
    let actor = must(who, Act::ReadInvitations, None)?;
    let member = actor.hat.ok_or(ActionError::NotFound("member"))?;
    let before = before.unwrap_or(InvitationId::from_bits(u128::MAX));
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut tx = app.store.read().await?;
    let mut found = rows::open_of_member(&mut tx, member, app.now(), before, limit).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let with_code = |it: Invitation| {
        let code = code_of(app, it.id, seed);
        let known = secret::same(&it.hash, &secret::hash(&code));
        (it, known.then_some(code))
    };
    Ok((found.into_iter().map(with_code).collect(), more))
}

/// Takes a way in back; [`put_back`] undoes it.
///
/// # Errors
/// [`ActionError::NotFound`] when the asker's member did not make it.
pub async fn take_back(app: &App, who: Who, id: InvitationId) -> Result<(), ActionError> {
    set_withdrawn(app, who, id, true).await
}

/// Opens a way in again that was taken back.
///
/// # Errors
/// As [`take_back`].
pub async fn put_back(app: &App, who: Who, id: InvitationId) -> Result<(), ActionError> {
    set_withdrawn(app, who, id, false).await
}

async fn set_withdrawn(
    app: &App,
    who: Who,
    id: InvitationId,
    withdrawn: bool,
) -> Result<(), ActionError> {
    let actor = must(who, Act::TakeInvitationBack, None)?;
    let none = ActionError::NotFound("invitation");
    let mut tx = app.store.write().await?;
    let found = rows::find(&mut tx, id).await?;
    let mine = found.filter(|it| it.by_member.is_some() && it.by_member == actor.hat);
    let invitation = mine.ok_or(none)?;
    if invitation.withdrawn == withdrawn {
        return Ok(());
    }
    let uses = invitation.uses;
    rows::save(&mut tx, &Invitation { withdrawn, ..invitation }, uses).await?;
    let words = if withdrawn { "took an invitation back" } else { "opened an invitation again" };
    app.record(&mut tx, who, &[Event::of("alliance.invited", id.bits(), words)]).await?;
    Ok(tx.commit().await?)
}

/// The address of a way in.
pub fn link(app: &App, code: &str) -> String {
    format!("{}/join/{code}", app.config.base_url)
}

/// What a maker's browser holds to show links again.
pub fn new_seed(app: &App) -> String {
    short(&secret::text((app.chance)()))
}

/// The code of an invitation, for whoever holds the seed it was made with.
fn code_of(app: &App, id: InvitationId, seed: &str) -> String {
    short(&secret::seal(&app.key, &["way in", &id.to_string(), seed]))
}

/// 128 bits are more than anybody guesses, and a QR code of them can still be read from a wall.
fn short(secret: &str) -> String {
    secret.chars().take(32).collect()
}

fn checked(bounds: Bounds) -> Result<Bounds, ActionError> {
    let mut problems = Vec::new();
    let mut problem = |field: &str, max: i64| {
        let problem = format!("please choose 1 to {max}");
        problems.push(FieldProblem { field: field.to_owned(), problem });
    };
    if !(1..=Invitation::DAYS_MAX).contains(&bounds.days) {
        problem("days", Invitation::DAYS_MAX);
    }
    if !(1..=Invitation::USES_MAX).contains(&bounds.uses) {
        problem("uses", Invitation::USES_MAX);
    }
    if problems.is_empty() { Ok(bounds) } else { Err(ActionError::Fields(problems)) }
}

/// The member that `handle` names, if one may invite somebody to act for it.
async fn target(
    tx: &mut ReadTx,
    who: Who,
    handle: Into<'_>,
) -> Result<Option<Member>, ActionError> {
    let Some(handle) = handle.filter(|it| !it.is_empty()) else { return Ok(None) };
    let none = || ActionError::field("into", "please choose your own member or a listed contact");
    let handle = domain::kernel::text::Handle::parse(handle).map_err(|_| none())?;
    let member = store::members::at_handle(tx, &handle).await?.ok_or_else(none)?;
    let fits = who.acts_for(member.id) || member.standing == Standing::Contact;
    if fits { Ok(Some(member)) } else { Err(none()) }
}

async fn add(
    app: &App,
    tx: &mut WriteTx,
    actor: Actor,
    (into, bounds): (Option<&Member>, Bounds),
    (guest, seed): (Option<&Guest>, &str),
) -> Result<Made, ActionError> {
    let id = InvitationId::from_bits(app.new_id());
    let code = code_of(app, id, seed);
    let by = actor.hat.map(|member| (actor, member));
    let invitation = new(app, (id, by), (into.map(|it| it.id), bounds), guest, &code);
    rows::insert(tx, &invitation).await?;
    Ok(Made { invitation, code })
}

fn new(
    app: &App,
    (id, by): (InvitationId, Option<(Actor, MemberId)>),
    (into, bounds): (Option<MemberId>, Bounds),
    guest: Option<&Guest>,
    code: &str,
) -> Invitation {
    Invitation {
        id,
        by: by.map(|(actor, _)| actor.person),
        by_member: by.map(|(_, member)| member),
        to: guest.and_then(|it| it.name.clone()),
        email: guest.and_then(|it| it.email.clone()),
        into,
        hash: secret::hash(code),
        uses_max: bounds.uses,
        uses: 0,
        at: app.now(),
        until: app.now().plus_days(bounds.days),
        withdrawn: false,
    }
}

async fn write_letter(
    app: &App,
    tx: &mut WriteTx,
    actor: Actor,
    made: &Made,
    into: Option<&Member>,
) -> Result<(), ActionError> {
    let Some(email) = made.invitation.email.as_ref().filter(|_| app.config.mail) else {
        return Ok(());
    };
    let from = store::people::find(tx, actor.person).await?;
    let alliance: Option<Alliance> = store::alliance::find(tx).await?;
    let letter = Letter::Invitation {
        alliance: alliance.map(|it| it.name.to_string()).unwrap_or_default(),
        from: from.map(|it| it.name.to_string()).unwrap_or_default(),
        link: link(app, &made.code),
        into: into.map(|it| it.name.to_string()),
    };
    letters::send(app, tx, Some(email), letter, made.invitation.until).await
}

async fn record(app: &App, tx: &mut WriteTx, who: Who, made: &[Made]) -> Result<(), ActionError> {
    let words = match made {
        [one] if one.invitation.uses_max > 1 => "made a link to join".to_owned(),
        [_] => "invited somebody".to_owned(),
        all => format!("invited {} people", all.len()),
    };
    app.record(tx, who, &[Event::of("alliance.invited", THE_ALLIANCE, words)]).await
}
