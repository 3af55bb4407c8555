//! Which tools a server offers: `--tools core,db,!execute_sql`.

use super::tool::{Entry, Group};
use crate::names::did_you_mean;
use crate::output::Failure;

/// What stands for the tools that are there when none are named.
const CORE: &str = "core";

/// What stands for every tool.
const ALL: &str = "all";

/// The tools of a table that a list of words names, in the table's order: `core`, `all`, groups and single tools switch on,
/// with `!` before them off; the later word wins. A list that only switches off starts from the core.
///
/// # Errors
/// Words that name nothing.
pub fn choose(table: &'static [Entry], words: &str) -> Result<Vec<&'static Entry>, Failure> {
    let words: Vec<&str> = words.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    let only_off = words.iter().all(|word| word.starts_with('!'));
    let mut on: Vec<bool> = table.iter().map(|entry| only_off && entry.core).collect();
    for word in words {
        let (name, switch) = word.strip_prefix('!').map_or((word, true), |name| (name, false));
        let mut found = Group::ALL.iter().any(|group| group.name() == name) || [CORE, ALL].contains(&name);
        for (entry, on) in table.iter().zip(&mut on) {
            if is_meant(entry, name) {
                *on = switch;
                found = true;
            }
        }
        if !found {
            return Err(unknown(table, name));
        }
    }
    Ok(table.iter().zip(on).filter(|(_, on)| *on).map(|(entry, _)| entry).collect())
}

fn is_meant(entry: &Entry, name: &str) -> bool {
    name == ALL || entry.name == name || entry.group.name() == name || (name == CORE && entry.core)
}

fn unknown(table: &[Entry], name: &str) -> Failure {
    let groups = || [CORE, ALL].into_iter().chain(Group::ALL.iter().map(|group| group.name()));
    let names: Vec<&str> = groups().chain(table.iter().map(|entry| entry.name)).collect();
    let failure = Failure::usage(format!("there is no tool or group `{name}`"));
    match did_you_mean(name, &names) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help(format!("the groups are {}", groups().collect::<Vec<_>>().join(", "))),
    }
}
