//! `chatgen new`: from a schema to a project on the disk.

use std::path::Path;

use super::ask;
use super::made::{Launched, Made, Planned};
use crate::base::{self, Base};
use crate::cli::New;
use crate::given::Given;
use crate::output::{Failure, Terminal};
use crate::overlay::Overlay;
use crate::write::{self, Staged};
use crate::{Project, git, interrupt, launch};

pub fn run(mut arguments: New, terminal: &Terminal) -> Result<(), Failure> {
    if arguments.dir.is_none() {
        arguments = ask::complete(arguments, terminal)?;
    }
    let folder = arguments.dir.as_deref().expect("given or asked for");
    write::refuse_occupied(folder)?;
    let given = Given::read(arguments.schema.as_deref(), folder, &arguments.sets)?;
    let project = generate(&given, &Overlay::read(None, arguments.blueprints.as_deref())?)?;
    if arguments.dry_run {
        terminal.show(&Planned::new(&project, folder));
        return Ok(());
    }
    if arguments.run {
        launch::check(&project, arguments.port)?;
    }
    interrupt::watch();
    let git = write(&project, folder, !arguments.no_git, || !interrupt::asked())?;
    let made = Made::new(&project, folder, git);
    if !arguments.run {
        terminal.show(&made);
        return Ok(());
    }
    terminal.note(&made.summary());
    launch::launch(folder, arguments.port, terminal, |running| terminal.show(&Launched { made, running }))
}

/// The project that a schema describes, in memory.
///
/// # Errors
/// Every problem of the schema, or of a team's own blueprints.
pub fn generate(given: &Given, overlay: &Overlay) -> Result<Project, Failure> {
    crate::generate_with(&given.chat_toml, overlay).map_err(|problems| overlay.failure(given.blame(problems)))
}

/// Writes the project with its repository: the folder appears at once, complete.
///
/// # Errors
/// A folder that is not free, a disk that refuses, or work that is no longer wanted; nothing is written then.
pub fn write(
    project: &Project,
    folder: &Path,
    with_git: bool,
    go_on: impl Fn() -> bool,
) -> Result<Option<git::Outcome>, Failure> {
    let staged = write::stage(&project.tree, folder, &go_on)?;
    staged.add(base::PATH, &Base::of(project).encode())?;
    let git = with_git.then(|| commit(&staged, folder));
    if !go_on() {
        return Err(write::Error::Interrupted.into());
    }
    staged.place()?;
    Ok(git)
}

fn commit(staged: &Staged, folder: &Path) -> git::Outcome {
    let around = folder.ancestors().find(|path| path.is_dir()).unwrap_or(Path::new("."));
    git::init(staged.root(), around, "Start from chatgen new")
}
