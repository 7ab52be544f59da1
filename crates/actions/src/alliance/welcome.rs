//! The three short questions for who has just come in: what you do and for whom, what you are
//! looking for, how you work. Each can be skipped, and changed later on one's own page.

use domain::kernel::id::{NeedId, OfferId};
use domain::kernel::text::{Line, TextError};
use domain::kernel::who::Who;
use domain::members::change::Change;
use domain::members::member::Member;
use domain::members::offers::{Need, Offer, When};
use domain::members::parts::Tags;

use crate::App;
use crate::error::{ActionError, FieldProblem};
use crate::permission::{Act, must};

/// The member the asker acts for, with all it says about itself.
///
/// # Errors
/// [`ActionError::Refused`] when they act for nobody yet.
pub async fn own(app: &App, who: Who) -> Result<Member, ActionError> {
    let hat = who.actor().ok_or(ActionError::SignIn)?.hat;
    must(who, Act::DescribeMember, hat)?;
    let mut tx = app.store.read().await?;
    let found = match hat {
        Some(hat) => store::members::find(&mut tx, hat).await?,
        None => None,
    };
    found.ok_or(ActionError::NotFound("member"))
}

/// Keeps the answers of one page: fields as [`crate::members::describe`] reads them, and `offers`
/// and `needs`, one a line. What is no longer among the lines is taken back; what is still there
/// stays as it is, with all that was said about it since.
///
/// # Errors
/// [`ActionError::Fields`] with every field that does not fit.
pub async fn answer(
    app: &App,
    who: Who,
    fields: &[(String, String)],
) -> Result<Member, ActionError> {
    let member = own(app, who).await?;
    let mut changes = Vec::new();
    let mut problems = Vec::new();
    for (field, text) in fields {
        let read = match field.as_str() {
            "offers" => offers(app, &member, text).map_err(|it| it.to_string()),
            "needs" => needs(app, &member, text).map_err(|it| it.to_string()),
            _ => match Change::parse(field, text, app.now()) {
                Ok(change) => Ok(vec![change]),
                Err(error) => Err(error.to_string()),
            },
        };
        match read {
            Ok(read) => changes.extend(read),
            Err(problem) => problems.push(FieldProblem { field: field.clone(), problem }),
        }
    }
    if !problems.is_empty() {
        return Err(ActionError::Fields(problems));
    }
    crate::members::change(app, who, member.id, changes).await
}

fn lines(text: &str) -> Result<Vec<Line>, TextError> {
    let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
    let mut found: Vec<Line> = Vec::new();
    for line in lines.map(Line::parse) {
        let line = line?;
        if !found.contains(&line) {
            found.push(line);
        }
    }
    Ok(found)
}

fn offers(app: &App, member: &Member, text: &str) -> Result<Vec<Change>, TextError> {
    let (wanted, there) = (lines(text)?, &member.profile.offers);
    let gone = there.iter().filter(|it| !wanted.contains(&it.title));
    let mut changes: Vec<Change> = gone.map(|it| Change::DropOffer(it.id)).collect();
    let new = wanted.iter().filter(|title| !there.iter().any(|it| it.title == **title));
    changes.extend(new.map(|title| {
        Change::Offer(Offer {
            id: OfferId::from_bits(app.new_id()),
            title: title.clone(),
            detail: None,
            tags: Tags::default(),
            scope: None,
            reach: None,
            enjoyment: None,
            used_ourselves: false,
            fresh: app.now(),
        })
    }));
    Ok(changes)
}

fn needs(app: &App, member: &Member, text: &str) -> Result<Vec<Change>, TextError> {
    let (wanted, there) = (lines(text)?, &member.profile.needs);
    let gone = there.iter().filter(|it| !wanted.contains(&it.title));
    let mut changes: Vec<Change> = gone.map(|it| Change::DropNeed(it.id)).collect();
    let new = wanted.iter().filter(|title| !there.iter().any(|it| it.title == **title));
    changes.extend(new.map(|title| {
        Change::Need(Need {
            id: NeedId::from_bits(app.new_id()),
            title: title.clone(),
            detail: None,
            tags: Tags::default(),
            when: When::Now,
            fresh: app.now(),
        })
    }));
    Ok(changes)
}
