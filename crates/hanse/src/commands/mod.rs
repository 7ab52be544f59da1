//! One file a command.

mod serve;

use crate::arguments::{Arguments, Command};
use crate::failure::Outcome;

/// Does what was asked.
///
/// # Errors
/// [`crate::failure::Failure`] with the sentence to show.
pub(crate) async fn run(arguments: Arguments) -> Outcome {
    let place = arguments.place;
    match arguments.command {
        Command::Serve => serve::serve(&place).await,
    }
}
