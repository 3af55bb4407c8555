use crate::check::graph::{Graph, Place};
use crate::check::handlers::{outer, takes_body, takes_parts};
use crate::check::{Category, Edit, Finding, Fix, Project, Rule, Severity};
use crate::inspect::code::Parameter;

pub static RULE: Rule = Rule {
    id: "CG013",
    name: "body-not-last",
    severity: Severity::Error,
    category: Category::Routes,
    page: include_str!("cg013_body_not_last.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let graph = project.graph();
    for place in graph.places().filter(|place| project.wants(place.file)) {
        let function = place.function;
        let Some((last, before)) = function.parameters.split_last() else { continue };
        // A function of one's own may take what it likes in any order; one with `State` is a handler.
        // Other frameworks have extractors of these names, in any order.
        let is_axum = project.is_chatgen() || place.module.uses.iter().any(|used| used.path.starts_with("axum"));
        let takes = |parameter: &Parameter| takes_parts(parameter) || graph.is_extractor(&parameter.type_);
        let is_handler = is_axum && function.is_async && function.of.is_none() && function.parameters.iter().any(takes);
        let Some(body) = before.iter().find(|parameter| takes_body(parameter)).filter(|_| is_handler) else { continue };
        if outer(last) == "Next" || outer(body) == "Request" || last.type_.starts_with('&') || body.pattern == "_" {
            continue;
        }
        let name = outer(body);
        let (message, help) = match takes_body(last) {
            true => (
                format!("`{name}` and `{}` both take the request's body, which can be read once", outer(last)),
                "take one of them, and let its type hold everything".to_owned(),
            ),
            false => (
                format!("`{name}` takes the request's body, so it has to be the last parameter"),
                format!(
                    "move `{}: {}` to the end; without it axum says only that `Handler` is not implemented",
                    body.pattern, body.type_
                ),
            ),
        };
        let finding = RULE.finding(place.module.problem(&body.at, message).help(help));
        found.push(match swap(graph, &place, body, last) {
            Some(fix) => finding.fix(fix),
            None => finding,
        });
    }
}

/// The body's parameter moved behind the last one, where nobody calls the function by hand.
fn swap(graph: &Graph, place: &Place, body: &Parameter, last: &Parameter) -> Option<Fix> {
    if takes_body(last) || !graph.callers(place).is_empty() {
        return None;
    }
    let text = place.module.text(&(body.at.start..last.at.end));
    let behind = place.module.text(&(body.at.end..last.at.end));
    let moved = behind.strip_prefix(',').map(str::trim_start)?;
    let (first, between) = (place.module.text(&body.at), &text[body.at.len()..text.len() - moved.len()]);
    // A comment would end up beside another parameter.
    if text.contains("//") || text.contains("/*") {
        return None;
    }
    let new = format!("{moved}{between}{first}");
    let edit = Edit { file: place.file.to_owned(), start: body.at.start, end: last.at.end, text: new };
    Some(Fix { edits: vec![edit] })
}
