use std::collections::BTreeMap;

use matchit::InsertError;

use crate::check::exposed::Exposed;
use crate::check::graph::Place;
use crate::check::handlers::routes;
use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::problem::Span;

pub static RULE: Rule = Rule {
    id: "CG012",
    name: "conflicting-routes",
    severity: Severity::Error,
    category: Category::Routes,
    page: include_str!("cg012_conflicting_routes.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if project.is_chatgen() {
        let is_mount = |exposed: &&Exposed| matches!(exposed.method.as_str(), "SERVICE" | "FALLBACK");
        let routes = project.exposed().iter().filter(|exposed| !is_mount(exposed));
        report(project, &routes.map(|exposed| Route::of(project, exposed)).collect::<Vec<_>>(), found);
        return;
    }
    // Elsewhere only what is certainly one router: what stands in one chain of calls.
    for place in project.graph().places().filter(|place| project.wants(place.file)) {
        for routes in chains(&place) {
            report(project, &routes, found);
        }
    }
}

struct Route<'a> {
    path: String,
    methods: Vec<String>,
    condition: Option<&'a str>,
    file: &'a str,
    at: Span,
}

impl<'a> Route<'a> {
    fn of(project: &Project, exposed: &'a Exposed) -> Self {
        let written = &exposed.written;
        Self {
            path: exposed.path.clone(),
            methods: vec![exposed.method.clone()],
            condition: exposed.condition.as_deref(),
            file: &written.file,
            at: project.line(&written.file, written.line),
        }
    }

    /// Whether both can be there at once: two conditions may exclude each other.
    fn meets(&self, other: &Self) -> bool {
        self.condition.is_none() || other.condition.is_none() || self.condition == other.condition
    }
}

/// The routes of each chain `Router::new().route(…).route(…)`.
fn chains<'a>(place: &Place<'a>) -> Vec<Vec<Route<'a>>> {
    let mut chains: BTreeMap<usize, Vec<Route>> = BTreeMap::new();
    for (call, methods) in routes(place).filter(|(call, _)| place.module.receiver(call).contains("Router")) {
        let Some(path) = call.arguments[0].literal.as_deref() else { continue };
        let methods =
            methods.iter().map(|call| call.name()).filter(|name| METHODS.contains(name)).map(str::to_uppercase);
        let (file, at) = (place.file, call.arguments[0].at.clone());
        chains.entry(call.at.start).or_default().push(Route {
            path: braced(path),
            methods: methods.collect(),
            condition: None,
            file,
            at,
        });
    }
    chains.into_values().filter(|routes| routes.len() > 1).collect()
}

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Captures as axum 0.8 writes them.
fn braced(path: &str) -> String {
    let parts = path.split('/').map(|part| match (part.strip_prefix(':'), part.strip_prefix('*')) {
        (Some(name), _) => format!("{{{name}}}"),
        (_, Some(name)) => format!("{{*{name}}}"),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Adds the routes to axum's own router, and says what it refuses.
fn report(project: &Project, routes: &[Route], found: &mut Vec<Finding>) {
    let mut router = matchit::Router::new();
    let mut known: BTreeMap<&str, Vec<&Route>> = BTreeMap::new();
    for route in routes {
        let is_new = !known.contains_key(route.path.as_str());
        let others = known.entry(&route.path).or_default();
        let is_same =
            |other: &&&Route| route.meets(other) && other.methods.iter().any(|method| route.methods.contains(method));
        let same = others.iter().find(is_same).copied();
        others.push(route);
        if let Some(other) = same {
            let what = format!(
                "{} {} is there twice, and axum refuses to start with it",
                route.methods.join(", "),
                route.path
            );
            tell(project, route, other, &what, "take one of them out", found);
        } else if is_new && let Err(InsertError::Conflict { with }) = router.insert(route.path.as_str(), ()) {
            let other = known.get(with.as_str()).and_then(|routes| routes.first()).copied().unwrap_or(route);
            if !route.meets(other) {
                continue;
            }
            let what =
                format!("{} and {with} match the same requests, and axum refuses to start with both", route.path);
            let help = format!("give the capture the same name as in {with}, or make the paths differ in a fixed part");
            tell(project, route, other, &what, &help, found);
        }
    }
}

/// At the later one of two routes, or at the one in the file that is of interest.
fn tell(project: &Project, route: &Route, other: &Route, message: &str, help: &str, found: &mut Vec<Finding>) {
    let (here, there) = if project.wants(route.file) { (route, other) } else { (other, route) };
    let line = project.problem(there.file, &there.at, "").line;
    let help = format!("{help}; the other is at {}:{line}", there.file);
    found.push(RULE.finding(project.problem(here.file, &here.at, message).help(help)));
}
