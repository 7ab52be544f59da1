//! A form or request that is sent twice has one effect, and both get the same answer.

use store::replay::{self as rows, Answer};

use crate::App;
use crate::error::ActionError;

/// Whose turn it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// This is the first; its answer is to be kept, or the key released.
    First,
    /// The first one is still being worked on.
    Working,
    /// The first one was answered like this.
    Answered {
        /// The HTTP status.
        status: i64,
        /// The `Location` or the body.
        text: String,
    },
}

/// Asks for a turn with this key.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub async fn take(app: &App, key: &str) -> Result<Turn, ActionError> {
    let mut tx = app.store.write().await?;
    if rows::take(&mut tx, key, app.now()).await? {
        tx.commit().await?;
        return Ok(Turn::First);
    }
    match rows::find(&mut tx, key).await? {
        Some(Answer { status, text }) if status != 0 => Ok(Turn::Answered { status, text }),
        _ => Ok(Turn::Working),
    }
}

/// Keeps the answer of the first.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub async fn keep(app: &App, key: &str, status: i64, text: &str) -> Result<(), ActionError> {
    let mut tx = app.store.write().await?;
    rows::keep(&mut tx, key, &Answer { status, text: text.to_owned() }).await?;
    Ok(tx.commit().await?)
}

/// The first was refused: lets it be sent again.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub async fn release(app: &App, key: &str) -> Result<(), ActionError> {
    let mut tx = app.store.write().await?;
    rows::release(&mut tx, key).await?;
    Ok(tx.commit().await?)
}
