//! Findings as text: for people, for GitHub's code scanning, for the annotations of a workflow.

mod github;
mod human;
mod sarif;

use std::path::Path;

pub use github::github;
pub use sarif::sarif;

/// What a project's paths begin with, seen from the repository that it is in: empty, or `apps/chat/`.
fn prefix(root: &Path) -> String {
    let repository = root.ancestors().find(|folder| folder.join(".git").exists());
    let inner = repository.and_then(|repository| root.strip_prefix(repository).ok());
    let parts = inner.into_iter().flat_map(Path::components);
    parts.map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect()
}
