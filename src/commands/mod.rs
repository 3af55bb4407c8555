//! Each command parses, calls and prints; what it calls is in the rest of the library.

mod add;
mod ask;
mod completions;
mod db;
pub mod decide;
mod made;
mod new;
mod remove;
mod schema;

use crate::cli::Command;
use crate::output::{Failure, Terminal};

/// Runs the command that was asked for.
///
/// # Errors
/// Whatever stopped it, in words for the person who asked.
pub fn run(command: Command, terminal: &Terminal) -> Result<(), Failure> {
    match command {
        Command::New(arguments) => new::run(arguments, terminal),
        Command::Schema(arguments) => schema::run(&arguments, terminal),
        Command::Db(arguments) => db::run(arguments, terminal),
        Command::Completions(arguments) => completions::run(&arguments),
    }
}
