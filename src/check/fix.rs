//! Making the changes that rules are certain of, all in one transaction.

use std::collections::BTreeMap;
use std::path::Path;

use super::validate::{Checked, Options, check, read};
use super::{Edit, Finding};
use crate::inspect::Files;
use crate::inspect::source::Reader;
use crate::interrupt;
use crate::output::Failure;
use crate::project::Project;
use crate::sync::undo::{self, Record};
use crate::write::{self, Change, Lock};

/// A change may bring up another; after so many rounds two rules are at odds.
const ROUNDS: usize = 10;

/// What was mended, or would be.
#[derive(Debug)]
pub struct Mended {
    /// What was found before and is mended now.
    pub findings: Vec<Finding>,
    pub changes: Vec<Change>,
    /// What is left.
    pub left: Checked,
}

/// Mends what can be mended, in memory. `first` are findings of other programs, which cannot be asked again.
#[must_use]
pub fn plan(root: &Path, reader: &Reader, options: &Options, first: Vec<Finding>) -> Mended {
    let before = read(root);
    let mut files = before.clone();
    let mut mended = Vec::new();
    let mut left = check(&files, reader, options);
    let mut offered = first;
    for _ in 0..ROUNDS {
        offered.extend(left.findings.iter().filter(|finding| finding.fix.is_some()).cloned());
        let chosen = apart(std::mem::take(&mut offered));
        let next = edited(&files, &chosen);
        let then = check(&next, reader, options);
        if chosen.is_empty() || breaks(&left, &then) {
            break;
        }
        mended.extend(chosen);
        (files, left) = (next, then);
    }
    Mended { findings: mended, changes: changes(&before, &files), left }
}

/// Writes what [`plan`] has found, all of it or nothing.
///
/// # Errors
/// Files that have changed since, another chatgen at work, an interrupt, a disk that refuses.
pub fn apply(root: &Path, mended: &Mended) -> Result<(), Failure> {
    let bare = !root.join(".chatgen").exists();
    let (lock, _) = Lock::take(root)?;
    let mut changes = mended.changes.clone();
    if let Ok(project) = Project::find(root) {
        let record = Record::of(&project, "chatgen check --fix", &changes);
        let before = project.read(undo::PATH)?.into_bytes();
        changes.push(Change { path: undo::PATH.to_owned(), before, after: Some(record.encode()) });
    }
    let done = write::apply(&lock, &changes, || !interrupt::asked());
    drop(lock);
    if bare {
        // A project that chatgen did not make is left without chatgen's own folder.
        let _ = std::fs::remove_dir_all(root.join(".chatgen"));
    }
    Ok(done?)
}

/// Those findings whose changes touch no place of an earlier one's.
fn apart(findings: Vec<Finding>) -> Vec<Finding> {
    let mut taken: Vec<Edit> = Vec::new();
    let touches = |a: &Edit, b: &Edit| a.file == b.file && a.start <= b.end && b.start <= a.end;
    let mut chosen = Vec::new();
    for finding in findings {
        let edits = finding.fix.as_ref().map_or(&[][..], |fix| &fix.edits);
        if edits.iter().all(|edit| edit.start <= edit.end && !taken.iter().any(|other| touches(edit, other))) {
            taken.extend(edits.iter().cloned());
            chosen.push(finding);
        }
    }
    chosen
}

/// The files with all edits made, each file from its end.
fn edited(files: &Files, chosen: &[Finding]) -> Files {
    let mut edits: Vec<&Edit> =
        chosen.iter().filter_map(|finding| finding.fix.as_ref()).flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse((&edit.file, edit.start)));
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    for edit in edits {
        let text = texts
            .entry(&edit.file)
            .or_insert_with(|| files.get(&edit.file).map_or_else(String::new, |text| text.to_string()));
        if text.get(edit.start..edit.end).is_some() {
            text.replace_range(edit.start..edit.end, &edit.text);
        }
    }
    texts.into_iter().fold(files.clone(), |files, (path, text)| files.with(path, &text))
}

/// Whether a file is no longer Rust that was.
fn breaks(before: &Checked, after: &Checked) -> bool {
    let broken = |checked: &Checked| checked.findings.iter().filter(|finding| finding.id() == "CG009").count();
    broken(after) > broken(before)
}

fn changes(before: &Files, after: &Files) -> Vec<Change> {
    let bytes = |text: &str| text.as_bytes().to_vec();
    let changed = after.iter().filter(|(path, text)| before.get(path) != Some(text));
    let change = |(path, text): (&str, &std::sync::Arc<str>)| {
        let before = before.get(path).map(|text| bytes(text));
        Change { path: path.to_owned(), before, after: Some(bytes(text)) }
    };
    changed.map(change).collect()
}
