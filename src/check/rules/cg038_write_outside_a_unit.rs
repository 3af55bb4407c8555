use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::sql::Statement;

pub static RULE: Rule = Rule {
    id: "CG038",
    name: "write-outside-a-unit",
    severity: Severity::Error,
    category: Category::Sql,
    page: include_str!("cg038_write_outside_a_unit.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    let writes = |statement: &&Statement| statement.prepared.as_ref().is_some_and(|prepared| prepared.writes);
    for statement in project.sql().statements.iter().filter(|statement| !statement.is_test).filter(writes) {
        let on = statement.executor.as_str();
        let ends = |ends: &[&str]| ends.iter().any(|end| on.ends_with(end));
        let message = if ends(&[".db.write", ".db.write()"]) {
            "this writes outside of a unit of work"
        } else if ends(&[".db.read", "app.read()", ".db.read.acquire()", ".db.read.begin()"]) {
            "this writes on a connection that can only read"
        } else {
            continue;
        };
        found.push(RULE.finding(project.problem(&statement.file, &statement.call, message).help(HELP)));
    }
}

const HELP: &str = "take a unit: let mut unit = app.begin().await?; … unit.db() … unit.commit().await?";
