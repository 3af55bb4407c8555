//! What `chatgen new` says: what it made or would make, what comes next, how to undo it.

use std::path::Path;

use serde::Serialize;

use crate::Project;
use crate::git::Outcome;
use crate::launch::{Login, Running};
use crate::output::{BOLD, CYAN, DIM, GREEN, Report, YELLOW, quote};
use crate::render::Tree;

/// What the top level of a project holds, in the order in which to read it.
const CONTENTS: &[(&str, &str)] = &[
    ("chat.toml", "the schema that all of this was made from"),
    ("README.md", "how to start, and a tour of the code"),
    ("ARCHITECTURE.md", "design, tables, routes, protocol"),
    ("migrations/", "the database"),
    ("src/", "the server"),
    ("templates/", "the pages"),
    ("static/", "styles and scripts, no build step"),
    ("tests/", "Rust tests on a real port"),
    ("e2e/", "browser tests"),
];

/// A project that is on the disk.
#[derive(Debug, Serialize)]
pub struct Made<'a> {
    pub project: &'a str,
    pub title: &'a str,
    pub folder: String,
    /// What became of the repository; `null` with --no-git.
    pub git: Option<Outcome>,
    /// Commands that come next, and what each is for.
    pub next: Vec<Step>,
    /// The command that takes it all back.
    pub undo: String,
    pub files: Vec<&'a str>,
    #[serde(skip)]
    contents: String,
}

/// A command and what it is for.
#[derive(Debug, Serialize)]
pub struct Step {
    pub command: String,
    pub does: &'static str,
}

impl<'a> Made<'a> {
    #[must_use]
    pub fn new(project: &'a Project, folder: &Path, git: Option<Outcome>) -> Self {
        Self {
            project: &project.chat.project.name,
            title: &project.chat.project.title,
            folder: folder.display().to_string(),
            git,
            next: next(folder),
            undo: undo(folder),
            files: project.tree.keys().map(String::as_str).collect(),
            contents: contents(&project.tree),
        }
    }
}

impl Made<'_> {
    /// What was made, without what comes next.
    #[must_use]
    pub fn summary(&self) -> String {
        let (count, git) = (self.files.len(), self.git.as_ref().map(repository).unwrap_or_default());
        format!(
            "{GREEN}Made{GREEN:#} {BOLD}{}{BOLD:#} in {}\n\n{}\n  {DIM}{count} files{git}{DIM:#}\n{}",
            self.title,
            quote(&self.folder),
            self.contents,
            self.git.as_ref().map(advice).unwrap_or_default(),
        )
    }
}

impl Report for Made<'_> {
    fn text(&self) -> String {
        let next: String = self.next.iter().map(Step::text).collect();
        format!("{}\n{BOLD}Next{BOLD:#}\n{next}\n{BOLD}Undo{BOLD:#}\n  {}\n", self.summary(), self.undo)
    }
}

/// A project that is on the disk and answers.
#[derive(Debug, Serialize)]
pub struct Launched<'a> {
    #[serde(flatten)]
    pub made: Made<'a>,
    pub running: &'a Running,
}

impl Report for Launched<'_> {
    fn text(&self) -> String {
        let Login { email, password } = self.running.login;
        let (title, url) = (self.made.title, &self.running.url);
        format!(
            "\n{BOLD}{title}{BOLD:#} is at {CYAN}{url}{CYAN:#}\nSign in as {BOLD}{email}{BOLD:#} with the password \
             {BOLD}{password}{BOLD:#}. Ctrl-C ends it.\n"
        )
    }
}

impl Step {
    fn text(&self) -> String {
        let line = format!("  {CYAN}{:<22}{CYAN:#} {DIM}{}{DIM:#}", self.command, self.does);
        if self.does.is_empty() { format!("  {CYAN}{}{CYAN:#}\n", self.command) } else { line + "\n" }
    }
}

/// A project that would be written.
#[derive(Debug, Serialize)]
pub struct Planned<'a> {
    pub project: &'a str,
    pub title: &'a str,
    pub folder: String,
    pub files: Vec<File<'a>>,
}

/// A file that would be written.
#[derive(Debug, Serialize)]
pub struct File<'a> {
    pub path: &'a str,
    pub bytes: usize,
}

impl<'a> Planned<'a> {
    #[must_use]
    pub fn new(project: &'a Project, folder: &Path) -> Self {
        Self {
            project: &project.chat.project.name,
            title: &project.chat.project.title,
            folder: folder.display().to_string(),
            files: project.tree.iter().map(|(path, text)| File { path, bytes: text.len() }).collect(),
        }
    }
}

impl Report for Planned<'_> {
    fn text(&self) -> String {
        let files: String =
            self.files.iter().map(|file| format!("{DIM}{:>8}{DIM:#}  {}\n", file.bytes, file.path)).collect();
        let bytes: usize = self.files.iter().map(|file| file.bytes).sum();
        format!(
            "{files}\n{BOLD}{}{BOLD:#} would be {} files of {bytes} bytes in {}. Nothing was written.\n",
            self.title,
            self.files.len(),
            quote(&self.folder),
        )
    }
}

fn contents(tree: &Tree) -> String {
    CONTENTS
        .iter()
        .filter_map(|(name, about)| {
            let count = tree.keys().filter(|path| path.starts_with(name)).count();
            let files = if name.ends_with('/') { count.to_string() } else { String::new() };
            (count > 0).then(|| format!("  {name:<16}{DIM}{files:>4}{DIM:#}  {about}\n"))
        })
        .collect()
}

fn repository(git: &Outcome) -> &'static str {
    match git {
        Outcome::Committed => ", in a git repository with a first commit",
        Outcome::Inside => ", in the git repository around it",
        Outcome::NoIdentity | Outcome::Failed(_) => ", not committed",
        Outcome::Missing => "",
    }
}

fn advice(git: &Outcome) -> String {
    match git {
        Outcome::Committed | Outcome::Inside => String::new(),
        Outcome::Missing => {
            format!("\n{YELLOW}warning:{YELLOW:#} there is no git program, so there is no repository\n")
        }
        Outcome::NoIdentity => format!(
            "\n{YELLOW}warning:{YELLOW:#} nothing is committed, since git does not know who you are; tell it, then commit:\n  \
             git config --global user.name \"Your Name\"\n  git config --global user.email you@example.com\n  \
             git commit --message \"Start from chatgen new\"\n"
        ),
        Outcome::Failed(said) => format!("\n{YELLOW}warning:{YELLOW:#} nothing is committed; git says: {said}\n"),
    }
}

fn next(folder: &Path) -> Vec<Step> {
    let step = |command: &str, does| Step { command: command.to_owned(), does };
    let mut steps = vec![
        step("cargo run -- seed", "builds it and fills it with demo data: ada@example.com, demo-password"),
        step("cargo run", "serves it on http://localhost:3000"),
    ];
    if folder != Path::new(".") {
        steps.insert(0, step(&format!("cd {}", quote(&folder.display().to_string())), ""));
    }
    steps
}

fn undo(folder: &Path) -> String {
    match folder {
        folder if folder == Path::new(".") => "find . -mindepth 1 -delete".to_owned(),
        folder => format!("rm -r {}", quote(&folder.display().to_string())),
    }
}
