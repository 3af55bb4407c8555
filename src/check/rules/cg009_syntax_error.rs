use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG009",
    name: "syntax-error",
    severity: Severity::Error,
    category: Category::Quality,
    page: include_str!("cg009_syntax_error.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let problems = project.sources.values().filter_map(|digest| digest.problem.clone());
    found.extend(problems.map(|problem| RULE.finding(problem)));
}
