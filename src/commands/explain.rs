//! `chatgen explain`: what a rule is about.

use crate::check::explain::explain;
use crate::cli::Explain;
use crate::output::{Failure, Terminal};

pub fn run(arguments: &Explain, terminal: &Terminal) -> Result<(), Failure> {
    terminal.show(&explain(arguments.rule.as_deref())?);
    Ok(())
}
