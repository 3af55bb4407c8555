use crate::check::exposed::Exposed;
use crate::check::graph::Place;
use crate::check::origin::is_sent;
use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::code::{Argument, words};
use crate::problem::Span;

pub static RULE: Rule = Rule {
    id: "CG043",
    name: "room-without-membership",
    severity: Severity::Error,
    category: Category::Security,
    page: include_str!("cg043_room_without_membership.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for exposed in project.exposed().iter().filter(|exposed| project.wants(exposed.place.file)) {
        let Some(table) = &exposed.room_data else { continue };
        if !exposed.involves.membership_checks && !exposed.involves.admin {
            let (path, method) = (&exposed.path, &exposed.method);
            let message =
                format!("{method} {path} reaches `{table}`, and nothing checks that whoever asks is a member");
            let help = "take `at: InRoom` where the path names the room (`AtRoom` for looking in), or read it where it \
                        is needed: `InRoom::fact(&mut unit, &user, room_id).await?`";
            found.push(RULE.finding(exposed.place.module.problem(&exposed.place.function.at, message).help(help)));
        } else if let Some(at) = elsewhere(project, exposed) {
            let message = format!(
                "this comes from the request, and may name `{table}` of another room than the one that is checked"
            );
            let help = "bind the room of the extractor, too: `WHERE … AND room_id = ?` with `.bind(at.room.id)`";
            found.push(RULE.finding(exposed.place.module.problem(&at, message).help(help)));
        }
    }
}

/// What a handler binds to its own SQL about rooms, all of it sent, beside an extractor that has checked some room.
fn elsewhere(project: &Project, exposed: &Exposed) -> Option<Span> {
    let Place { module, function, .. } = exposed.place;
    // What it calls may check, and so may a comparison.
    let body = module.text(&function.body);
    if !exposed.is_by_itself || exposed.involves.admin || exposed.does.membership_checks || body.contains(".room_id") {
        return None;
    }
    let extracted = function.parameters.iter().filter(|given| project.graph().is_extractor(&given.type_));
    let mut checked: Vec<&str> = extracted.flat_map(|given| &given.names).map(String::as_str).collect();
    let names = |text: &str, known: &[&str]| known.iter().any(|name| words::mentions(text, name).next().is_some());
    for bound in &function.lets {
        if bound.value.as_ref().is_some_and(|value| names(module.text(&value.at), &checked)) {
            checked.extend(bound.names.iter().map(String::as_str));
        }
    }
    let sent = function.parameters.iter().filter(|given| is_sent(given)).flat_map(|given| &given.names);
    let sent: Vec<&str> = sent.map(String::as_str).collect();
    let binds = function.calls.iter().filter(|call| matches!(call.name(), "bind" | "push_bind"));
    let binds: Vec<&Argument> = binds.filter_map(|call| call.arguments.first()).collect();
    if binds.iter().any(|bind| names(module.text(&bind.at), &checked)) {
        return None;
    }
    binds.into_iter().find(|bind| names(module.text(&bind.at), &sent)).map(|bind| bind.at.clone())
}
