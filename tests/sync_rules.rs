//! What a sync promises and a session cannot show: the plan is what happens, a second run writes no byte, and a sync that is
//! given up or taken back leaves every byte and mode as it was.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const SCHEMA: &str = r#"[project]
name = "my-chat"

[chat]
features = []

[models.Ticket.fields]
subject = "string(80)"

[models.Note.fields]
body = "text"

[views.tickets]
model = "Ticket"
features = ["crud", "form"]
"#;

/// Edits that end in replaced, merged, moved, new and removed files and a migration.
const EDITED: &str = r#"[project]
name = "my-chat"

[chat]
features = []

[models.Case]
was = "Ticket"

[models.Case.fields]
subject = "string(80)"
urgent = "bool = false"

[models.Article.fields]
title = "string(80)"

[views.tickets]
model = "Case"
features = ["crud", "form"]
"#;

#[test]
fn a_second_run_writes_no_byte() {
    let folder = project();
    let root = folder.path();
    edit(root);
    assert!(chatgen(root, &["sync", "--allow-data-loss"]).status.success());
    let before = times(root);
    for arguments in [&["sync"][..], &["sync", "--check"], &["sync", "--dry-run"], &["status"], &["diff"]] {
        let output = chatgen(root, arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(times(root), before, "{arguments:?} wrote something");
    }
}

#[test]
fn the_plan_is_what_happens() {
    let folder = project();
    let root = folder.path();
    edit(root);
    let before = tree(root);
    let output = chatgen(root, &["sync", "--allow-data-loss", "--dry-run", "--format", "json"]);
    assert_eq!(tree(root), before, "a plan wrote something");
    let plan: Value = serde_json::from_slice(&output.stdout).unwrap();
    let hash = plan["hash"].as_str().unwrap();
    assert!(chatgen(root, &["sync", "--allow-data-loss", "--plan", hash]).status.success());
    let after = tree(root);
    assert_eq!(happened(&before, &after), planned(&plan));
}

#[test]
fn what_is_taken_back_is_as_it_was() {
    let folder = project();
    let root = folder.path();
    edit(root);
    let before = tree(root);
    assert!(chatgen(root, &["sync", "--allow-data-loss"]).status.success());
    assert_ne!(tree(root), before);
    assert!(chatgen(root, &["undo"]).status.success());
    assert_eq!(tree(root), before);
}

#[test]
fn what_is_given_up_is_as_it_was() {
    let folder = project();
    let root = folder.path();
    edit(root);
    // Chatgen's line and the person's are the same one.
    let form = root.join("templates/views/tickets/form.html");
    let text = fs::read_to_string(&form).unwrap();
    fs::write(&form, text.replace("\"Subject\"", "\"Topic\"")).unwrap();
    let before = tree(root);
    let output = chatgen(root, &["sync", "--allow-data-loss"]);
    assert_eq!(output.status.code(), Some(1), "no conflict: {}", String::from_utf8_lossy(&output.stdout));
    assert!(chatgen(root, &["sync", "--abort"]).status.success());
    assert_eq!(tree(root), before);
}

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let schema = folder.path().join("chat.toml");
    fs::write(&schema, SCHEMA).unwrap();
    let root = folder.path().join("project");
    let made =
        chatgen(folder.path(), &["new", root.to_str().unwrap(), "--schema", schema.to_str().unwrap(), "--no-git"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    fs::remove_file(schema).unwrap();
    // The project is the temporary folder itself.
    for entry in fs::read_dir(&root).unwrap().flatten() {
        fs::rename(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    fs::remove_dir(root).unwrap();
    folder
}

/// A person's day: the schema, a line in a file that chatgen will rename, a moved file, a deleted one, odd modes.
fn edit(root: &Path) {
    fs::write(root.join("chat.toml"), EDITED).unwrap();
    let model = root.join("src/model/ticket.rs");
    fs::write(&model, fs::read_to_string(&model).unwrap() + "// mine\n").unwrap();
    fs::rename(root.join("e2e/support/rows.js"), root.join("e2e/support/lines.js")).unwrap();
    fs::remove_file(root.join("README.md")).unwrap();
    for (path, mode) in [("src/model/ticket.rs", 0o600), ("src/model/note.rs", 0o640), ("ARCHITECTURE.md", 0o755)] {
        fs::set_permissions(root.join(path), fs::Permissions::from_mode(mode)).unwrap();
    }
}

fn chatgen(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_chatgen")).args(arguments).current_dir(folder).output().unwrap()
}

/// Each file's bytes and mode, less the lock, which is no part of the project.
fn tree(root: &Path) -> BTreeMap<String, (Vec<u8>, u32)> {
    files(root).map(|(path, file)| (path, (fs::read(&file).unwrap(), file.metadata().unwrap().mode()))).collect()
}

/// When each file and folder was changed.
fn times(root: &Path) -> BTreeMap<String, (i64, i64)> {
    files(root)
        .map(|(path, file)| {
            let data = file.metadata().unwrap();
            (path, (data.ctime(), data.ctime_nsec()))
        })
        .collect()
}

fn files(root: &Path) -> impl Iterator<Item = (String, std::path::PathBuf)> {
    let walk = ignore::WalkBuilder::new(root).standard_filters(false).build().flatten();
    let root = root.to_owned();
    walk.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file())).filter_map(move |entry| {
        let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        (path != ".chatgen/lock").then(|| (path, entry.path().to_owned()))
    })
}

/// What became of each path: `create`, `change`, `remove`.
type Effects = BTreeMap<String, &'static str>;

/// By the disk; the base and the record for `undo` go without saying.
fn happened(before: &BTreeMap<String, (Vec<u8>, u32)>, after: &BTreeMap<String, (Vec<u8>, u32)>) -> Effects {
    let paths = before.keys().chain(after.keys()).filter(|path| !path.ends_with(".gz"));
    let effect = |path: &String| match (before.get(path), after.get(path)) {
        (Some((old, _)), Some((new, _))) => (old != new).then_some("change"),
        (None, _) => Some("create"),
        (_, None) => Some("remove"),
    };
    paths.filter_map(|path| Some((path.clone(), effect(path)?))).collect()
}

/// By the plan as a program reads it.
fn planned(plan: &Value) -> Effects {
    let mut effects = Effects::new();
    for file in plan["files"].as_array().unwrap() {
        let from = file["from"].as_str();
        let effect = match file["action"].as_str().unwrap() {
            "keep" => continue,
            "create" => "create",
            "remove" => "remove",
            _ if from.is_some() => "create",
            _ => "change",
        };
        effects.insert(file["path"].as_str().unwrap().to_owned(), effect);
        effects.extend(from.map(|from| (from.to_owned(), "remove")));
    }
    for way in ["up_path", "down_path"] {
        effects.insert(plan["migration"][way].as_str().unwrap().to_owned(), "create");
    }
    effects
}
