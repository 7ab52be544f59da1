//! Cursors of lists: where the next page begins. Sealed, so that a cursor that was changed is
//! refused instead of leading somewhere.

use actions::{ActionError, App, secret};
use serde::Serialize;
use utoipa::ToSchema;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// What to ask the next page with; nothing on the last one.
    pub next: Option<String>,
}

/// Writes a cursor of `list` (its name, so that a cursor of one list is none of another) from the
/// position after which the next page begins.
pub fn write(app: &App, list: &str, position: &str) -> String {
    let hex: String = position.bytes().map(|it| format!("{it:02x}")).collect();
    let seal = secret::seal(&app.key, &["cursor", list, position]);
    format!("{hex}.{}", &seal[..32])
}

/// Reads what [`write()`] wrote.
///
/// # Errors
/// [`ActionError::Fields`] when it is not a cursor of this list.
pub fn read(app: &App, list: &str, cursor: &str) -> Result<String, ActionError> {
    let wrong = || ActionError::field("cursor", "this cursor is not from here; please start over");
    let (hex, shown) = cursor.split_once('.').ok_or_else(wrong)?;
    let digits = |i: usize| hex.get(i..i + 2).and_then(|it| u8::from_str_radix(it, 16).ok());
    let bytes: Option<Vec<u8>> = (0..hex.len()).step_by(2).map(digits).collect();
    let position = bytes.and_then(|it| String::from_utf8(it).ok()).ok_or_else(wrong)?;
    let seal = secret::seal(&app.key, &["cursor", list, &position]);
    if secret::same_text(&seal[..32], shown) { Ok(position) } else { Err(wrong()) }
}
