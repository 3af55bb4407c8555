use std::collections::BTreeSet;

use crate::check::deploy::prefix;
use crate::check::{Category, Finding, Fix, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG062",
    name: "setting-not-in-example",
    severity: Severity::Warning,
    category: Category::Config,
    page: include_str!("cg062_setting_not_in_example.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let (Some(prefix), Some(example)) = (prefix(project), project.files.get(".env.example")) else { return };
    let word = |char: char| char.is_ascii_alphanumeric() || char == '_';
    let listed: BTreeSet<&str> = example.split(|char| !word(char)).collect();
    let mut told = BTreeSet::new();
    for asked in &project.deploy().asked {
        let name = format!("{prefix}{}", asked.name.to_uppercase());
        if listed.contains(name.as_str()) || !told.insert(name.clone()) {
            continue;
        }
        let line_end = if example.is_empty() || example.ends_with('\n') { "" } else { "\n" };
        let fix = Fix::replace(".env.example", example.len()..example.len(), format!("{line_end}# {name}=\n"));
        let problem = project.problem(&asked.file, &asked.at, format!("`{name}` is not in .env.example"));
        found.push(RULE.finding(problem.help("add a line on what it does, and its default")).fix(fix));
    }
}
