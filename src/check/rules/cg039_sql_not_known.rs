use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG039",
    name: "sql-not-known",
    severity: Severity::Note,
    category: Category::Sql,
    page: include_str!("cg039_sql_not_known.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    for unresolved in project.sql().unresolved.iter().filter(|unresolved| !unresolved.file.starts_with("tests/")) {
        let message = format!("what SQL this runs cannot be known from the source: {}", unresolved.reason);
        let problem = project.problem(&unresolved.file, &unresolved.at, message);
        let help = "no rule can look at it; choose between constants, or push the parts to a QueryBuilder";
        found.push(RULE.finding(problem.help(help)));
    }
}
