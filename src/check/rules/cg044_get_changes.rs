use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG044",
    name: "get-changes",
    severity: Severity::Warning,
    category: Category::Security,
    page: include_str!("cg044_get_changes.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for exposed in project.exposed().iter().filter(|exposed| project.wants(exposed.place.file)) {
        if exposed.method == "GET" && exposed.does.writes {
            let message =
                format!("GET {} changes something, and a mere link or a preview of it does so too", exposed.path);
            let help = "answer POST (or PATCH, DELETE) instead, which only a page of this site can send";
            found.push(RULE.finding(exposed.place.module.problem(&exposed.place.function.at, message).help(help)));
        }
    }
}
