use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::templates::{CallKind, FOLDER, OtherKind};
use crate::names::did_you_mean;

pub static RULE: Rule = Rule {
    id: "CG022",
    name: "missing-template",
    severity: Severity::Error,
    category: Category::Templates,
    page: include_str!("cg022_missing_template.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.wants_templates() {
        return;
    }
    let templates = project.pages().templates();
    let names: Vec<&str> = templates.keys().map(String::as_str).collect();
    let assets: Vec<&str> = project.files.iter().filter_map(|(path, _)| path.strip_prefix("static/")).collect();
    let is_missing = |name: &str| !templates.contains_key(name) && !project.files.has(&format!("{FOLDER}{name}"));
    for template in project.templates() {
        for other in template.others.iter().filter(|other| !other.optional) {
            let Some(name) = other.name.as_deref().filter(|name| is_missing(name)) else { continue };
            let deed = match other.kind {
                OtherKind::Extends => "extends",
                OtherKind::Include => "includes",
                OtherKind::Import => "imports from",
            };
            let problem = project.problem(
                &template.path,
                &other.inside.span,
                format!("this {deed} `{FOLDER}{name}`, which is not there"),
            );
            found.push(RULE.finding(match did_you_mean(name, &names) {
                Some(meant) => problem.help(format!("did you mean `{meant}`?")),
                None => problem.help(format!("make {FOLDER}{name}, or name one that is there")),
            }));
        }
        let calls = template.calls.iter().filter(|call| call.kind == CallKind::Function && call.name == "asset");
        for call in calls.filter(|_| !assets.is_empty()) {
            let Some(name) = call.arguments.first().and_then(|argument| argument.text.as_deref()) else { continue };
            // What is no text is not among the files that were read.
            let is_text = [".js", ".css", ".svg"].iter().any(|end| name.ends_with(end));
            if is_text && !assets.contains(&name) {
                let problem =
                    project.problem(&template.path, &call.inside.span, format!("there is no `static/{name}`"));
                found.push(RULE.finding(match did_you_mean(name, &assets) {
                    Some(meant) => problem.help(format!("did you mean `{meant}`?")),
                    None => problem.help(format!("make static/{name}, or name one that is there")),
                }));
            }
        }
    }
}
