//! A project that the last release made becomes what this one makes, and is told what changed and why.

use std::fs;
use std::path::Path;
use std::process::Command;

use chatgen::base::{self, Base};
use chatgen::problem::Source;
use semver::Version;

#[test]
fn an_upgrade_brings_what_is_new_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("my-chat");
    let previous = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/previous");
    chatgen(folder.path(), &["new", "my-chat", "--no-git", "--blueprints", previous.to_str().unwrap()]);
    fs::remove_dir_all(project.join(".chatgen/blueprints")).unwrap();
    let file = project.join(base::PATH);
    let mut base = Base::decode(&fs::read(&file).unwrap()).unwrap();
    base.version = Version::new(0, 1, 0);
    fs::write(&file, base.encode()).unwrap();

    let said = chatgen(&project, &["sync"]);
    assert!(said.contains("the assistant can have tools"), "{said}");
    assert!(said.contains("the documents say how the project grows"), "{said}");
    assert!(!said.contains("components"), "no file of this project has to do with them: {said}");
    let schema = fs::read_to_string(project.join("chat.toml")).unwrap();
    for (path, text) in chatgen::generate(&Source::new("chat.toml", &schema)).unwrap().tree {
        assert!(fs::read_to_string(project.join(&path)).unwrap() == text, "{path} is not up to date");
    }
    assert!(chatgen(&project, &["sync"]).starts_with("Nothing to do"));
}

fn chatgen(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_chatgen")).args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{arguments:?}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
