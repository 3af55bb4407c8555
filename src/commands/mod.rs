//! Each command parses, calls and prints; what it calls is in the rest of the library.

mod add;
mod adopt;
mod ask;
mod audit;
mod blueprints;
mod check;
mod columns;
mod completions;
mod db;
pub mod decide;
mod diff;
mod drift;
mod explain;
pub mod guide;
mod inspect_db;
mod install;
mod made;
mod mcp;
pub mod new;
pub mod plan;
mod remove;
pub mod routes;
mod schema;
pub mod show;
mod status;
pub mod sync;
mod undo;
pub mod views;

use crate::cli::{Command, Format};
use crate::output::{Failure, Terminal};

/// Runs the command that was asked for.
///
/// # Errors
/// Whatever stopped it, in words for the person who asked.
pub fn run(command: Command, terminal: &Terminal) -> Result<(), Failure> {
    refuse_format(&command, terminal)?;
    match command {
        Command::New(arguments) => new::run(arguments, terminal),
        Command::Add(arguments) => add::run(arguments, terminal),
        Command::Remove(arguments) => remove::run(arguments, terminal),
        Command::Sync(arguments) => sync::run(&arguments, terminal),
        Command::Status(arguments) => status::run(&arguments, terminal),
        Command::Diff(arguments) => diff::run(&arguments, terminal),
        Command::Undo(arguments) => undo::run(&arguments, terminal),
        Command::Adopt(arguments) => adopt::run(&arguments, terminal),
        Command::Blueprints(arguments) => blueprints::run(&arguments, terminal),
        Command::Schema(arguments) => schema::run(&arguments, terminal),
        Command::Routes(arguments) => routes::run(&arguments, terminal),
        Command::Views(arguments) => views::run_views(&arguments, terminal),
        Command::Components(arguments) => views::run_components(&arguments, terminal),
        Command::Events(arguments) => views::run_events(&arguments, terminal),
        Command::Show(arguments) => show::run_show(&arguments, terminal),
        Command::HandlersFor(arguments) => show::run_handlers_for(&arguments, terminal),
        Command::Db(arguments) => db::run(arguments, terminal),
        Command::Mcp(arguments) => mcp::run(arguments, terminal),
        Command::Guide(arguments) => guide::run(&arguments, terminal),
        Command::Check(arguments) => check::run(&arguments, terminal),
        Command::Audit(arguments) => audit::run(&arguments, terminal),
        Command::Explain(arguments) => explain::run(&arguments, terminal),
        Command::Completions(arguments) => completions::run(&arguments),
    }
}

/// Two formats are for findings.
fn refuse_format(command: &Command, terminal: &Terminal) -> Result<(), Failure> {
    let name = match terminal.format {
        Format::Human | Format::Json => return Ok(()),
        Format::Sarif => "sarif",
        Format::Github => "github",
    };
    if matches!(command, Command::Check(_)) {
        return Ok(());
    }
    let failure = Failure::usage(format!("--format {name} is for `chatgen check` only"));
    Err(failure.help("the other commands have `human` and `json`"))
}
