use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::code::Kind;

pub static RULE: Rule = Rule {
    id: "CG052",
    name: "unbounded-channel",
    severity: Severity::Warning,
    category: Category::Hub,
    page: include_str!("cg052_unbounded_channel.md"),
    check,
};

const UNBOUNDED: [&str; 7] = [
    "std::sync::mpsc::channel",
    "mpsc::unbounded_channel",
    "mpsc::unbounded",
    "async_channel::unbounded",
    "flume::unbounded",
    "channel::unbounded",
    "kanal::unbounded_async",
];

fn check(project: &Project, found: &mut Vec<Finding>) {
    for place in project.graph().places().filter(|place| project.wants(place.file)) {
        // Elsewhere only what serves requests: whoever sends those decides how many there are.
        if !project.is_chatgen() && !place.module.uses.iter().any(|used| used.path.starts_with("axum")) {
            continue;
        }
        for call in place.function.calls.iter().filter(|call| call.kind == Kind::Path && call.arguments.is_empty()) {
            let path = place.module.full(&call.callee);
            if UNBOUNDED.iter().any(|name| path.ends_with(name)) {
                let message = "this channel grows without bound while its reader is slower than its writers";
                let help = "give it a bound, `mpsc::channel(256)`, and decide what happens when it is full: wait with \
                            `send(…).await`, or drop with `try_send`";
                found.push(RULE.finding(place.module.problem(&call.name_at, message).help(help)));
            }
        }
    }
}
