use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::bindings::{Bound, bound};

pub static RULE: Rule = Rule {
    id: "CG025",
    name: "leads-nowhere",
    severity: Severity::Error,
    category: Category::Templates,
    page: include_str!("cg025_leads_nowhere.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let pages = project.pages();
    if !project.wants_templates() || !project.is_chatgen() || pages.routes().is_empty() {
        return;
    }
    for template in project.templates() {
        for bound in bound(pages.templates(), template) {
            let Some(target) = &bound.target else { continue };
            if target.find(pages.routes()).is_empty() {
                let problem = project.problem(&template.path, &bound.span, format!("no route takes `{target}`"));
                found.push(RULE.finding(problem.help(help(project, &bound))));
            }
        }
    }
}

fn help(project: &Project, bound: &Bound) -> String {
    let methods =
        bound.target.as_ref().map(|target| target.other_methods(project.pages().routes())).unwrap_or_default();
    match methods.as_slice() {
        [] => "list them: chatgen routes".to_owned(),
        methods => format!("there is {} with this path", methods.join(", ")),
    }
}
