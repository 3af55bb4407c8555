use crate::check::graph::{Graph, Place};
use crate::check::handlers::routes;
use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::code::{Kind, last};
use crate::problem::Span;

pub static RULE: Rule = Rule {
    id: "CG011",
    name: "route-without-handler",
    severity: Severity::Error,
    category: Category::Routes,
    page: include_str!("cg011_route_without_handler.md"),
    check,
};

const METHODS: [&str; 9] = ["get", "post", "put", "patch", "delete", "any", "head", "options", "trace"];

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    let graph = project.graph();
    let http = graph.places().filter(|place| place.file.starts_with("src/http/") && project.wants(place.file));
    for place in http {
        for (handler, at) in handlers(&place) {
            if is_nothing(graph, &place, handler) {
                let message = format!("there is no function `{handler}` to answer this route");
                found.push(RULE.finding(place.module.problem(&at, message).help(help(&place, handler))));
            }
        }
    }
}

/// The handlers that a function's routes name.
fn handlers<'a>(place: &Place<'a>) -> Vec<(&'a str, Span)> {
    let described = place.function.calls.iter().filter(|call| call.kind == Kind::Macro && call.name() == "routes");
    let methods = routes(place).flat_map(|(_, methods)| methods).filter(|call| METHODS.contains(&call.name()));
    let arguments = described.flat_map(|call| &call.arguments).chain(methods.filter_map(|call| call.arguments.first()));
    arguments.map(|argument| (place.module.text(&argument.at), argument.at.clone())).collect()
}

/// Whether a plain path of this crate names a function that is nowhere.
fn is_nothing<'a>(graph: &Graph<'a>, place: &Place<'a>, handler: &str) -> bool {
    let is_path = handler.chars().all(|char| char.is_alphanumeric() || matches!(char, '_' | ':'));
    let name = last(handler);
    let is_local = place.function.lets.iter().any(|bound| bound.names.iter().any(|bound| bound == name));
    let is_given = place.function.parameters.iter().any(|given| given.names.iter().any(|given| given == name));
    let is_function = name.starts_with(|char: char| char.is_lowercase() || char == '_');
    if !is_path || !is_function || is_local || is_given {
        return false;
    }
    let is_here = !place.module.full(handler).contains("::") && is_told(place);
    match is_here {
        true => place.module.functions.iter().all(|function| function.name != name),
        false => graph.named(name).next().is_none(),
    }
}

/// Whether a file's text names all that it has: nothing comes in by a glob, or out of a macro.
fn is_told(place: &Place) -> bool {
    let makes_items = |line: &str| {
        let (name, rest) = line.split_at(line.find(|char: char| !(char.is_alphanumeric() || char == '_')).unwrap_or(0));
        !name.is_empty() && rest.starts_with('!')
    };
    let text = &place.module.source.text;
    !place.module.uses.iter().any(|used| used.name == "*") && !text.lines().any(makes_items)
}

fn help(place: &Place, handler: &str) -> String {
    let names = place.module.functions.iter().map(|function| function.name.as_str());
    let names: Vec<&str> = names.filter(|name| *name != place.function.name).collect();
    match crate::names::did_you_mean(last(handler), &names) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!(
            "write it in this module: `async fn {}(State(app): State<App>, user: CurrentUser) -> Result<…>`",
            last(handler)
        ),
    }
}
