//! One file a command.

mod bench;
mod copies;
mod fit;
mod links;
mod lists;
pub(crate) mod serve;

use crate::arguments::{Arguments, Bench, Command, Export, Import};
use crate::demo;
use crate::failure::{Failure, Outcome};

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
        Command::Import(Import::Members { file, dry_run, json }) => {
            lists::import(&place, &file, dry_run, json).await
        }
        Command::Export(Export::Members { out }) => {
            lists::export_members(&place, out.as_deref()).await
        }
        Command::Export(Export::Everything { out }) => lists::export_everything(&place, &out).await,
        Command::Fit { member, purpose, near, top, json } => {
            let asked = fit::Asked { purpose, near: near.unwrap_or_default() };
            fit::fit(&place, &member, &asked, top, json).await
        }
        Command::Bench(Bench::Fit { members }) => {
            let table = bench::fit::run(members);
            let table = table.map_err(|it| Failure::of("The members could not be made up", &it))?;
            println!("{table}");
            Ok(())
        }
        Command::Openapi => {
            print!("{}", web::api::description());
            Ok(())
        }
    }
}
