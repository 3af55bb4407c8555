//! `chatgen undo`: takes the last sync, add or remove back.

use serde::Serialize;

use super::sync::lock;
use crate::base::{self, Base};
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
        record.restore_modes(&project);
    }
    let edited = keeps_an_edit(&project, &changes);
    terminal.show(&Undone { edited, ..Undone::new(record.command, &changes, !arguments.dry_run) });
    Ok(())
}

/// Whether chat.toml still asks for what is taken back: the sync was of an edit by hand, which is no part of it.
fn keeps_an_edit(project: &Project, changes: &[Change]) -> bool {
    let back = changes.iter().find(|change| change.path == base::PATH).and_then(|change| change.after.as_deref());
    let schema = back.and_then(|bytes| Base::decode(bytes).ok()).map(|base| base.chat_toml);
    let restored = changes.iter().any(|change| change.path == "chat.toml");
    !restored && schema.is_some_and(|schema| schema != project.chat_toml.text)
}

/// What was taken back.
#[derive(Debug, Serialize)]
struct Undone {
    applied: bool,
    /// The command that was taken back.
    undone: String,
    /// Whether chat.toml keeps the edit that the next sync would carry out again.
    edited: bool,
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
        Self { applied, undone, edited: false, files: files.collect() }
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
        let edited = match self.edited {
            true => {
                "\nchat.toml keeps your edit: the next `chatgen sync` does the same again, unless you take it back there.\n"
            }
            false => "",
        };
        if self.applied {
            format!("{GREEN}Taken back:{GREEN:#} {undone}\n\n{files}{edited}")
        } else {
            format!("Would take back: {undone}\n\n{files}{edited}\n{DIM}Nothing was written.{DIM:#}\n")
        }
    }
}
