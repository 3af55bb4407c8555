use crate::check::{Category, Finding, Fix, Project, Rule, Severity};
use crate::inspect::code::Kind;

pub static RULE: Rule = Rule {
    id: "CG058",
    name: "socket-without-bounds",
    severity: Severity::Warning,
    category: Category::Hub,
    page: include_str!("cg058_socket_without_bounds.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    for place in project.graph().places().filter(|place| project.wants(place.file)) {
        let function = place.function;
        let upgrade = function.parameters.iter().find(|parameter| parameter.type_.contains("WebSocketUpgrade"));
        let opens = function.calls.iter().find(|call| call.kind == Kind::Method && call.name() == "on_upgrade");
        let is_bound = function.calls.iter().any(|call| call.name() == "max_message_size");
        let Some(call) = opens.filter(|_| upgrade.is_some() && !is_bound) else { continue };
        let message = "each of these sockets may be sent messages of 64 MiB, which are kept in memory whole";
        let help = "bound it first: `.max_message_size(64 * 1024)`, and `.max_frame_size(…)`";
        let at = call.receiver.clone().map_or(call.at.start, |receiver| receiver.end);
        let fix = Fix::replace(place.file, at..at, ".max_message_size(64 * 1024)");
        found.push(RULE.finding(place.module.problem(&call.name_at, message).help(help)).fix(fix));
    }
}
