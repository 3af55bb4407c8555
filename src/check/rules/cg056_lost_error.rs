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
        let dropped = place.function.calls.iter().filter(|call| call.kind == Kind::Method && call.name() == "ok");
        for call in dropped.filter(|call| call.dropped).filter_map(|ok| awaited(&place, ok)) {
            if changes(graph, &place, call) {
                found.push(RULE.finding(place.module.problem(&call.at, MESSAGE).help(HELP)));
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

/// The call whose awaited result `.ok()` is made of.
fn awaited<'a>(place: &Place<'a>, ok: &Call) -> Option<&'a Call> {
    let receiver = ok.receiver.as_ref()?;
    let calls =
        place.function.calls.iter().filter(|call| call.at.start == receiver.start && call.at.end <= receiver.end);
    calls.max_by_key(|call| call.at.end).filter(|call| call.awaited && !call.tried)
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

const MESSAGE: &str = "the error is lost: if this fails, nothing is stored and nobody hears of it";
const HELP: &str =
    "end with `?`; where the work must go on, log the error: `if let Err(error) = … { tracing::warn!(?error, …) }`";

fn finding(place: &Place, bound: &Let, call: &Call) -> Finding {
    let finding = RULE.finding(place.module.problem(&call.at, MESSAGE).help(HELP));
    let can_fail = place.function.returns.contains("Result") && call.frame == 0;
    match bound.value.as_ref().filter(|_| can_fail) {
        Some(value) => {
            let text = format!("{}?;", place.module.text(&value.at));
            finding.fix(Fix::replace(place.file, bound.at.clone(), text))
        }
        None => finding,
    }
}
