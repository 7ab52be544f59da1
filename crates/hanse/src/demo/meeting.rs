//! Members meet: a handful of relationships on different rungs, played through the same actions
//! that people use. Only the clock is ours.

use actions::relationships::{describe, doing, hello, introductions, steps};
use actions::{ActionError, App};
use domain::kernel::who::Who;

use super::making::days_away;

/// Who plays: the name of each member, and who acts for it.
pub(super) struct Cast<'c>(pub(super) &'c [(String, Who)]);

impl Cast<'_> {
    fn who(&self, name: &str) -> Result<Who, ActionError> {
        let found = self.0.iter().find(|(it, _)| it == name);
        found.map(|it| it.1).ok_or(ActionError::NotFound("member"))
    }
}

/// A hello that is answered with yes by all it goes to.
struct Tie<'t> {
    by: &'t str,
    /// Names and handles.
    to: &'t [(&'t str, &'t str)],
    kind: &'t str,
    purpose: &'t str,
    word: &'t str,
    /// How many days ago.
    ago: i64,
}

/// Plays all of it.
///
/// # Errors
/// [`ActionError`] when the story cannot be.
pub(super) async fn play(app: &App, cast: &Cast<'_>) -> Result<(), ActionError> {
    promoting(app, cast).await?;
    guiding(app, cast).await?;
    resting(app, cast).await?;
    three(app, cast).await?;
    waiting(app, cast).await?;
    passing_on(app, cast).await
}

async fn said(app: &App, cast: &Cast<'_>, tie: &Tie<'_>) -> Result<String, ActionError> {
    let then = days_away(app, -tie.ago);
    let asked = hello::Asked {
        to: tie.to.iter().map(|it| it.1.to_owned()).collect(),
        kind: tie.kind.to_owned(),
        purpose: tie.purpose.to_owned(),
        word: tie.word.to_owned(),
    };
    Ok(hello::say(&then, cast.who(tie.by)?, &asked).await?.slug.to_string())
}

async fn met(app: &App, cast: &Cast<'_>, tie: &Tie<'_>) -> Result<String, ActionError> {
    let slug = said(app, cast, tie).await?;
    for (name, _) in tie.to {
        hello::accept(&days_away(app, 1 - tie.ago), cast.who(name)?, &slug).await?;
    }
    Ok(slug)
}

/// One proposes, the other says yes the day after.
async fn moved(
    app: &App,
    (by, other): (Who, Who),
    slug: &str,
    (what, to, why): (&str, &str, &str),
    ago: i64,
) -> Result<(), ActionError> {
    let asked = steps::Asked {
        what: what.to_owned(),
        to: to.to_owned(),
        why: why.to_owned(),
        plan: String::new(),
    };
    let it = steps::propose(&days_away(app, -ago), by, slug, &asked).await?;
    let id = it.step.map(|it| it.id.to_string()).unwrap_or_default();
    steps::agree(&days_away(app, 1 - ago), other, slug, &id).await?;
    Ok(())
}

async fn did(
    app: &App,
    who: Who,
    slug: &str,
    (what, circumstance, words): (&str, &str, &str),
    ago: i64,
) -> Result<(), ActionError> {
    let asked = doing::Asked {
        what: what.to_owned(),
        circumstance: circumstance.to_owned(),
        day: String::new(),
        words: words.to_owned(),
    };
    doing::record(&days_away(app, -ago), who, slug, &asked).await?;
    Ok(())
}

/// Meadow & Finch and Quay Stories promote each other, and one service is proposed.
async fn promoting(app: &App, cast: &Cast<'_>) -> Result<(), ActionError> {
    let (meadow, quay) = (cast.who("Meadow & Finch")?, cast.who("Quay Stories")?);
    let tie = Tie {
        by: "Meadow & Finch",
        to: &[("Quay Stories", "quay-stories")],
        kind: "collaboration",
        purpose: "films and posters for the same people",
        word: "Your film about the boat yard hangs together like a good poster. Shall we try one \
               piece of work side by side?",
        ago: 150,
    };
    let slug = met(app, cast, &tie).await?;
    let both = (meadow, quay);
    describe::say_known(&days_away(app, -148), meadow, &slug, "2024-03", "introduced by Ife")
        .await?;
    describe::say_known(&days_away(app, -147), quay, &slug, "2024-03", "introduced by Ife").await?;
    let advice = "pricing advice both ways";
    moved(app, both, &slug, ("move", "guidance", advice), 130).await?;
    let support = "mutual_support";
    did(app, meadow, &slug, ("guidance", support, "How to price a day of filming"), 120).await?;
    did(app, quay, &slug, ("guidance", support, "Which paper carries a still"), 119).await?;
    moved(app, (quay, meadow), &slug, ("move", "one_off", "a pilot for spring"), 90).await?;
    did(app, quay, &slug, ("work", support, "The spring pilot for the city farm"), 60).await?;
    let both_bid = "Both of us bid for the museum, and both said so";
    did(app, meadow, &slug, ("talk", "competitive", both_bid), 50).await?;
    moved(app, both, &slug, ("move", "cross_promotion", "a line in each newsletter"), 40).await?;
    let year = "The newsletter brought two schools. Let us count next time.";
    doing::review(&days_away(app, -30), meadow, &slug, "yes", year).await?;
    doing::review(&days_away(app, -29), quay, &slug, "yes", "").await?;
    telling(app, (meadow, quay), &slug).await
}

/// What the two write, say and propose in the last days.
async fn telling(app: &App, (meadow, quay): (Who, Who), slug: &str) -> Result<(), ActionError> {
    let now = days_away(app, -3);
    describe::give(&now, meadow, slug, "quay-stories", "Posters for screenings, at cost").await?;
    describe::give(&now, quay, slug, "meadow-finch", "Stills from every film, to print").await?;
    let words = |field: &str, text: &str| (field.to_owned(), text.to_owned());
    let own = [
        words("agenda", "Work that comes by word of mouth, and company while doing it."),
        words("off_table", "Our list of addresses. We write to our own people ourselves."),
        words("interests", "Good work for small charities, told well."),
    ];
    describe::write(&now, meadow, slug, &own).await?;
    let theirs = [words("agenda", "To be found by people who would never search for a film.")];
    describe::write(&now, quay, slug, &theirs).await?;
    describe::say(&now, meadow, slug, "Learned something about bleed on recycled card.").await?;
    let green = "The second film is cut. Could the title cards use your green?";
    describe::say(&days_away(app, -2), quay, slug, green).await?;
    let service = steps::Asked {
        what: "move".to_owned(),
        to: "integrated_service".to_owned(),
        why: "sell “Launch kit” together, with one price and one contract".to_owned(),
        plan: String::new(),
    };
    steps::propose(&days_away(app, -1), quay, slug, &service).await?;
    Ok(())
}

/// Northlight Data guides Meadow & Finch, and the next review is near.
async fn guiding(app: &App, cast: &Cast<'_>) -> Result<(), ActionError> {
    let (meadow, north) = (cast.who("Meadow & Finch")?, cast.who("Northlight Data")?);
    let tie = Tie {
        by: "Northlight Data",
        to: &[("Meadow & Finch", "meadow-finch")],
        kind: "friendship",
        purpose: "counting what a poster changes",
        word: "You asked what funders mean by change. Come by for a coffee.",
        ago: 49,
    };
    let slug = met(app, cast, &tie).await?;
    moved(app, (meadow, north), &slug, ("move", "guidance", ""), 30).await?;
    let helped = ("guidance", "mutual_support", "What to count before an open day");
    did(app, meadow, &slug, helped, 20).await
}

/// Second Bloom and Meadow & Finch rest until spring.
async fn resting(app: &App, cast: &Cast<'_>) -> Result<(), ActionError> {
    let (meadow, bloom) = (cast.who("Meadow & Finch")?, cast.who("Second Bloom")?);
    let tie = Tie {
        by: "Second Bloom",
        to: &[("Meadow & Finch", "meadow-finch")],
        kind: "collaboration",
        purpose: "signs for a flower stall",
        word: "We need three signs, and we can pay in flowers for a part of it.",
        ago: 100,
    };
    let slug = met(app, cast, &tie).await?;
    moved(app, (bloom, meadow), &slug, ("pause", "", "until the season begins"), 25).await
}

/// Three from the start.
async fn three(app: &App, cast: &Cast<'_>) -> Result<(), ActionError> {
    let tie = Tie {
        by: "Quay Stories",
        to: &[("Meadow & Finch", "meadow-finch"), ("Copper Lane Web", "copper-lane-web")],
        kind: "collaboration",
        purpose: "a whole campaign for a small charity",
        word: "Film, print and a page that holds both. Nobody of us can do it alone.",
        ago: 18,
    };
    met(app, cast, &tie).await.map(drop)
}

/// A hello that waits for the viewer.
async fn waiting(app: &App, cast: &Cast<'_>) -> Result<(), ActionError> {
    let tie = Tie {
        by: "Copper Lane Web",
        to: &[("Meadow & Finch", "meadow-finch")],
        kind: "collaboration",
        purpose: "a website that you can look after yourselves",
        word: "We read that you need one. We would rather teach you than sell you a contract.",
        ago: 2,
    };
    said(app, cast, &tie).await.map(drop)
}

/// Quay Stories passes an opportunity and a member on.
async fn passing_on(app: &App, cast: &Cast<'_>) -> Result<(), ActionError> {
    let quay = cast.who("Quay Stories")?;
    for (about, words) in [
        ("", "The harbour museum looks for signs in three languages, by the end of spring."),
        ("ife-adeyemi", "Ife tells charities' stories in numbers. You would laugh at the same."),
    ] {
        let asked = introductions::Asked {
            to: "meadow-finch".to_owned(),
            about: about.to_owned(),
            words: words.to_owned(),
            passed_on: String::new(),
        };
        introductions::pass_on(&days_away(app, -4), quay, &asked).await?;
    }
    Ok(())
}
