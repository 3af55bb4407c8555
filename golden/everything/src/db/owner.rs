//! One server for one database. A second one would not see the sockets of the first, and would take its replies for
//! those of a server that is gone.

use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::path::Path;

use crate::error::{Error, Result};

/// Holds the lock beside the database. The system takes it back with the process, however that ends.
pub struct Owner {
    _lock: File,
}

impl Owner {
    /// Takes `chat.db.lock`, and writes down who holds it.
    ///
    /// # Errors
    /// Another process has it: its number and address.
    pub fn new(database: &Path, address: &str) -> Result<Self> {
        let mut name = database.as_os_str().to_owned();
        name.push(".lock");
        let open = File::options().read(true).write(true).create(true).truncate(false).open(&name);
        let mut lock = open.map_err(Error::internal)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Only to name it: what can't be read is left out.
                let _ = lock.read_to_string(&mut holder);
                let database = database.display();
                let taken = format!(
                    "{database} belongs to a server that runs ({}). Stop it, or give this one a \
                     database of its own.",
                    holder.trim()
                );
                return Err(Error::internal(taken));
            }
            Err(TryLockError::Error(error)) => return Err(Error::internal(error)),
        }
        let holder = format!("process {}, {address}\n", std::process::id());
        let written = lock.set_len(0).and_then(|()| lock.write_all(holder.as_bytes()));
        written.map_err(Error::internal)?;
        Ok(Self { _lock: lock })
    }
}

/// What the system calls this file, whatever its name: a copy of it is called otherwise.
pub fn identity(file: &Path) -> String {
    #[cfg(unix)]
    if let Ok(file) = std::fs::metadata(file) {
        use std::os::unix::fs::MetadataExt;
        return format!("{}:{}", file.dev(), file.ino());
    }
    file.display().to_string()
}
