use std::collections::BTreeMap;

use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::code::words;
use crate::migrate::structure::{BadMigration, Structure, apply, connect};

pub static RULE: Rule = Rule {
    id: "CG007",
    name: "migration-fails",
    severity: Severity::Error,
    category: Category::Schema,
    page: include_str!("cg007_migration_fails.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let migrations = project.migrations();
    if !project.is_chatgen() || !migrations.iter().any(|(path, _)| project.wants(path) || project.wants(&down(path))) {
        return;
    }
    let Ok(database) = connect() else { return };
    for (path, sql) in migrations {
        if let Err(bad) = apply(&database, path, sql) {
            found.push(finding(project, &bad, "this migration fails"));
            return;
        }
    }
    for (path, _) in migrations.iter().rev() {
        let back = down(path);
        let Some(sql) = project.files.get(&back) else { return };
        if let Err(bad) = apply(&database, &back, sql) {
            found.push(finding(project, &bad, "this way back fails, once all migrations have been applied"));
            return;
        }
    }
    let left = Structure::read(&database).unwrap_or_default();
    found.extend(left_behind(project, migrations, &left));
}

fn down(up: &str) -> String {
    format!("{}.down.sql", up.trim_end_matches(".sql").trim_end_matches(".up"))
}

fn finding(project: &Project, bad: &BadMigration, what: &str) -> Finding {
    let problem = project.problem_in_line(&bad.file, bad.line.unwrap_or(1), format!("{what}: {}", bad.message));
    RULE.finding(problem.help("a migration that has run anywhere must not change: then write a new one instead"))
}

/// What is still there when every migration has been taken back, at the way back of the one that made it.
fn left_behind(project: &Project, migrations: &[(String, String)], left: &Structure) -> Vec<Finding> {
    let objects = [&left.virtuals, &left.indexes, &left.triggers, &left.views];
    let named: BTreeMap<&str, String> = left.tables.iter().map(|(key, table)| (key.as_str(), table.name())).collect();
    let others = objects.into_iter().flatten().filter(|(_, object)| !named.contains_key(object.table.as_str()));
    let names = named.values().map(String::as_str).chain(others.map(|(_, object)| object.name.as_str()));
    let made = |name: &str| {
        let lower = name.to_lowercase();
        migrations.iter().find(|(_, sql)| {
            let sql = sql.to_lowercase();
            let creates = |line: &str| line.contains("create ") && words::mentions(line, &lower).next().is_some();
            sql.lines().any(creates)
        })
    };
    let findings = names.filter_map(|name| {
        let (path, _) = made(name)?;
        let problem = project.problem(&down(path), &(0..0), format!("this way back leaves `{name}` behind"));
        Some(RULE.finding(problem.help(format!("drop what `{path}` creates"))))
    });
    findings.collect()
}
