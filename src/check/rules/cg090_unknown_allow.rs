use crate::check::{Category, Finding, Project, Rule, Severity, rules, suppress};
use crate::names::did_you_mean;

pub static RULE: Rule = Rule {
    id: "CG090",
    name: "unknown-allow",
    severity: Severity::Warning,
    category: Category::Quality,
    page: include_str!("cg090_unknown_allow.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for allow in project.allows() {
        for (name, span) in allow.names.iter().filter(|(name, _)| rules::find(name).is_none()) {
            let problem = project.problem(&allow.file, span, format!("there is no rule `{name}`"));
            found.push(RULE.finding(problem.help(help(name))));
        }
    }
    for (file, text) in project.files.iter().filter(|(file, text)| project.wants(file) && text.contains("chatgen")) {
        for (span, written) in suppress::misspelt(file, text) {
            let problem =
                project.problem(file, &span, "this comment allows nothing: it is not written as one that does");
            found.push(RULE.finding(problem.help(format!("write `{written}`"))));
        }
    }
}

fn help(name: &str) -> String {
    if name.starts_with("clippy::") || name == "rustc" {
        return "what cargo finds is allowed in Rust's own way: #[expect(clippy::…, reason = \"…\")]".to_owned();
    }
    let known: Vec<&str> = rules::ALL.iter().flat_map(|rule| [rule.id, rule.name]).collect();
    match did_you_mean(name, &known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`chatgen explain` lists the rules".to_owned(),
    }
}
