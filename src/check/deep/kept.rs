//! The last answer of cargo, kept in the target folder.

use std::path::PathBuf;
use std::process::Command;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::cargo::Said;
use crate::inspect::Files;

#[derive(Serialize, Deserialize)]
struct Kept<S> {
    /// What the answer depends on.
    key: String,
    said: S,
}

/// A hash of all that a build reads: the sources and their neighbours, and which compiler there is.
pub(super) fn key(files: &Files) -> String {
    let mut hasher = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    let compiler = Command::new("rustc").arg("-vV").current_dir(&files.root).output();
    part(&compiler.map(|output| output.stdout).unwrap_or_default());
    part(std::env::var("RUSTFLAGS").unwrap_or_default().as_bytes());
    for (path, text) in files.iter().filter(|(path, _)| !path.ends_with(".md") && !path.starts_with("e2e/")) {
        part(path.as_bytes());
        part(text.as_bytes());
    }
    // Git often ignores the lock file, and a build depends on it.
    part(&std::fs::read(files.root.join("Cargo.lock")).unwrap_or_default());
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn read(files: &Files, key: &str) -> Option<Said> {
    let bytes = std::fs::read(place(files)).ok()?;
    let kept: Kept<Said> = serde_json::from_slice(&bytes).ok()?;
    (kept.key == key).then_some(kept.said)
}

/// Keeps an answer. A folder that cannot be written costs time and nothing else.
pub(super) fn write(files: &Files, key: &str, said: &Said) {
    let place = place(files);
    let kept = Kept { key: key.to_owned(), said };
    let folder = place.parent().map_or_else(PathBuf::new, PathBuf::from);
    let Ok(bytes) = serde_json::to_vec(&kept) else { return };
    let _ = std::fs::create_dir_all(&folder);
    // Another check must not see half of it.
    if let Ok(file) = tempfile::NamedTempFile::new_in(&folder)
        && std::fs::write(file.path(), bytes).is_ok()
    {
        let _ = file.persist(place);
    }
}

fn place(files: &Files) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let name = crate::write::hash(files.root.as_os_str().as_encoded_bytes());
    files.root.join(target).join("chatgen").join(format!("{}.json", &name[..16]))
}
