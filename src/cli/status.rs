use clap::Args;

use super::sync::Folder;

/// Say whose each file is: untouched, yours, both, moved, deleted, new
#[derive(Debug, Args)]
pub struct Status {
    #[command(flatten)]
    pub project: Folder,

    /// List the files that are as chatgen wrote them, too
    #[arg(long)]
    pub all: bool,
}

/// Show what people changed since chatgen wrote it, by file
#[derive(Debug, Args)]
pub struct Diff {
    #[command(flatten)]
    pub project: Folder,

    /// Only these files or folders
    pub paths: Vec<String>,
}

/// Take a project in that has lost what chatgen wrote last, as it is now
///
/// From then on every difference to what chatgen writes today counts as your own. No file but `.chatgen/base.gz` is written.
#[derive(Debug, Args)]
pub struct Adopt {
    #[command(flatten)]
    pub project: Folder,
}

/// Take the last sync, add or remove back, if nothing was built on it since
#[derive(Debug, Args)]
pub struct Undo {
    #[command(flatten)]
    pub project: Folder,

    /// Show what would be taken back, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}
