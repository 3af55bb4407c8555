use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG020",
    name: "template-syntax",
    severity: Severity::Error,
    category: Category::Templates,
    page: include_str!("cg020_template_syntax.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let problems = project.templates().filter_map(|template| template.problem.clone());
    found.extend(problems.map(|problem| RULE.finding(problem)));
}
