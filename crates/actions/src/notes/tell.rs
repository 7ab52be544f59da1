//! Telling something: one line is enough (R80).

use std::collections::BTreeSet;

use domain::fit::works;
use domain::kernel::id::{CircleId, MemberId, NoteId, RelationshipId};
use domain::kernel::text::{Prose, TextError};
use domain::kernel::time::Day;
use domain::kernel::who::Who;
use domain::notes::audience::{Audience, Reach};
use domain::notes::note::Note;
use domain::notes::telling::Telling;
use store::notes::few::ties;
use store::notes::{circles, one};
use store::{ReadTx, WriteTx, relationships};

use crate::App;
use crate::error::{ActionError, FieldProblem};
use crate::permission::{Act, must};

/// So many members of relationships are offered to write for; those that changed last first.
const FEW_MAX: i64 = 100;

/// What somebody tells, as forms and requests name it; what is not needed stays empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// `plain`, `lesson` or `probe`; nothing means plain.
    pub kind: String,
    /// What is told, what happened, or what is tried.
    pub body: String,
    /// What was learned.
    pub learned: String,
    /// The day to look at a probe, `2026-12-31`.
    pub watch: String,
}

/// Tells something. `audience` is `members`, `everyone`, `makers`, `sealed`, `circle:<id>` or
/// `us:<id>` with the id of a relationship.
///
/// # Errors
/// [`ActionError::Fields`] for what does not fit.
pub async fn tell(app: &App, who: Who, words: &Words, audience: &str) -> Result<Note, ActionError> {
    let actor = must(who, Act::Tell, None)?;
    let author = who.member().ok_or(ActionError::NotFound("member"))?;
    let telling = words.read()?;
    let mut tx = app.store.write().await?;
    let audience = audience_of(&mut tx, author, audience).await?;
    let id = app.new_id();
    let note = Note {
        id: NoteId::from_bits(id),
        author,
        person: actor.person,
        audience,
        telling,
        placed: id,
        at: app.now(),
        edited: None,
        gone: false,
        version: 1,
    };
    let kept_from = kept_from(&mut tx, &note).await?;
    one::insert(&mut tx, &note, &kept_from).await?;
    app.record(&mut tx, who, &[note.told()]).await?;
    tx.commit().await?;
    Ok(note)
}

/// What its author makes, for a note that is kept from those who make the same.
pub(super) async fn kept_from(
    tx: &mut WriteTx,
    note: &Note,
) -> Result<BTreeSet<String>, ActionError> {
    if note.audience != Audience::Makers {
        return Ok(BTreeSet::new());
    }
    Ok(works(&crate::members::load(tx, note.author).await?))
}

/// Few for whom a member can write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Few {
    /// The audience.
    pub audience: Audience,
    /// The name of the circle, or of the others in the relationship.
    pub name: String,
}

/// The circles of the member somebody acts for, and its relationships that go on or rest.
///
/// # Errors
/// As [`must`].
pub async fn few(app: &App, who: Who) -> Result<Vec<Few>, ActionError> {
    must(who, Act::Tell, None)?;
    let me = who.member().ok_or(ActionError::NotFound("member"))?;
    let mut tx = app.store.read().await?;
    let mut few: Vec<Few> = Vec::new();
    for (id, name) in ties(&mut tx, me, FEW_MAX).await? {
        let audience = Audience::Us(id);
        match few.last_mut().filter(|it| it.audience == audience) {
            Some(same) => same.name = format!("{}, {name}", same.name),
            None => few.push(Few { audience, name: name.to_string() }),
        }
    }
    for it in circles::of_owner(&mut tx, me).await? {
        let circle = it.circle;
        few.push(Few { audience: Audience::Circle(circle.id), name: circle.name.to_string() });
    }
    Ok(few)
}

/// Reads for whom a note is to be: a circle must be one of the author's, and the author must
/// belong to a relationship.
pub(super) async fn audience_of(
    tx: &mut ReadTx,
    author: MemberId,
    text: &str,
) -> Result<Audience, ActionError> {
    let wrong = || ActionError::field("audience", "please choose for whom this is");
    let (reach, scope) = text.split_once(':').unwrap_or((text, ""));
    let reach = Reach::parse(reach).ok_or_else(wrong)?;
    if reach == Reach::Circle {
        let id = CircleId::parse(scope).ok_or_else(wrong)?;
        let circle = circles::find(tx, author, id).await?.filter(|it| !it.gone);
        return circle.map(|it| Audience::Circle(it.id)).ok_or_else(wrong);
    }
    if reach == Reach::Us {
        let id = RelationshipId::parse(scope).ok_or_else(wrong)?;
        let found = relationships::find(tx, id).await?.filter(|it| it.holds(author));
        return found.map(|it| Audience::Us(it.id)).ok_or_else(wrong);
    }
    if scope.is_empty() { Audience::of(reach, None).ok_or_else(wrong) } else { Err(wrong()) }
}

impl Words {
    /// Reads what was written.
    ///
    /// # Errors
    /// [`ActionError::Fields`] with every field that does not fit.
    pub(super) fn read(&self) -> Result<Telling, ActionError> {
        let mut problems = Vec::new();
        let mut prose = |field: &str, text: &str| {
            let read = Prose::parse(text);
            if let Err(error) = &read {
                problems.push(problem(field, error));
            }
            read.ok()
        };
        let telling = match self.kind.trim() {
            "" | "plain" => prose("body", &self.body).map(Telling::Plain),
            "lesson" => {
                let (happened, learned) =
                    (prose("body", &self.body), prose("learned", &self.learned));
                happened
                    .zip(learned)
                    .map(|(happened, learned)| Telling::Lesson { happened, learned })
            }
            "probe" => {
                let hypothesis = prose("body", &self.body);
                let watch = Day::parse(&self.watch);
                if watch.is_none() {
                    let say = "please say on which day to look at it, such as 2027-03-31";
                    problems.push(FieldProblem { field: "watch".into(), problem: say.into() });
                }
                let probe =
                    |(hypothesis, watch)| Telling::Probe { hypothesis, watch, outcome: None };
                hypothesis.zip(watch).map(probe)
            }
            other => {
                let error = TextError::Choice(other.chars().take(40).collect());
                problems.push(problem("kind", &error));
                None
            }
        };
        telling.ok_or(ActionError::Fields(problems))
    }
}

fn problem(field: &str, error: &TextError) -> FieldProblem {
    FieldProblem { field: field.to_owned(), problem: error.to_string() }
}
