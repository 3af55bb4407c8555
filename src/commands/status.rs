//! `chatgen status`: whose each file is, and why.

use serde::Serialize;

use crate::cli::Status;
use crate::output::{BOLD, CYAN, DIM, Failure, GREEN, RED, Report, Terminal, YELLOW};
use crate::project::Project;
use crate::sync::file::{Action, File, State};
use crate::sync::unfinished::Unfinished;
use crate::sync::{Request, compare};

pub fn run(arguments: &Status, terminal: &Terminal) -> Result<(), Failure> {
    let project = Project::find(&arguments.project.project)?;
    drop(super::sync::lock(&project, terminal)?);
    let comparison = compare(&project, &Request::default())?;
    let pending = comparison.files.iter().filter(|file| file.action != Action::Keep).count();
    let files = comparison.files.into_iter().filter(|file| arguments.all || file.is_worth_saying());
    terminal.show(&States {
        project: comparison.chat.project.name.clone(),
        synced_by: comparison.base.version.to_string(),
        pending,
        unfinished: Unfinished::read(&project)?.map(|unfinished| unfinished.files).unwrap_or_default(),
        unclear: comparison.unclear.into_iter().map(|(path, places)| Unclear { path, places }).collect(),
        files: files.collect(),
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
    /// Files with conflicts of a sync that is not finished.
    unfinished: Vec<String>,
    /// Files that are gone and might be one of several.
    unclear: Vec<Unclear>,
    files: Vec<File>,
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
    (State::Untouched, "Untouched"),
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
            return format!("{RED}A sync has conflicts in {files}.{RED:#} Solve them, then: chatgen sync --continue\n");
        }
        match self.pending {
            0 if self.files.is_empty() => format!("{GREEN}Every file is as chatgen wrote it.{GREEN:#}\n"),
            0 => format!("{GREEN}In sync with chat.toml.{GREEN:#}\n"),
            1 => "A sync would write 1 file: chatgen sync --diff\n".to_owned(),
            count => format!("A sync would write {count} files: chatgen sync --diff\n"),
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
