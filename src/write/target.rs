//! Where on the disk a path of a project leads, and what stands in the way there.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Component, Path, PathBuf};

use super::{Error, Obstacle, at, journal, lock};

/// Finds the file that `path` means in the project in `root`, a folder without links: a link is followed to the file
/// that is to be written; a file that is to be removed is the link itself. The result is relative to `root`.
///
/// # Errors
/// What makes it impossible to write or remove that file, without having tried.
pub(super) fn find(root: &Path, path: &str, remove: bool) -> Result<PathBuf, Error> {
    find_in(root, path, remove).map_err(|stop| match stop {
        Stop::By(by) => Error::Obstructed { path: path.to_owned(), by },
        Stop::Io(error) => at(Path::new(path), error),
    })
}

enum Stop {
    By(Obstacle),
    Io(io::Error),
}

impl From<Obstacle> for Stop {
    fn from(by: Obstacle) -> Self {
        Self::By(by)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn find_in(root: &Path, path: &str, remove: bool) -> Result<PathBuf, Stop> {
    let asked = Path::new(path);
    let (Some(parent), Some(name), true) = (asked.parent(), asked.file_name(), is_plain(asked)) else {
        return Err(Obstacle::BadPath.into());
    };
    let folder = folder(root, parent)?;
    let mut file = folder.join(name);
    if let Some(mut metadata) = metadata(&root.join(&file))? {
        if metadata.is_symlink() && !remove {
            file = follow(root, &file)?;
            metadata = fs::metadata(root.join(&file))?;
        }
        refuse(&metadata)?;
    }
    refuse_read_only(root, file.parent().unwrap_or(&folder))?;
    Ok(file)
}

/// Whether it is a path of names only, outside of what this module keeps for itself.
fn is_plain(path: &Path) -> bool {
    let text = path.to_string_lossy().to_lowercase();
    path.components().all(|part| matches!(part, Component::Normal(_)))
        && !path.starts_with(".git")
        && text != lock::PATH
        && !Path::new(&text).starts_with(journal::PATH)
}

/// The folder that `path` means, which need not exist yet.
fn folder(root: &Path, path: &Path) -> Result<PathBuf, Stop> {
    let mut real = PathBuf::new();
    for part in path.components() {
        real.push(part);
        let Some(metadata) = metadata(&root.join(&real))? else { continue };
        if metadata.is_symlink() {
            real = follow(root, &real)?;
        }
        if !root.join(&real).is_dir() {
            return Err(Obstacle::FileAsFolder(shown(&real)).into());
        }
    }
    Ok(real)
}

/// What the link at `path` leads to.
fn follow(root: &Path, path: &Path) -> Result<PathBuf, Stop> {
    let end = match root.join(path).canonicalize() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Obstacle::DeadLink(shown(path)).into()),
        end => end?,
    };
    match end.strip_prefix(root) {
        Ok(inside) if is_plain(inside) => Ok(inside.to_owned()),
        _ => Err(Obstacle::LinkOut(shown(path)).into()),
    }
}

fn refuse(metadata: &Metadata) -> Result<(), Obstacle> {
    if metadata.is_dir() {
        Err(Obstacle::Folder)
    } else if metadata.is_symlink() {
        Ok(())
    } else if !metadata.is_file() {
        Err(Obstacle::NoFile)
    } else if metadata.permissions().readonly() {
        Err(Obstacle::ReadOnlyFile)
    } else {
        Ok(())
    }
}

/// A read-only folder takes no new names; what counts is the nearest one that exists.
#[cfg(unix)]
fn refuse_read_only(root: &Path, folder: &Path) -> Result<(), Stop> {
    for folder in folder.ancestors() {
        let Some(metadata) = metadata(&root.join(folder))? else { continue };
        return match metadata.permissions().readonly() {
            true => Err(Obstacle::ReadOnlyFolder(shown(folder)).into()),
            false => Ok(()),
        };
    }
    Ok(())
}

/// On Windows the mark does not keep files out of a folder.
#[cfg(not(unix))]
fn refuse_read_only(_root: &Path, _folder: &Path) -> Result<(), Stop> {
    Ok(())
}

/// Of a link itself; `None` where there is nothing.
fn metadata(path: &Path) -> io::Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        metadata => metadata.map(Some),
    }
}

fn shown(path: &Path) -> String {
    if path.as_os_str().is_empty() { ".".to_owned() } else { path.display().to_string() }
}
