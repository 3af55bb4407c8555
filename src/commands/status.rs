//! `chatgen status`: whose each file is, and why.

use serde::Serialize;

use crate::cli::Status;
use crate::output::{BOLD, CYAN, DIM, Failure, GREEN, RED, Report, Terminal, YELLOW};
use crate::project::Project;
use crate::sync::file::{Action, File, State};
use crate::sync::unfinished::Unfinished;
use crate::sync::{Request, compare, migration};

pub fn run(arguments: &Status, terminal: &Terminal) -> Result<(), Failure> {
    let project = Project::find(&arguments.project.project)?;
    drop(super::sync::lock(&project, terminal)?);
    let comparison = compare(&project, &Request::default())?;
    let unfinished = Unfinished::read(&project)?.map(|unfinished| unfinished.files).unwrap_or_default();
    let pending = comparison.files.iter().filter(|file| file.action != Action::Keep).count();
    let migration = migration::find(&project, &comparison).map_err(|failure| failure.message);
    let (migration, problem) = migration.map_or_else(|why| (None, Some(why)), |found| (found, None));
    let is_unclear = |file: &File| comparison.unclear.iter().any(|(path, _)| *path == file.path);
    let worth = |file: &&File| arguments.all || (file.is_worth_saying() && !is_unclear(file));
    let files = comparison.files.iter().filter(worth).cloned();
    terminal.show(&States {
        project: comparison.chat.project.name.clone(),
        synced_by: comparison.base.version.to_string(),
        pending,
        migration: migration.map(|migration| Pending { path: migration.up_path, words: migration.words }),
        problem,
        unfinished,
        files: files.collect(),
        unclear: comparison.unclear.into_iter().map(|(path, places)| Unclear { path, places }).collect(),
    });
    Ok(())
}

#[derive(Debug, Serialize)]
struct States {
    project: String,
    /// The chatgen of the last sync.
    synced_by: String,
    /// How many files a sync would write.
    pending: usize,
    /// The migration that a sync would write.
    #[serde(skip_serializing_if = "Option::is_none")]
    migration: Option<Pending>,
    /// Why the project's migrations let none be planned.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    /// Files with conflicts of a sync that is not finished.
    unfinished: Vec<String>,
    /// Files that are gone and might be one of several.
    unclear: Vec<Unclear>,
    files: Vec<File>,
}

#[derive(Debug, Serialize)]
struct Pending {
    path: String,
    words: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Unclear {
    path: String,
    places: Vec<String>,
}

/// States in the order of the report, each with its heading.
const HEADINGS: &[(State, &str)] = &[
    (State::Both, "Both: changed by you, and by chatgen since"),
    (State::Yours, "Yours: changed by you only"),
    (State::Moved, "Moved by you"),
    (State::Deleted, "Deleted by you"),
    (State::New, "New in chatgen: a sync writes them"),
    (State::Dropped, "No longer written by chatgen"),
    (State::Untouched, "Untouched by you"),
];

impl Report for States {
    fn text(&self) -> String {
        let mut text = format!("{BOLD}{}{BOLD:#}, last synced by chatgen {}\n", self.project, self.synced_by);
        for (state, heading) in HEADINGS {
            let files: Vec<&File> = self.files.iter().filter(|file| file.state == *state).collect();
            if !files.is_empty() {
                text.push_str(&format!("\n{BOLD}{heading}{BOLD:#}\n"));
                files.iter().for_each(|file| text.push_str(&line(file)));
            }
        }
        if let Some(Pending { path, words }) = &self.migration {
            text.push_str(&format!(
                "\n{BOLD}Migration{BOLD:#}\n  {CYAN}{path}{CYAN:#}  {DIM}{}{DIM:#}\n",
                words.join("; ")
            ));
        }
        for Unclear { path, places } in &self.unclear {
            text.push_str(&format!("\n{YELLOW}unclear:{YELLOW:#} {path} is gone; it may be {}\n", places.join(" or ")));
            let first = places.first().map_or("", String::as_str);
            text.push_str(&format!(
                "  {CYAN}chatgen sync --moved {path}={first}{CYAN:#}  {DIM}or `{path}=` if it is gone{DIM:#}\n"
            ));
        }
        text + "\n" + &self.ending()
    }
}

impl States {
    fn ending(&self) -> String {
        if !self.unfinished.is_empty() {
            let files = self.unfinished.join(", ");
            return format!(
                "{RED}A sync has conflicts in {files}.{RED:#} Solve them, then\n  {CYAN}chatgen sync --continue{CYAN:#}\nor have everything back as it was\n  {CYAN}chatgen sync --abort{CYAN:#}\n"
            );
        }
        if let Some(problem) = &self.problem {
            return format!("{RED}No sync can be planned:{RED:#} {problem}\n");
        }
        let migration = if self.migration.is_some() { " and a migration" } else { "" };
        match self.pending {
            0 if self.migration.is_some() => "A sync would write a migration: chatgen sync --diff\n".to_owned(),
            0 if self.files.is_empty() && self.unclear.is_empty() => {
                format!("{GREEN}Every file is as chatgen wrote it.{GREEN:#}\n")
            }
            0 => format!("{GREEN}In sync with chat.toml.{GREEN:#}\n"),
            1 => format!("A sync would write 1 file{migration}: chatgen sync --diff\n"),
            count => format!("A sync would write {count} files{migration}: chatgen sync --diff\n"),
        }
    }
}

fn line(file: &File) -> String {
    let style = match file.action {
        Action::Conflict => RED,
        Action::Keep => DIM,
        _ => CYAN,
    };
    let conflict = if file.action == Action::Conflict { " (a conflict)" } else { "" };
    format!("  {style}{}{style:#}  {DIM}{}{conflict}{DIM:#}\n", file.path, file.why)
}
