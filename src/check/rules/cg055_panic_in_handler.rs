use crate::check::graph::Place;
use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::code::{Call, Kind};
use crate::problem::Span;

pub static RULE: Rule = Rule {
    id: "CG055",
    name: "panic-in-handler",
    severity: Severity::Warning,
    category: Category::Quality,
    page: include_str!("cg055_panic_in_handler.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    for place in project.graph().places().filter(|place| project.wants(place.file) && answers(place)) {
        let calls =
            place.function.calls.iter().filter_map(|call| panics(call).map(|what| (call.name_at.clone(), what)));
        let indexes = place.function.indexes.iter().filter(|index| is_computed(&place, &index.index));
        let indexes = indexes.map(|index| (index.at.clone(), INDEX));
        for (at, (what, instead)) in calls.chain(indexes) {
            let message = format!("{what} panics, and the answer is a 500 that tells nobody why");
            found.push(RULE.finding(place.module.problem(&at, message).help(instead)));
        }
    }
}

/// Whether a function takes part in answering requests.
fn answers(place: &Place) -> bool {
    let is_async = place.function.is_async;
    is_async && (place.file.starts_with("src/http/") || place.file.starts_with("src/model/"))
}

const INDEX: (&str, &str) =
    ("an index that is out of bounds", "write `.get(…)`, and say what holds where there is nothing");

fn panics(call: &Call) -> Option<(&'static str, &'static str)> {
    match (call.kind, call.name()) {
        (Kind::Method, "unwrap") if call.arguments.is_empty() => {
            Some(("`unwrap`", "write `?`, or `.ok_or(Error::…)?` for what may be missing"))
        }
        (Kind::Method, "expect") if call.arguments.len() == 1 => {
            Some(("`expect`", "write `?`, or `.ok_or(Error::…)?` for what may be missing"))
        }
        (Kind::Macro, "panic" | "todo" | "unimplemented") => {
            Some(("this", "return an `Error` that says what is wrong"))
        }
        _ => None,
    }
}

/// Whether an index may be anything: not a number, a range or a key in quotes.
fn is_computed(place: &Place, index: &Span) -> bool {
    let text = place.module.text(index);
    text.starts_with(|char: char| char.is_alphabetic() || char == '_') && !text.contains("..")
}
