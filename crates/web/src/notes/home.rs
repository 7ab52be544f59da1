//! `/home`: what one wants to tell, and what the others told.

use actions::App;
use actions::alliance::presence;
use actions::notes::change;
use actions::notes::stream::{self, Page, Show};
use actions::notes::tell::{Few, Words, few, tell};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::kernel::id::NoteId;
use domain::members::parts::Standing;
use domain::notes::audience::{Audience, Reach};
use domain::notes::note::Note;
use serde::Deserialize;

use super::pages::note_id;
use super::shown::{self, PartShown, parts};
use super::stories::{place, place_text};
use crate::answer;
use crate::error::PageError;
use crate::form::Fields;
use crate::layout::Layout;
use crate::mark::Mark;
use crate::members::when;
use crate::refusals::Refusals;
use crate::show;
use crate::visit::Visit;

/// The name of this list in cursors.
const LIST: &str = "home";
/// How many new members stand beside the stream.
const FACES: i64 = 5;

/// A choice of audience: its value, and its words.
pub type Choice = (String, String);

#[derive(Template)]
#[template(path = "notes/home.html")]
struct HomePage {
    layout: Layout,
    composer: Composer,
    see: Vec<(&'static str, &'static str, &'static str, bool)>,
    parts: Vec<PartShown>,
    next: Option<String>,
    /// Nobody has told anything yet, and this is the first page.
    is_empty: bool,
    /// Who can already read what is for members.
    readers: String,
    faces: Vec<Face>,
}

/// A new member.
struct Face {
    href: String,
    name: String,
    mark: Mark,
    line: String,
}

/// What is being written.
#[derive(Default)]
pub struct Composer {
    pub audiences: Vec<Choice>,
    pub audience: String,
    pub kind: String,
    pub body: String,
    pub learned: String,
    pub watch: String,
    pub refusals: Refusals,
}

impl Composer {
    /// What was typed.
    pub fn typed(form: &Fields) -> Self {
        let text = |name: &str| form.get(name).to_owned();
        Self {
            audience: text("audience"),
            kind: text("kind"),
            body: text("body"),
            learned: text("learned"),
            watch: text("watch"),
            ..Self::default()
        }
    }

    /// What kind of note is chosen in the form.
    pub fn kind_or_plain(&self) -> &str {
        if self.kind.is_empty() { "plain" } else { &self.kind }
    }

    /// The same for the action.
    pub fn words(&self) -> Words {
        Words {
            kind: self.kind.clone(),
            body: self.body.clone(),
            learned: self.learned.clone(),
            watch: self.watch.clone(),
        }
    }

    /// Whether more than one line was, or must be, written.
    pub fn is_open(&self) -> bool {
        !self.refusals.is_empty() || !matches!(self.kind.as_str(), "" | "plain")
    }
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    see: String,
    before: Option<String>,
}

pub async fn page(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let hat = visit.arrival.session.as_ref().and_then(|it| it.hat.as_ref());
    if hat.is_some_and(|it| it.standing == Standing::Candidate) {
        return Ok(answer::onward("/alliance/candidacy"));
    }
    let composer = Composer { audience: "members".to_owned(), ..Composer::default() };
    home(&app, &visit, &asked, composer).await
}

/// Tells something.
pub async fn post(
    State(app): State<App>,
    visit: Visit,
    form: Fields,
) -> Result<Response, PageError> {
    let mut composer = Composer::typed(&form);
    match tell(&app, visit.who, &composer.words(), &composer.audience).await {
        Ok(note) => Ok(told(&app, &note)),
        Err(error) => {
            composer.refusals = Refusals::from_error(error)?;
            home(&app, &visit, &Asked { see: String::new(), before: None }, composer).await
        }
    }
}

/// Back to the stream; what is sealed stands on its own page alone.
fn told(app: &App, note: &Note) -> Response {
    let undo = Some(format!("/notes/{}/removal", note.id));
    let (to, said) = match note.audience.reach() {
        Reach::Sealed => {
            (format!("/notes/{}", note.id), "Sealed. Members see that it is there, and no more.")
        }
        Reach::Us | Reach::Circle => ("/home".to_owned(), "Told to those few."),
        Reach::Makers => ("/home".to_owned(), "Told to members who make other things than you."),
        Reach::Members => ("/home".to_owned(), "Told to all members."),
        Reach::Everyone => ("/home".to_owned(), "Told to everyone."),
    };
    answer::done(app, &to, said, undo)
}

pub async fn take_back(
    State(app): State<App>,
    visit: Visit,
    axum::extract::Path(id): axum::extract::Path<String>,
) -> Result<Response, PageError> {
    let id: NoteId = note_id(&id)?;
    change::take_back(&app, visit.who, id).await?;
    let undo = Some(format!("/notes/{id}/restoration"));
    Ok(answer::done(&app, "/home", "Taken back. Nobody reads it any more.", undo))
}

async fn home(
    app: &App,
    visit: &Visit,
    asked: &Asked,
    mut composer: Composer,
) -> Result<Response, PageError> {
    let show = match asked.see.as_str() {
        "partners" => Show::Partners,
        "public" => Show::Public,
        _ => Show::All,
    };
    let list = format!("{LIST} {}", asked.see);
    let before = place(app, &list, asked.before.as_deref())?;
    let page = stream::home(app, visit.who, show, before).await?;
    let presence = presence::presence(app, visit.who).await?;
    composer.audiences = audiences(&few(app, visit.who).await?);
    let faces = actions::members::list::new_faces(app, visit.who, FACES + 1).await?;
    let faces = faces.iter().filter(|it| !visit.who.acts_for(it.member.id));
    let face = |it: &actions::members::View| Face {
        href: format!("/@{}", it.member.handle),
        name: it.member.name.to_string(),
        mark: Mark::of(&it.member),
        line: it.member.profile.line.as_ref().map(ToString::to_string).unwrap_or_default(),
    };
    let refusals = composer.refusals.clone();
    let home = HomePage {
        layout: visit.layout("Home", "/home"),
        see: vec![
            ("All", "list", "/home", show == Show::All),
            ("Partners", "handshake", "/home?see=partners", show == Show::Partners),
            ("Public", "globe", "/home?see=public", show == Show::Public),
        ],
        is_empty: page.items.is_empty() && before.is_none() && show == Show::All,
        next: next(app, &list, &asked.see, &page),
        parts: parts(&page.items, app.now()),
        readers: readers(presence.members),
        faces: faces.take(usize::try_from(FACES).unwrap_or_default()).map(face).collect(),
        composer,
    };
    Ok(show::form(&refusals, home))
}

fn next(app: &App, list: &str, see: &str, page: &Page) -> Option<String> {
    let before = crate::cursor::write(app, list, &place_text(page.next?));
    let see = match see {
        "partners" => "see=partners&",
        "public" => "see=public&",
        _ => "",
    };
    Some(format!("/home?{see}before={before}"))
}

/// For whom one can write, from near to far.
pub fn audiences(few: &[Few]) -> Vec<Choice> {
    let few = few.iter().map(choice);
    let wide = [Reach::Makers, Reach::Members, Reach::Everyone, Reach::Sealed];
    let wide = wide.into_iter().map(|it| (it.wire().to_owned(), shown::words(it).to_owned()));
    few.chain(wide).collect()
}

/// A few for whom one can write.
pub fn choice(few: &Few) -> Choice {
    match few.audience {
        Audience::Us(id) => (format!("us:{id}"), format!("Only us: {} and you", few.name)),
        Audience::Circle(id) => (format!("circle:{id}"), format!("Only the circle “{}”", few.name)),
        other => (other.reach().wire().to_owned(), other.reach().words().to_owned()),
    }
}

fn readers(members: i64) -> String {
    match members {
        ..=1 => "You are the first member here. Whoever joins can read what you tell members."
            .to_owned(),
        2 => "One other member can already read what you tell members.".to_owned(),
        many => format!(
            "{} other members can already read what you tell members.",
            crate::error::capitalised(&when::number(many - 1)).trim_end_matches('.')
        ),
    }
}
