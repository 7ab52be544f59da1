//! `hanse fit`: who fits a member, as the page and the API say it.

use actions::App;
use actions::fit::{self as act, FindQuery, Slice};
use domain::fit::Count;
use web::fit::api::FitBody;

use crate::arguments::Place;
use crate::config;
use crate::config::must_be_there;
use crate::failure::{Failure, Outcome};

/// What is asked for, as it was typed.
pub(crate) struct Asked {
    /// What for.
    pub(crate) purpose: String,
    /// Where they should be; empty for anywhere.
    pub(crate) near: String,
}

/// Prints the best for a member.
///
/// # Errors
/// [`Failure`] when there is no such database, member or purpose.
pub(crate) async fn fit(
    place: &Place,
    member: &str,
    asked: &Asked,
    top: usize,
    as_json: bool,
) -> Outcome {
    must_be_there(place)?;
    let app = config::open(place).await?;
    let (bodies, peers) = best(&app, member, asked, top).await?;
    app.store.close().await?;
    if as_json {
        let text = serde_json::to_string_pretty(&bodies);
        println!("{}", text.map_err(|it| Failure::of("The answer could not be written", &it))?);
    } else {
        print!("{}", told(&bodies, peers));
    }
    Ok(())
}

/// The best for a member, and how many do the same work as it.
///
/// # Errors
/// [`Failure`] when there is no such member or purpose.
async fn best(
    app: &App,
    member: &str,
    asked: &Asked,
    top: usize,
) -> Result<(Vec<FitBody>, Count), Failure> {
    let fields = [("purpose", &asked.purpose), ("near", &asked.near)];
    let query = FindQuery::parse(&fields.map(|(name, text)| (name.to_owned(), text.clone())))?;
    let me = act::member_at(app, member.trim_start_matches('@')).await?;
    let answer = act::find_for(app, me, &query, Slice { after: None, size: top }).await?;
    Ok((answer.found.iter().map(FitBody::of).collect(), answer.peers.count))
}

fn told(bodies: &[FitBody], peers: Count) -> String {
    let mut text = String::new();
    let mut line = |words: String| {
        text.push_str(&words);
        text.push('\n');
    };
    if bodies.is_empty() {
        line("Nobody fits for this yet.".to_owned());
    }
    for body in bodies {
        line(format!("{}: {}", body.member, body.verdict.replace('_', " ")));
        for why in body.reasons.iter().chain(&body.talk_about) {
            line(format!("    {why}"));
        }
        for factor in &body.factors {
            let marks = usize::from(factor.marks.min(5));
            let (on, off) = ("■".repeat(marks), "□".repeat(5 - marks));
            line(format!("    {on}{off} {}: {}", factor.name, factor.word));
        }
    }
    if peers.found > 0 {
        let more = if peers.more { "More than " } else { "" };
        line(format!(
            "{more}{} do the same work for the same people and are left out.",
            peers.found
        ));
    }
    text
}

#[cfg(test)]
mod tests;
