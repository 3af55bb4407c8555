use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::sql::Fetch;

pub static RULE: Rule = Rule {
    id: "CG037",
    name: "unbounded-list",
    severity: Severity::Warning,
    category: Category::Sql,
    page: include_str!("cg037_unbounded_list.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    for statement in project.sql().statements.iter().filter(|statement| !statement.is_test && !statement.on_purpose) {
        let prepared = statement.prepared.as_ref().filter(|_| statement.fetch == Some(Fetch::All));
        let Some(table) = prepared.and_then(|prepared| prepared.all_of.as_ref()) else { continue };
        let message = format!("this brings all rows of `{table}` into memory at once");
        let problem = project.problem(&statement.file, &statement.call, message);
        found.push(RULE.finding(problem.help("read a page: add WHERE id < ? ORDER BY id DESC LIMIT ?")));
    }
}
