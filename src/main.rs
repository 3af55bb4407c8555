//! Arguments in, exit code out.

use std::process::ExitCode;

use chatgen::cli::Cli;
use chatgen::commands;
use chatgen::output::Terminal;
use clap::Parser;

fn main() -> ExitCode {
    chatgen::output::choose_color(std::env::args_os());
    let cli = Cli::parse();
    let terminal = Terminal { format: cli.output.format };
    match commands::run(cli.command, &terminal) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal.fail(&failure);
            ExitCode::from(failure.code)
        }
    }
}
