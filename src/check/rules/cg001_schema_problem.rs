use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG001",
    name: "schema-problem",
    severity: Severity::Error,
    category: Category::Schema,
    page: include_str!("cg001_schema_problem.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    found.extend(project.schema_problems().iter().map(|problem| RULE.finding(problem.clone())));
}
