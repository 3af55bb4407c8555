//! Many files of a project change together, or none does.

#![cfg(unix)]

use std::cell::Cell;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::Command;

use chatgen::output::Failure;
use chatgen::write::{Change, Error, Lock, Obstacle, Recovery, apply};

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

#[test]
fn what_is_in_the_way_is_named_before_anything_changes() {
    let home = project(&[("a", "1"), ("folder/x", "x"), ("read-only", "r"), ("shut/x", "x")]);
    let outside = project(&[("x", "x")]);
    let at = |path: &str| home.path().join(path);
    symlink(outside.path().join("x"), at("link-out")).unwrap();
    symlink(outside.path(), at("folder-out")).unwrap();
    symlink("nowhere", at("dead")).unwrap();
    symlink("folder/x", at("twin")).unwrap();
    fs::set_permissions(at("read-only"), Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(at("shut"), Permissions::from_mode(0o555)).unwrap();
    let names = |path: &str| path.to_owned();
    let cases = [
        (change("", None, Some("")), Obstacle::BadPath),
        (change("/etc/x", None, Some("")), Obstacle::BadPath),
        (change("../x", None, Some("")), Obstacle::BadPath),
        (change("folder/../../x", None, Some("")), Obstacle::BadPath),
        (change(".git/config", None, Some("")), Obstacle::BadPath),
        (change(".chatgen/Journal/forward", None, Some("")), Obstacle::BadPath),
        (change(".chatgen/lock", None, Some("")), Obstacle::BadPath),
        (change("folder", None, Some("")), Obstacle::Folder),
        (change("folder", Some(""), None), Obstacle::Folder),
        (change("folder/x/y", None, Some("")), Obstacle::FileAsFolder(names("folder/x"))),
        (change("read-only", Some("r"), Some("")), Obstacle::ReadOnlyFile),
        (change("read-only", Some("r"), None), Obstacle::ReadOnlyFile),
        (change("shut/x", Some("x"), Some("")), Obstacle::ReadOnlyFolder(names("shut"))),
        (change("shut/deep/y", None, Some("")), Obstacle::ReadOnlyFolder(names("shut"))),
        (change("link-out", Some("x"), Some("")), Obstacle::LinkOut(names("link-out"))),
        (change("folder-out/x", Some("x"), Some("")), Obstacle::LinkOut(names("folder-out"))),
        (change("folder-out/x", Some("x"), None), Obstacle::LinkOut(names("folder-out"))),
        (change("dead", None, Some("")), Obstacle::DeadLink(names("dead"))),
        (change("dead/x", None, Some("")), Obstacle::DeadLink(names("dead"))),
        (change("twin", Some("x"), Some("")), Obstacle::SameFile(names("folder/x"))),
    ];
    let (lock, _) = Lock::take(home.path()).unwrap();
    for (wrong, obstacle) in cases {
        let changes = [change("a", Some("1"), Some("2")), change("folder/x", Some("x"), Some("2")), wrong];
        match apply(&lock, &changes, || true) {
            Err(Error::Obstructed { path, by }) => assert_eq!((path, by), (changes[2].path.clone(), obstacle)),
            other => panic!("{}: {other:?}", changes[2].path),
        }
        assert_eq!(fs::read_to_string(at("a")).unwrap(), "1");
        assert!(!at(".chatgen/journal").exists());
    }
    fs::set_permissions(at("shut"), Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn links_within_the_project_are_followed() {
    let home = project(&[("code/a", "1"), ("code/b", "2")]);
    symlink("code", home.path().join("src")).unwrap();
    symlink("code/b", home.path().join("b")).unwrap();
    symlink("code/a", home.path().join("old")).unwrap();
    let (lock, _) = Lock::take(home.path()).unwrap();
    let changes = [
        change("src/a", Some("1"), Some("one")),
        change("b", Some("2"), Some("two")),
        change("src/new/c", None, Some("3")),
        change("old", Some("1"), None),
    ];
    apply(&lock, &changes, || true).unwrap();
    assert!(fs::symlink_metadata(home.path().join("b")).unwrap().is_symlink());
    let files = [("b", "two"), ("code/a", "one"), ("code/b", "two"), ("code/new/c", "3")];
    fs::remove_file(home.path().join("src")).unwrap();
    assert_eq!(tree(home.path()), files.map(owned));
}

#[test]
fn a_replaced_file_keeps_its_mode() {
    let home = project(&[("run.sh", "1")]);
    let mode = |path: &str| fs::metadata(home.path().join(path)).unwrap().permissions().mode() & 0o777;
    fs::set_permissions(home.path().join("run.sh"), Permissions::from_mode(0o750)).unwrap();
    let (lock, _) = Lock::take(home.path()).unwrap();
    apply(&lock, &[change("run.sh", Some("1"), Some("2")), change("new", None, Some("3"))], || true).unwrap();
    assert_eq!(mode("run.sh"), 0o750);
    fs::write(home.path().join("any"), "").unwrap();
    assert_eq!(mode("new"), mode("any"));
}

#[test]
fn a_folder_with_something_of_a_persons_stays() {
    let home = project(&[("a/b/c", "1"), ("a/notes", "mine"), ("d/e/f", "1")]);
    let (lock, _) = Lock::take(home.path()).unwrap();
    apply(&lock, &[change("a/b/c", Some("1"), None), change("d/e/f", Some("1"), None)], || true).unwrap();
    assert!(!home.path().join("a/b").exists() && !home.path().join("d").exists());
    assert_eq!(tree(home.path()), [("a/notes", "mine")].map(owned));
}

#[test]
fn an_interrupt_changes_nothing() {
    let home = project(&[("a", "1"), ("b", "2")]);
    let (lock, _) = Lock::take(home.path()).unwrap();
    for files in 0..3 {
        let asked = Cell::new(0);
        let stopped = apply(&lock, &replace_all(), || asked.replace(asked.get() + 1) < files);
        assert!(matches!(stopped, Err(Error::Interrupted)));
        assert_eq!(tree(home.path()), [("a", "1"), ("b", "2")].map(owned));
        assert!(!home.path().join(".chatgen/journal").exists());
    }
}

/// What goes wrong while files are put in their places: the disk changes right before.
#[test]
fn a_change_that_cannot_be_finished_is_taken_back() {
    type Prepare = fn(&Path);
    let stumbles: [(&str, Prepare); 3] = [
        ("z", |root| fs::write(root.join("z"), "mine").unwrap()),
        ("x/y", |root| fs::write(root.join("x"), "mine").unwrap()),
        ("x/y", |root| fs::create_dir_all(root.join("x/y/mine")).unwrap()),
    ];
    for (stumble, prepare) in stumbles {
        let home = project(&[("a", "1"), ("b", "2"), ("gone/c", "3")]);
        let (lock, _) = Lock::take(home.path()).unwrap();
        let mut changes = replace_all();
        changes.extend([change("gone/c", Some("3"), None), change("new/d", None, Some("4"))]);
        changes.push(change(stumble, None, Some("5")));
        let asked = Cell::new(0);
        let at_the_last_moment = || {
            asked.set(asked.get() + 1);
            if asked.get() == changes.len() + 1 {
                prepare(home.path());
            }
            true
        };
        let error = apply(&lock, &changes, at_the_last_moment).unwrap_err();
        let said = Failure::from(error).message;
        assert!(said.contains(&format!("`{stumble}`")) && said.ends_with("nothing was written"), "{said}");
        let mut left = tree(home.path());
        left.retain(|(_, text)| text != "mine");
        assert_eq!(left, [("a", "1"), ("b", "2"), ("gone/c", "3")].map(owned));
        assert!(!home.path().join(".chatgen/journal").exists() && !home.path().join("new").exists());
    }
}

#[test]
fn a_change_cut_off_while_staging_has_changed_nothing() {
    let home = project(&[("a", "1"), ("b", "2")]);
    let (lock, _) = Lock::take(home.path()).unwrap();
    let asked = Cell::new(0);
    let crash = AssertUnwindSafe(|| apply(&lock, &replace_all(), || asked.replace(asked.get() + 1) == 0 || panic!()));
    assert!(catch_unwind(crash).is_err());
    assert!(home.path().join(".chatgen/journal/after/0").exists());
    drop(lock);
    let (_lock, recovery) = Lock::take(home.path()).unwrap();
    assert_eq!(recovery, Some(Recovery::TakenBack(0)));
    assert_eq!(tree(home.path()), [("a", "1"), ("b", "2")].map(owned));
}

#[test]
fn a_full_disk_changes_nothing() {
    let home = project(&[]);
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" --exact on_a_full_disk --nocapture";
    let this = std::env::current_exe().unwrap();
    let output = Command::new("sh").args(["-c", script]).arg(this).env(FULL, home.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(tree(home.path()).is_empty());
    assert!(!home.path().join(".chatgen/journal").exists());
}

/// Set for the process that has no space: the folder to work in.
const FULL: &str = "CHATGEN_TEST_FULL";

/// Not a test of its own: what [`a_full_disk_changes_nothing`] starts. First a file is too large, then the journal's record.
#[test]
fn on_a_full_disk() {
    let Some(root) = std::env::var_os(FULL) else { return };
    let (lock, _) = Lock::take(root.as_ref()).unwrap();
    let large = [change("small", None, Some("")), change("large", None, Some(&"x".repeat(100_000)))];
    let many: Vec<_> = (0..100).map(|number| change(&format!("many/{number}"), None, Some("x"))).collect();
    for (changes, path) in [(&large[..], "large"), (&many[..], ".chatgen/journal")] {
        let said = Failure::from(apply(&lock, changes, || true).unwrap_err()).message;
        assert_eq!(said, format!("cannot write `{path}`: file too large; nothing was written"));
    }
}

fn replace_all() -> Vec<Change> {
    vec![change("a", Some("1"), Some("one")), change("b", Some("2"), Some("two"))]
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
