use crate::check::graph::Place;
use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::code::{Call, Kind, words};

pub static RULE: Rule = Rule {
    id: "CG041",
    name: "no-same-origin",
    severity: Severity::Error,
    category: Category::Security,
    page: include_str!("cg041_no_same_origin.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    let graph = project.graph();
    for place in graph.places().filter(|place| project.wants(place.file) && place.file.starts_with("src/")) {
        let Some(layer) = protection(&place) else {
            if place.file == "src/http/mod.rs" && place.function.name == "router" {
                found.push(missing(&place));
            }
            continue;
        };
        let outside = place.function.calls.iter().filter(|call| {
            let adds = matches!(call.name(), "merge" | "nest" | "nest_service" | "route" | "route_service" | "routes");
            call.kind == Kind::Method && adds && call.at.start == layer.at.start && call.at.end > layer.at.end
        });
        for call in outside {
            let message = "these routes stand outside of `same_origin`, so any other site can send what they take, with our cookie";
            let help = "add them before `.layer(…)`, which covers only what the router has by then";
            found.push(RULE.finding(place.module.problem(&call.name_at, message).help(help)));
        }
    }
}

fn missing(place: &Place) -> Finding {
    let message = "nothing refuses a change that another site has a browser send with our cookie";
    let help = "add `.layer(from_fn_with_state(app.clone(), security::same_origin))` around every route";
    RULE.finding(place.module.problem(&place.function.at, message).help(help))
}

/// The `.layer(…)` of a router that refuses other origins: written in it, or in the variable that it is given.
fn protection<'a>(place: &Place<'a>) -> Option<&'a Call> {
    let refuses = |text: &str| words::mentions(text, "same_origin").next().is_some();
    let layers = place.function.calls.iter().filter(|call| call.kind == Kind::Method && call.name() == "layer");
    let mut layers = layers.filter(|call| !place.module.receiver(call).contains("ServiceBuilder"));
    layers.find(|call| {
        let text = place.module.argument(call, 0);
        let bound = place.function.lets.iter().find(|bound| bound.names.iter().any(|name| name == text));
        let value = bound.and_then(|bound| bound.value.as_ref()).map(|value| place.module.text(&value.at));
        refuses(text) || value.is_some_and(refuses)
    })
}
