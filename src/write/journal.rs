//! A transaction on the disk, before and while it takes place.
//!
//! ```text
//! .chatgen/journal/after/0 1 …    what files are to hold
//! .chatgen/journal/before/0 1 …   what they held
//! .chatgen/journal/forward        the commit record: from here on the transaction is brought to its end
//! .chatgen/journal/back           the same record, once it turned out that it must be taken back
//! .chatgen/journal/over           the same record, once either is done and only the journal has to go
//! ```

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Where the journal is in a project.
pub(super) const PATH: &str = ".chatgen/journal";

/// Files that are flushed at once. A disk commits them together: 300 files take a third of the time of one after the other.
/// Flushing the whole file system would be quicker still, but then also waits for what other programs have written.
const FLUSHES: usize = 8;

#[derive(Debug)]
pub(super) struct Journal {
    folder: PathBuf,
}

/// What a transaction does, in order.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) steps: Vec<Step>,
    /// Folders that do not exist before it, outermost first.
    pub(super) folders: Vec<PathBuf>,
}

/// What becomes of one file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Step {
    /// As it was asked for, for messages.
    pub(super) path: String,
    /// Where the file is, in the project.
    pub(super) target: PathBuf,
    /// A hash of what it holds before; `None`: there is no file.
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

/// How far a transaction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// No file has changed.
    Staging,
    Forward,
    Back,
    Over,
}

impl State {
    fn name(self) -> &'static str {
        match self {
            Self::Staging => "staging",
            Self::Forward => "forward",
            Self::Back => "back",
            Self::Over => "over",
        }
    }
}

impl Journal {
    pub(super) fn of(root: &Path) -> Self {
        Self { folder: root.join(PATH) }
    }

    /// Opens an empty journal.
    pub(super) fn start(&self) -> io::Result<()> {
        fs::create_dir_all(self.folder.join("after"))?;
        fs::create_dir_all(self.folder.join("before"))
    }

    /// What the file of the step of this number is to hold.
    pub(super) fn after(&self, number: usize) -> PathBuf {
        self.folder.join("after").join(number.to_string())
    }

    /// What it held.
    pub(super) fn before(&self, number: usize) -> PathBuf {
        self.folder.join("before").join(number.to_string())
    }

    /// How far the transaction is; `None`: there is none.
    pub(super) fn state(&self) -> Option<State> {
        let known = [State::Forward, State::Back, State::Over];
        let state = known.into_iter().find(|state| self.folder.join(state.name()).is_file());
        state.or_else(|| self.folder.exists().then_some(State::Staging))
    }

    /// Writes the commit record, once everything else is safely on the disk.
    pub(super) fn commit(&self, record: &Record, staged: &[PathBuf]) -> io::Result<()> {
        flush(staged)?;
        let json = serde_json::to_string(record)?;
        let draft = self.folder.join(State::Staging.name());
        let mut file = File::create(&draft)?;
        file.write_all(format!("{json}\n{}\n", hash(json.as_bytes())).as_bytes())?;
        file.sync_all()?;
        flush_folders(["after", "before", ""].map(|name| self.folder.join(name)));
        fs::rename(&draft, self.folder.join(State::Forward.name()))?;
        flush_folders([self.folder.clone(), self.folder.join("..")]);
        Ok(())
    }

    /// The commit record; `None` when it did not reach the disk whole, so that no file has changed.
    pub(super) fn record(&self, state: State) -> io::Result<Option<Record>> {
        let text = fs::read_to_string(self.folder.join(state.name()))?;
        match text.trim_end().rsplit_once('\n') {
            Some((json, sum)) if sum == hash(json.as_bytes()) => Ok(Some(serde_json::from_str(json)?)),
            _ => Ok(None),
        }
    }

    /// Notes that the transaction is now in another state.
    pub(super) fn turn(&self, from: State, to: State) -> io::Result<()> {
        fs::rename(self.folder.join(from.name()), self.folder.join(to.name()))?;
        flush_folders([self.folder.clone()]);
        Ok(())
    }

    /// Removes the journal, the record last: while it stands, it is known that the transaction is over.
    pub(super) fn remove(&self) -> io::Result<()> {
        for name in ["after", "before"] {
            match fs::remove_dir_all(self.folder.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        fs::remove_dir_all(&self.folder)
    }
}

/// A hash of a file's content; `None`: there is no file.
pub(super) fn hash_of(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        bytes => Ok(Some(hash(&bytes?))),
    }
}

/// SHA-256, in hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Waits until files are safely on the disk.
fn flush(files: &[PathBuf]) -> io::Result<()> {
    let flush = |part: &[PathBuf]| part.iter().try_for_each(|file| File::options().write(true).open(file)?.sync_all());
    let parts = files.chunks(files.len().div_ceil(FLUSHES).max(1));
    thread::scope(|scope| {
        let running: Vec<_> = parts.map(|part| scope.spawn(move || flush(part))).collect();
        running.into_iter().try_for_each(|part| part.join().unwrap_or_else(|_| Err(io::Error::other("a flush failed"))))
    })
}

/// Waits until the names in folders are safely on the disk, where a system can do that for a folder.
pub(super) fn flush_folders(folders: impl IntoIterator<Item = PathBuf>) {
    for folder in folders {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}
