use crate::check::graph::Place;
use crate::check::origin::{interpolated, is_sent, parameter};
use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::code::{Call, Kind, words};
use crate::problem::Span;

pub static RULE: Rule = Rule {
    id: "CG046",
    name: "unescaped-html",
    severity: Severity::Error,
    category: Category::Security,
    page: include_str!("cg046_unescaped_html.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let graph = project.graph();
    for place in graph.places().filter(|place| project.wants(place.file)) {
        let pages = place.function.calls.iter().filter(|call| call.kind == Kind::Path && call.name() == "Html");
        for at in pages.filter_map(|page| html(&place, page)) {
            let formats = place.function.calls.iter().filter(|call| at.start <= call.at.start && call.at.end <= at.end);
            for (text, at) in formats.flat_map(|call| interpolated(&place, call)) {
                if parameter(graph, &place, text, at.start).is_some_and(is_sent) {
                    let message =
                        format!("`{text}` comes from the request and goes into the page as HTML, not as text");
                    let help = "render a template, which escapes what it shows";
                    found.push(RULE.finding(place.module.problem(&at, message).help(help)));
                }
            }
        }
    }
}

/// Where the HTML of a page is written: in `Html(…)`, or where its variable is bound.
fn html(place: &Place, page: &Call) -> Option<Span> {
    let argument = page.arguments.first()?;
    let (name, behind) = words::root(place.module.text(&argument.at))?;
    if !behind.is_empty() {
        return Some(argument.at.clone());
    }
    let mut lets = place.function.lets.iter().filter(|bound| bound.at.end <= page.at.start);
    let bound = lets.rfind(|bound| bound.names.iter().any(|one| one == name))?;
    bound.value.as_ref().map(|value| value.at.clone())
}
