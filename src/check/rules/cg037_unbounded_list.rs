use crate::check::{Category, Finding, Project, Rule, Severity};

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
    let facts = project.sql();
    for statement in facts.statements.iter().filter(|statement| !statement.is_test && !statement.on_purpose) {
        let Some(table) = facts.reads_all_rows_of(statement) else { continue };
        let message = format!("this brings all rows of `{table}` into memory at once");
        let problem = project.problem(&statement.file, &statement.call, message);
        found.push(RULE.finding(problem.help("read a page: add WHERE id < ? ORDER BY id DESC LIMIT ?")));
    }
}
