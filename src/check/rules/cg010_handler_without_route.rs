use crate::check::graph::Place;
use crate::check::handlers::{is_handler, is_named};
use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG010",
    name: "handler-without-route",
    severity: Severity::Warning,
    category: Category::Routes,
    page: include_str!("cg010_handler_without_route.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    let graph = project.graph();
    let http: Vec<_> = graph.places().filter(|place| place.file.starts_with("src/http/")).collect();
    let routed: Vec<_> = project.routes().routes.iter().filter_map(|route| route.defined.as_ref()).collect();
    let is_routed = |place: &Place| routed.iter().any(|at| at.file == place.file && at.line == place.function.line);
    for place in http.iter().filter(|place| project.wants(place.file) && is_handler(graph, place)) {
        if place.function.of.is_some() || is_routed(place) || is_named(graph, place, &http) {
            continue;
        }
        let name = &place.function.name;
        let message = format!("`{name}` is on no route, so no request ever reaches it");
        let described = place.function.attributes.iter().any(|attribute| attribute.path == "utoipa::path");
        let line = match described {
            true => format!("`.routes(routes!({name}))`"),
            false => format!("`.route(\"/…\", get({name}))`"),
        };
        let help = format!("add {line} to the module's `router()`");
        found.push(RULE.finding(place.module.problem(&place.function.at, message).help(help)));
    }
}
