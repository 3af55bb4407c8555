//! Checks of a folder, and of a text that is not saved yet: what the command and the tools call.

use std::path::{Component, Path, PathBuf};

use schemars::JsonSchema;
use serde::Serialize;

use super::deep::{self, Deep};
use super::{Category, Finding, Project, Selection, Severity, run};
use crate::inspect::Files;
use crate::inspect::source::Reader;
use crate::names::did_you_mean;
use crate::output::Failure;

/// The largest unsaved text that is looked at: 1 MiB.
pub const LARGEST: usize = 1 << 20;

/// What is wanted of a check.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub selection: Selection,
    /// Lets cargo check the project, too.
    pub deep: bool,
}

/// What a check has found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Checked {
    /// By file and line.
    pub findings: Vec<Finding>,
    pub counts: Counts,
    /// What cargo's part has cost, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deep: Option<Deep>,
    /// Where the project is.
    #[serde(skip)]
    pub root: PathBuf,
}

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counts {
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    /// Findings that a comment in the source allows.
    pub allowed: usize,
    /// Findings that `chatgen check --fix` mends.
    pub fixable: usize,
    /// Files that were read.
    pub files: usize,
}

impl Counts {
    fn of(findings: &[Finding], allowed: usize, files: usize) -> Self {
        let count = |severity| findings.iter().filter(|finding| finding.severity() == severity).count();
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            allowed,
            fixable: findings.iter().filter(|finding| finding.fix.is_some()).count(),
            files,
        }
    }
}

/// Every rule over a project as it is on the disk. `cancelled` ends what cargo does.
///
/// # Errors
/// An interrupt while cargo runs.
pub fn validate_project(
    root: &Path,
    reader: &Reader,
    options: &Options,
    cancelled: &dyn Fn() -> bool,
) -> Result<Checked, Failure> {
    let files = read(root);
    let mut checked = check(&files, reader, options);
    if options.deep {
        let (deep, findings) = deep::check(&files, cancelled)?;
        checked.findings.extend(findings);
        checked.findings.sort_by(|a, b| a.place().cmp(&b.place()));
        checked.counts = Counts::of(&checked.findings, checked.counts.allowed, checked.counts.files);
        checked.deep = Some(deep);
    }
    Ok(checked)
}

/// Every rule over files in memory.
pub(super) fn check(files: &Files, reader: &Reader, options: &Options) -> Checked {
    let sources = reader.read(files);
    let found = run(&Project::new(files, &sources), &options.selection);
    let counts = Counts::of(&found.findings, found.allowed, files.iter().count());
    Checked { findings: found.findings, counts, deep: None, root: files.root.clone() }
}

/// The same rules on a text that is not saved yet, as if it stood at `path` in the project. Only findings in it are told.
///
/// # Errors
/// A path that is absolute or leads out of the project, or a text that is too long; exit code 2.
pub fn validate_view(root: &Path, reader: &Reader, code: &str, path: &str) -> Result<Checked, Failure> {
    let path = inside(path)?;
    if code.len() > LARGEST {
        let message = format!("the source has more than {LARGEST} bytes, which is the most that is checked");
        return Err(Failure::usage(message).help("split the file, or save it and check the project"));
    }
    let files = read(root).with(&path, code);
    let sources = reader.read(&files);
    let found = run(&Project::new(&files, &sources).only(&path), &Selection::default());
    let counts = Counts::of(&found.findings, found.allowed, 1);
    Ok(Checked { findings: found.findings, counts, deep: None, root: files.root.clone() })
}

/// The rules of one category.
///
/// # Errors
/// An unknown category.
pub fn run_system_checks(root: &Path, reader: &Reader, category: &str) -> Result<Checked, Failure> {
    let selection = Selection { categories: vec![self::category(category)?], ..Selection::default() };
    Ok(check(&read(root), reader, &Options { selection, ..Options::default() }))
}

/// The category of that name.
///
/// # Errors
/// There is none; exit code 2.
pub fn category(name: &str) -> Result<Category, Failure> {
    Category::named(name).ok_or_else(|| {
        let names = Category::ALL.map(Category::name);
        let failure = Failure::usage(format!("there is no category `{name}`"));
        match did_you_mean(name, &names) {
            Some(near) => failure.help(format!("did you mean `{near}`? There are {}", names.join(", "))),
            None => failure.help(format!("there are {}", names.join(", "))),
        }
    })
}

/// The folder that a check is about: the chatgen project around `from`, or else the cargo package or workspace.
///
/// # Errors
/// There is neither; exit code 2.
pub fn root(from: &Path) -> Result<PathBuf, Failure> {
    let start = std::path::absolute(from).unwrap_or_else(|_| from.to_owned());
    if !start.is_dir() {
        let failure = Failure::usage(format!("`{}` is no folder", from.display()));
        return Err(failure.help("give the folder of a project, or leave it out for the one you are in"));
    }
    let around = |file: &str| start.ancestors().find(|folder| folder.join(file).is_file());
    around("chat.toml").or_else(|| around("Cargo.toml")).map(Path::to_owned).ok_or_else(|| {
        let message =
            format!("there is neither chat.toml nor Cargo.toml in `{}` or in a folder above it", from.display());
        Failure::usage(message).help("go to a project's folder, or make one: chatgen new my-chat")
    })
}

/// The files that rules look at: of a chatgen project all, else what Rust projects have in common.
pub(super) fn read(root: &Path) -> Files {
    if root.join("chat.toml").is_file() {
        return Files::read(root, |path| !path.starts_with(".chatgen/"));
    }
    Files::read(root, |path| {
        let name = path.rsplit('/').next().unwrap_or(path);
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        ["rs", "toml", "sql", "html", "yml", "yaml"].contains(&ending)
            || name.starts_with(".env")
            || name == "Dockerfile"
    })
}

/// A path as the project has it; relative, inside, with `/`.
fn inside(path: &str) -> Result<String, Failure> {
    let parts: Option<Vec<&str>> = Path::new(path)
        .components()
        .filter(|part| *part != Component::CurDir)
        .map(|part| match part {
            Component::Normal(name) => name.to_str().filter(|name| !name.chars().any(char::is_control)),
            _ => None,
        })
        .collect();
    let parts =
        parts.filter(|parts| !parts.is_empty() && parts[0] != ".git" && path.len() <= 1000 && !path.contains('\\'));
    parts.map(|parts| parts.join("/")).ok_or_else(|| {
        Failure::usage(format!("`{}` is not the path of a file in the project", path.escape_debug()))
            .help("give it from the project's folder: src/http/notes.rs")
    })
}
