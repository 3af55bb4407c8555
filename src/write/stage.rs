//! A whole project at once: all of a tree reaches an empty folder, or nothing does.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Error, at};
use crate::render::Tree;

/// A tree on the disk that is not yet at its place; dropped before [`Staged::place`], it leaves nothing behind.
#[derive(Debug)]
pub struct Staged {
    folder: tempfile::TempDir,
    target: PathBuf,
}

/// Writes a tree into a hidden folder from which one rename brings it to `target`.
///
/// # Errors
/// When `target` is neither absent nor an empty folder, when `go_on` says no between two files, or when the disk refuses.
pub fn stage(tree: &Tree, target: &Path, go_on: impl Fn() -> bool) -> Result<Staged, Error> {
    refuse_occupied(target)?;
    let beside = home_of(target)?;
    let folder = tempfile::Builder::new().prefix(".chatgen-").tempdir_in(&beside).map_err(|error| at(target, error))?;
    let staged = Staged { folder, target: target.to_owned() };
    let mut made = PathBuf::new();
    for (path, text) in tree {
        if !go_on() {
            return Err(Error::Interrupted);
        }
        let file = staged.root().join(path);
        let parent = file.parent().unwrap_or(&made);
        if parent != made {
            fs::create_dir_all(parent).map_err(|error| at(&target.join(path), error))?;
            made = parent.to_owned();
        }
        fs::write(&file, text).map_err(|error| at(&target.join(path), error))?;
    }
    Ok(staged)
}

impl Staged {
    /// The folder that holds the tree for now.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Adds a file that is no text.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn add(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        fs::write(self.root().join(path), bytes).map_err(|error| at(&self.target.join(path), error))
    }

    /// Brings the tree to its target.
    ///
    /// # Errors
    /// When the target has been filled in the meantime, or the disk refuses; the target is then as it was.
    pub fn place(self) -> Result<(), Error> {
        refuse_occupied_by_others(&self.target, self.root())?;
        open_to_others(self.root()).map_err(|error| at(self.root(), error))?;
        if self.target.exists() { self.move_in() } else { self.rename() }
    }

    fn rename(self) -> Result<(), Error> {
        if let Some(parent) = self.target.parent() {
            fs::create_dir_all(parent).map_err(|error| at(parent, error))?;
        }
        fs::rename(self.root(), &self.target).map_err(|error| at(&self.target, error))?;
        let _ = self.folder.keep();
        Ok(())
    }

    /// An empty folder that exists may be the shell's own, a mount, or in a parent that is not ours to write: it stays,
    /// and the tree's entries move into it. What has moved goes back when one of them cannot.
    fn move_in(self) -> Result<(), Error> {
        let mut moved: Vec<(PathBuf, PathBuf)> = Vec::new();
        for entry in entries(self.root())? {
            let from = self.root().join(&entry);
            let to = self.target.join(&entry);
            if let Err(error) = fs::rename(&from, &to) {
                for (from, to) in moved.iter().rev() {
                    let _ = fs::rename(to, from);
                }
                return Err(at(&to, error));
            }
            moved.push((from, to));
        }
        Ok(())
    }
}

/// The folder in which to stage: the target itself if it is an empty folder, else the nearest one above that exists.
fn home_of(target: &Path) -> Result<PathBuf, Error> {
    let path = std::path::absolute(target).map_err(|error| at(target, error))?;
    let home = path.ancestors().find(|path| path.is_dir()).map(Path::to_owned);
    Ok(home.unwrap_or(path))
}

/// Says whether there is room for a project: nothing, or an empty folder.
///
/// # Errors
/// When there is something, or the disk refuses to say.
pub fn refuse_occupied(target: &Path) -> Result<(), Error> {
    refuse_occupied_by_others(target, Path::new(""))
}

fn refuse_occupied_by_others(target: &Path, ours: &Path) -> Result<(), Error> {
    match fs::symlink_metadata(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(at(target, error)),
        Ok(_) if !target.is_dir() => return Err(Error::Occupied { path: target.to_owned(), by: None }),
        Ok(_) => {}
    }
    let other = entries(target)?.into_iter().find(|name| ours.file_name() != Some(name));
    match other {
        Some(name) => Err(Error::Occupied { path: target.to_owned(), by: Some(name.to_string_lossy().into_owned()) }),
        None => Ok(()),
    }
}

fn entries(folder: &Path) -> Result<Vec<std::ffi::OsString>, Error> {
    let listed = fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.file_name())).collect());
    let mut names: Vec<_> = listed.map_err(|error| at(folder, error))?;
    names.sort();
    Ok(names)
}

/// A temporary folder is its owner's alone; a project has the mode that `mkdir` would have given it.
#[cfg(unix)]
fn open_to_others(folder: &Path) -> io::Result<()> {
    let probe = folder.join(".chatgen-mode");
    fs::create_dir(&probe)?;
    let permissions = fs::metadata(&probe)?.permissions();
    fs::remove_dir(&probe)?;
    fs::set_permissions(folder, permissions)
}

#[cfg(not(unix))]
fn open_to_others(_folder: &Path) -> io::Result<()> {
    Ok(())
}
