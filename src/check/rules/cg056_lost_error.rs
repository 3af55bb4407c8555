use crate::check::graph::{Graph, Place};
use crate::check::{Category, Finding, Fix, Project, Rule, Severity};
use crate::inspect::code::{Call, Kind, Let};

pub static RULE: Rule = Rule {
    id: "CG056",
    name: "lost-error",
    severity: Severity::Warning,
    category: Category::Quality,
    page: include_str!("cg056_lost_error.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let graph = project.graph();
    for place in graph.places().filter(|place| project.wants(place.file)) {
        let ignored = place.function.lets.iter().filter(|bound| bound.pattern == "_" && bound.is_call);
        for (bound, call) in ignored.filter_map(|bound| Some((bound, last(&place, bound)?))) {
            if changes(graph, &place, call) {
                found.push(finding(&place, bound, call));
            }
        }
    }
}

fn last<'a>(place: &Place<'a>, bound: &Let) -> Option<&'a Call> {
    let calls = place.function.calls.get(bound.calls.clone())?;
    let last = calls.last().filter(|call| call.awaited && !call.tried)?;
    // `.execute(db).await.ok()` is the same.
    Some(last)
}

/// Whether a call changes the database, so that its error means that something was not stored.
fn changes<'a>(graph: &Graph<'a>, place: &Place<'a>, call: &Call) -> bool {
    match (call.kind, call.name()) {
        (Kind::Method, "execute" | "execute_many") => place.module.receiver(call).contains("query"),
        (Kind::Method, "commit") => call.arguments.is_empty(),
        _ => graph.called(place, call).is_some_and(|called| {
            let function = called.function;
            function.returns.contains("Result") && function.parameters.iter().any(|given| given.type_ == "&mut Unit")
        }),
    }
}

fn finding(place: &Place, bound: &Let, call: &Call) -> Finding {
    let message = "the error is lost: if this fails, nothing is stored and nobody hears of it";
    let help =
        "end with `?`; where the work must go on, log the error: `if let Err(error) = … { tracing::warn!(?error, …) }`";
    let finding = RULE.finding(place.module.problem(&call.at, message).help(help));
    let can_fail = place.function.returns.contains("Result") && call.frame == 0;
    match bound.value.as_ref().filter(|_| can_fail) {
        Some(value) => {
            let text = format!("{}?;", place.module.text(&value.at));
            finding.fix(Fix::replace(place.file, bound.at.clone(), text))
        }
        None => finding,
    }
}
