use crate::check::{Category, Finding, Project, Rule, Severity};
use std::collections::BTreeSet;

pub static RULE: Rule = Rule {
    id: "CG029",
    name: "unused-template",
    severity: Severity::Warning,
    category: Category::Templates,
    page: include_str!("cg029_unused_template.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() || !project.wants_templates() {
        return;
    }
    let templates = project.pages().templates();
    let others = templates.values().flat_map(|template| &template.others);
    let mut used: BTreeSet<&str> = others.filter_map(|other| other.name.as_deref()).collect();
    for digest in project.sources.values() {
        let code = &digest.code;
        used.extend(code.consts.iter().filter_map(|constant| constant.value.literal.as_deref()));
        let strings = code.functions.iter().flat_map(|function| &function.strings);
        used.extend(strings.map(|string| string.value.as_str()));
    }
    let declared = project.pages().views().iter().map(|view| view.template.as_str());
    used.extend(declared);
    // Pieces are there to be used.
    let is_piece = |name: &str| name.starts_with('_') || name.starts_with("components/");
    for template in templates.values().filter(|template| !is_piece(&template.name) && template.name.ends_with(".html"))
    {
        if !used.contains(template.name.as_str()) {
            let problem = project.problem_in_line(
                &template.path,
                1,
                "no view is rendered with this template, and no other one uses it",
            );
            found.push(RULE.finding(problem.help("write a struct for it, `impl Template for …`, or delete it")));
        }
    }
}
