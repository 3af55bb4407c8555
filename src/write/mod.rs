//! The only module that changes a project: all of a change reaches the disk, or nothing does.
//!
//! [`stage`](stage()) brings a whole project to an empty folder; [`apply`] changes files of a project, under its [`Lock`].

mod journal;
mod lock;
mod settle;
mod stage;
mod target;
mod transaction;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

pub use journal::hash;
pub use lock::{Holder, Lock};
pub use settle::Recovery;
pub use stage::{Staged, refuse_occupied, stage};
pub use transaction::{Change, apply};

/// What stopped a write. Nothing has changed then, except after [`Error::Stuck`].
#[derive(Debug)]
pub enum Error {
    /// The target is a file, or a folder with something in it (the name of one such thing).
    Occupied { path: PathBuf, by: Option<String> },
    /// Ctrl-C, or a request to end.
    Interrupted,
    /// The disk refuses.
    Io { path: PathBuf, error: io::Error },
    /// Another process is at work in the project; who, if it has said so.
    Locked { holder: Option<Holder> },
    /// The file is no longer what the change started from.
    Moved { path: String },
    /// The file cannot be written where it is wanted.
    Obstructed { path: String, by: Obstacle },
    /// A transaction can for now neither be finished nor taken back. Its journal stays; the next [`Lock::take`] tries again.
    Stuck { path: PathBuf, error: io::Error },
}

/// Why a file cannot be written where it is wanted. As text it reads after "cannot write `path`: ".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// The path is absolute, empty, has `..` in it, or is where git or this module keep their own files.
    BadPath,
    /// A folder stands where the file must go.
    Folder,
    /// It is a pipe, a socket or a device.
    NoFile,
    /// A file stands where this folder must go.
    FileAsFolder(String),
    ReadOnlyFile,
    ReadOnlyFolder(String),
    /// This part of the path is a link out of the project.
    LinkOut(String),
    /// This part of the path is a link to nothing.
    DeadLink(String),
    /// This other path of the same change is the same file: through a link, or on a disk that ignores case.
    SameFile(String),
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadPath => write!(f, "it is not the path of a file in the project"),
            Self::Folder => write!(f, "a folder of that name is in its place"),
            Self::NoFile => write!(f, "it is neither a file nor a folder"),
            Self::FileAsFolder(path) => write!(f, "`{path}` is a file, not a folder"),
            Self::ReadOnlyFile => write!(f, "it is read-only"),
            Self::ReadOnlyFolder(path) => write!(f, "the folder `{path}` is read-only"),
            Self::LinkOut(path) => write!(f, "`{path}` is a link that leads out of the project"),
            Self::DeadLink(path) => write!(f, "`{path}` is a link that leads nowhere"),
            Self::SameFile(path) => write!(f, "it is the same file as `{path}`"),
        }
    }
}

fn at(path: &Path, error: io::Error) -> Error {
    Error::Io { path: path.to_owned(), error }
}
