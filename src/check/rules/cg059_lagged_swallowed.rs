use crate::check::graph::Place;
use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::code::{Call, Kind, Let, words};

pub static RULE: Rule = Rule {
    id: "CG059",
    name: "lagged-swallowed",
    severity: Severity::Warning,
    category: Category::Hub,
    page: include_str!("cg059_lagged_swallowed.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    for place in project.graph().places().filter(|place| project.wants(place.file)) {
        let names = receivers(&place);
        if names.is_empty() || words::mentions(place.module.text(&place.function.body), "Lagged").next().is_some() {
            continue;
        }
        for call in place.function.calls.iter().filter(|call| is_receipt(&place, call, &names)) {
            // `while let Ok(x) = …` ends at the first gap, `if let` and `.ok()` pass over it.
            let before = place.module.text(&(place.function.body.start..call.at.start)).trim_end();
            if let_ok(before) {
                let message = "a reader that falls behind gets `Lagged` here, and stops or skips without a word";
                let help = "match on it: `Err(RecvError::Lagged(_))` means that messages are lost, so close the socket or read \
                            again from the log; `Err(RecvError::Closed)` is the end";
                found.push(RULE.finding(place.module.problem(&call.at, message).help(help)));
            }
        }
    }
}

/// The variables and parameters that receive from a broadcast channel.
fn receivers<'a>(place: &Place<'a>) -> Vec<&'a str> {
    let function = place.function;
    let is_broadcast = |type_: &str| type_.contains("broadcast::Receiver");
    let given =
        function.parameters.iter().filter(|given| is_broadcast(&given.type_)).filter_map(|given| given.names.first());
    let subscribed = |bound: &&Let| {
        let calls = function.calls.get(bound.calls.clone()).unwrap_or_default();
        bound.is_call && calls.last().is_some_and(|call| call.name() == "subscribe" && call.arguments.is_empty())
    };
    let bound = function.lets.iter().filter(subscribed).filter_map(|bound| bound.names.first());
    given.chain(bound).map(String::as_str).collect()
}

fn is_receipt(place: &Place, call: &Call, names: &[&str]) -> bool {
    call.kind == Kind::Method && call.name() == "recv" && call.awaited && names.contains(&place.module.receiver(call))
}

/// Whether a text ends with `let Ok(…) =`.
fn let_ok(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.rsplit_once("let Ok(").is_some_and(|(_, pattern)| pattern.ends_with(") =") && !pattern.contains(';'))
}
