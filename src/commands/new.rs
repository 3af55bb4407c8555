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
    let project = generate(&arguments, folder)?;
    if arguments.dry_run {
        terminal.show(&Planned::new(&project, folder));
        return Ok(());
    }
    if arguments.run {
        launch::check(&project, arguments.port)?;
    }
    let git = write(&project, folder, !arguments.no_git)?;
    let made = Made::new(&project, folder, git);
    if !arguments.run {
        terminal.show(&made);
        return Ok(());
    }
    terminal.note(&made.summary());
    launch::launch(folder, arguments.port, terminal, |running| terminal.show(&Launched { made, running }))
}

fn generate(arguments: &New, folder: &Path) -> Result<Project, Failure> {
    let given = Given::read(arguments.schema.as_deref(), folder, &arguments.sets)?;
    let overlay = Overlay::read(None, arguments.blueprints.as_deref())?;
    crate::generate_with(&given.chat_toml, &overlay).map_err(|problems| overlay.failure(given.blame(problems)))
}

/// Writes the project with its repository: the folder appears at once, complete.
fn write(project: &Project, folder: &Path, with_git: bool) -> Result<Option<git::Outcome>, Failure> {
    interrupt::watch();
    let staged = write::stage(&project.tree, folder, || !interrupt::asked())?;
    staged.add(base::PATH, &Base::of(project).encode())?;
    let git = with_git.then(|| commit(&staged, folder));
    if interrupt::asked() {
        return Err(write::Error::Interrupted.into());
    }
    staged.place()?;
    Ok(git)
}

fn commit(staged: &Staged, folder: &Path) -> git::Outcome {
    let around = folder.ancestors().find(|path| path.is_dir()).unwrap_or(Path::new("."));
    git::init(staged.root(), around, "Start from chatgen new")
}
