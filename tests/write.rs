//! All of a tree reaches the disk, or nothing does.

use std::cell::Cell;
use std::fs;
use std::path::Path;

use chatgen::render::Tree;
use chatgen::write::{self, Error};

#[test]
fn a_tree_appears_whole() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("deep/down/chat");
    let staged = write::stage(&tree(), &target, || true).unwrap();
    assert!(!target.exists());
    staged.place().unwrap();
    assert_eq!(fs::read_to_string(target.join("src/main.rs")).unwrap(), "fn main() {}\n");
    assert_eq!(names(&home.path().join("deep/down")), ["chat"]);
}

#[test]
fn an_interrupt_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let files = Cell::new(0);
    let stop_after_two = || files.replace(files.get() + 1) < 2;
    let stopped = write::stage(&tree(), &home.path().join("new/chat"), stop_after_two);
    assert!(matches!(stopped, Err(Error::Interrupted)));
    assert!(names(home.path()).is_empty());
}

#[test]
fn a_folder_filled_in_the_meantime_is_left_alone() {
    for made_before in [true, false] {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("chat");
        if made_before {
            fs::create_dir(&target).unwrap();
        }
        let staged = write::stage(&tree(), &target, || true).unwrap();
        fs::create_dir_all(&target).unwrap();
        fs::write(target.join("mine"), "").unwrap();
        assert!(matches!(staged.place(), Err(Error::Occupied { by: Some(_), .. })));
        assert_eq!(names(&target), ["mine"]);
        assert_eq!(names(home.path()), ["chat"]);
    }
}

#[cfg(unix)]
#[test]
fn a_project_has_the_mode_of_any_folder() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("any")).unwrap();
    write::stage(&tree(), &home.path().join("chat"), || true).unwrap().place().unwrap();
    let mode = |name: &str| fs::metadata(home.path().join(name)).unwrap().permissions().mode();
    assert_eq!(mode("chat"), mode("any"));
}

fn tree() -> Tree {
    let files = [("Cargo.toml", ""), ("src/main.rs", "fn main() {}\n"), ("src/model/user.rs", "")];
    files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = entries.collect();
    names.sort();
    names
}
