use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::templates::FOLDER;
use crate::inspect::views::declared;
use crate::names::did_you_mean;

pub static RULE: Rule = Rule {
    id: "CG027",
    name: "view-without-template",
    severity: Severity::Error,
    category: Category::Templates,
    page: include_str!("cg027_view_without_template.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.wants_rust() {
        return;
    }
    let pages = project.pages();
    let mut declared = declared(project.sources, pages.types());
    declared.retain(|one| project.wants(&one.said_in));
    if declared.is_empty() {
        return;
    }
    let names: Vec<&str> = pages.templates().keys().map(String::as_str).collect();
    for one in &declared {
        let Some(template) = pages.templates().get(&one.template) else {
            let message = format!("`{}` is rendered with `{FOLDER}{}`, which is not there", one.struct_, one.template);
            let problem = project.problem_in_line(&one.said_in, one.line, message);
            found.push(RULE.finding(match did_you_mean(&one.template, &names) {
                Some(meant) => problem.help(format!("did you mean `{meant}`?")),
                None => problem.help(format!("make {FOLDER}{}", one.template)),
            }));
            continue;
        };
        if let Some(name) =
            one.macro_.as_deref().filter(|name| template.macro_(name).is_none() && template.problem.is_none())
        {
            let message =
                format!("`{}` is the macro `{name}` of `{FOLDER}{}`, which is not there", one.struct_, one.template);
            let problem = project.problem_in_line(&one.said_in, one.line, message);
            found.push(RULE.finding(problem.help(format!("write {{% macro {name}(…) %}} there"))));
        }
    }
}
