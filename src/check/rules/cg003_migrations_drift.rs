use crate::base::Base;
use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::migrate::evolve::drift;
use crate::migrate::structure::Structure;
use crate::problem::Problem;

pub static RULE: Rule = Rule {
    id: "CG003",
    name: "migrations-drift",
    severity: Severity::Error,
    category: Category::Schema,
    page: include_str!("cg003_migrations_drift.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let concerns_us = project.wants("chat.toml") || project.migrations().iter().any(|(path, _)| project.wants(path));
    if !concerns_us {
        return;
    }
    let Some(generated) = project.generated() else { return };
    let Ok(actual) = project.structure() else { return };
    let pristine = Base::of(generated).migrations();
    // The same scripts build the same.
    if pristine == project.migrations() {
        return;
    }
    let Ok(wanted) = Structure::of(&pristine) else { return };
    for said in drift(actual, &wanted) {
        let problem = problem(project, &said);
        found.push(RULE.finding(problem.help("let a sync write the migration: chatgen sync --diff shows it")));
    }
}

/// Where a difference shows: what only the migrations have, in the last one that names it; all else in chat.toml.
fn problem(project: &Project, said: &str) -> Problem {
    let name = said.split('`').nth(1).unwrap_or_default();
    let (table, column) = name.split_once('.').unwrap_or((name, ""));
    if said.contains("but not in chat.toml") {
        let places = project.migrations().iter().rev().filter(|(_, text)| text.contains(table));
        let place = places.filter_map(|(path, text)| Some((path, line_with(text, column)?))).next();
        if let Some((path, line)) = place {
            return project.problem_in_line(path, line, said);
        }
    }
    let text = project.files.get("chat.toml").map_or("", |text| text);
    let line = if column.is_empty() { None } else { line_with(text, column) };
    project.problem_in_line("chat.toml", line.unwrap_or(1), said)
}

/// The first line, from 1, that has a word.
fn line_with(text: &str, word: &str) -> Option<usize> {
    let is_word = |char: char| char.is_alphanumeric() || char == '_';
    text.lines().position(|line| line.split(|char| !is_word(char)).any(|part| part == word)).map(|at| at + 1)
}
