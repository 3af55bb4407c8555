//! `chatgen blueprints`: the files that projects are made of, and a team's own in their place.

use std::path::Path;

use serde::Serialize;

use super::sync;
use crate::blueprints;
use crate::cli::{Blueprints, BlueprintsCommand, Folder};
use crate::model::Chat;
use crate::output::{BOLD, CYAN, DIM, Failure, GREEN, Report, Terminal, YELLOW, quote};
use crate::overlay::catalog::{self, Entry};
use crate::overlay::{self, Overlay};
use crate::project::Project;
use crate::write::{self, Change};

pub fn run(arguments: &Blueprints, terminal: &Terminal) -> Result<(), Failure> {
    match &arguments.command {
        BlueprintsCommand::List { project, blueprints } => terminal.show(&list(project, blueprints.as_deref())?),
        BlueprintsCommand::Show { project, path } => terminal.show(&show(project, path)?),
        BlueprintsCommand::Eject { project, paths } => {
            terminal.show(&eject(&Project::find(&project.project)?, paths, terminal)?);
        }
    }
    Ok(())
}

fn list(folder: &Folder, given: Option<&Path>) -> Result<Listed, Failure> {
    let project = around(folder)?;
    let chat = project.as_ref().map(chat_of).transpose()?;
    let overlay = Overlay::read(project.as_ref().map(|project| project.root.as_path()), given)?;
    Ok(Listed { blueprints: catalog::catalog(&overlay, chat.as_ref()) })
}

fn show(folder: &Folder, word: &str) -> Result<Shown, Failure> {
    let path = catalog::find(word, || around(folder)?.as_ref().map(chat_of).transpose())?;
    Ok(Shown { path, text: blueprints::text(path).unwrap_or_default() })
}

/// Nothing is copied if one of the words names no blueprint, or one that is replaced already.
fn eject(project: &Project, words: &[String], terminal: &Terminal) -> Result<Ejected, Failure> {
    let mut files: Vec<File> = Vec::new();
    for word in words {
        let blueprint = catalog::find(word, || chat_of(project).map(Some))?;
        let file = free(&project.root, blueprint)?;
        if files.iter().all(|other| other.blueprint != blueprint) {
            files.push(File { blueprint, file });
        }
    }
    let lock = sync::lock(project, terminal)?;
    let changes: Vec<_> = files.iter().map(File::change).collect();
    write::apply(&lock, &changes, || true)?;
    Ok(Ejected { files, root: from_here(&project.root) })
}

/// The project that was named, or the one around the working directory, where there is one.
fn around(folder: &Folder) -> Result<Option<Project>, Failure> {
    match Project::find(&folder.project) {
        Err(_) if folder.project == Path::new(".") => Ok(None),
        found => found.map(Some),
    }
}

/// A folder as it is reached from the working directory, with a slash behind it.
fn from_here(folder: &Path) -> String {
    let below =
        std::env::current_dir().ok().and_then(|here| Some(here.strip_prefix(folder).ok()?.components().count()));
    below.map_or_else(|| format!("{}/", folder.display()), |below| "../".repeat(below))
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
    #[serde(skip)]
    root: String,
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
        let all: Vec<_> = self.files.iter().map(|File { file, .. }| quote(&format!("{}{file}", self.root))).collect();
        format!(
            "{copied}\n{BOLD}Next{BOLD:#}\n  {CYAN}chatgen sync{CYAN:#}  {DIM}after editing: brings it into the project{DIM:#}\n\
             \n{BOLD}Undo{BOLD:#}\n  rm {} && chatgen sync\n",
            all.join(" ")
        )
    }
}
