//! `hanse sign-in-link` and `hanse invite`: ways in, for whoever runs the server.

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
