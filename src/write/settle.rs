//! Brings a transaction that has been committed to its end: forward to the new state, or else back to the old one.
//!
//! Each step can be done again without harm, so that a crash while recovering is no different from any other. A file that
//! somebody has changed in the meantime, so that it is neither as before nor as after, is never overwritten.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::journal::{Journal, Record, State, Step, flush_folders, hash_of};
use super::{Error, at};

/// What became of a transaction that was cut off, and of how many files. As text it is a sentence without a full stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovery {
    /// All files are as before it; of 0 files when none had changed yet.
    TakenBack(usize),
    /// All files are as after it.
    Finished(usize),
}

impl fmt::Display for Recovery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = |count| if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
        match *self {
            Self::TakenBack(0) => {
                write!(f, "an earlier command was cut off before it wrote anything; the project is as it was before it")
            }
            Self::TakenBack(count) => {
                write!(f, "an earlier command was cut off while it wrote; its change of {} is taken back", files(count))
            }
            Self::Finished(count) => {
                write!(
                    f,
                    "an earlier command was cut off while it wrote; its change of {} is now finished",
                    files(count)
                )
            }
        }
    }
}

/// How a transaction ended.
pub(super) enum End {
    Finished,
    /// Because of this.
    TakenBack(Error),
}

/// Ends the transaction that an earlier process has left in its journal, if there is one.
pub(super) fn recover(root: &Path) -> Result<Option<Recovery>, Error> {
    let journal = Journal::of(root);
    let stuck = |error| Error::Stuck { path: super::journal::PATH.into(), error };
    let Some(state) = journal.state() else { return Ok(None) };
    let record = match state {
        State::Forward | State::Back => journal.record(state).map_err(stuck)?,
        State::Staging | State::Over => None,
    };
    let Some(record) = record else {
        journal.remove().map_err(stuck)?;
        return Ok((state != State::Over).then_some(Recovery::TakenBack(0)));
    };
    let count = record.steps.len();
    if state == State::Forward {
        return Ok(Some(match settle(root, &journal, &record)? {
            End::Finished => Recovery::Finished(count),
            End::TakenBack(_) => Recovery::TakenBack(count),
        }));
    }
    take_back(root, &journal, &record)?;
    Ok(Some(Recovery::TakenBack(count)))
}

/// Finishes a committed transaction, or takes it back when it cannot be finished.
pub(super) fn settle(root: &Path, journal: &Journal, record: &Record) -> Result<End, Error> {
    let mut steps = record.steps.iter().enumerate();
    if let Err(error) = steps.try_for_each(|(number, step)| forward(root, journal, number, step)) {
        journal.turn(State::Forward, State::Back).map_err(|error| stuck(super::journal::PATH, error))?;
        take_back(root, journal, record)?;
        return Ok(End::TakenBack(error));
    }
    flush_folders(folders_of(root, record));
    for step in record.steps.iter().filter(|step| step.after.is_none()) {
        remove_empty(root, &step.target);
    }
    close(journal, State::Forward)?;
    Ok(End::Finished)
}

fn take_back(root: &Path, journal: &Journal, record: &Record) -> Result<(), Error> {
    for (number, step) in record.steps.iter().enumerate().rev() {
        back(root, journal, number, step).map_err(|error| stuck(&step.path, error))?;
    }
    for folder in record.folders.iter().rev() {
        // One that is not empty has something of a person's in it by now.
        let _ = fs::remove_dir(root.join(folder));
    }
    flush_folders(folders_of(root, record));
    close(journal, State::Back)
}

/// The journal is only in the way from here on: what cannot be removed now is removed by the next process.
fn close(journal: &Journal, state: State) -> Result<(), Error> {
    journal.turn(state, State::Over).map_err(|error| stuck(super::journal::PATH, error))?;
    let _ = journal.remove();
    Ok(())
}

fn forward(root: &Path, journal: &Journal, number: usize, step: &Step) -> Result<(), Error> {
    let target = root.join(&step.target);
    let (new, old) = (journal.after(number), journal.before(number));
    let done = if step.after.is_some() { !new.exists() } else { exists(&old) };
    if done {
        return Ok(());
    }
    let failed = |error| at(Path::new(&step.path), error);
    if hash_of(&target).map_err(failed)? != step.before {
        return Err(Error::Moved { path: step.path.clone() });
    }
    if step.after.is_none() {
        return fs::rename(&target, old).map_err(failed);
    }
    target.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::rename(new, &target)).map_err(failed)
}

fn back(root: &Path, journal: &Journal, number: usize, step: &Step) -> io::Result<()> {
    let target = root.join(&step.target);
    let (new, old) = (journal.after(number), journal.before(number));
    let never_done = if step.after.is_some() { new.exists() } else { !exists(&old) };
    if never_done || hash_of(&target)? != step.after {
        return Ok(());
    }
    match step.before {
        Some(_) => fs::rename(old, target),
        None => fs::remove_file(target),
    }
}

/// Also true of a link that leads nowhere.
fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Every folder in which a name has changed.
fn folders_of(root: &Path, record: &Record) -> BTreeSet<PathBuf> {
    let parents = record.steps.iter().filter_map(|step| step.target.parent());
    let made = record.folders.iter().filter_map(|folder| folder.parent());
    parents.chain(made).map(|folder| root.join(folder)).collect()
}

/// Removes the folders around a removed file up to the first that is not empty.
fn remove_empty(root: &Path, target: &Path) {
    let folders = target.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    let _ = folders.map(|folder| fs::remove_dir(root.join(folder))).find(Result::is_err);
}

fn stuck(path: &str, error: io::Error) -> Error {
    Error::Stuck { path: path.into(), error }
}
