//! `chatgen audit`: what is exposed, to whom, and under which limits.

use std::path::Path;

use crate::check::audit::run_audit;
use crate::check::validate;
use crate::cli::Audit;
use crate::inspect::source::Reader;
use crate::output::{Failure, Terminal};

pub fn run(arguments: &Audit, terminal: &Terminal) -> Result<(), Failure> {
    let root = validate::root(arguments.project.as_deref().unwrap_or(Path::new(".")))?;
    terminal.show(&run_audit(&root, &Reader::default(), &arguments.scope)?);
    Ok(())
}
