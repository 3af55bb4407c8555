//! Whether a project, or a text that is not saved yet, is right.

mod run_audit;
mod run_system_checks;
mod validate_project;
mod validate_view;

pub use run_audit::RunAudit;
pub use run_system_checks::RunSystemChecks;
pub use validate_project::ValidateProject;
pub use validate_view::ValidateView;

use crate::check::Checked;
use crate::inspect::page::page;
use crate::mcp::tools::{BUDGET, Paged};

/// A part of the findings; the counts are of all.
fn paged(mut checked: Checked, cursor: usize) -> Paged<Checked> {
    let (findings, page) = page(std::mem::take(&mut checked.findings), cursor, BUDGET);
    Paged { answer: Checked { findings, ..checked }, page }
}
