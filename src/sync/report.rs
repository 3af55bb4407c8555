//! What a sync says: for people a line a file, for programs the plan itself.

use std::fmt::Write;

use serde::{Serialize, Serializer};

use super::file::{Action, File, State};
use super::plan::Plan;
use crate::output::{BOLD, CYAN, DIM, GREEN, RED, Report, YELLOW};
use crate::write::Change;

/// A plan and what was done with it.
#[derive(Debug, Serialize)]
pub struct Synced {
    /// Whether the changes are on the disk.
    pub applied: bool,
    #[serde(flatten)]
    pub plan: Plan,
    /// What to do next, as commands.
    pub next: Vec<String>,
    /// The diff, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "without_colours")]
    pub diff: Option<String>,
    /// The command, to repeat it without `--dry-run`.
    #[serde(skip)]
    pub command: String,
}

impl Synced {
    #[must_use]
    pub fn new(plan: Plan, applied: bool, command: &str) -> Self {
        let next = next(&plan, applied, command);
        Self { applied, plan, next, diff: None, command: command.to_owned() }
    }
}

fn next(plan: &Plan, applied: bool, command: &str) -> Vec<String> {
    let mut next = Vec::new();
    if !applied && !plan.is_empty() {
        next.push(command.to_owned());
    }
    if applied && plan.conflicts().next().is_some() {
        next.push("chatgen sync --continue".to_owned());
        next.push("chatgen sync --abort".to_owned());
    } else if applied && plan.migration.is_some() {
        next.push("chatgen db database setup".to_owned());
    }
    if applied && !plan.is_empty() && plan.conflicts().next().is_none() {
        next.push("chatgen undo".to_owned());
    }
    next
}

impl Report for Synced {
    fn text(&self) -> String {
        let plan = &self.plan;
        let mut text = String::new();
        if let Some(diff) = &self.diff {
            text.push_str(diff);
        }
        if plan.is_empty() && !plan.drift.is_empty() {
            text.push_str("Nothing to write, but the migrations make something else than chat.toml says.\n");
        } else if plan.is_empty() {
            text.push_str("Nothing to do: the project is what chat.toml says.\n");
        } else {
            text.push_str(&heading(plan, self.applied));
            plan.files.iter().filter(|file| file.action != Action::Keep).for_each(|file| line(&mut text, file));
            rest(&mut text, plan);
        }
        kept(&mut text, plan);
        for word in &plan.drift {
            let _ = writeln!(text, "{YELLOW}drift:{YELLOW:#} {word}");
        }
        if !plan.is_empty() {
            text.push_str(&self.ending());
        }
        text
    }
}

impl Synced {
    fn ending(&self) -> String {
        let plan = &self.plan;
        let conflicts = plan.conflicts().count();
        if !self.applied {
            let hash = &plan.hash;
            return format!(
                "\nNothing was written. {BOLD}Do it{BOLD:#}\n  {CYAN}{}{CYAN:#}\n  {CYAN}{} --plan {hash}{CYAN:#}  {DIM}exactly this, or nothing{DIM:#}\n",
                self.command, self.command
            );
        }
        if conflicts > 0 {
            return format!(
                "\n{RED}{conflicts} {} a conflict.{RED:#} Solve each, and take out its markers, then\n  {CYAN}chatgen sync --continue{CYAN:#}\nor have everything back as it was\n  {CYAN}chatgen sync --abort{CYAN:#}\n",
                if conflicts == 1 { "file has" } else { "files have" }
            );
        }
        let mut text = String::new();
        if plan.migration.is_some() {
            let _ = write!(
                text,
                "\n{BOLD}Next{BOLD:#}\n  {CYAN}chatgen db database setup{CYAN:#}  {DIM}or start the server, which does it{DIM:#}\n"
            );
        }
        let _ = write!(text, "\n{BOLD}Undo{BOLD:#}\n  {CYAN}chatgen undo{CYAN:#}\n");
        text
    }
}

fn heading(plan: &Plan, applied: bool) -> String {
    let done = if applied { format!("{GREEN}Synced{GREEN:#}") } else { format!("{BOLD}Would sync{BOLD:#}") };
    let mut text = if plan.from == plan.to {
        format!("{done} with chat.toml\n")
    } else {
        format!("{done} from chatgen {} to {}\n", plan.from, plan.to)
    };
    for change in &plan.upgrades {
        let _ = writeln!(text, "  {BOLD}{}{BOLD:#}  {}\n    {DIM}{}{DIM:#}", change.version, change.what, change.why);
    }
    text.push('\n');
    text
}

fn line(text: &mut String, file: &File) {
    let (mark, style) = match file.action {
        Action::Conflict => ('!', RED),
        Action::Create => ('+', GREEN),
        Action::Replace => ('~', CYAN),
        Action::Merge => ('&', YELLOW),
        Action::Move => ('>', CYAN),
        Action::Remove => ('-', RED),
        Action::Keep => ('=', DIM),
    };
    let from = file.from.as_ref().map(|from| format!(" (was {from})")).unwrap_or_default();
    let _ = writeln!(text, "  {style}{mark} {}{style:#}{from}  {DIM}{}{DIM:#}", file.path, file.why);
    for conflict in &file.conflicts {
        let _ = writeln!(
            text,
            "      {RED}{}:{}{RED:#} {}; {}",
            file.path, conflict.line, conflict.yours, conflict.chatgens
        );
    }
}

/// What is not a file of the comparison: the schema and the database.
fn rest(text: &mut String, plan: &Plan) {
    if plan.changes.iter().any(|change| change.path == "chat.toml") {
        let _ = writeln!(text, "  {CYAN}~ chat.toml{CYAN:#}");
    }
    let Some(migration) = &plan.migration else { return };
    let _ = writeln!(text, "  {GREEN}+ {}{GREEN:#}  {DIM}and its way back{DIM:#}", migration.up_path);
    for words in &migration.words {
        let _ = writeln!(text, "      {words}");
    }
}

/// What chatgen would have changed and did not.
fn kept(text: &mut String, plan: &Plan) {
    let dropped = plan.files.iter().filter(|file| file.state == State::Dropped && file.action == Action::Keep);
    for file in dropped.filter(|file| file.before.is_some()) {
        let _ = writeln!(text, "  {DIM}= {}  {}{DIM:#}", file.path, file.why);
    }
}

/// Changes as a unified diff with ANSI colours.
#[must_use]
pub fn diff(changes: &[Change]) -> String {
    let shown = changes.iter().filter(|change| !change.path.ends_with(".gz"));
    shown.map(|change| one(&change.path, change.before.as_deref(), change.after.as_deref())).collect()
}

/// A program wants no colours.
fn without_colours<S: Serializer>(diff: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    diff.as_deref().map(plain).serialize(serializer)
}

/// A diff without its colours.
#[must_use]
pub fn plain(diff: &str) -> String {
    anstream::adapter::strip_str(diff).to_string()
}

/// One file's difference; nothing where there is none.
#[must_use]
pub fn one(path: &str, before: Option<&[u8]>, after: Option<&[u8]>) -> String {
    let (Ok(old), Ok(new)) =
        (std::str::from_utf8(before.unwrap_or_default()), std::str::from_utf8(after.unwrap_or_default()))
    else {
        return format!("Binary file {path} differs\n");
    };
    if before == after {
        return String::new();
    }
    let name = |side: &str, there: bool| if there { format!("{side}/{path}") } else { "/dev/null".to_owned() };
    let diff = similar::TextDiff::from_lines(old, new);
    let unified = diff.unified_diff().header(&name("a", before.is_some()), &name("b", after.is_some())).to_string();
    unified.split_inclusive('\n').map(coloured).collect()
}

fn coloured(line: &str) -> String {
    let (body, end) = line.strip_suffix('\n').map_or((line, ""), |body| (body, "\n"));
    let style = match body.as_bytes() {
        [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => BOLD,
        [b'@', ..] => CYAN,
        [b'+', ..] => GREEN,
        [b'-', ..] => RED,
        _ => return line.to_owned(),
    };
    format!("{style}{body}{style:#}{end}")
}
