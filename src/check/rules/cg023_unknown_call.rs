use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::templates::demands::parts;
use crate::inspect::templates::{Call, CallKind, Template, Templates};
use crate::names::did_you_mean;
use crate::problem::Span;

pub static RULE: Rule = Rule {
    id: "CG023",
    name: "unknown-call",
    severity: Severity::Error,
    category: Category::Templates,
    page: include_str!("cg023_unknown_call.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let pages = project.pages();
    for template in project.templates() {
        for call in &template.calls {
            let environment = pages.environment();
            let unknown = match environment.names(call) {
                Some(names) if environment.is_known && !names.contains(&call.name) => {
                    let given = call.kind == CallKind::Function && is_given(project, template, &call.name);
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    (!given).then(|| (words(call.kind), did_you_mean(&call.name, &names)))
                }
                None => macros(pages.templates(), template, call)
                    .filter(|names| !names.contains(&call.name.as_str()))
                    .map(|names| ("macro", did_you_mean(&call.name, &names))),
                _ => None,
            };
            if let Some((kind, meant)) = unknown {
                found.push(finding(project, template, &call.inside.span, kind, &call.name, meant));
            }
        }
        imported(project, template, found);
    }
}

/// Names in `{% from "…" import … %}` that the other template does not have, called or not.
fn imported(project: &Project, template: &Template, found: &mut Vec<Finding>) {
    let templates = project.pages().templates();
    for other in &template.others {
        let Some(of) = other.name.as_deref().and_then(|name| templates.get(name)).filter(|of| of.problem.is_none())
        else {
            continue;
        };
        let names = provided(templates, of);
        for (name, inside) in other.macros.iter().filter(|(name, _)| !names.contains(&name.as_str())) {
            let is_called =
                template.calls.iter().any(|call| call.of.as_deref() == Some(&of.name) && call.name == *name);
            if !is_called {
                found.push(finding(project, template, &inside.span, "macro", name, did_you_mean(name, &names)));
            }
        }
    }
}

fn finding(
    project: &Project,
    template: &Template,
    span: &Span,
    kind: &str,
    name: &str,
    meant: Option<&str>,
) -> Finding {
    let problem = project.problem(&template.path, span, format!("there is no {kind} `{name}`"));
    RULE.finding(match meant {
        Some(meant) => problem.help(format!("did you mean `{meant}`?")),
        None if kind == "macro" => problem.help("write it in the template that is named, or import another one"),
        None => problem.help("register it in src/views/environment.rs, or use another one"),
    })
}

/// Whether a view, or the template itself, gives a value of that name, which may then be called.
fn is_given(project: &Project, template: &Template, name: &str) -> bool {
    let pages = project.pages();
    let shows = |view: &&crate::inspect::views::View| {
        parts(pages.templates(), &view.template).iter().any(|part| part.name == template.name)
    };
    pages
        .views()
        .iter()
        .filter(shows)
        .any(|view| view.more_fields || view.fields.iter().any(|field| field.name == name))
}

/// The names of the macros that a call may mean; none if that is not known.
fn macros<'a>(templates: &'a Templates, template: &'a Template, call: &Call) -> Option<Vec<&'a str>> {
    let of = match call.of.as_deref() {
        Some(of) => templates.get(of)?,
        None => template,
    };
    of.problem.is_none().then(|| provided(templates, of))
}

/// What can be imported from a template: its macros, and what it sets or imports itself.
fn provided<'a>(templates: &'a Templates, template: &'a Template) -> Vec<&'a str> {
    let parts = parts(templates, &template.name);
    let macros = parts.iter().flat_map(|part| &part.macros).map(|macro_| macro_.name.as_str());
    macros.chain(template.names.keys().map(String::as_str)).collect()
}

fn words(kind: CallKind) -> &'static str {
    match kind {
        CallKind::Filter => "filter",
        CallKind::Test => "test",
        CallKind::Function => "function",
        CallKind::Macro => "macro",
    }
}
