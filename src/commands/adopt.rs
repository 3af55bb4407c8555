//! `chatgen adopt`: a project without a base gets one.

use serde::Serialize;

use crate::base::{self, Base};
use crate::cli::Adopt;
use crate::output::{BOLD, CYAN, DIM, Failure, GREEN, Report, Terminal};
use crate::overlay::Overlay;
use crate::project::{Found, Project};
use crate::write::{self, Change};

pub fn run(arguments: &Adopt, terminal: &Terminal) -> Result<(), Failure> {
    let project = Project::find(&arguments.project.project)?;
    let lock = super::sync::lock(&project, terminal)?;
    if project.has_base() {
        let base = project.base()?;
        let failure = Failure::usage(format!("this project was synced by chatgen {} already", base.version));
        return Err(failure.help("look at it: chatgen status; bring it up to date: chatgen sync"));
    }
    let overlay = Overlay::read(Some(&project.root), None)?;
    let generated = crate::generate_with(&project.chat_toml, &overlay).map_err(|problems| overlay.failure(problems))?;
    let base = Base::of(&generated);
    let adopted = Adopted::of(&project, &base)?;
    let create = |path: &str, bytes: Vec<u8>| Change { path: path.to_owned(), before: None, after: Some(bytes) };
    let own = base.files.iter().filter(|(path, _)| is_missing(&project, path));
    let mut changes: Vec<Change> = own.map(|(path, written)| create(path, written.text.clone().into_bytes())).collect();
    changes.push(create(base::PATH, base.encode()));
    write::apply(&lock, &changes, || true)?;
    terminal.show(&adopted);
    Ok(())
}

/// Whether it is one of chatgen's own files, and not there: lost with the base.
fn is_missing(project: &Project, path: &str) -> bool {
    path.starts_with(base::FOLDER) && project.root.join(path).symlink_metadata().is_err()
}

/// A project that has been taken in.
#[derive(Debug, Serialize)]
struct Adopted {
    /// Files that are just what chatgen writes.
    untouched: usize,
    /// Files that differ, which count as the person's from now on.
    yours: Vec<String>,
    /// Files that are not there, which count as deleted.
    deleted: Vec<String>,
}

impl Adopted {
    fn of(project: &Project, base: &Base) -> Result<Self, Failure> {
        let mut adopted = Self { untouched: 0, yours: Vec::new(), deleted: Vec::new() };
        for (path, written) in base.files.iter().filter(|(path, _)| !path.starts_with("migrations/")) {
            match project.read(path)? {
                Found::Text(text) if text == written.text => adopted.untouched += 1,
                Found::Nothing if path.starts_with(base::FOLDER) => adopted.untouched += 1,
                Found::Nothing => adopted.deleted.push(path.clone()),
                _ => adopted.yours.push(path.clone()),
            }
        }
        Ok(adopted)
    }
}

impl Report for Adopted {
    fn text(&self) -> String {
        let list = |heading: &str, files: &[String]| {
            if files.is_empty() {
                return String::new();
            }
            let lines: String = files.iter().map(|file| format!("  {file}\n")).collect();
            format!("\n{BOLD}{heading}{BOLD:#}\n{lines}")
        };
        format!(
            "{GREEN}Adopted.{GREEN:#} {} files are just what chatgen writes.\n{}{}\n{BOLD}Next{BOLD:#}\n  \
             {CYAN}chatgen sync --accept-theirs PATH{CYAN:#}  {DIM}where you would rather have chatgen's version{DIM:#}\n  \
             {CYAN}chatgen db drift{CYAN:#}  {DIM}whether the migrations make what chat.toml says{DIM:#}\n",
            self.untouched,
            list("Yours from now on", &self.yours),
            list("Not there, and counted as deleted by you", &self.deleted),
        )
    }
}
