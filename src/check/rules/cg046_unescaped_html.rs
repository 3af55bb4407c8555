use crate::check::origin::{is_sent, parameter, parts};
use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::code::Kind;

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
        for argument in pages.filter_map(|page| page.arguments.first()) {
            for (text, at) in parts(&place, &argument.at, argument.at.start) {
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
