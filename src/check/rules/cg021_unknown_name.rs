use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::templates::demands::demands;
use crate::inspect::views::{Given, Missing};
use crate::names::did_you_mean;

pub static RULE: Rule = Rule {
    id: "CG021",
    name: "unknown-name",
    severity: Severity::Error,
    category: Category::Templates,
    page: include_str!("cg021_unknown_name.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.wants_templates() {
        return;
    }
    let pages = project.pages();
    for view in pages.views() {
        let given = Given::by(pages.types(), view);
        for demand in demands(pages.templates(), &view.template) {
            if demand.use_.tolerant || !project.wants(&demand.template.path) {
                continue;
            }
            let Err(missing) = given.follow(pages.types(), pages.environment(), &demand.path) else { continue };
            let span = &demand.use_.inside.span;
            let message = said(&missing, &view.struct_);
            let problem = project.problem(&demand.template.path, span, message).help(help(&missing, &view.struct_));
            let same = |other: &Finding| {
                let there = &other.problem;
                (&there.file, there.line, there.column) == (&problem.file, problem.line, problem.column)
            };
            // A part of several views is told of once.
            if !found.iter().any(same) {
                found.push(RULE.finding(problem));
            }
        }
    }
}

fn said(missing: &Missing, struct_: &str) -> String {
    match &missing.of {
        None => format!("`{struct_}` does not give `{}`", missing.name),
        Some(of) if missing.known.is_empty() => format!("there is nothing in `{of}`, so no `{}`", missing.name),
        Some(of) => format!("`{of}` has no `{}`, in what `{struct_}` gives", last(&missing.name)),
    }
}

fn help(missing: &Missing, struct_: &str) -> String {
    let known: Vec<&str> = missing.known.iter().map(String::as_str).collect();
    match (did_you_mean(last(&missing.name), &known), known.len()) {
        (Some(meant), _) => format!("did you mean `{meant}`?"),
        (None, 0) => format!("take it out, or change the field's type in `{struct_}`"),
        (None, 1..=12) => format!("there is {}; or add it in Rust", known.join(", ")),
        (None, _) => format!("see what there is: chatgen show {struct_}"),
    }
}

fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
