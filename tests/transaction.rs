//! Many files of a project change together, or none does.

use std::fs;
use std::path::Path;

use chatgen::write::{Change, Error, Lock, apply};

#[test]
fn files_are_made_replaced_and_removed_together() {
    let home = project(&[("a", "1"), ("b/c", "2"), ("b/d/e", "3")]);
    let (lock, recovery) = Lock::take(home.path()).unwrap();
    assert_eq!(recovery, None);
    let changes =
        [change("a", Some("1"), Some("one")), change("b/d/e", Some("3"), None), change("f/g", None, Some("4"))];
    apply(&lock, &changes, || true).unwrap();
    assert_eq!(tree(home.path()), [("a", "one"), ("b/c", "2"), ("f/g", "4")].map(owned));
    assert!(!home.path().join("b/d").exists());
}

#[test]
fn a_file_that_moved_on_stops_everything() {
    let home = project(&[("a", "1"), ("b", "mine")]);
    let (lock, _) = Lock::take(home.path()).unwrap();
    for moved in [change("b", Some("2"), Some("two")), change("b", None, Some("two")), change("c", Some("3"), None)] {
        let stopped = apply(&lock, &[change("a", Some("1"), Some("one")), moved.clone()], || true);
        assert!(matches!(stopped, Err(Error::Moved { path }) if path == moved.path));
        assert_eq!(tree(home.path()), [("a", "1"), ("b", "mine")].map(owned));
    }
}

#[test]
fn a_second_process_learns_who_has_the_lock() {
    let home = project(&[]);
    let (lock, _) = Lock::take(home.path()).unwrap();
    let Err(Error::Locked { holder: Some(holder) }) = Lock::take(home.path()) else { panic!("taken twice") };
    assert_eq!(holder.pid, std::process::id());
    assert!(holder.command.starts_with("chatgen"));
    drop(lock);
    Lock::take(home.path()).unwrap();
}

fn change(path: &str, before: Option<&str>, after: Option<&str>) -> Change {
    let bytes = |text: Option<&str>| text.map(|text| text.as_bytes().to_vec());
    Change { path: path.to_owned(), before: bytes(before), after: bytes(after) }
}

fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let file = home.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    home
}

/// All files but the lock, which is all that may be left in `.chatgen`.
fn tree(root: &Path) -> Vec<(String, String)> {
    let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| !entry.file_type().is_dir()).map(|entry| {
        let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        (path, fs::read_to_string(entry.path()).unwrap())
    });
    files.filter(|(path, _)| path != ".chatgen/lock").collect()
}

fn owned((path, text): (&str, &str)) -> (String, String) {
    (path.to_owned(), text.to_owned())
}
