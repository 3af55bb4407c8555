//! What an installation or its way back says.

use std::fmt::Write;
use std::path::PathBuf;

use serde::{Serialize, Serializer};

use super::Scope;
use super::change::Outcome;
use super::clients::Client;
use super::handshake::Answer;
use super::place::{Found, Place, Site};
use super::run::hint;
use crate::output::{BOLD, CYAN, DIM, GREEN, RED, Report, YELLOW, quote};
use crate::sync::report::plain;

#[derive(Serialize)]
pub struct Done {
    /// The folder that counts as the project.
    pub root: PathBuf,
    /// Whether files were changed, and not only shown.
    pub applied: bool,
    #[serde(rename = "clients")]
    pub rows: Vec<Row>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// One file of one client.
#[derive(Serialize)]
pub struct Row {
    pub client: &'static str,
    pub title: &'static str,
    pub scope: Scope,
    pub file: PathBuf,
    pub outcome: Outcome,
    /// What shows that the client is on this machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where the file is kept as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backup: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "without_colours")]
    pub diff: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What the server said, or why it did not.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "checked")]
    pub verified: Option<Result<Answer, String>>,
    #[serde(skip)]
    shown: String,
    #[serde(skip)]
    of: &'static Client,
}

impl Row {
    #[must_use]
    pub fn new(place: &Place, found: &[Found]) -> Self {
        let found = found.iter().find(|found| found.client.name == place.client.name);
        Self {
            client: place.client.name,
            title: place.client.title,
            scope: place.scope,
            file: place.path.clone(),
            outcome: Outcome::Failed,
            found: found.map(|found| found.because.clone()),
            note: None,
            backup: None,
            diff: None,
            error: None,
            verified: None,
            shown: place.shown.clone(),
            of: place.client,
        }
    }

    /// Takes in what went wrong, if anything did.
    pub fn settle(&mut self, changed: Result<(), String>) {
        self.error = changed.err();
    }

    fn is_change(&self) -> bool {
        use Outcome::{Added, Created, Deleted, Removed, Replaced, Updated};
        matches!(self.outcome, Created | Added | Updated | Replaced | Removed | Deleted)
    }

    fn text(&self, applied: bool) -> String {
        let (style, word) = match self.outcome {
            Outcome::Created => (GREEN, if applied { "created" } else { "create" }),
            Outcome::Added => (GREEN, if applied { "added" } else { "add" }),
            Outcome::Updated => (GREEN, if applied { "updated" } else { "update" }),
            Outcome::Replaced => (YELLOW, if applied { "replaced" } else { "replace" }),
            Outcome::Removed => (GREEN, if applied { "removed" } else { "remove" }),
            Outcome::Deleted => (GREEN, if applied { "deleted" } else { "delete" }),
            Outcome::Unchanged => (DIM, "unchanged"),
            Outcome::Absent => (DIM, "not there"),
            Outcome::Foreign => (YELLOW, "kept"),
            Outcome::Failed => (RED, "failed"),
        };
        let mut text = format!("  {BOLD}{:<8}{BOLD:#}  {style}{word:<9}{style:#}  {}", self.client, self.shown);
        let found = self.found.iter().map(|found| format!("  {DIM}found: {found}{DIM:#}"));
        text.extend(found);
        text.push('\n');
        let line = |words: String| format!("            {words}\n");
        text.extend(self.note.iter().map(|note| line(note.clone())));
        let backup = self.backup.iter().filter_map(|backup| backup.file_name());
        text.extend(backup.map(|name| line(format!("the old one is {}", name.to_string_lossy()))));
        text.extend(self.error.iter().map(|error| line(format!("{RED}{error}{RED:#}; nothing was changed"))));
        text.extend(self.verified.iter().map(|verified| line(verified_text(verified))));
        text
    }
}

/// What a start of the server gave, as a line.
pub(super) fn verified_text(verified: &Result<Answer, String>) -> String {
    match verified {
        Ok(answer) => format!("{GREEN}it starts{GREEN:#}: {} tools after {} ms", answer.tools, answer.milliseconds),
        Err(why) => format!("{RED}it does not start{RED:#}: {why}"),
    }
}

impl Done {
    #[must_use]
    pub fn new(site: &Site, dry_run: bool) -> Self {
        Self { root: site.root.clone(), applied: !dry_run, rows: Vec::new(), warnings: Vec::new() }
    }

    /// Whether something went wrong with one of the files or servers.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.rows.iter().any(|row| row.error.is_some() || matches!(row.verified, Some(Err(_))))
    }

    fn is_way_back(&self) -> bool {
        use Outcome::{Absent, Deleted, Removed};
        self.rows
            .iter()
            .all(|row| matches!(row.outcome, Removed | Deleted | Absent | Outcome::Foreign | Outcome::Failed))
    }

    /// The command that takes back what was done, one for each scope.
    fn undo(&self) -> String {
        let of = |scope: Scope| {
            let changed = self.rows.iter().filter(|row| row.is_change() && row.scope == scope);
            let clients: Vec<_> = changed.map(|row| row.client).collect();
            let scope = if scope == Scope::User { " --scope user" } else { "" };
            let clients = clients.join(",");
            (!clients.is_empty()).then(|| format!("  {CYAN}chatgen mcp uninstall --client {clients}{scope}{CYAN:#}\n"))
        };
        [Scope::Project, Scope::User].into_iter().filter_map(of).collect()
    }
}

impl Report for Done {
    fn text(&self) -> String {
        let root = quote(&self.root.display().to_string());
        if self.rows.is_empty() {
            let warnings: String =
                self.warnings.iter().map(|line| format!("{YELLOW}warning:{YELLOW:#} {line}\n")).collect();
            return format!("{warnings}Nothing to do in {root}.\n");
        }
        let mut text: String = self.rows.iter().filter_map(|row| row.diff.clone()).collect();
        if !text.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(text, "{BOLD}chatgen's server{BOLD:#} in {root}");
        text.extend(self.rows.iter().map(|row| row.text(self.applied)));
        text.extend(self.warnings.iter().map(|line| format!("{YELLOW}warning:{YELLOW:#} {line}\n")));
        if !self.applied {
            text.push_str("\nNothing was written.\n");
        } else if self.rows.iter().any(Row::is_change) && !self.is_way_back() {
            let _ = writeln!(text, "\n{BOLD}Next{BOLD:#}");
            text.extend(
                self.rows.iter().filter(|row| row.is_change()).map(|row| format!("  {}\n", hint(row.of, row.scope))),
            );
            let _ = write!(text, "\n{BOLD}Undo{BOLD:#}\n{}", self.undo());
        }
        text
    }
}

fn without_colours<S: Serializer>(diff: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&plain(diff.as_deref().unwrap_or_default()))
}

/// An answer as it is; a failure as `{"error": …}`.
pub(super) fn checked<S: Serializer>(
    verified: &Option<Result<Answer, String>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match verified {
        Some(Ok(answer)) => answer.serialize(serializer),
        Some(Err(error)) => serde_json::json!({ "error": error }).serialize(serializer),
        None => serializer.serialize_none(),
    }
}
