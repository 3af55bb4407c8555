//! `chatgen blueprints`: the files that projects are made of, and a team's own in their place.

use std::path::Path;

use serde::Serialize;

use crate::blueprints;
use crate::cli::{Blueprints, BlueprintsCommand};
use crate::model::Chat;
use crate::output::{BOLD, CYAN, DIM, Failure, GREEN, Report, Terminal, YELLOW, quote};
use crate::overlay::catalog::{self, Entry};
use crate::overlay::{self, Overlay};
use crate::project::Project;
use crate::write::{self, Change, Lock};

pub fn run(arguments: &Blueprints, terminal: &Terminal) -> Result<(), Failure> {
    match &arguments.command {
        BlueprintsCommand::List { blueprints } => terminal.show(&list(blueprints.as_deref())?),
        BlueprintsCommand::Show { path } => terminal.show(&show(path)?),
        BlueprintsCommand::Eject { paths } => terminal.show(&eject(paths, terminal)?),
    }
    Ok(())
}

fn list(given: Option<&Path>) -> Result<Listed, Failure> {
    let project = here().ok();
    let chat = project.as_ref().map(chat_of).transpose()?;
    let overlay = Overlay::read(project.as_ref().map(|project| project.root.as_path()), given)?;
    Ok(Listed { blueprints: catalog::catalog(&overlay, chat.as_ref()) })
}

fn show(word: &str) -> Result<Shown, Failure> {
    let path = catalog::find(word, || here().ok().as_ref().map(chat_of).transpose())?;
    Ok(Shown { path, text: blueprints::text(path).unwrap_or_default() })
}

/// Nothing is copied if one of the words names no blueprint, or one that is replaced already.
fn eject(words: &[String], terminal: &Terminal) -> Result<Ejected, Failure> {
    let project = here()?;
    let mut files: Vec<File> = Vec::new();
    for word in words {
        let blueprint = catalog::find(word, || chat_of(&project).map(Some))?;
        let file = free(&project.root, blueprint)?;
        if files.iter().all(|other| other.blueprint != blueprint) {
            files.push(File { blueprint, file });
        }
    }
    let (lock, recovery) = Lock::take(&project.root)?;
    if let Some(recovery) = recovery {
        terminal.note(&recovery.to_string());
    }
    let changes: Vec<_> = files.iter().map(File::change).collect();
    write::apply(&lock, &changes, || true)?;
    let below = std::env::current_dir()
        .ok()
        .and_then(|folder| Some(folder.strip_prefix(&project.root).ok()?.components().count()));
    Ok(Ejected { files, up: "../".repeat(below.unwrap_or(0)) })
}

/// The project around the working directory.
fn here() -> Result<Project, Failure> {
    Project::find(Path::new("."))
}

/// Where a blueprint's copy goes.
fn free(root: &Path, blueprint: &str) -> Result<String, Failure> {
    let target = blueprints::target(blueprint);
    let both = [target.to_owned(), format!("{target}{}", blueprints::TEMPLATE)]
        .map(|path| format!("{}/{path}", overlay::FOLDER));
    match both.iter().find(|file| root.join(file).exists()) {
        Some(file) => {
            Err(Failure::usage(format!("`{file}` is there already")).help("edit it, or delete it to start over"))
        }
        None => Ok(format!("{}/{blueprint}", overlay::FOLDER)),
    }
}

fn chat_of(project: &Project) -> Result<Chat, Failure> {
    crate::resolve_text(&project.chat_toml.text, &project.chat_toml.file).map_err(Failure::schema)
}

#[derive(Debug, Serialize)]
struct Listed {
    blueprints: Vec<Entry>,
}

impl Report for Listed {
    fn text(&self) -> String {
        let width = self.blueprints.iter().map(|entry| entry.path.len()).max().unwrap_or(0);
        self.blueprints.iter().map(|entry| line(entry, width)).collect()
    }
}

fn line(entry: &Entry, width: usize) -> String {
    let Entry { path, becomes, when, .. } = entry;
    let suffix = path.strip_prefix(becomes).unwrap_or_default();
    let space = width - path.len() + 2;
    let note = match (&entry.replaced_by, entry.files.as_deref()) {
        (Some(own), _) => format!("  {YELLOW}replaced by {own}{YELLOW:#}"),
        (None, Some([])) => format!("  {DIM}not here{DIM:#}"),
        (None, Some(files)) if files != [*becomes] => format!("  {DIM}{}{DIM:#}", files.join(" ")),
        _ => String::new(),
    };
    format!("{BOLD}{becomes}{BOLD:#}{DIM}{suffix}{DIM:#}{:space$}{when}{note}\n", "")
}

#[derive(Debug, Serialize)]
struct Shown {
    path: &'static str,
    text: &'static str,
}

impl Report for Shown {
    fn text(&self) -> String {
        self.text.to_owned()
    }
}

#[derive(Debug, Serialize)]
struct Ejected {
    files: Vec<File>,
    /// From the working directory to the project.
    #[serde(skip)]
    up: String,
}

/// A blueprint and its copy.
#[derive(Debug, Serialize)]
struct File {
    blueprint: &'static str,
    /// In the project.
    file: String,
}

impl File {
    fn change(&self) -> Change {
        let text = blueprints::text(self.blueprint).unwrap_or_default();
        Change { path: self.file.clone(), before: None, after: Some(text.into()) }
    }
}

impl Report for Ejected {
    fn text(&self) -> String {
        let copied: String =
            self.files.iter().map(|File { file, .. }| format!("{GREEN}Copied{GREEN:#} {file}\n")).collect();
        let all: Vec<_> = self.files.iter().map(|File { file, .. }| quote(&format!("{}{file}", self.up))).collect();
        format!(
            "{copied}\n{BOLD}Next{BOLD:#}\n  {CYAN}chatgen sync{CYAN:#}  {DIM}after editing: brings it into the project{DIM:#}\n\
             \n{BOLD}Undo{BOLD:#}\n  rm {} && chatgen sync\n",
            all.join(" ")
        )
    }
}
