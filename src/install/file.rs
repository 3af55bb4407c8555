//! A configuration file, read and written: whole or not at all, with its mode, and through a link to where it leads.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::output::why;

/// No configuration is larger, and nothing larger is read into memory.
const LARGEST: u64 = 64 << 20;

/// Links that lead to links, before they count as a ring.
const LINKS: usize = 40;

/// The bytes of a file; `None` if there is none.
///
/// # Errors
/// What is there and cannot be read, in words.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>, String> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err("it is a folder, not a file".to_owned()),
        Ok(metadata) if !metadata.is_file() => Err("it is neither a file nor a folder".to_owned()),
        Ok(metadata) if metadata.len() > LARGEST => Err("it is larger than 64 MB".to_owned()),
        Ok(_) => fs::read(path).map(Some).map_err(|error| why(&error)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(why(&error)),
    }
}

/// Puts bytes in the place of a file, and makes the folders above it.
///
/// # Errors
/// Why it cannot be written, in words. Then the file is as it was.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    put(path, bytes).map_err(|error| why(&error))
}

fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = follow(path)?;
    let folder = target.parent().ok_or(ErrorKind::InvalidInput)?;
    let old = mode(&target)?;
    let is_new_folder = !folder.exists();
    fs::create_dir_all(folder)?;
    let done = replace(folder, &target, bytes, old);
    if done.is_err() && is_new_folder {
        let _ = fs::remove_dir(folder);
    }
    done
}

fn replace(folder: &Path, target: &Path, bytes: &[u8], old: Option<Permissions>) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".chatgen-");
    if let Some(new) = new_mode() {
        builder.permissions(new);
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let Some(old) = old {
        file.as_file().set_permissions(old)?;
    }
    file.as_file().sync_all()?;
    file.persist(target)?;
    Ok(())
}

/// What may be done with a file, which has to stay; `None` if there is none.
fn mode(target: &Path) -> io::Result<Option<Permissions>> {
    match fs::metadata(target) {
        Ok(metadata) if metadata.permissions().readonly() => {
            Err(io::Error::new(ErrorKind::PermissionDenied, "it is read-only"))
        }
        Ok(metadata) => Ok(Some(metadata.permissions())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// What a file may that was not there: what the files of other programs may.
#[cfg(unix)]
fn new_mode() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn new_mode() -> Option<Permissions> {
    None
}

/// Removes a file.
///
/// # Errors
/// Why it cannot be removed, in words.
pub fn remove(path: &Path) -> Result<(), String> {
    let target = follow(path).map_err(|error| why(&error))?;
    mode(&target).and_then(|_| fs::remove_file(path)).map_err(|error| why(&error))
}

/// Copies bytes beside a file, under a name that nothing has yet, and returns that name.
///
/// # Errors
/// Why they cannot be copied, in words.
pub fn keep(path: &Path, bytes: &[u8]) -> Result<PathBuf, String> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for count in 0..1000 {
        let suffix = if count == 0 { String::new() } else { format!("-{count}") };
        let copy = path.with_file_name(format!("{name}.bak.{seconds}{suffix}"));
        match OpenOptions::new().write(true).create_new(true).open(&copy) {
            Ok(file) => return fill(file, path, bytes).map(|()| copy).map_err(|error| why(&error)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(why(&error)),
        }
    }
    Err("there are a thousand copies already".to_owned())
}

/// The copy is for no more people than the file.
fn fill(mut file: File, path: &Path, bytes: &[u8]) -> io::Result<()> {
    file.set_permissions(fs::metadata(path)?.permissions())?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The file that a path means at the end of its links, which need not exist.
fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        match fs::read_link(&path) {
            Ok(link) => path = path.parent().unwrap_or(Path::new("")).join(link),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("its links lead in a ring"))
}
