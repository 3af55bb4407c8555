//! Arguments in, exit code out.

use std::process::ExitCode;

use chatgen::cli::Cli;
use chatgen::commands;
use chatgen::output::{self, Terminal};
use clap::Parser;
use mimalloc::MiMalloc;

/// Syntax trees are many small pieces, made and dropped on all threads.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    output::choose_color();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return output::arguments(&error),
    };
    let terminal = Terminal { format: cli.output.format };
    match commands::run(cli.command, &terminal) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal.fail(&failure);
            ExitCode::from(failure.code)
        }
    }
}
