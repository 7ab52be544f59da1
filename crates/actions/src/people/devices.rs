//! Where one is signed in.

use domain::kernel::id::SessionId;
use domain::kernel::who::Who;
use store::people::devices as rows;
pub use store::people::devices::Device;

use crate::App;
use crate::error::ActionError;
use crate::permission::{Act, must};

/// One's devices, the one seen last first.
///
/// # Errors
/// [`ActionError::SignIn`] to guests.
pub async fn list(app: &App, who: Who) -> Result<Vec<Device>, ActionError> {
    let actor = must(who, Act::ManageDevices, None)?;
    let mut tx = app.store.read().await?;
    Ok(rows::of_person(&mut tx, actor.person, app.now()).await?)
}

/// Signs one of one's devices out.
///
/// # Errors
/// [`ActionError::NotFound`] when it is none of one's own.
pub async fn end(app: &App, who: Who, device: SessionId) -> Result<(), ActionError> {
    let actor = must(who, Act::ManageDevices, None)?;
    let mut tx = app.store.write().await?;
    if !rows::end(&mut tx, actor.person, device).await? {
        return Err(ActionError::NotFound("device"));
    }
    Ok(tx.commit().await?)
}

/// Signs all of one's devices out but this one. Answers how many there were.
///
/// # Errors
/// [`ActionError::SignIn`] to guests.
pub async fn end_others(app: &App, who: Who, this: SessionId) -> Result<u64, ActionError> {
    let actor = must(who, Act::ManageDevices, None)?;
    let mut tx = app.store.write().await?;
    let ended = rows::end_others(&mut tx, actor.person, this).await?;
    tx.commit().await?;
    Ok(ended)
}
