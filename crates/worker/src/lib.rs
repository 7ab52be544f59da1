//! Tells the outside what has happened: letters, at least once, after the fact is durable. And
//! forgets what has run out. Any number of workers may share a database.

use std::time::Duration;

use actions::{ActionError, App, letters, people};
use store::outbox::{self, Errand};
use tokio_util::sync::CancellationToken;

/// Where letters go: a mail server, or a folder.
pub mod post;
/// What letters say.
pub mod words;

pub use post::Post;

/// How often the worker looks whether there is something to do.
const LOOK: Duration = Duration::from_secs(1);
/// How often what has run out is forgotten, in looks: hourly.
const LOOKS_PER_CLEANING: u32 = 3_600;
/// Who took an errand and has not reported after this long is gone, in seconds.
const LEASE_SECONDS: i64 = 300;
/// So many errands are taken at once.
const AT_ONCE: i64 = 20;
/// After so many tries, over about 9 hours, an errand is given up.
pub const TRIES_MAX: i64 = 14;
/// The wait after the first failure; each further one is twice as long, up to an hour.
const FIRST_WAIT_SECONDS: i64 = 5;
const WAIT_SECONDS_MAX: i64 = 3_600;

/// Works until `stop` is cancelled. Without a post, letters wait; there are none where the server
/// was not told to send mail.
pub async fn run(app: App, post: Option<Post>, stop: CancellationToken) {
    let mut looks = 0;
    while !stop.is_cancelled() {
        if looks % LOOKS_PER_CLEANING == 0 {
            match people::forget_what_ran_out(&app).await {
                Ok(rows) => tracing::debug!(rows, "forgot what has run out"),
                Err(error) => warn(&error, "what has run out was not forgotten"),
            }
        }
        looks += 1;
        if let Some(post) = &post {
            match tell(&app, post).await {
                Ok(told) if told > 0 => continue,
                Ok(_) => {}
                Err(error) => warn(&error, "the outbox could not be worked on"),
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Tells what is due, and answers how many things it took in hand.
///
/// # Errors
/// [`ActionError`] when the store fails; what was not reported is told again later.
pub async fn tell(app: &App, post: &Post) -> Result<usize, ActionError> {
    let mut tx = app.store.read().await?;
    if !outbox::is_due(&mut tx, app.now()).await? {
        return Ok(0);
    }
    drop(tx);
    let mut tx = app.store.write().await?;
    let until = app.now().plus_seconds(LEASE_SECONDS);
    let taken = match outbox::take(&mut tx, app.now(), until, AT_ONCE).await {
        // Another worker is at it.
        Err(store::StoreError::Stale) => return Ok(0),
        other => other?,
    };
    tx.commit().await?;
    for errand in &taken {
        let outcome = run_errand(app, post, errand).await;
        report(app, errand, outcome).await?;
    }
    Ok(taken.len())
}

/// Why an errand was not run.
enum Trouble {
    /// It may work later.
    Now(String),
    /// It never will.
    Forever(String),
}

async fn run_errand(app: &App, post: &Post, errand: &Errand) -> Result<(), Trouble> {
    let envelope =
        letters::Envelope::read(app, &errand.payload).filter(|_| errand.kind == letters::KIND);
    let Some(envelope) = envelope else {
        return Err(Trouble::Forever(format!("nobody here knows what “{}” is", errand.kind)));
    };
    let Some(to) = envelope.to else { return Ok(()) };
    if app.now().0 > envelope.until {
        tracing::info!(tries = errand.tries, "a letter was dropped because it came too late");
        return Ok(());
    }
    let words = words::of(&envelope.letter);
    post.send(&to, &words, app.now()).await.map_err(|error| {
        let text = error.to_string();
        if error.is_final() { Trouble::Forever(text) } else { Trouble::Now(text) }
    })
}

async fn report(
    app: &App,
    errand: &Errand,
    outcome: Result<(), Trouble>,
) -> Result<(), ActionError> {
    let mut tx = app.store.write().await?;
    match outcome {
        Ok(()) => outbox::done(&mut tx, errand.id).await?,
        Err(Trouble::Now(why)) if errand.tries < TRIES_MAX => {
            tracing::warn!(
                why,
                tries = errand.tries,
                "a letter was not sent; it will be tried again"
            );
            let again = app.now().plus_seconds(wait_seconds(errand.tries));
            outbox::fail(&mut tx, errand.id, &why, again).await?;
        }
        Err(Trouble::Now(why) | Trouble::Forever(why)) => {
            tracing::error!(why, tries = errand.tries, "a letter was given up");
            outbox::give_up(&mut tx, errand.id, &why).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// How long to wait after this many tries.
fn wait_seconds(tries: i64) -> i64 {
    (FIRST_WAIT_SECONDS << (tries - 1).clamp(0, 20)).min(WAIT_SECONDS_MAX)
}

fn warn(error: &ActionError, what: &'static str) {
    tracing::warn!(error = error as &dyn std::error::Error, what);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_an_hour() {
        assert_eq!([1, 2, 3, 10, 11, 99].map(wait_seconds), [5, 10, 20, 2_560, 3_600, 3_600]);
    }
}
