//! `hanse sign-in-link` and `hanse invite`: ways in, for whoever runs the server.

use actions::alliance::invitations;
use actions::people::links;

use crate::arguments::Place;
use crate::config;
use crate::failure::Outcome;

/// Prints a link that signs in the person with this address, once.
///
/// # Errors
/// [`crate::failure::Failure`] when nobody has this address.
pub(crate) async fn sign_in(place: &Place, email: &str) -> Outcome {
    let app = config::open_existing(place).await?;
    println!("{}", links::from_console(&app, email).await?);
    Ok(app.store.close().await?)
}

/// Prints a link by which one person can join.
///
/// # Errors
/// [`crate::failure::Failure`] when the name cannot be read, or the alliance has none yet.
pub(crate) async fn invite(place: &Place, guest: &str) -> Outcome {
    let app = config::open_existing(place).await?;
    println!("{}", invitations::from_console(&app, guest).await?);
    Ok(app.store.close().await?)
}
