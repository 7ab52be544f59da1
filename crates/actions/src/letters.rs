//! Letters to the outside. An action says here what is to be told to whom, in the transaction that
//! makes it true; the worker finds the words and sends them.

use domain::kernel::text::Email;
use domain::kernel::time::Time;
use serde::{Deserialize, Serialize};
use store::WriteTx;

use crate::error::ActionError;
use crate::{App, secret};

/// The kind under which letters wait in the outbox.
pub const KIND: &str = "letter";

/// A letter and where it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The address. Nobody's letter is dropped: it is written only so that asking for a code is
    /// the same work whether or not there is somebody with this address.
    pub to: Option<String>,
    /// In microseconds since 1970: later than this it would only confuse, so it is dropped.
    pub until: i64,
    /// What it says.
    pub letter: Letter,
}

impl Envelope {
    /// Reads what waited in the outbox; `None` when this Hanse did not write it.
    pub fn read(app: &App, payload: &str) -> Option<Self> {
        serde_json::from_str(&secret::open(&app.key, KIND, payload)?).ok()
    }
}

/// What a letter says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// The code with which somebody signs in.
    SignInCode {
        /// The name of the alliance.
        alliance: String,
        /// Six digits.
        code: String,
    },
    /// The code that shows that a new address is one's own.
    AddressCode {
        /// The name of the alliance.
        alliance: String,
        /// Six digits.
        code: String,
    },
    /// A way into the alliance.
    Invitation {
        /// The name of the alliance.
        alliance: String,
        /// Who invites, as they call themselves.
        from: String,
        /// Where to go.
        link: String,
        /// The member one is invited to act for, if it is an existing one.
        into: Option<String>,
    },
}

/// Has a letter sent once the transaction is committed. `until` is when it is worth nothing.
/// Codes and links in it sign people in, so it waits unreadable.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub async fn send(
    app: &App,
    tx: &mut WriteTx,
    to: Option<&Email>,
    letter: Letter,
    until: Time,
) -> Result<(), ActionError> {
    let to = to.map(|it| it.as_str().to_owned());
    let envelope = Envelope { to, until: until.0, letter };
    let payload = serde_json::to_string(&envelope).expect("a letter has only texts and numbers");
    let payload = secret::close(&app.key, KIND, &payload, (app.chance)());
    Ok(store::outbox::put(tx, app.new_id(), KIND, &payload, app.now()).await?)
}

/// The name of the alliance, as letters say it.
///
/// # Errors
/// [`ActionError`] when the store fails.
pub(crate) async fn alliance_name(tx: &mut WriteTx) -> Result<String, ActionError> {
    let alliance = store::alliance::find(tx).await?;
    Ok(alliance.map_or_else(|| "Hanse".to_owned(), |it| it.name.to_string()))
}
