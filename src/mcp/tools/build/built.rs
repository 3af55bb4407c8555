//! What the tools of this group answer: a plan, and what was done with it, cut to what an agent needs.

use std::fmt::Write;

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::{Checked, Finding};
use crate::inspect::page::page;
use crate::output::Report;
use crate::sync::file::{Action, File};
use crate::sync::report::{Synced, plain};

/// The most bytes of a diff in one answer, which has it as data and as text.
const DIFF: usize = 6_000;

/// The most files that one answer lists.
const FILES: usize = 60;

/// The most findings of a check that one answer lists.
const FINDINGS: usize = 20;

/// What the rules say afterwards.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Verdict {
    pub errors: usize,
    pub warnings: usize,
    /// `error[CG022] src/http/views/tasks.rs:3:5 …`, the first ones.
    pub findings: Vec<String>,
}

impl Verdict {
    #[must_use]
    pub fn of(checked: &Checked) -> Self {
        let counts = &checked.counts;
        let findings = checked.findings.iter().take(FINDINGS).map(said).collect();
        Self { errors: counts.errors, warnings: counts.warnings, findings }
    }
}

fn said(finding: &Finding) -> String {
    let problem = &finding.problem;
    let place = format!("{}:{}:{}", problem.file, problem.line, problem.column);
    let help = problem.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    format!("{}[{}] {place} {}{help}", finding.severity().name(), finding.id(), problem.message)
}

/// Changes of a project, made or only planned.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Built {
    /// Whether the changes are on the disk.
    pub applied: bool,
    /// What names exactly these changes; none where there is nothing to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// `create src/http/views/tasks.rs`
    pub files: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files_left_out: Option<usize>,
    /// `src/lib.rs:12 …`
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<String>,
    /// What the new migration does, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub migration: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<String>,
    /// Where the diff goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<usize>,
    /// What `verify` found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check: Option<Verdict>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What to run next.
    pub next: Vec<String>,
}

impl Built {
    /// A plan, with its diff from the line `cursor` on.
    #[must_use]
    pub fn new(synced: Synced, cursor: usize) -> Self {
        let Synced { applied, plan, next, diff, .. } = synced;
        if plan.is_empty() {
            return Self::nothing("Nothing to do: the project is what chat.toml says.".to_owned());
        }
        let acted: Vec<&File> = plan.files.iter().filter(|file| file.action != Action::Keep).collect();
        let schema = plan.changes.iter().any(|change| change.path == "chat.toml");
        let mut files: Vec<String> = schema.then(|| "replace chat.toml".to_owned()).into_iter().collect();
        files.extend(
            plan.migration.iter().flat_map(|made| [&made.up_path, &made.down_path]).map(|at| format!("create {at}")),
        );
        files.extend(acted.iter().map(|file| touched(file)));
        let (lines, part) = page(lines(diff.as_deref().unwrap_or_default()), cursor, DIFF);
        Self {
            applied,
            hash: Some(plan.hash.clone()),
            conflicts: acted.iter().flat_map(|file| conflicts(file)).collect(),
            migration: plan.migration.map(|made| made.words).unwrap_or_default(),
            diff: (!lines.is_empty()).then(|| lines.concat()),
            next_cursor: part.next_cursor,
            next,
            ..Self::listing(files)
        }
    }

    /// Files alone, as far as an answer holds them.
    #[must_use]
    pub fn listing(mut files: Vec<String>) -> Self {
        let left_out = files.len().saturating_sub(FILES);
        files.truncate(FILES);
        Self { files, files_left_out: (left_out > 0).then_some(left_out), ..Self::default() }
    }

    /// Nothing had to be done.
    #[must_use]
    pub fn nothing(why: String) -> Self {
        Self { note: Some(why), ..Self::default() }
    }
}

fn lines(diff: &str) -> Vec<String> {
    plain(diff).split_inclusive('\n').map(str::to_owned).collect()
}

fn touched(file: &File) -> String {
    let action = match file.action {
        Action::Conflict => "conflict",
        Action::Create => "create",
        Action::Replace => "replace",
        Action::Merge => "merge",
        Action::Move => "move",
        Action::Remove => "remove",
        Action::Keep => "keep",
    };
    let from = file.from.as_ref().map(|from| format!(" (was {from})")).unwrap_or_default();
    format!("{action} {}{from}", file.path)
}

fn conflicts(file: &File) -> Vec<String> {
    let said = |conflict: &crate::merge::Conflict| {
        format!("{}:{} {}; {}", file.path, conflict.line, conflict.yours, conflict.chatgens)
    };
    file.conflicts.iter().map(said).collect()
}

impl Report for Built {
    fn text(&self) -> String {
        let mut text = String::new();
        if let Some(note) = &self.note {
            let _ = writeln!(text, "{note}");
        }
        if !self.files.is_empty() {
            let _ = writeln!(text, "{}", if self.applied { "Written:" } else { "Would be written:" });
            self.files.iter().for_each(|file| text.push_str(&format!("  {file}\n")));
        }
        if let Some(count) = self.files_left_out {
            let _ = writeln!(text, "  and {count} more");
        }
        for (heading, lines) in [("Migration:", &self.migration), ("Conflicts:", &self.conflicts)] {
            if !lines.is_empty() {
                let _ = writeln!(text, "{heading}");
                lines.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
            }
        }
        if let Some(diff) = &self.diff {
            let _ = write!(text, "\n{diff}");
        }
        if let Some(cursor) = self.next_cursor {
            let _ = writeln!(text, "The diff goes on: cursor {cursor}");
        }
        if let Some(check) = &self.check {
            let _ = writeln!(text, "Check: {} errors, {} warnings", check.errors, check.warnings);
            check.findings.iter().for_each(|finding| text.push_str(&format!("  {finding}\n")));
        }
        if !self.next.is_empty() {
            let _ = writeln!(text, "Next: {}", self.next.join(" · "));
        }
        text
    }
}
