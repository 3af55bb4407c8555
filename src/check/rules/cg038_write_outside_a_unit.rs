use crate::check::{Category, Finding, Project, Rule, Severity};

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
    let facts = project.sql();
    for statement in facts.statements.iter().filter(|statement| !statement.is_test && facts.writes(statement)) {
        let on = statement.executor.as_str();
        let ends = |ends: &[&str]| ends.iter().any(|end| on.ends_with(end));
        let (message, help) = if ends(&[".db.write", ".db.write()"]) {
            (
                "this writes outside of a unit of work",
                "take a unit: let mut unit = app.begin().await?; … unit.db() … unit.commit().await?",
            )
        } else if ends(&[".db.read", "app.read()", ".db.read.acquire()", ".db.read.begin()"]) {
            (
                "this writes on a connection that can only read",
                "take a unit: let mut unit = app.begin().await?; … unit.db() … unit.commit().await?",
            )
        } else {
            continue;
        };
        found.push(RULE.finding(project.problem(&statement.file, &statement.call, message).help(help)));
    }
}
