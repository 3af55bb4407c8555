//! A sync never loses what a person wrote: for random schemas and random edits, each edit is in the result or in a conflict
//! that is named; a second sync does nothing; no marker is left that nobody was told of.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use chatgen::base::{self, Base};
use chatgen::merge;
use chatgen::migrate::intent::Choice;
use chatgen::problem::Source;
use chatgen::project::Project;
use chatgen::sync::file::{Action, File};
use chatgen::sync::{Outcome, Plan, Request, apply, plan, unfinished};
use chatgen::write::{Change, Lock};
use proptest::prelude::*;
use proptest::sample::Index;

const FEATURES: [&str; 5] = ["assistant", "reactions", "typing", "presence", "search"];
const FIELDS: [&str; 6] = [
    "subject = \"string(80)\"",
    "body = \"text?\"",
    "done = \"bool = false\"",
    "due = \"date?\"",
    "size = \"enum(s, m, l) = m\"",
    "room = \"ref(Room)?\"",
];
const MODELS: [&str; 3] = ["Ticket", "Note", "Bookmark"];

/// A schema as switches: features, and for each model its fields and whether it has a view.
#[derive(Debug, Clone)]
struct Schema {
    features: [bool; 5],
    models: [Option<([bool; 6], bool)>; 3],
}

impl Schema {
    fn text(&self) -> String {
        let on: Vec<&str> = FEATURES.iter().zip(self.features).filter(|(_, on)| *on).map(|(name, _)| *name).collect();
        let mut text = format!("[project]\nname = \"lively\"\n\n[chat]\nfeatures = {on:?}\n");
        for (model, what) in MODELS.iter().zip(&self.models) {
            let Some((fields, view)) = what else { continue };
            text.push_str(&format!("\n[models.{model}.fields]\nname = \"string(40)\"\n"));
            FIELDS
                .iter()
                .zip(fields)
                .filter(|(_, on)| **on)
                .for_each(|(field, _)| text.push_str(&format!("{field}\n")));
            if *view {
                let name = model.to_lowercase();
                text.push_str(&format!("\n[views.{name}s]\nmodel = \"{model}\"\nfeatures = [\"crud\", \"form\"]\n"));
            }
        }
        text
    }
}

fn schemas() -> impl Strategy<Value = Schema> {
    let model = || proptest::option::of((any::<[bool; 6]>(), any::<bool>()));
    (any::<[bool; 5]>(), [model(), model(), model()]).prop_map(|(features, models)| Schema { features, models })
}

/// What a person does to one file.
#[derive(Debug, Clone)]
enum Edit {
    Insert(Index, Index),
    Replace(Index, Index),
    Remove(Index, Index),
    Move(Index),
    Delete(Index),
    Format(Index, Index),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let two = || (any::<Index>(), any::<Index>());
    let edit = prop_oneof![
        6 => two().prop_map(|(file, line)| Edit::Insert(file, line)),
        3 => two().prop_map(|(file, line)| Edit::Replace(file, line)),
        3 => two().prop_map(|(file, line)| Edit::Remove(file, line)),
        1 => any::<Index>().prop_map(Edit::Move),
        1 => any::<Index>().prop_map(Edit::Delete),
        1 => two().prop_map(|(file, line)| Edit::Format(file, line)),
    ];
    proptest::collection::vec(edit, 1..12)
}

/// What must be found again: words that a person wrote, lines that they took out, files that they deleted.
#[derive(Debug, Default)]
struct Expected {
    words: Vec<String>,
    removed: Vec<(String, String)>,
    deleted: Vec<String>,
    /// Where a file is now.
    moved: BTreeMap<String, String>,
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn no_edit_is_lost((before, after) in (schemas(), schemas()), edits in edits()) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        make(root, &before.text());
        let expected = edit(root, &edits);
        fs::write(root.join("chat.toml"), after.text()).unwrap();
        let synced = sync(root);
        check(root, &synced, &expected)?;
        solve(root, &synced);
        let again = sync(root);
        prop_assert!(again.is_empty(), "the second sync would change {:?}", paths(&again.changes));
    }
}

fn make(root: &Path, schema: &str) {
    let project = chatgen::generate(&Source::new("chat.toml", schema)).unwrap();
    for (path, text) in &project.tree {
        let file = root.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    fs::write(root.join(base::PATH), Base::of(&project).encode()).unwrap();
}

/// Plans and applies. What loses data is allowed, and of two names one is never taken for the other.
fn sync(root: &Path) -> Plan {
    let project = Project::find(root).unwrap();
    let (lock, _) = Lock::take(root).unwrap();
    let mut request = Request { command: "chatgen sync".to_owned(), ..Request::default() };
    request.answers.allow_data_loss = true;
    for _ in 0..20 {
        match plan(&project, &request).unwrap() {
            Outcome::Ready(plan) => {
                apply(&project, &lock, &plan, "chatgen sync", || true).unwrap();
                return *plan;
            }
            Outcome::Open(questions) => {
                // Of two names one is never taken for the other, what cannot be found is gone, what has no value gets one.
                let gone = |choice: &&Choice| matches!(&choice.argument[..], [option, value] if option == "--drop" || value.ends_with('='));
                let said = |choice: &&Choice| !choice.argument.is_empty();
                for question in questions {
                    let choice = question.choices.iter().find(gone).or_else(|| question.choices.iter().find(said));
                    request.answer(&choice.expect("a way out as an argument").argument).unwrap();
                }
            }
        }
    }
    panic!("the questions never end");
}

fn edit(root: &Path, edits: &[Edit]) -> Expected {
    let mut expected = Expected::default();
    let mut files: Vec<String> =
        Project::find(root).unwrap().files().into_iter().filter(|path| is_editable(path)).collect();
    for (number, edit) in edits.iter().enumerate() {
        let word = format!("ours{number:03}");
        match edit {
            Edit::Insert(file, line) => {
                write(root, files[file.index(files.len())].as_str(), line, &word, Line::Before, &mut expected)
            }
            Edit::Replace(file, line) => {
                write(root, files[file.index(files.len())].as_str(), line, &word, Line::Instead, &mut expected)
            }
            Edit::Remove(file, line) => {
                write(root, files[file.index(files.len())].as_str(), line, &word, Line::Gone, &mut expected)
            }
            Edit::Format(file, line) => {
                let path = files[file.index(files.len())].clone();
                write(root, &path, line, &word, Line::Before, &mut expected);
                if path.ends_with(".rs") {
                    let _ = Command::new("rustfmt").args(["--edition", "2024"]).arg(root.join(&path)).output();
                }
            }
            Edit::Move(file) => {
                let at = file.index(files.len());
                let old = files.remove(at);
                let end = old.rsplit('.').next().unwrap_or_default();
                let new = format!("{word}/{word}.{end}");
                fs::create_dir_all(root.join(&word)).unwrap();
                fs::rename(root.join(&old), root.join(&new)).unwrap();
                expected.moved.insert(old, new);
            }
            Edit::Delete(file) => {
                let at = file.index(files.len());
                let path = files.remove(at);
                fs::remove_file(root.join(&path)).unwrap();
                expected.words.retain(|word| !word.starts_with(&format!("{path}:")));
                expected.removed.retain(|(file, _)| *file != path);
                expected.deleted.push(path);
            }
        }
    }
    expected
}

/// Files that hold lines, and that a person would edit.
fn is_editable(path: &str) -> bool {
    let ends = [".rs", ".html", ".css", ".js", ".md"];
    ends.iter().any(|end| path.ends_with(end)) && !path.starts_with("migrations/")
}

#[derive(PartialEq)]
enum Line {
    Before,
    Instead,
    Gone,
}

fn write(root: &Path, path: &str, line: &Index, word: &str, how: Line, expected: &mut Expected) {
    let text = fs::read_to_string(root.join(path)).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if lines.is_empty() {
        return;
    }
    let at = line.index(lines.len());
    let once = |line: &str| line.trim().len() > 12 && text.matches(line).count() == 1;
    if how != Line::Before {
        // A line that stands twice could come back from elsewhere, and a person's own word must stay.
        if !once(&lines[at]) || lines[at].contains("ours") {
            return;
        }
        let gone = lines.remove(at);
        expected.removed.push((path.to_owned(), gone));
    }
    if how != Line::Gone {
        let comment = match path.rsplit('.').next().unwrap_or_default() {
            "rs" | "js" => format!("// {word}"),
            "css" => format!("/* {word} */"),
            "html" => format!("{{# {word} #}}"),
            _ => word.to_owned(),
        };
        lines.insert(at.min(lines.len()), comment);
        expected.words.push(format!("{path}:{word}"));
    }
    fs::write(root.join(path), lines.join("\n") + "\n").unwrap();
}

fn check(root: &Path, plan: &Plan, expected: &Expected) -> Result<(), TestCaseError> {
    let conflicted: Vec<&str> = plan.conflicts().map(|file| file.path.as_str()).collect();
    let project = Project::find(root).unwrap();
    let mut all = String::new();
    for path in project.files() {
        let Ok(text) = fs::read_to_string(root.join(&path)) else { continue };
        let marked = !merge::leftover(&text).is_empty();
        prop_assert!(!marked || conflicted.contains(&path.as_str()), "{path} has markers that nobody was told of");
        all.push_str(&text);
    }
    for word in &expected.words {
        let (path, word) = word.split_once(':').unwrap();
        prop_assert!(all.contains(word), "{word} of {path} is lost");
    }
    for (path, line) in &expected.removed {
        let now = expected.moved.get(path).unwrap_or(path);
        let text = fs::read_to_string(root.join(now)).unwrap_or_default();
        let back = text.lines().any(|other| other == line) && !conflicted.contains(&now.as_str());
        prop_assert!(!back, "{line:?} is back in {now}");
    }
    for path in &expected.deleted {
        prop_assert!(!root.join(path).exists(), "{path} is back");
    }
    for file in plan.files.iter().filter(|file| file.action == Action::Conflict) {
        prop_assert!(!file.conflicts.is_empty(), "{} is a conflict without a place", file.path);
    }
    Ok(())
}

/// As a person would who keeps their own side.
fn solve(root: &Path, plan: &Plan) {
    for File { path, .. } in plan.conflicts() {
        let file = root.join(path);
        let text = fs::read_to_string(&file).unwrap();
        let mut side = None;
        let kept: Vec<&str> = text
            .lines()
            .filter(|line| {
                let marker = match *line {
                    "<<<<<<< yours" => Some(Some("yours")),
                    ">>>>>>> chatgen" => Some(None),
                    "=======" if side == Some("yours") => Some(Some("chatgen")),
                    _ => None,
                };
                if let Some(now) = marker {
                    side = now;
                }
                marker.is_none() && side != Some("chatgen")
            })
            .collect();
        fs::write(file, kept.join("\n") + "\n").unwrap();
    }
    let _ = fs::remove_file(root.join(unfinished::PATH));
}

fn paths(changes: &[Change]) -> Vec<&str> {
    changes.iter().map(|change| change.path.as_str()).collect()
}
