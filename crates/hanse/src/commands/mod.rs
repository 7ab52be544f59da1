//! One file a command.

mod copies;
mod fit;
mod links;
pub(crate) mod serve;

use crate::arguments::{Arguments, Command};
use crate::demo;
use crate::failure::Outcome;

/// Does what was asked.
///
/// # Errors
/// [`crate::failure::Failure`] with the sentence to show.
pub(crate) async fn run(arguments: Arguments) -> Outcome {
    let place = arguments.place;
    match arguments.command {
        Command::Serve => serve::serve(&place).await,
        Command::Demo { fresh } => demo::run(&place, fresh).await,
        Command::Invite { guest } => links::invite(&place, &guest).await,
        Command::SignInLink { email } => links::sign_in(&place, &email).await,
        Command::Backup { file } => copies::back_up(&place, &file).await,
        Command::Restore { file, force } => copies::restore(&place, &file, force).await,
        Command::Doctor { against, json } => copies::doctor(&place, against.as_deref(), json).await,
        Command::Fit { member, purpose, top, json } => {
            fit::fit(&place, &member, &purpose, top, json).await
        }
        Command::Openapi => {
            print!("{}", web::api::description());
            Ok(())
        }
    }
}
