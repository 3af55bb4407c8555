use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG091",
    name: "allow-without-reason",
    severity: Severity::Warning,
    category: Category::Quality,
    page: include_str!("cg091_allow_without_reason.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for allow in project.allows().iter().filter(|allow| allow.reason.is_empty()) {
        let problem = project.problem(&allow.file, &allow.span, "a finding is allowed without a reason");
        found.push(RULE.finding(problem.help("say behind the bracket why it is right here")));
    }
}
