//! Modes of files that are made anew from others. Where the system knows none, nothing is done.

use std::path::Path;

/// Who may read, write and run a file; nothing if it is not there.
#[cfg(unix)]
#[must_use]
pub fn of(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    Some(path.metadata().ok()?.permissions().mode() & 0o7777)
}

#[cfg(not(unix))]
#[must_use]
pub fn of(_: &Path) -> Option<u32> {
    None
}

/// Sets it. A system that refuses has the file all the same, which is what counts.
#[cfg(unix)]
pub fn set(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
pub fn set(_: &Path, _: u32) {}
