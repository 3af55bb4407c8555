//! Many files of a project change together, or none does.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::journal::{Journal, Record, Step, hash};
use super::settle::{self, End};
use super::{Error, Lock, Obstacle, at, target};

/// What becomes of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Relative to the project, with `/`.
    pub path: String,
    /// What it must hold for the change to take place; `None`: there must be no file.
    pub before: Option<Vec<u8>>,
    /// What it holds afterwards; `None`: it is removed, and so are the folders that are empty then.
    pub after: Option<Vec<u8>>,
}

/// Makes all changes or none. A crash at any moment leaves the old state or the new one, at the latest after the next
/// [`Lock::take`]. A file that is replaced keeps its mode; a link is followed to a file inside of the project.
///
/// # Errors
/// [`Error::Moved`] when a file is not as `before` says, [`Error::Obstructed`] when one cannot be written,
/// [`Error::Interrupted`] when `go_on` says no before the point of no return, or when the disk refuses. All files are then as
/// they were, except for [`Error::Stuck`].
pub fn apply(lock: &Lock, changes: &[Change], go_on: impl Fn() -> bool) -> Result<(), Error> {
    settle::recover(lock.root())?;
    let plan = plan(lock.root(), changes)?;
    if plan.is_empty() {
        return Ok(());
    }
    let journal = Journal::of(lock.root());
    let record = Record { folders: missing_folders(lock.root(), &plan), steps: plan.iter().map(step).collect() };
    if let Err(error) = stage(lock.root(), &journal, &plan, &record, go_on) {
        // What is left is removed by the next process that takes the lock.
        let _ = journal.remove();
        return Err(error);
    }
    match settle::settle(lock.root(), &journal, &record)? {
        End::Finished => Ok(()),
        End::TakenBack(error) => Err(error),
    }
}

/// A change and the file that it means.
struct Planned<'a> {
    change: &'a Change,
    target: PathBuf,
}

/// Checks every change against the disk. Removals come first: on a disk that ignores case `User.rs` may become `user.rs`.
fn plan<'a>(root: &Path, changes: &'a [Change]) -> Result<Vec<Planned<'a>>, Error> {
    let folds_case = root.join(".chatgen/LOCK").exists();
    let mut seen: BTreeMap<(bool, PathBuf), &Change> = BTreeMap::new();
    let mut plan = Vec::new();
    for change in changes {
        let target = target::find(root, &change.path, change.after.is_none())?;
        let key = (change.after.is_none(), if folds_case { lower(&target) } else { target.clone() });
        if let Some(other) = seen.insert(key, change) {
            let by = Obstacle::SameFile(other.path.clone());
            return Err(Error::Obstructed { path: change.path.clone(), by });
        }
        plan.push(Planned { change, target });
    }
    for Planned { change, target } in &plan {
        let removed = seen.get(&(true, lower(target))).filter(|_| folds_case && change.before.is_none());
        let before = removed.map_or(&change.before, |removed| &removed.before);
        if read(root, target)? != *before {
            return Err(Error::Moved { path: change.path.clone() });
        }
    }
    plan.retain(|planned| planned.change.before != planned.change.after);
    plan.sort_by_key(|planned| planned.change.after.is_some());
    Ok(plan)
}

fn lower(path: &Path) -> PathBuf {
    path.to_string_lossy().to_lowercase().into()
}

fn read(root: &Path, target: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(root.join(target)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        bytes => bytes.map(Some).map_err(|error| at(target, error)),
    }
}

fn step(planned: &Planned) -> Step {
    let Planned { change, target } = planned;
    Step {
        path: change.path.clone(),
        target: target.clone(),
        before: change.before.as_deref().map(hash),
        after: change.after.as_deref().map(hash),
    }
}

fn missing_folders(root: &Path, plan: &[Planned]) -> Vec<PathBuf> {
    let written = plan.iter().filter(|planned| planned.change.after.is_some());
    let folders: BTreeSet<&Path> = written.flat_map(|planned| planned.target.ancestors().skip(1)).collect();
    folders.into_iter().filter(|folder| !root.join(folder).exists()).map(Path::to_owned).collect()
}

/// Puts all that the transaction needs into the journal, and commits it. Everything that takes space happens here: what
/// comes after the commit only moves names.
fn stage(
    root: &Path,
    journal: &Journal,
    plan: &[Planned],
    record: &Record,
    go_on: impl Fn() -> bool,
) -> Result<(), Error> {
    journal.start().map_err(|error| at(Path::new(super::journal::PATH), error))?;
    let mut staged = Vec::new();
    for (number, Planned { change, target }) in plan.iter().enumerate() {
        if !go_on() {
            return Err(Error::Interrupted);
        }
        // A file that is to be removed is moved into the journal as it is.
        let Some(after) = &change.after else { continue };
        let (new, old) = (journal.after(number), journal.before(number));
        let kept = change.before.is_some().then(|| keep(&root.join(target), &old)).transpose();
        let kept = kept.map_err(|error| at(target, error))?;
        write(&new, after, kept.as_ref().map(|kept| &kept.metadata)).map_err(|error| at(target, error))?;
        staged.push(new);
        staged.extend(kept.filter(|kept| kept.copied).map(|_| old));
    }
    if !go_on() {
        return Err(Error::Interrupted);
    }
    journal.commit(record, &staged).map_err(|error| at(Path::new(super::journal::PATH), error))
}

struct Kept {
    metadata: Metadata,
    copied: bool,
}

/// Keeps a file under a second name. That is the file itself, with all that a system knows of it, and costs nothing;
/// since a transaction replaces files and never writes into one, both names stay good. Where a disk has no second names, it is
/// a copy.
fn keep(file: &Path, old: &Path) -> io::Result<Kept> {
    let copied = fs::hard_link(file, old).is_err();
    if copied {
        fs::copy(file, old)?;
    }
    Ok(Kept { metadata: fs::metadata(file)?, copied })
}

/// Writes a file that has the mode of the one it replaces and, as far as the system lets it, its owner.
fn write(new: &Path, content: &[u8], replaced: Option<&Metadata>) -> io::Result<()> {
    fs::write(new, content)?;
    let Some(replaced) = replaced else { return Ok(()) };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let _ = std::os::unix::fs::chown(new, Some(replaced.uid()), Some(replaced.gid()));
    }
    fs::set_permissions(new, replaced.permissions())
}
