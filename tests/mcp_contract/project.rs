//! Projects to try tools on.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A new project of the default schema.
pub fn project() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_chatgen"))
        .args(["new", "--no-git"])
        .arg(folder.path().join("my-chat"))
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    folder
}

/// The same with its development database, which is empty.
pub fn with_database() -> TempDir {
    let folder = project();
    let setup = Command::new(env!("CARGO_BIN_EXE_chatgen"))
        .args(["db", "database", "setup"])
        .current_dir(inside(&folder))
        .env_remove("DATABASE_URL")
        .output()
        .unwrap();
    assert!(setup.status.success(), "{setup:?}");
    folder
}

pub fn inside(folder: &TempDir) -> std::path::PathBuf {
    folder.path().join("my-chat")
}

pub fn append(root: &Path, file: &str, text: &str) {
    let path = root.join(file);
    let before = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, before + text).unwrap();
}
