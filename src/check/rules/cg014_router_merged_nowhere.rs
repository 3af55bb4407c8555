use crate::check::graph::Place;
use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::code::{Kind, last};

pub static RULE: Rule = Rule {
    id: "CG014",
    name: "router-merged-nowhere",
    severity: Severity::Warning,
    category: Category::Routes,
    page: include_str!("cg014_router_merged_nowhere.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    let graph = project.graph();
    let routers = graph.named("router").chain(graph.named("routes")).chain(graph.named("pages"));
    for place in routers.filter(|place| project.wants(place.file) && is_router(place)) {
        if !graph.callers(&place).is_empty() {
            continue;
        }
        let path = path(&place);
        let name = &place.function.name;
        let message = format!("nobody calls `{name}`, so its routes answer nothing");
        let whole = if place.function.returns.starts_with("OpenApi") { "api" } else { "pages" };
        let help = format!(
            "add `.merge({path}::{name}())` to `{whole}()` in src/http/mod.rs, and `pub mod {path};` if it is not there"
        );
        found.push(RULE.finding(place.module.problem(&place.function.at, message).help(help)));
    }
}

fn is_router(place: &Place) -> bool {
    let returns = last(place.function.returns.split('<').next().unwrap_or_default());
    let makes = |place: &Place| place.function.calls.iter().any(|call| call.kind == Kind::Path && call.name() == "new");
    place.file.starts_with("src/http/") && matches!(returns, "Router" | "OpenApiRouter") && makes(place)
}

/// The module below `http`.
fn path(place: &Place) -> String {
    let path = place.file.strip_prefix("src/http/").unwrap_or(place.file);
    let path = path.strip_suffix(".rs").unwrap_or(path);
    path.strip_suffix("/mod").unwrap_or(path).replace('/', "::")
}
