//! `chatgen completions`: a script for a shell.

use std::io::Write;

use clap::CommandFactory;

use crate::cli::{Cli, Completions};
use crate::output::Failure;

pub fn run(arguments: &Completions) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "chatgen", &mut script);
    // A reader that went away is no reason to fail.
    let _ = std::io::stdout().write_all(&script);
    Ok(())
}
