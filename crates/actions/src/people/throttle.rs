//! Slows guessers, by account and by where they come from.

use domain::people::proof::Throttle;
use store::people::throttle as rows;
use store::{ReadTx, WriteTx};

use crate::App;
use crate::error::ActionError;

/// Says how long to wait when there were too many tries under one of the keys. Asked before
/// [`count`], so that a flood of tries does not make those wait who write.
pub(super) async fn look(app: &App, keys: &[&str]) -> Result<(), ActionError> {
    let mut tx = app.store.read().await?;
    next(app, &mut tx, keys).await.map(|_| ())
}

/// Counts one try under each of the keys, or says how long to wait when there were too many
/// under one of them; then none is counted. The caller commits, also after a wrong try.
pub(crate) async fn count(app: &App, tx: &mut WriteTx, keys: &[&str]) -> Result<(), ActionError> {
    let counted = next(app, tx, keys).await?;
    for (key, throttle) in keys.iter().zip(counted) {
        rows::save(tx, key, throttle).await?;
    }
    Ok(())
}

/// The try was right: forgets the ones before.
pub(super) async fn clear(tx: &mut WriteTx, keys: &[&str]) -> Result<(), ActionError> {
    for key in keys {
        rows::clear(tx, key).await?;
    }
    Ok(())
}

async fn next(app: &App, tx: &mut ReadTx, keys: &[&str]) -> Result<Vec<Throttle>, ActionError> {
    let now = app.now();
    let mut counted = Vec::with_capacity(keys.len());
    for key in keys {
        let before = rows::find(tx, key).await?.unwrap_or(Throttle { count: 0, last: now });
        counted.push(before.next(now).map_err(|seconds| ActionError::Wait { seconds })?);
    }
    Ok(counted)
}
