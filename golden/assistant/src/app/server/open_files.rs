//! How many files, and so connections, the system lets the process have open.

use rlimit::Resource;

/// Systems start programs with a low limit (often 1,024) that they may raise themselves up to a higher one.
pub fn raise() {
    if let Err(error) = rlimit::increase_nofile_limit(u64::MAX) {
        tracing::warn!(%error, "the limit of open files (nofile) could not be raised");
    }
}

/// The limit as it is now.
pub fn limit() -> usize {
    let limit = Resource::NOFILE.get_soft().unwrap_or(1024);
    usize::try_from(limit).unwrap_or(usize::MAX)
}
