use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::sync::file::{Action, File};
use crate::sync::{Comparison, Request, compare, unfinished::Unfinished};

pub static RULE: Rule = Rule {
    id: "CG002",
    name: "out-of-sync",
    severity: Severity::Warning,
    category: Category::Schema,
    page: include_str!("cg002_out_of_sync.md"),
    check,
};

/// How many files a message names.
const NAMED: usize = 3;

fn check(project: &Project, found: &mut Vec<Finding>) {
    // What chatgen wrote last is on the disk only.
    let Some(disk) = project.on_disk().filter(|_| project.wants("chat.toml")) else { return };
    if let Ok(Some(unfinished)) = Unfinished::read(disk) {
        let message = format!("a sync has left conflicts in {}", named(unfinished.files.iter().map(String::as_str)));
        let help = "solve them, then `chatgen sync --continue`; or give it up: chatgen sync --abort";
        found.push(RULE.finding(project.problem("chat.toml", &(0..0), message).help(help)));
        return;
    }
    let Ok(comparison) = compare(disk, &Request::default()) else { return };
    if let Some(message) = pending(&comparison) {
        let problem = project.problem("chat.toml", &(0..0), message);
        found.push(RULE.finding(problem.help("look at it with `chatgen sync --diff`, then: chatgen sync")));
    }
}

/// What a sync would do, in words.
fn pending(comparison: &Comparison) -> Option<String> {
    if let Some(question) = comparison.intent.questions.first() {
        return Some(format!("chat.toml has changed since the last sync, which would ask: {}", question.what));
    }
    let pending: Vec<&File> = comparison.files.iter().filter(|file| file.action != Action::Keep).collect();
    let count = pending.len();
    let files = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
    let names = named(pending.iter().map(|file| file.path.as_str()));
    (count > 0).then(|| format!("the code is not what chat.toml says: a sync would change {files}, {names}"))
}

fn named<'a>(files: impl Iterator<Item = &'a str>) -> String {
    let files: Vec<&str> = files.collect();
    let more = if files.len() > NAMED { format!(" and {} more", files.len() - NAMED) } else { String::new() };
    format!("{}{more}", files.iter().take(NAMED).map(|file| format!("`{file}`")).collect::<Vec<_>>().join(", "))
}
