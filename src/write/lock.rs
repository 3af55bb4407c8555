//! One chatgen at a time in a project.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Error, Recovery, at, settle};
use crate::output::quote;

/// Where the lock is in a project.
pub(super) const PATH: &str = ".chatgen/lock";

/// The right to change a project. The system takes it back when the process ends, however it ends: no lock is ever stale.
#[derive(Debug)]
pub struct Lock {
    file: File,
    /// The project's folder, absolute and without links.
    root: PathBuf,
}

/// Who has the lock of a project, as that process wrote it down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub pid: u32,
    /// The command line.
    pub command: String,
}

impl Lock {
    /// Takes the lock of the project in `root`, and brings a transaction that was cut off there to its end.
    ///
    /// # Errors
    /// [`Error::Locked`] while another process has it, [`Error::Stuck`] when the transaction cannot be ended, or when the
    /// disk refuses.
    pub fn take(root: &Path) -> Result<(Self, Option<Recovery>), Error> {
        let mut lock = Self::of(root).map_err(|error| at(&root.join(PATH), error))?;
        match lock.file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Locked { holder: lock.holder() }),
            Err(TryLockError::Error(error)) => return Err(at(&root.join(PATH), error)),
        }
        // The name is a courtesy to others: the lock holds without it, also on a full disk.
        let _ = lock.sign();
        let recovery = settle::recover(&lock.root)?;
        Ok((lock, recovery))
    }

    fn of(root: &Path) -> io::Result<Self> {
        let root = root.canonicalize()?;
        let path = root.join(PATH);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        let file = File::options().read(true).write(true).create(true).truncate(false).open(path)?;
        Ok(Self { file, root })
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Who has the lock; nobody while that process is still about to say so, or where a locked file cannot be read.
    fn holder(&mut self) -> Option<Holder> {
        let mut text = String::new();
        self.file.read_to_string(&mut text).ok()?;
        serde_json::from_str(&text).ok()
    }

    fn sign(&mut self) -> io::Result<()> {
        let mut words = std::env::args_os().skip(1).map(|word| quote(&word.to_string_lossy()));
        let command = words.by_ref().fold("chatgen".to_owned(), |line, word| line + " " + &word);
        let holder = Holder { pid: std::process::id(), command };
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.file.write_all(&serde_json::to_vec(&holder)?)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
    }
}
