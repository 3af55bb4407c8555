//! Overlays from the disk.

use std::fs;
use std::io;
use std::path::Path;

use super::{FOLDER, Overlay, Replacement, failure};
use crate::output::{Failure, why};
use crate::problem::Source;

impl Overlay {
    /// The blueprints of a project and those of a folder that was given; where both replace one, the given folder's.
    ///
    /// # Errors
    /// A given folder that is not there, a file that cannot be read, and what [`Overlay::of`] says of their files.
    pub fn read(project_root: Option<&Path>, given: Option<&Path>) -> Result<Self, Failure> {
        let own = match project_root.map(|root| root.join(FOLDER)) {
            Some(folder) if folder.is_dir() => read(&folder, FOLDER)?,
            _ => Self::none(),
        };
        let Some(folder) = given else { return Ok(own) };
        if !folder.is_dir() {
            let failure = Failure::usage(format!("there is no folder `{}`", folder.display()));
            return Err(failure.help("--blueprints takes a folder that looks like chatgen's own: static/app.css in it"));
        }
        Ok(own.under(read(folder, &folder.display().to_string())?))
    }
}

/// The overlay that a folder is; `name` is what messages call the folder.
fn read(folder: &Path, name: &str) -> Result<Overlay, Failure> {
    let mut replacements = Vec::new();
    for path in files(folder, "").map_err(|(path, error)| unreadable(name, &path, &why(&error)))? {
        let bytes = fs::read(folder.join(&path)).map_err(|error| unreadable(name, &path, &why(&error)))?;
        let text = String::from_utf8(bytes).map_err(|_| unreadable(name, &path, "it is not UTF-8 text"))?;
        replacements.push(Replacement { source: Source::new(&format!("{name}/{path}"), &text), path });
    }
    Overlay::of(replacements).map_err(failure)
}

/// Every file below `folder` but git's own, as a path with `/`, in order. What cannot be read comes with its path.
fn files(folder: &Path, below: &str) -> Result<Vec<String>, (String, io::Error)> {
    let at = |error| (below.to_owned(), error);
    let mut entries: Vec<_> = fs::read_dir(folder.join(below)).and_then(Iterator::collect).map_err(at)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    let mut paths = Vec::new();
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == ".git" {
            continue;
        }
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        if entry.path().is_dir() {
            paths.extend(files(folder, &path)?);
        } else {
            paths.push(path);
        }
    }
    Ok(paths)
}

fn unreadable(folder: &str, path: &str, why: &str) -> Failure {
    Failure::usage(format!("cannot read the blueprint `{folder}/{path}`: {why}"))
}
