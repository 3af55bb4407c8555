//! `chatgen undo`: takes the last sync, add or remove back.

use serde::Serialize;

use super::sync::lock;
use crate::cli::Undo;
use crate::output::{CYAN, DIM, Failure, GREEN, RED, Report, Terminal};
use crate::project::Project;
use crate::sync::undo;
use crate::write::{self, Change};

pub fn run(arguments: &Undo, terminal: &Terminal) -> Result<(), Failure> {
    let project = Project::find(&arguments.project.project)?;
    let lock = lock(&project, terminal)?;
    crate::sync::unfinished::refuse(&project)?;
    let (record, changes) = undo::undo(&project)?;
    if !arguments.dry_run {
        write::apply(&lock, &changes, || true)?;
    }
    terminal.show(&Undone::new(record.command, &changes, !arguments.dry_run));
    Ok(())
}

/// What was taken back.
#[derive(Debug, Serialize)]
struct Undone {
    applied: bool,
    /// The command that was taken back.
    undone: String,
    files: Vec<File>,
}

#[derive(Debug, Serialize)]
struct File {
    path: String,
    action: &'static str,
}

impl Undone {
    fn new(undone: String, changes: &[Change], applied: bool) -> Self {
        let own = |change: &&Change| !change.path.starts_with(".chatgen/") || change.path.ends_with(".json");
        let files = changes.iter().filter(own).map(|change| File {
            path: change.path.clone(),
            action: match (&change.before, &change.after) {
                (_, None) => "remove",
                (None, _) => "create",
                _ => "restore",
            },
        });
        Self { applied, undone, files: files.collect() }
    }
}

impl Report for Undone {
    fn text(&self) -> String {
        let files: String = (self.files.iter())
            .map(|file| match file.action {
                "remove" => format!("  {RED}- {}{RED:#}\n", file.path),
                "create" => format!("  {GREEN}+ {}{GREEN:#}\n", file.path),
                _ => format!("  {CYAN}~ {}{CYAN:#}\n", file.path),
            })
            .collect();
        let undone = &self.undone;
        if self.applied {
            format!("{GREEN}Taken back:{GREEN:#} {undone}\n\n{files}")
        } else {
            format!("Would take back: {undone}\n\n{files}\n{DIM}Nothing was written.{DIM:#}\n")
        }
    }
}
