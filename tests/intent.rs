//! Two schemas and what a person said of the change, and what it means: a file for each case. Its parts stand below `== old`,
//! `== new`, `== said` (an option on each line, value and all) and `== means`, which `BLESS=1` rewrites.

use std::fmt::Write;
use std::path::PathBuf;

use chatgen::cli::Change;
use chatgen::migrate::intent::{Answers, Intent, intend};
use chatgen::model::Chat;
use chatgen::problem;

#[test]
fn changes_mean_what_they_say() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/intent");
    let entries = std::fs::read_dir(folder).expect("the folder exists");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    files.sort();
    assert!(files.len() > 15, "{files:?}");
    let mut wrong = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a case is text");
        let (case, means) = text.split_once("== means\n").expect("a case says what it means");
        let found = play(case);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&file, format!("{case}== means\n{found}")).expect("the file can be written");
        } else if means != found {
            wrong.push(format!("{}\n{}", file.display(), similar::TextDiff::from_lines(means, &found).unified_diff()));
        }
    }
    assert!(wrong.is_empty(), "{}\nBLESS=1 accepts what is meant now", wrong.join("\n"));
}

fn play(case: &str) -> String {
    let part = |name: &str| {
        let (_, rest) = case.split_once(&format!("== {name}\n")).unwrap_or_default();
        rest.split("\n== ").next().unwrap_or_default().to_owned()
    };
    let (old, new) = (chat(&part("old")), chat(&part("new")));
    let found = Answers::from(&change(&part("said"))).and_then(|answers| intend(&old, &new, &answers));
    match found {
        Ok(intent) => shown(&intent),
        Err(failure) => problem::draw(&failure.problems, false, 120),
    }
}

fn chat(text: &str) -> Chat {
    chatgen::resolve_text(text, "chat.toml")
        .unwrap_or_else(|problems| panic!("{}", problem::draw(&problems, false, 120)))
}

fn change(said: &str) -> Change {
    let mut change = Change::default();
    for line in said.lines().filter(|line| !line.is_empty()) {
        match line.split_once(' ') {
            Some(("--rename", value)) => change.renames.push(value.to_owned()),
            Some(("--drop", value)) => change.drops.push(value.to_owned()),
            Some(("--fill", value)) => change.fills.push(value.to_owned()),
            _ => panic!("what is `{line}`?"),
        }
    }
    change
}

fn shown(intent: &Intent) -> String {
    let mut text = String::new();
    for (old, new) in &intent.renames.models {
        let _ = writeln!(text, "the model {old} is {new} now");
    }
    for (model, old, new) in &intent.renames.fields {
        let _ = writeln!(text, "the field {old} of {model} is {new} now");
    }
    for (old, new) in &intent.renames.views {
        let _ = writeln!(text, "the view {old} is {new} now");
    }
    for (old, new) in &intent.hints.tables {
        let _ = writeln!(text, "table {old} -> {new}");
    }
    for (table, old, new) in &intent.hints.columns {
        let _ = writeln!(text, "column of {table}: {old} -> {new}");
    }
    for (table, column, sql) in &intent.hints.fills {
        let _ = writeln!(text, "fill {table}.{column} with {sql}");
    }
    for (table, column) in &intent.dropped {
        let _ = writeln!(text, "may drop {table}{}", column.as_ref().map_or(String::new(), |name| format!(".{name}")));
    }
    for question in &intent.questions {
        let _ = writeln!(text, "? {}", question.what);
        for choice in &question.choices {
            let _ = writeln!(text, "  - {}: {}", choice.words, choice.argument.join(" "));
        }
    }
    if text.is_empty() { "nothing\n".to_owned() } else { text }
}
