//! Schemas as files, and beside each what chatgen says about it: for an invalid one its problems, for a valid one an outline of
//! the chat. A new case is a new file; `BLESS=1` writes what stands beside it.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use chatgen::model::{Chat, Field, Model};
use chatgen::problem;

/// The schemas of a folder by name, with their texts.
fn schemas(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas").join(folder);
    let entries = std::fs::read_dir(folder).expect("the folder exists");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml" || ending == "json"));
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).expect("it is text"))).collect()
}

/// Compares with the file beside a schema, and collects what differs.
fn compare(path: &Path, said: &str, wrong: &mut Vec<String>) {
    let beside = PathBuf::from(format!("{}.txt", path.display()));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&beside, said).expect("the file can be written");
    }
    let expected = std::fs::read_to_string(&beside).unwrap_or_default();
    if expected != said {
        wrong.push(format!("{}\n--- expected\n{expected}\n--- said\n{said}", beside.display()));
    }
}

fn file_name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).expect("a name of plain letters")
}

#[test]
fn an_invalid_schema_is_told_all_that_is_wrong() {
    let mut wrong = Vec::new();
    for (path, text) in schemas("invalid") {
        match chatgen::resolve_text(&text, file_name(&path)) {
            Ok(_) => wrong.push(format!("{} was accepted", path.display())),
            Err(problems) => compare(&path, &problem::draw(&problems, false, 120), &mut wrong),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_valid_schema_becomes_a_chat() {
    let mut wrong = Vec::new();
    for (path, text) in schemas("valid") {
        match chatgen::resolve_text(&text, file_name(&path)) {
            Ok(chat) => compare(&path, &outline(&chat), &mut wrong),
            Err(problems) => wrong.push(problem::draw(&problems, false, 120)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What a reader wants to see of a chat: names, columns, types.
fn outline(chat: &Chat) -> String {
    let mut text = format!("{} ({}), {:?}\n", chat.project.name, chat.project.title, chat.features);
    for (word, model) in [
        ("user", &chat.user),
        ("login", &chat.login),
        ("room", &chat.room),
        ("membership", &chat.membership),
        ("message", &chat.message),
    ] {
        let _ = write!(text, "\n{word}: ");
        outline_model(&mut text, model);
    }
    for model in &chat.models {
        text.push('\n');
        outline_model(&mut text, model);
    }
    for view in &chat.views {
        let _ =
            write!(text, "\nview {} at {} shows {}, {:?}\n", view.module, view.path, view.model.type_, view.features);
    }
    text
}

fn outline_model(text: &mut String, model: &Model) {
    let Model { type_, module, sql, path, label, labels, article, key, display, .. } = model;
    let _ = writeln!(
        text,
        "{type_} {module} {sql} {path}: {article} {label}, {labels}; key {}; shows {display}",
        key.join(", ")
    );
    for field in &model.fields {
        let Field { name, ident, sql, rust, label, .. } = field;
        let _ = write!(text, "    {name}: {ident} {sql} {rust} ({label})");
        if let Some(default) = &field.default_sql {
            let _ = write!(text, " = {default}");
        }
        if let Some(reference) = &field.reference {
            let _ = write!(text, " → {}, {}", reference.type_, reference.on_delete);
        }
        if let Some(check) = &field.check {
            let _ = write!(text, " where {check}");
        }
        text.push('\n');
    }
    for index in &model.indexes {
        let kind = if index.unique { "unique" } else { "index" };
        let condition = index.where_.as_ref().map_or(String::new(), |condition| format!(" where {condition}"));
        let _ = writeln!(text, "    {kind} {} on {}{condition}", index.name, index.parts.join(", "));
    }
    for check in &model.checks {
        let _ = writeln!(text, "    check {check}");
    }
    if !model.search.is_empty() {
        let _ = writeln!(text, "    search {}", model.search.join(", "));
    }
}
